"""The rows at fault, as they were read: what a reader needs to see to understand a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.report.privacy import HIDDEN, is_sensitive, without_people
from conflictdp.spec.rules import quote

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
        if found.table in store.loaded and (found.row or found.pointer):
            by_table.setdefault(str(found.table), []).append(found)
    shown: dict[Finding, dict[str, str]] = {}
    for name, wanted in by_table.items():
        loaded = store.loaded[name]
        keyed = {f: _key(f) for f in wanted}
        is_numbered = wanted[0].row is not None
        rows = _read(store, loaded, loaded.row if is_numbered else loaded.place, sorted(set(keyed.values()), key=str))
        shown |= {f: _told(name, rows[key], people) for f, key in keyed.items() if key in rows}
    return shown


def _told(table: str, row: dict[str, str], people: Collection[str] | None) -> dict[str, str]:
    if people is None:
        return row
    return {c: HIDDEN if is_sensitive(table, c) else without_people(text, people) for c, text in row.items()}


def _key(found: Finding) -> int | str:
    """What tells the row in the store: its number, or its place in the document as the store spells it."""
    if found.row is not None:
        return found.row
    pointer = found.pointer or ""
    return pointer.removesuffix(f"/{found.column}") if found.column else pointer


def _read(store: Store, loaded: Loaded, key: str, wanted: list[int | str]) -> dict[int | str, dict[str, str]]:
    # Of JSON Lines the store keeps "12:/claims/0": a place within a line.
    names = ", ".join(map(quote, loaded.columns)) or "NULL AS nothing"
    kind = "BIGINT" if wanted and isinstance(wanted[0], int) else "VARCHAR"
    query = f"SELECT {key} AS _key, {names} FROM raw.{quote(loaded.table.name)}"
    found = store.dicts(f"{query} WHERE {key} IN (SELECT unnest(?::{kind}[]))", [wanted])
    return {row.pop("_key"): _cells(row) for row in found}


def _cells(row: dict[str, Any]) -> dict[str, str]:
    return {column: str(cell) for column, cell in row.items() if cell is not None and cell != ""}
