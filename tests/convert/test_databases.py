"""Datasets as SQLite and DuckDB databases, opened again by their own readers."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from conflictdp.convert import exporter
from conflictdp.errors import InputError
from conflictdp.spec.tables import LIST_DELIMITER, tables
from packages import base, write

if TYPE_CHECKING:
    from pathlib import Path

DATABASES = ["sqlite", "duckdb"]


def query(path: Path, text: str) -> list[tuple[Any, ...]]:
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(text).fetchall()
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(text).fetchall()


@pytest.fixture(params=DATABASES)
def khasham(request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> Path:
    out = tmp_path / f"k.{request.param}"
    exporter(request.param)(root / "examples" / "khasham-2018", out)
    return out


def as_cell(value: Any) -> str:
    """The value as a cell of the package."""
    if isinstance(value, list):
        return LIST_DELIMITER.join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_every_cell_of_the_package_is_in_the_database(khasham: Path, root: Path) -> None:
    for path in sorted((root / "examples" / "khasham-2018").glob("*.csv")):
        table = tables()[path.stem]
        with path.open(encoding="utf-8", newline="") as stream:
            given = list(csv.DictReader(stream))
        names = list(given[0])
        found = query(khasham, f"SELECT {', '.join(f'{chr(34)}{n}{chr(34)}' for n in names)} FROM {table.name}")
        for wanted, row in zip(given, found, strict=True):
            for name, value in zip(names, row, strict=True):
                kind = table.columns[name].type
                said = bool(value) if kind == "boolean" and value is not None else value
                assert same(as_cell(said), wanted[name], kind), f"{table.name}.{name}"


def same(found: str, wanted: str, kind: str) -> bool:
    return float(found) == float(wanted) if kind == "number" and wanted else found == wanted


def test_the_database_holds_its_own_keys_and_says_what_it_is(khasham: Path) -> None:
    (name,) = query(khasham, "SELECT value FROM package WHERE property = 'name'")
    assert json.loads(name[0]) == "khasham-2018"
    figures = query(khasham, "SELECT claimant, low, best FROM casualties_by_source WHERE outcome = 'killed' ORDER BY 1")
    assert figures == [
        ("Commander on the Syrian government side", 7, 7),
        ("Outlet of the article", 101, None),
        ("not stated", 101, None),
    ]
    labels = query(khasham, "SELECT label FROM codelist_count_kinds WHERE code = 'at_least'")
    assert labels == [("At least",)]


def test_references_lead_somewhere_in_sqlite(root: Path, tmp_path: Path) -> None:
    exporter("sqlite")(root / "examples" / "khasham-2018", tmp_path / "k.sqlite")
    assert query(tmp_path / "k.sqlite", "PRAGMA foreign_key_check") == []
    assert query(tmp_path / "k.sqlite", "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("name", DATABASES)
def test_columns_of_the_publishers_own_are_text(name: str, tmp_path: Path) -> None:
    package = base()
    package["tables"]["events"][0]["x_code"] = "007"
    exporter(name)(write(package, tmp_path / "p"), tmp_path / f"p.{name}")
    (first, *_) = query(tmp_path / f"p.{name}", "SELECT x_code FROM events")
    assert first == ("007",)


@pytest.mark.parametrize("name", DATABASES)
def test_a_record_that_does_not_fit_is_told(name: str, tmp_path: Path) -> None:
    package = base()
    package["tables"]["events"][1]["event_id"] = package["tables"]["events"][0]["event_id"]
    source = write(package, tmp_path / "p")
    with pytest.raises(InputError, match=r"a record of events does not fit .*; validate the dataset first"):
        exporter(name)(source, tmp_path / f"p.{name}")
    assert [p.name for p in tmp_path.iterdir()] == ["p"]
