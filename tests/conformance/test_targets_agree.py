"""The models and the bundle judge as the schemas do, on every conformance case that can be written as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema
import jsonschema_rs
import pytest
from pydantic import BaseModel, ValidationError
from test_structure import CASES, document_file

from conflictdp import models
from conflictdp.codegen.bundle import bundle
from conflictdp.codegen.shapes import camel
from conflictdp.errors import InputError
from conflictdp.spec.documents import validator
from conflictdp.spec.nesting import nest
from conflictdp.spec.tables import by_record
from packages import base, changed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLASSES: dict[str, type[BaseModel]] = {r: getattr(models, camel(r)) for r in by_record()}
DOCUMENT, LINE = "package.schema.json", "record.schema.json"


class Given(NamedTuple):
    """A value, the case that it comes from, and the schema that judges it."""

    title: str
    schema: str
    value: Any


def parsed(text: bytes) -> Iterator[Any]:
    """The JSON values of a text; what is no JSON is left out, since no schema is asked about it."""
    try:
        yield json.loads(text)
    except ValueError:
        return


def on_files(folder: Path) -> Iterator[Given]:
    """The documents and lines of the structure cases."""
    for number, (rule, case) in enumerate(CASES):
        form = case.get("form")
        if form in ("document", "lines"):
            data = document_file(case, folder / str(number)).read_bytes()
            for text in [data] if form == "document" else data.splitlines():
                for value in parsed(text):
                    yield Given(f"{rule}: {case['title']}", DOCUMENT if form == "document" else LINE, value)


def on_cells() -> Iterator[Given]:
    """The structure cases that change cells, as documents."""
    for rule, case in CASES:
        if case.keys() <= {"kind", "title", "change", "findings"}:
            package = changed(base(), case["change"])
            try:
                yield Given(f"{rule}: {case['title']}", DOCUMENT, nest(package["package"], package["tables"]))
            except InputError:
                continue  # a cell that is not of its type, or a record without its parent, has no place there


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> list[Given]:
    return [*on_files(tmp_path_factory.mktemp("cases")), *on_cells()]


def test_there_are_cases_of_both_verdicts(given: list[Given]) -> None:
    for schema in (DOCUMENT, LINE):
        verdicts = [validator(schema).is_valid(g.value) for g in given if g.schema == schema]
        assert min(verdicts.count(True), verdicts.count(False)) > 10


def accepts(model: type[BaseModel], value: Any) -> bool:
    try:
        model.model_validate_json(json.dumps(value))
    except ValidationError:
        return False
    return True


def test_models_accept_and_refuse_what_the_schemas_do(given: list[Given]) -> None:
    differing = []
    for title, schema, value in given:
        kind = value.get("record") if isinstance(value, dict) else None
        model = models.Document if schema == DOCUMENT else CLASSES.get(kind)
        if model and accepts(model, value) != validator(schema).is_valid(value):
            differing.append(title)
    assert differing == []


@pytest.mark.parametrize("model", CLASSES.values(), ids=CLASSES)
def test_every_example_of_a_field_is_accepted_by_its_class(model: type[BaseModel]) -> None:
    kind = next(record for record, found in CLASSES.items() if found is model)
    columns = by_record()[kind].columns
    assert accepts(model, {"record": kind} | {name: column.example for name, column in columns.items()})


@pytest.mark.parametrize("implementation", ["jsonschema", "jsonschema_rs"])
def test_the_bundle_judges_as_the_files_do(implementation: str, given: list[Given]) -> None:
    whole = bundle()
    sources = {DOCUMENT: whole, LINE: {"$ref": "#/$defs/record", "$defs": whole["$defs"]}}
    judges: dict[str, Any] = (
        {n: jsonschema_rs.Draft202012Validator(s, validate_formats=True) for n, s in sources.items()}
        if implementation == "jsonschema_rs"
        else {
            n: jsonschema.Draft202012Validator(s, format_checker=jsonschema.FormatChecker()) for n, s in sources.items()
        }
    )
    differing = [g for g in given if judges[g.schema].is_valid(g.value) != validator(g.schema).is_valid(g.value)]
    # In Python $ lets a line break follow; jsonschema takes it so, against ECMA-262.
    assert [g.title for g in differing if "\\n" not in json.dumps(g.value)] == []
    assert len(differing) < 3


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (v for k, v in value.items() if k == "$ref" and isinstance(v, str))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from references(inner)


def test_every_reference_of_the_bundle_leads_to_a_place_in_it() -> None:
    whole = bundle()
    jsonschema.Draft202012Validator.check_schema(whole)
    found = set(references(whole))
    assert len(found) > 50
    for reference in found:
        place: Any = whole
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
        assert isinstance(place, dict), reference
