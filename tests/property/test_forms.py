"""Tables to a document and back: nothing is lost, nothing is added, and both forms are as valid as each other."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from checking import examples
from hypothesis import given

import conflictdp
from conflictdp.convert.forms import convert_form
from conflictdp.convert.sources import read_rows
from conflictdp.spec.nesting import nest
from conflictdp.strategies import packages
from packages import write

Rows = dict[str, list[dict[str, str]]]


def _sorted(rows: Rows) -> dict[str, list[str]]:
    """The records of each table, whatever their order: a document keeps the order of a parent's children only."""
    return {name: sorted(json.dumps(row, sort_keys=True) for row in found) for name, found in rows.items() if found}


@examples(5)
@given(packages())
def test_tables_to_document_to_tables_is_identity(package: Any) -> None:
    document = nest(package["package"], package["tables"])
    with TemporaryDirectory(prefix="conflictdp-test-") as folder:
        path = Path(folder) / "document.json"
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        metadata, rows = read_rows(path)
        assert metadata == package["package"]
        assert _sorted(rows) == _sorted(package["tables"])
        assert nest(metadata, rows) == document
        assert [f"{f.rule} {f.pointer}: {f.message}" for f in conflictdp.validate(path).findings] == []


@examples(3)
@given(packages())
def test_a_package_converted_to_a_document_and_back_is_the_same(package: Any) -> None:
    with TemporaryDirectory(prefix="conflictdp-test-") as name:
        folder = Path(name)
        given_package = write(package, folder / "given")
        convert_form(given_package, folder / "document.json")
        convert_form(folder / "document.json", folder / "again")
        metadata, rows = read_rows(folder / "again")
        assert metadata == package["package"]
        assert _sorted(rows) == _sorted(package["tables"])
