"""Tables to a document or JSON Lines, streaming: the mapping of `conflictdp.spec.nesting` for datasets of any size.

The engine writes each record as JSON text and sorts the records that nest in one table into the order in which their
parents come. So each way of nesting is a stream, and a document is all streams read side by side, each once; neither
the records nor the document are ever held as a whole.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflictdp.convert.places import edges
from conflictdp.convert.sources import WRITTEN, written
from conflictdp.convert.writing import shortest
from conflictdp.engine.sql import literal
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import LIST_DELIMITER, Table, tables
from conflictdp.spec.versions import version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duckdb import DuckDBPyConnection

    from conflictdp.engine.store import Store

BATCH = 1024
"""So many records of a stream are fetched at once."""

INDENT = 2
CLOSED = (-1, "")


def document_text(store: Store, metadata: Mapping[str, Any]) -> Iterator[str]:
    """The document that holds the records of a store, piece by piece; every record must have a place in it."""
    records = _Records(store, is_indented=True)
    head = json.dumps({"$schema": version().uri("package.schema.json"), "package": metadata}, **_JSON)
    yield head.removesuffix("\n}")
    for table in records.tops:
        separator = f',\n  "{table.name}": ['
        for text in records.texts(table, depth=2):
            yield f"{separator}\n    "
            yield text
            separator = ","
        yield "\n  ]"
    yield "\n}\n"


def lines_text(store: Store, metadata: Mapping[str, Any]) -> Iterator[str]:
    """The dataset of a store as JSON Lines, line by line: the dataset itself, then each record with all that nests."""
    records = _Records(store, is_indented=False)
    head = {"record": "package", "$schema": version().uri("package.schema.json"), **metadata}
    yield json.dumps(head, ensure_ascii=False) + "\n"
    for table in records.tops:
        for text in records.texts(table, depth=0):
            yield text + "\n"


_JSON: dict[str, Any] = {"indent": INDENT, "ensure_ascii": False}


@dataclass(slots=True)
class _Stream:
    """The records that nest in one table, in the order of their parents: the number of the parent, and the text."""

    table: Table
    depth: int
    results: DuckDBPyConnection
    batch: list[tuple[int, str]] = field(default_factory=list)
    head: tuple[int, str] = CLOSED

    def advance(self) -> None:
        """Goes on to the next record; at the end the head stays closed."""
        if not self.batch:
            self.batch = self.results.fetchmany(BATCH)[::-1]
        self.head = self.batch.pop() if self.batch else CLOSED


class _Records:
    """The records of a store as JSON texts, each with those that nest in it."""

    def __init__(self, store: Store, *, is_indented: bool) -> None:
        self._store = store
        self._is_indented = is_indented
        self._streams: dict[str, list[_Stream]] = {}
        self._count: dict[str, int] = {}
        filled = [t for t in tables().values() if t.name in store.loaded and store.loaded[t.name].rows]
        self._edges = [e for child in filled for e in edges(child) if e.parent in filled]
        nested = {e.child for e in self._edges}
        self.tops = [t for t in filled if t not in nested]

    def texts(self, table: Table, *, depth: int) -> Iterator[str]:
        """The records of a table at the top of a document, in order."""
        self._open_below(table, depth)
        head = "'{\"record\": ' || " + _string(literal(table.record)) if not self._is_indented else None
        query = f"SELECT 0, {self._text(table, (), depth, head)} FROM {written(table.name)} AS c ORDER BY _order"
        top = _Stream(table, depth, self._execute(query))
        top.advance()
        while top.head is not CLOSED:
            yield self._whole(top)
            top.advance()

    def _open_below(self, parent: Table, depth: int) -> None:
        """Opens the streams of what nests in a table, and numbers its records in the order in which they come."""
        below = [e for e in self._edges if e.parent is parent]
        self._count[parent.name] = 0
        self._streams[parent.name] = []
        if not below:
            return
        self._number(parent)
        for edge in below:
            deeper = depth + 2
            text = self._text(edge.child, edge.leaves_out, deeper)
            query = (
                f"SELECT p.number, {text} FROM {written(edge.child.name)} AS c"
                f" JOIN {_numbers(parent)} AS p ON {edge.key} = p.id WHERE {edge.belongs} ORDER BY p.number, c._order"
            )
            stream = _Stream(edge.child, deeper, self._execute(query))
            self._streams[parent.name].append(stream)
            stream.advance()
            if edge.child.key:
                self._open_below(edge.child, deeper)

    def _number(self, table: Table) -> None:
        above = next((e for e in self._edges if e.child is table), None)
        source = f"{written(table.name)} AS c"
        order = "c._order"
        if above:
            source += f" JOIN {_numbers(above.parent)} AS p ON {above.key} = p.id"
            order = "p.number, c._order"
        number = f"row_number() OVER (ORDER BY {order}) - 1 AS number"
        query = f"CREATE TABLE {_numbers(table)} AS SELECT c.{quote(table.key or '')} AS id, {number} FROM {source}"
        self._store.connection.execute(query)

    def _execute(self, query: str) -> DuckDBPyConnection:
        return self._store.connection.cursor().execute(query)

    def _whole(self, stream: _Stream) -> str:
        """The record at the head of a stream with all that nests in it, closed."""
        table, depth = stream.table, stream.depth
        number = self._count[table.name] if table.key else 0
        inside = self._streams.get(table.name, ()) if table.key else ()
        parts = [stream.head[1], *(self._array(s, number, depth) for s in inside if s.head[0] == number)]
        if table.key:
            self._count[table.name] = number + 1
        parts.append(f"\n{' ' * INDENT * depth}}}" if self._is_indented else "}")
        return "".join(parts)

    def _array(self, below: _Stream, number: int, depth: int) -> str:
        items = []
        while below.head[0] == number:
            items.append(self._whole(below))
            below.advance()
        if not self._is_indented:
            return f', "{below.table.name}": [' + ", ".join(items) + "]"
        outer, inner = "\n" + " " * INDENT * (depth + 1), "\n" + " " * INDENT * (depth + 2)
        return f',{outer}"{below.table.name}": [' + ",".join(inner + item for item in items) + outer + "]"

    def _text(self, table: Table, left_out: tuple[str, ...], depth: int, first: str | None = None) -> str:
        """SQL for a record `c` as a JSON object that is not closed yet; what is absent is left out."""
        loaded = self._store.loaded[table.name].columns
        extras = sorted(c for c in loaded if c not in table.columns)
        names = [n for n in (*table.columns, *extras) if n in loaded and n not in left_out]
        line = "\n" + " " * INDENT * (depth + 1) if self._is_indented else ""
        fields = [f"{literal(json.dumps(n) + ': ')} || {self._value(table, n, depth)}" for n in names]
        separator = f",{line}" if self._is_indented else ", "
        start = f"{first}, " if first else ""
        joined = f"concat_ws({literal(separator)}, {start}{', '.join(fields)})"
        return joined if first else f"{literal('{' + line)} || {joined}"

    def _value(self, table: Table, name: str, depth: int) -> str:
        """SQL for a cell as a JSON value; NULL where it is empty."""
        cell = f"c.{quote(name)}"
        column = table.columns.get(name)
        kind = column.type if column else "string"
        if kind in ("integer", "boolean"):
            return cell  # the text of the cell is JSON as it stands
        if kind == "number":
            return shortest(cell)
        if kind != "list":
            return _string(cell)
        inner, outer = ("\n" + " " * INDENT * (depth + 2), "\n" + " " * INDENT * (depth + 1))
        separator, start, end = (f",{inner}", f"[{inner}", f"{outer}]") if self._is_indented else (", ", "[", "]")
        items = f"list_transform(string_split({cell}, {literal(LIST_DELIMITER)}), lambda item: {_string('item')})"
        return f"({literal(start)} || array_to_string({items}, {literal(separator)}) || {literal(end)})"


def _numbers(table: Table) -> str:
    return f"{WRITTEN}.{quote('_numbers_' + table.name)}"


def _string(sql: str) -> str:
    return f"CAST(to_json({sql}) AS VARCHAR)"
