"""The DDL in real databases: it takes the article, and refuses rows that the standard does not allow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from databases import Database, DuckDB, RefusedError, Row, SQLite, insert, postgresql

from conflictdp.codegen import ddl
from conflictdp.codegen.sql_dialects import DIALECTS
from conflictdp.conformance.cases import base
from conflictdp.convert.sources import read_rows
from conflictdp.spec.codelists import codelists
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]

NEW: dict[str, Row] = {
    "events": {"event_id": "new"},
    "parties": {"party_id": "new"},
    "locations": {"location_id": "new"},
    "casualties": {"partition": "new"},
    "identifiers": {"value": "1234567"},
}
"""What makes another row of a row, for which the database has a place."""

REFUSED: dict[str, tuple[str, Row]] = {
    "a code that a closed list does not have": ("casualties", {"outcome": "slain"}),
    "a code that is none": ("events", {"event_type": "Armed clash"}),
    "a count below zero": ("casualties", {"best": "-1"}),
    "a count that is none": ("casualties", {"best": "many"}),
    "an id with a space": ("events", {"event_id": "an id"}),
    "an id that ends in a line break": ("parties", {"party_id": "id\n"}),
    "an event that is not there": ("casualties", {"event_id": "nowhere"}),
    "a location that is not there": ("events", {"location_id": "nowhere"}),
    "a text that is too long": ("events", {"title": "t" * 501}),
    "an empty text": ("events", {"title": ""}),
    "a day that is none": ("events", {"start_date": "2031-02-30"}),
    "a place beyond the pole": ("locations", {"latitude": "91"}),
    "a truth that is none": ("events", {"is_aggregate": "maybe"}),
    "a table that has no identifiers": ("identifiers", {"record_table": "casualties"}),
    "a list with an empty item": ("parties", {"aliases": "a||b"}),
    "a country that is none": ("locations", {"country": "Syria"}),
}
"""What a new row of the table is changed to."""

WEAKER: dict[str, tuple[str, Row, set[str]]] = {
    "a day with a time": ("events", {"start_date": "2031-02-03T10:00"}, {"duckdb", "postgresql"}),
    "an item that stands twice": ("parties", {"aliases": "a|a"}, {"sqlite", "postgresql"}),
    "an address that is none": ("sources", {"source_id": "new", "url": "example"}, {"sqlite"}),
    "a location beside itself": ("locations", {"relative_to_id": "nowhere"}, {"duckdb"}),
}
"""What some databases take all the same, since they cannot say otherwise or say it dearly, and which."""


@pytest.fixture(scope="module")
def server() -> Iterator[Callable[[], Database]]:
    with postgresql() as new:
        yield new


def database(dialect: str, request: pytest.FixtureRequest) -> Database:
    """A database with the tables and no rows."""
    made: Database
    if dialect == "postgresql":
        made = request.getfixturevalue("server")()
    else:
        made = SQLite() if dialect == "sqlite" else DuckDB()
    made.run(ddl.emit(dialect))
    return made


@pytest.fixture(scope="module", params=DIALECTS)
def filled(request: pytest.FixtureRequest) -> tuple[str, Database]:
    """A database with the conformance base, which uses every table."""
    made = database(request.param, request)
    made.run(inserts(base()["tables"], request.param))
    return request.param, made


def inserts(rows: dict[str, list[Row]], dialect: str) -> str:
    return "\n".join(insert(table, row, dialect) for table in ddl.in_order() for row in rows.get(table.name, []))


def row(table: str) -> Row:
    """The first row of a table of the base."""
    return base()["tables"][table][0]


def counts(made: Database) -> dict[str, int]:
    return {name: made.value(f'SELECT count(*) FROM "{name}"') for name in tables()}


def test_the_base_is_taken_whole(filled: tuple[str, Database]) -> None:
    assert counts(filled[1]) == {name: len(base()["tables"].get(name, [])) for name in tables()}
    assert all(counts(filled[1]).values())


@pytest.mark.parametrize("table", NEW)
def test_new_rows_are_taken(table: str, filled: tuple[str, Database]) -> None:
    dialect, made = filled
    made.run(insert(tables()[table], row(table) | NEW[table], dialect))
    [(column, value)] = NEW[table].items()
    made.run(f"DELETE FROM {table} WHERE {column} = '{value}';")


@pytest.mark.parametrize("fault", REFUSED)
def test_faulty_rows_are_refused(fault: str, filled: tuple[str, Database]) -> None:
    dialect, made = filled
    table, change = REFUSED[fault]
    with pytest.raises(RefusedError):
        made.run(insert(tables()[table], row(table) | NEW[table] | change, dialect))


@pytest.mark.parametrize("table", tables())
def test_no_row_is_taken_twice(table: str, filled: tuple[str, Database]) -> None:
    dialect, made = filled
    with pytest.raises(RefusedError, match=r"(?i)unique|duplicate|primary"):
        made.run(insert(tables()[table], row(table), dialect))


@pytest.mark.parametrize("fault", WEAKER)
def test_what_a_database_cannot_say_is_known(fault: str, filled: tuple[str, Database]) -> None:
    dialect, made = filled
    table, change, takers = WEAKER[fault]
    whole = row(table) | NEW.get(table, {}) | change
    if dialect not in takers:
        with pytest.raises(RefusedError):
            made.run(insert(tables()[table], whole, dialect))
    else:
        key = tables()[table].key
        made.run(insert(tables()[table], whole, dialect) + f"DELETE FROM {table} WHERE {key} = 'new';")


@pytest.mark.parametrize("name", NEW)
def test_a_new_row_without_a_required_cell_is_refused(name: str, filled: tuple[str, Database]) -> None:
    dialect, made = filled
    table = tables()[name]
    for column in (c for c in table.columns.values() if c.is_required):
        cells = {k: v for k, v in (row(name) | NEW[name]).items() if k != column.name}
        with pytest.raises(RefusedError, match=r"(?i)not.null"):
            made.run(insert(table, cells, dialect))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_article_is_taken_whole(dialect: str, request: pytest.FixtureRequest) -> None:
    _, rows = read_rows(ROOT / "examples" / "khasham-2018")
    made = database(dialect, request)
    made.run(inserts(rows, dialect))
    assert counts(made) == {name: len(rows.get(name, [])) for name in tables()}
    best = sum(int(cells.get("best", 0)) for cells in rows["casualties"])
    assert made.value("SELECT sum(best) FROM casualties") == best
    codes = len(codelists()["casualty_outcomes"].codes)
    assert made.value("SELECT count(*) FROM codelist_casualty_outcomes WHERE definition <> ''") == codes
