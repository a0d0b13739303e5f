"""Whether every record has a place in a document, and every cell is of its type: asked before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.convert.sources import written
from conflictdp.engine.sql import literal
from conflictdp.errors import InputError
from conflictdp.spec.nesting import parents
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import Column, Table, required_tables, tables
from conflictdp.spec.values import LEXICAL, NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.engine.store import Store


@dataclass(frozen=True, slots=True)
class Edge:
    """The records of one table that nest in those of another.

    Attributes:
        parent: The table that they nest in.
        child: The table that they are of.
        key: SQL for the key of the parent, over the child `c`.
        belongs: SQL for whether a child `c` nests in a record of this parent table.
        leaves_out: The columns that the nesting leaves out.
    """

    parent: Table
    child: Table
    key: str
    belongs: str
    leaves_out: tuple[str, ...]


def edges(child: Table) -> Iterator[Edge]:
    """The ways in which records of a table nest, the innermost first; none for those at the top of a document."""
    taken: list[str] = []
    for name, nesting in parents(child).items():
        parent = tables()[name]
        if "record_table" in child.columns:
            key, belongs = "c.record_id", f"c.record_table = {literal(name)}"
        else:
            key = f"c.{quote(parent.key or '')}"
            belongs = " AND ".join([f"{key} IS NOT NULL", *(f"{k} IS NULL" for k in taken)])
            taken.append(key)
        yield Edge(parent, child, key, belongs, nesting.leaves_out)


def refuse_unplaced(store: Store) -> None:
    """Raises InputError when a record has no place in a document, or a cell is not of its type."""
    _refuse_mistyped(store)
    for name in store.loaded:
        table = tables()[name]
        if table.key:
            _refuse_doubled(store, table)
        if parents(table):
            _refuse_orphans(store, table)


def refuse_empty(store: Store) -> None:
    """Raises InputError when there are no records of a kind that every document has."""
    missing = [n for n in required_tables() if n not in store.loaded or not store.loaded[n].rows]
    if missing:
        raise InputError(f"there are no {' and no '.join(missing)}, and a document has at least one of each")


def _refuse_mistyped(store: Store) -> None:
    """Raises InputError at the first cell that cannot be written as a JSON value of its column's type."""
    for name in store.loaded:
        kinds = {c: _misfit(c) for c in tables()[name].columns.values()}
        wrong = {c: sql for c, sql in kinds.items() if sql}
        if not wrong:
            continue
        case = " ".join(f"WHEN {sql} THEN {literal(c.name)}" for c, sql in wrong.items())
        query = f"SELECT _row, CASE {case} END FROM {written(name)} WHERE {' OR '.join(wrong.values())}"
        for row, column in store.rows(f"{query} ORDER BY _order LIMIT 1"):
            cell = store.rows(f"SELECT {quote(column)} FROM {written(name)} WHERE _row = {row}")[0][0]
            noun = NOUNS[tables()[name].columns[column].type]
            raise _misplaced(name, row, f"{column} is {cell[:50]}, which is not {noun}")


def _misfit(column: Column) -> str | None:
    """SQL for whether a cell is not of its type; None where every text is."""
    if column.type not in ("boolean", "integer", "number"):
        return None
    return f"NOT regexp_full_match({quote(column.name)}, {literal(LEXICAL[column.type])})"


def _refuse_doubled(store: Store, table: Table) -> None:
    key = quote(table.key or "")
    first = f"row_number() OVER (PARTITION BY {key} ORDER BY _order) > 1"
    query = f"SELECT _row, {key} FROM {written(table.name)} QUALIFY {first} ORDER BY _order LIMIT 1"
    for row, value in store.rows(query):
        raise _misplaced(table.name, row, f"{table.key} {value} was used before")


def _refuse_orphans(store: Store, table: Table) -> None:
    """Refuses records whose parent is not there, or contradicts what the nesting would leave out."""
    ways = list(edges(table))
    nowhere = " OR ".join(f"({e.belongs})" for e in ways)
    found = store.rows(f"SELECT _row, NULL FROM {written(table.name)} AS c WHERE ({nowhere}) IS NOT TRUE LIMIT 1")
    for edge in ways:
        found = found or store.rows(_without_parent(store, edge))
    for row, key in found:
        raise _misplaced(table.name, row, f"it names a parent that is not there ({key or 'none'})")
    for edge in ways:
        _refuse_contradictions(store, edge)


def _without_parent(store: Store, edge: Edge) -> str:
    query = f"SELECT c._row, {edge.key} FROM {written(edge.child.name)} AS c"
    if edge.parent.name in store.loaded:
        key = f"p.{quote(edge.parent.key or '')}"
        query += f" ANTI JOIN {written(edge.parent.name)} AS p ON {edge.key} = {key}"
    return f"{query} WHERE {edge.belongs} ORDER BY c._order LIMIT 1"


def _refuse_contradictions(store: Store, edge: Edge) -> None:
    shared = [c for c in edge.leaves_out if c in edge.parent.columns and c != edge.parent.key]
    if edge.parent.name not in store.loaded:
        return
    for column in map(quote, shared):
        query = (
            f"SELECT c._row, c.{column}, {edge.key} FROM {written(edge.child.name)} AS c"
            f" JOIN {written(edge.parent.name)} AS p ON {edge.key} = p.{quote(edge.parent.key or '')}"
            f" WHERE {edge.belongs} AND p.{column} IS NOT NULL AND c.{column} IS DISTINCT FROM p.{column}"
            " ORDER BY c._order LIMIT 1"
        )
        for row, value, key in store.rows(query):
            name = column.strip('"')
            raise _misplaced(edge.child.name, row, f"{name} is {value}, but that of its parent {key} is another")


def _misplaced(table: str, row: int, problem: str) -> InputError:
    return InputError(f"row {row} of {table}: {problem}; validate the dataset first")
