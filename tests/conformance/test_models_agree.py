"""The models accept and refuse what the schemas do, on every conformance case that can be written as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel, ValidationError
from test_structure import CASES, document_file

from conflictdp import models
from conflictdp.codegen.shapes import camel
from conflictdp.errors import InputError
from conflictdp.spec.documents import validator
from conflictdp.spec.nesting import nest
from conflictdp.spec.tables import by_record
from packages import base, changed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DIFFERENCES: dict[str, str] = {}
"""Cases that the schemas and the models judge otherwise, each with the reason."""

CLASSES: dict[str, type[BaseModel]] = {r: getattr(models, camel(r)) for r in by_record()}
WRITTEN = {f"{rule}: {case['title']}": case for rule, case in CASES if case.get("form") in ("document", "lines")}
CHANGED = [case for _, case in CASES if case.keys() <= {"kind", "title", "change", "findings"}]


def accepts(model: type[BaseModel], value: Any) -> bool:
    try:
        model.model_validate_json(json.dumps(value))
    except ValidationError:
        return False
    return True


def judged(value: Any, *, is_line: bool) -> Iterator[tuple[bool, bool]]:
    """What the schema and the model say of a document, or of a record on a line."""
    if not is_line:
        yield validator("package.schema.json").is_valid(value), accepts(models.Document, value)
    elif isinstance(value, dict) and value.get("record") in CLASSES:
        yield validator("record.schema.json").is_valid(value), accepts(CLASSES[value["record"]], value)


def parsed(text: bytes) -> Iterator[Any]:
    """The JSON values of a file; what is no JSON is left out, since no schema is asked about it."""
    try:
        yield json.loads(text)
    except ValueError:
        return


def on_file(case: dict[str, Any], folder: Path) -> list[tuple[bool, bool]]:
    data = document_file(case, folder).read_bytes()
    is_line = case["form"] == "lines"
    texts = [line for line in data.splitlines() if line.strip()] if is_line else [data]
    return [pair for text in texts for value in parsed(text) for pair in judged(value, is_line=is_line)]


def test_on_documents_and_lines(tmp_path: Path) -> None:
    pairs = {title: on_file(case, tmp_path / str(i)) for i, (title, case) in enumerate(WRITTEN.items())}
    differing = {title for title, found in pairs.items() if any(s != m for s, m in found)}
    assert differing == DIFFERENCES.keys()
    verdicts = [s for found in pairs.values() for s, _ in found]
    assert min(verdicts.count(True), verdicts.count(False)) > 50


def test_on_changed_cells() -> None:
    differing, verdicts = [], []
    for case in CHANGED:
        package = changed(base(), case["change"])
        try:
            document = nest(package["package"], package["tables"])
        except InputError:
            continue  # a cell that is not of its type, or a record without its parent, has no place in a document
        [(by_schema, by_model)] = judged(document, is_line=False)
        verdicts.append(by_schema)
        differing += [case["title"]] if by_schema != by_model else []
    assert differing == []
    assert min(verdicts.count(True), verdicts.count(False)) > 20


@pytest.mark.parametrize("model", CLASSES.values(), ids=CLASSES)
def test_every_example_of_a_field_is_accepted_by_its_class(model: type[BaseModel]) -> None:
    kind = next(record for record, found in CLASSES.items() if found is model)
    columns = by_record()[kind].columns
    assert accepts(model, {"record": kind} | {name: column.example for name, column in columns.items()})
