"""Target `dataclasses`: a module of dataclasses that needs nothing but Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.codegen.python_text import (
    attribute,
    body,
    code_alias,
    code_class,
    codes_used,
    docstring,
    enum_class,
    header,
    literal,
    quoted,
    text,
)
from conflictdp.codegen.shapes import shapes, used_codelists
from conflictdp.spec.versions import CURRENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.codegen.shapes import Field, Shape

NOTES = """
`from_json` makes a record of a JSON object, and `to_json` an object that `json.dumps` writes. Keys that are absent are
None, or an empty list, and are left out of the object. The classes give types to data that are known to be right;
`conflictdp validate` says whether they are.
"""

IMPORTS = """
from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Literal, Self, TypeAlias, get_args, get_type_hints
"""

TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "date": "date"}
"""The Python type of a value of each type."""


def emit(number: str = CURRENT) -> str:
    """The text of the module."""
    return text(_lines(number))


def _lines(number: str) -> Iterator[str]:
    yield from header(f"Records of Conflict DP {number} as dataclasses.", "dataclasses", NOTES)
    yield IMPORTS
    exported = ["Record", *map(code_class, used_codelists(number)), *shapes(number)]
    yield from ["__all__ = [", *(f"    {quoted(name)}," for name in sorted(exported)), "]", ""]
    for codes in codes_used(number):
        yield from ["", "", *(code_alias(codes, "str") if codes.is_open else enum_class(codes))]
    yield from ["", "", body("dataclass_prelude"), ""]
    for shape in shapes(number).values():
        yield from ["", "", *_class(shape)]


def _class(shape: Shape) -> Iterator[str]:
    yield "@dataclass(kw_only=True, slots=True)"
    yield f"class {shape.name}({'Record' if shape.extras or shape.is_open else '_Object'}):"
    yield from docstring(shape.description, indent=4)
    for field in shape.fields:
        yield from ["", *_attribute(field), *docstring(field.description, indent=4)]


def _type(field: Field) -> str:
    """The type of a field, or of the items of a list."""
    value = field.value
    if value is None:
        return str(field.shape)
    if value.codelist:
        return code_class(value.codelist)
    return literal(value.enum) if value.enum else TYPES[value.type]


def _attribute(field: Field) -> Iterator[str]:
    name, kind = attribute(field.name), _type(field)
    if field.constant and field.is_required:
        yield f"    {name}: {kind} = field("
        yield f"        default={quoted(field.constant)}, metadata={{{quoted('key')}: {quoted(field.name)}}}"
        yield "    )"
    elif field.is_list:
        yield f"    {name}: list[{kind}]" + ("" if field.is_required else f" = field(default_factory=list[{kind}])")
    else:
        yield f"    {name}: {kind}" + ("" if field.is_required else " | None = None")
