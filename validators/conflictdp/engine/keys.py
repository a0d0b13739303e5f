"""What holds records together: ids that are unique, references that lead somewhere, rows that say a thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.engine.hits import Hit, number
from conflictdp.engine.small_tables import distinct, is_found, is_named
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.engine.store import Loaded, Store
    from conflictdp.spec.tables import Column

_TWICE = """
SELECT _row, first, count(*) OVER () AS _count FROM (
  SELECT _row, min(_row) OVER (PARTITION BY {columns}) AS first FROM {table} {where}
) WHERE _row > first ORDER BY _row"""

_DANGLING = """
SELECT _row, count(*) OVER () AS _count FROM (
  SELECT c._row FROM {table} AS c ANTI JOIN {parent} AS p ON p.{key} = c.{column}
  WHERE c.{column} IS NOT NULL {more} ORDER BY c._row
) ORDER BY _row"""
"""The rows are put in order before they are counted: else the engine looks for them in one thread."""


def check_keys(store: Store, loaded: Loaded, keep: int | None) -> Iterator[Hit]:
    """Ids used twice, or detail rows that say the same twice."""
    table = loaded.table
    if not loaded.rows:
        return
    if table.key:
        key = quote(table.key)
        if _distinct(store, loaded, [table.key]) < loaded.filled.get(table.key, 0):
            store.repeated.add(table.name)
            query = _TWICE.format(columns=key, table=quote(table.name), where=f"WHERE {key} IS NOT NULL")
            yield from _twice("KEY001", store, loaded, table.key, query, {}, keep)
        return
    columns = [c for c in table.identity if c in loaded.columns] or list(table.identity)
    names = ", ".join(map(quote, columns))
    filled = [c for c in columns if loaded.filled.get(c)]
    if _distinct(store, loaded, filled or columns) < loaded.rows:
        query = _TWICE.format(columns=names, table=quote(table.name), where=_all_good(loaded, columns))
        shared: dict[str, object] = {"table": table.name, "columns": ", ".join(columns)}
        yield from _twice("KEY003", store, loaded, None, query, shared, keep)


def _distinct(store: Store, loaded: Loaded, columns: list[str]) -> int:
    """How many rows differ in these columns at least: two rows may share a hash, but not one row have two."""
    if store.is_small:
        return distinct(store.values(loaded.table.name), columns)
    names = ", ".join(map(quote, columns))
    only = f" WHERE {names} IS NOT NULL" if len(columns) == 1 else ""
    return int(store.rows(f"SELECT count(DISTINCT hash({names})) FROM {quote(loaded.table.name)}{only}")[0][0])


def _all_good(loaded: Loaded, columns: list[str]) -> str:
    """Only rows whose identity was read: a required column that is NULL has its own finding."""
    required = [c for c in columns if loaded.table.columns[c].is_required]
    return "WHERE " + " AND ".join(f"{quote(c)} IS NOT NULL" for c in required) if required else ""


def _twice(
    rule: str,
    store: Store,
    loaded: Loaded,
    column: str | None,
    query: str,
    shared: dict[str, object],
    keep: int | None,
) -> Iterator[Hit]:
    for found in store.first(query, keep=keep):
        if found:
            rows, values = tuple(d["_row"] for d in found), tuple({"first": d["first"]} for d in found)
            yield Hit(rule, loaded.table.name, column, number(found[0]["_count"], found, keep), rows, values, shared)


def check_references(
    store: Store, loaded: Loaded, keep: int | None, given: set[str], sound: frozenset[tuple[str, str]]
) -> Iterator[Hit]:
    """References that lead nowhere; only to tables in `given`, and not of the columns that are known to be `sound`."""
    if not loaded.rows:
        return
    for column in loaded.table.columns.values():
        parent = column.references
        if parent in given and loaded.filled.get(column.name) and (loaded.table.name, column.name) not in sound:
            yield from _dangling(store, loaded, column, parent, keep)
    if loaded.table.name == "identifiers":
        for parent in sorted(given & _named(store)):
            yield from _identified(store, loaded, parent, keep)


def _named(store: Store) -> set[str]:
    """The tables that identifiers speak of."""
    if store.is_small:
        return set(store.values("identifiers")["record_table"])
    return {r[0] for r in store.rows("SELECT DISTINCT record_table FROM identifiers")}


def _dangling(store: Store, loaded: Loaded, column: Column, parent: str, keep: int | None) -> Iterator[Hit]:
    key = tables()[parent].key or ""
    if store.is_small and is_found(store.values(loaded.table.name), column.name, store.values(parent), key):
        return
    query = _DANGLING.format(
        table=quote(loaded.table.name), column=quote(column.name), parent=quote(parent), key=quote(key), more=""
    )
    yield from _lost("KEY002", store, loaded, column.name, parent, query, keep)


def _identified(store: Store, loaded: Loaded, parent: str, keep: int | None) -> Iterator[Hit]:
    key = tables()[parent].key
    enum = loaded.table.columns["record_table"].enum or ()
    if key is None or parent not in enum:
        return
    if store.is_small and is_named(store.values("identifiers"), parent, store.values(parent), key):
        return
    more = f"AND c.record_table = '{parent}'"
    query = _DANGLING.format(table="identifiers", column="record_id", parent=quote(parent), key=quote(key), more=more)
    yield from _lost("KEY004", store, loaded, "record_id", parent, query, keep)


def _lost(
    rule: str, store: Store, loaded: Loaded, column: str, parent: str, query: str, keep: int | None
) -> Iterator[Hit]:
    for found in store.first(query, keep=keep):
        if found:
            rows = tuple(d["_row"] for d in found)
            count = number(found[0]["_count"], found, keep)
            yield Hit(rule, loaded.table.name, column, count, rows, shared={"references": parent})
