"""The JSON Schemas as another implementation reads them: the oracle for the one that the validator uses."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from conflictdp.spec.documents import schemas, validator

if TYPE_CHECKING:
    from collections.abc import Iterator


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[jsonschema.ValidationError]:
    """`pattern` by ECMA-262: $ is the very end; Python's $ lets a line break follow."""
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield jsonschema.ValidationError(f"{value!r} does not match {pattern!r}")


_Oracle = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": _pattern})


@cache
def plain_schemas() -> dict[str, dict[str, Any]]:
    """The schemas without `$schema`: where a schema names its dialect, jsonschema goes on with its own class for it."""
    return {n: {k: v for k, v in s.items() if k != "$schema"} for n, s in schemas().items()}


@cache
def oracle(name: str) -> Any:
    """A schema file as jsonschema reads it; formats are asserted, nothing is fetched."""
    plain = plain_schemas()
    resources = [(s["$id"], DRAFT202012.create_resource(s)) for s in plain.values()]
    registry = Registry().with_resources(resources)
    return _Oracle(plain[name], registry=registry, format_checker=jsonschema.FormatChecker())


def paths_at_fault(name: str, value: Any) -> tuple[set[str], set[str]]:
    """Where the oracle finds fault with a value, and where the validator's own implementation does.

    A key that must not be there is reported at the object that has it: there the oracle reports it.
    """
    expected = {"/".join(map(str, e.absolute_path)) for e in oracle(name).iter_errors(value)}
    errors = validator(name).iter_errors(value)
    steps = (e.instance_path[:-1] if e.kind.name == "falseSchema" else e.instance_path for e in errors)
    return expected, {"/".join(map(str, path)) for path in steps}
