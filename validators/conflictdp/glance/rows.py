"""The rows at fault, as they were read: what a reader needs to see to understand a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.report.privacy import HIDDEN, is_sensitive, without_people
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from conflictdp.engine.store import Loaded, Store
    from conflictdp.report import Finding


def rows_of(
    store: Store, findings: Iterable[Finding], *, people: Collection[str] | None = ()
) -> dict[Finding, dict[str, str]]:
    """The row of each finding that has one, its cells by column, empty ones left out.

    Values that can expose somebody are hidden, as they are in the findings.

    Args:
        store: The dataset that the findings speak of.
        findings: Those that will be shown; one query is made for each table.
        people: Ids that are hidden; None: nothing is.
    """
    by_table: dict[str, list[Finding]] = {}
    for found in findings:
        if found.table in store.loaded:
            by_table.setdefault(str(found.table), []).append(found)
    shown: dict[Finding, dict[str, str]] = {}
    for name, wanted in by_table.items():
        rows = _rows(store, store.loaded[name], wanted)
        shown |= {found: _told(name, row, people) for found, row in rows.items()}
    return shown


def _told(table: str, row: dict[str, str], people: Collection[str] | None) -> dict[str, str]:
    """The row as reports tell it. The publisher's own columns are left out: nobody knows whom they can expose."""
    if people is None:
        return row
    known = {c: text for c, text in row.items() if c in tables()[table].columns}
    return {c: HIDDEN if is_sensitive(table, c) else without_people(text, people) for c, text in known.items()}


def _rows(store: Store, loaded: Loaded, findings: list[Finding]) -> dict[Finding, dict[str, str]]:
    if any(f.pointer for f in findings):  # a document: its records have places, not numbers
        placed = {f: _places(f) for f in findings}
        rows = _read(store, loaded, loaded.place, "VARCHAR", {p for places in placed.values() for p in places})
        return {f: rows[place] for f, places in placed.items() for place in places if place in rows}
    rows = _read(store, loaded, loaded.row, "BIGINT", {f.row for f in findings if f.row})
    return {f: rows[f.row] for f in findings if f.row in rows}


def _places(found: Finding) -> tuple[str, str]:
    """How the store may spell the place of a finding's record: "/events/0" in a document, "12:/claims/0" in lines."""
    pointer = found.pointer or ""
    place = pointer.removesuffix(f"/{found.column}") if found.column else pointer
    return place, f"{found.line}:{place}"


def _read(store: Store, loaded: Loaded, key: str, kind: str, wanted: Iterable[object]) -> dict[Any, dict[str, str]]:
    names = ", ".join(map(quote, loaded.columns)) or "NULL AS nothing"
    query = f"SELECT {key} AS _key, {names} FROM {store.text(loaded.table.name)}"
    found = store.dicts(f"{query} WHERE {key} IN (SELECT unnest(?::{kind}[]))", [list(wanted)])
    return {row.pop("_key"): _cells(row) for row in found}


def _cells(row: dict[str, Any]) -> dict[str, str]:
    return {column: str(cell) for column, cell in row.items() if cell is not None and cell != ""}
