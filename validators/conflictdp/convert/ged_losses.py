"""What a file of UCDP GED does not hold of a package: every column, with the cells that are left out."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from conflictdp.convert.conversion import Fate
from conflictdp.convert.crosswalks import crosswalk
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

NAME = "ucdp-ged"
NO_COLUMN = "GED has no column for it."
WHY = {
    "casualties": "GED holds deaths only: one figure of the whole, of each side, of civilians and of others.",
    "claims": "GED holds one assessment of each event, its articles, and who told them.",
    "claim_links": "GED holds which articles the assessment uses.",
    "identifiers": "GED holds its own numbers, states and cells of PRIO-GRID.",
    "locations": "GED holds one place of each event.",
    "participants": "GED holds two sides of each event.",
    "parties": "GED holds the sides and who told the numbers.",
    "sources": "GED holds the articles of an event.",
}
"""Why records of a table may be left out of which others are held."""

_IN_WHICH_COLUMN = {
    "casualties": {"outcome", "victim_status", "count_kind"},
    "claims": {"claim_kind"},
    "claim_links": {"relation"},
    "identifiers": {"record_table", "record_id", "scheme"},
    "participants": {"side"},
}
"""Fields that say in which column of GED a value of the record stands."""

_REMADE = {
    "casualties": {"partition"},
    "claims": {"stance", "certainty", "method", "topics", "locator"},
    "events": {"title", "date_meaning"},
    "identifiers": {"match", "version"},
    "locations": {"location_type", "uncertainty_m", "point_meaning", "note"},
    "participants": {"role"},
    "parties": {"party_type", "aliases", "country", "is_collective_label", "description"},
    "sources": {"source_type", "url", "language", "version", "licence", "sha256"},
}
"""Fields that the conversion from GED writes of itself; in a package that it made nothing is lost with them."""


def losses(connection: DuckDBPyConnection, own: set[str], *, is_remade: bool) -> tuple[Fate, ...]:
    """The columns of which the file does not hold every cell, as `<table>.<column>`, in canonical order.

    Args:
        connection: Holds `package` and what `to_ucdp_ged.sql` made of it.
        own: The columns of the publisher's own that the file gives back.
        is_remade: Whether the package was made of a file of GED.
    """
    connection.execute(f"CREATE TEMP TABLE is_remade AS SELECT {is_remade} AS is_remade")
    connection.execute(files("conflictdp.convert").joinpath("ged_losses.sql").read_text(encoding="utf-8"))
    return tuple(fate for name in tables() for fate in _of_table(connection, name, own, is_remade=is_remade))


def _of_table(connection: DuckDBPyConnection, name: str, own: set[str], *, is_remade: bool) -> Iterator[Fate]:
    described = connection.execute(f"DESCRIBE package.{quote(name)}").fetchall()
    columns = [str(r[0]) for r in described if not str(r[0]).startswith("_")]
    carried = _carried(name, is_remade=is_remade) | own
    held = f"_row IN (FROM held_{name})" if name in WHY or name == "events" else "FALSE"
    counts = ", ".join(f"count({quote(c)}), count(CASE WHEN _is_held THEN {quote(c)} END)" for c in columns)
    marked = f"SELECT *, {held} AS _is_held FROM package.{quote(name)}"  # looked up once, not for each column
    found = connection.execute(f"SELECT {counts} FROM ({marked})").fetchall()[0]
    for column, cells, number in zip(columns, found[::2], found[1::2], strict=True):
        kept = number if column in carried else 0
        if cells > kept:
            yield Fate(f"{name}.{column}", cells, kept, 0, cells - kept, WHY[name] if kept else NO_COLUMN)


def _carried(name: str, *, is_remade: bool) -> set[str]:
    """The fields of a table that the columns of GED give back, for the records that they hold."""
    table = tables()[name]
    references = {c for c, column in table.columns.items() if column.references or c == table.key}
    fields = {line.field for line in crosswalk(NAME) if line.table == name}
    remade = _REMADE.get(name, set()) if is_remade else set()
    return references | fields | _IN_WHICH_COLUMN.get(name, set()) | remade
