"""Nested records shredded into rows of tables, a batch of them at a time and all of it in the engine.

Shredding is mechanical. Each record becomes a row of its table; a column that a nested record leaves out takes the
value of the parent's column of that name, and an identifier takes its parent's table and id. Rows stand in the order
in which the records stand in the file, however it was cut into batches.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from conflictdp.engine.sql import literal, shredded
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import Nesting, Table, tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conflictdp.engine.store import Store

_READ = "read_ndjson(?, maximum_object_size = {size}, columns = {columns})"

_NESTED = """
SELECT _at, {rank} AS _rank, _n, _i, _path || {step} || (_i - 1) AS _path, _is_text, {cells} FROM (
  SELECT _at, _i AS _n, _path, _is_text, {inherited} unnest({name}) AS _c, generate_subscripts({name}, 1) AS _i
  FROM {parent}
) WHERE _c IS NOT NULL"""
_IN_ORDER = "(SELECT * FROM {relation} ORDER BY _at, _rank, _n, _i)"
"""Of records that nest at several places: by line, then as a walk through the record meets them; none nests deeper
than in what nests at the top."""


@cache
def _ranks() -> dict[tuple[str, str], int]:
    """The places where records nest, as parent and child, in the order in which a walk through a record meets them."""
    met: dict[tuple[str, str], int] = {}

    def walk(table: Table) -> None:
        for nesting in table.children:
            met.setdefault((table.name, nesting.table), len(met))
            walk(tables()[nesting.table])

    for table in tables().values():
        walk(table)
    return met


def _inherited(parent: Table, nesting: Nesting) -> dict[str, str]:
    """The columns that a nested record leaves out, each with the parent's expression for it."""
    special = {"record_table": literal(parent.name), "record_id": quote(parent.key or "")}
    left_out = nesting.leaves_out
    return {c: special.get(c) or quote(c) for c in left_out if c in special or c in parent.columns}


def _fields(table: Table, extras: Iterable[str]) -> dict[str, str]:
    """The keys of a record as columns of the engine, its children as lists of structs."""
    found = {n: "VARCHAR[]" if c.type == "list" else "VARCHAR" for n, c in table.columns.items()}
    found |= dict.fromkeys(extras, "VARCHAR")
    for nesting in table.children:
        child = tables()[nesting.table]
        inner = {k: v for k, v in _fields(child, extras).items() if k not in _inherited(table, nesting)}
        found[nesting.table] = f"STRUCT({', '.join(f'{quote(k)} {v}' for k, v in inner.items())})[]"
    return found


@dataclass(slots=True)
class Shredder:
    """Puts records into the text tables of a store, batch by batch.

    Attributes:
        store: Where the tables are.
        is_lines: Whether records say their kind in `record` and have lines, as in JSON Lines, or stand in an array.
        extras: The publisher's own keys that were seen, by table; of every table that has a row.
    """

    store: Store
    is_lines: bool
    extras: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, path: Path, kinds: Iterable[Table], first: int, extras: tuple[str, ...] = ()) -> None:
        """Adds a batch.

        Args:
            path: A file with one JSON object per line. One with `_is_none` is no record and stands for what could not
                be read; in one with `_is_text` every value is the text of a cell already, that of a list a list.
            kinds: The tables of its records; in a document, one.
            first: The line, or the index in its array, of the first record.
            extras: The publisher's own keys that may be in it.
        """
        _Batch(self, {t.name: t for t in kinds}, first, extras).add(path)

    def finish(self) -> None:
        """Hands the tables that have a row to the store, once all batches are in."""
        for name in [t for t in tables() if t in self.extras]:
            if self.store.rows(f"SELECT 1 FROM raw.{quote(name)} LIMIT 1"):
                self.store.finish_shredded(tables()[name], tuple(self.extras[name]))
            else:
                self.store.rows(f"DROP TABLE raw.{quote(name)}")
                del self.extras[name]

    def need(self, table: Table, extras: Iterable[str]) -> None:
        """Makes the text table, and columns for extras, unless they are there."""
        name = f"raw.{quote(table.name)}"
        if table.name not in self.extras:
            columns = ", ".join(f"{quote(c)} VARCHAR" for c in (*table.columns, "_place"))
            self.store.rows(f"CREATE TABLE {name} ({columns})")
        known = self.extras.setdefault(table.name, {})
        for extra in (e for e in extras if e not in known):
            self.store.rows(f"ALTER TABLE {name} ADD COLUMN {quote(extra)} VARCHAR")
            known[extra] = None


@dataclass(slots=True)
class _Batch:
    """One batch on its way into the tables.

    Attributes:
        found: For each table with records in the batch, the relation that holds them.
        nests: The places of nesting at which there are records.
        mixed: The tables whose records come from several places, one after the other.
    """

    shredder: Shredder
    kinds: dict[str, Table]
    first: int
    extras: tuple[str, ...]
    found: dict[str, str] = field(default_factory=dict)
    nests: set[tuple[str, str]] = field(default_factory=set)
    mixed: set[str] = field(default_factory=set)

    def add(self, path: Path) -> None:
        columns = {"record": "VARCHAR", "_is_none": "BOOLEAN", "_is_text": "BOOLEAN"}
        for table in self.kinds.values():
            columns |= _fields(table, self.extras)
        named = ", ".join(f"{literal(k)}: {literal(v)}" for k, v in columns.items())
        source = _READ.format(size=max(path.stat().st_size, 1 << 20), columns="{" + named + "}")
        self._run(f"CREATE TABLE _records AS SELECT * FROM {source}", str(path))
        for table in tables().values():
            self._add(table)
        self._run("DROP TABLE _records")

    def _run(self, query: str, *values: object) -> None:
        self.shredder.store.rows(query, values)

    def _add(self, table: Table) -> None:
        """Adds the records of one table; those of its parents were added before."""
        places = [
            (p, rank) for (p, child), rank in _ranks().items() if child == table.name and (p, child) in self.nests
        ]
        sources = [self._root(table)] if table.name in self.kinds else []
        sources += [self._nested(tables()[parent], table, rank) for parent, rank in places]
        if not sources:
            return
        relation = f"({' UNION ALL '.join(sources)})"
        self.found[table.name] = relation
        if len(sources) > 1 or any(parent in self.mixed for parent, _ in places):
            self.mixed.add(table.name)
        if table.children:
            self._look_inside(table, relation)
        self._insert(table, _IN_ORDER.format(relation=relation) if table.name in self.mixed else relation)

    def _root(self, table: Table) -> str:
        which = f"record = {literal(table.record)}" if self.shredder.is_lines else "_is_none IS NULL"
        cells = ", ".join(map(quote, _fields(table, self.extras)))
        place = f"rowid + {self.first} AS _at, 0 AS _rank, 0 AS _n, 0 AS _i, '' AS _path"
        return f"SELECT {place}, _is_text, {cells} FROM _records WHERE {which}"

    def _nested(self, parent: Table, table: Table, rank: int) -> str:
        nesting = next(n for n in parent.children if n.table == table.name)
        inherited = _inherited(parent, nesting)
        own = {c: f"_c.{quote(c)}" for c in _fields(table, self.extras)}
        cells = own | {c: quote(f"_{c}") for c in inherited}
        return _NESTED.format(
            rank=rank,
            step=literal(f"/{table.name}/"),
            cells=", ".join(f"{v} AS {quote(c)}" for c, v in cells.items()),
            inherited="".join(f"{v} AS {quote(f'_{c}')}, " for c, v in inherited.items()),
            name=quote(table.name),
            parent=self.found[parent.name],
        )

    def _look_inside(self, table: Table, relation: str) -> None:
        """Notes which children there are, so that no query looks for those that are not."""
        names = [n.table for n in table.children]
        counts = ", ".join(f"count({quote(n)})" for n in names)
        filled = self.shredder.store.rows(f"SELECT {counts} FROM {relation}")[0]
        self.nests |= {(table.name, n) for n, number in zip(names, filled, strict=True) if number}

    def _insert(self, table: Table, relation: str) -> None:
        self.shredder.need(table, self._extras_of(relation))
        cells = {n: shredded(c) for n, c in table.columns.items()}
        cells |= {e: quote(e) for e in self.shredder.extras[table.name] if e in self.extras}
        start = "_at || ':'" if self.shredder.is_lines else f"{literal(f'/{next(iter(self.kinds))}/')} || _at"
        names = ", ".join(map(quote, (*cells, "_place")))
        chosen = ", ".join((*cells.values(), f"{start} || _path"))
        self._run(f"INSERT INTO raw.{quote(table.name)} ({names}) SELECT {chosen} FROM {relation}")

    def _extras_of(self, relation: str) -> list[str]:
        """The extras that records of the relation have."""
        if not self.extras:
            return []
        counts = ", ".join(f"count({quote(e)})" for e in self.extras)
        filled = self.shredder.store.rows(f"SELECT {counts} FROM {relation}")[0]
        return [e for e, count in zip(self.extras, filled, strict=True) if count]
