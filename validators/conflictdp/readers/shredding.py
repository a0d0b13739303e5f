"""Nested records shredded into rows of tables.

Shredding is mechanical. Each record becomes a row of its table; a column that a nested record leaves out takes the
value of the parent's column of that name, and an identifier takes its parent's table and id.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import orjson

from conflictdp.readers.headers import is_extra
from conflictdp.spec.tables import LIST_DELIMITER, Column, Table, tables

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str | None]


def _as_text(column: Column, value: Any) -> str | None:
    """The value as the text of a cell; None when it is absent.

    A value of the wrong type has its finding already. Its text still tells the rules that something stands there; only
    an identifier is dropped, lest it be looked for.
    """
    if value is None or value in ("", [], {}):
        return None
    if column.type == "list" and isinstance(value, list) and all(isinstance(i, str) for i in value):
        return LIST_DELIMITER.join(value)
    if column.type == "integer" and isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, str):
        return value
    if column.kind == "identifier":
        return None
    return json.dumps(value, ensure_ascii=False) if not isinstance(value, int | float) else _number(value)


def _number(value: float) -> str:
    """The number as a cell of a table writes it: without an exponent."""
    return str(value).lower() if isinstance(value, bool) else format(Decimal(repr(value)), "f")


def _inherited(parent: Table, row: Row, columns: tuple[str, ...]) -> Row:
    """The values of the columns that a nested record leaves out."""
    special = {"record_table": parent.name, "record_id": row.get(parent.key) if parent.key else None}
    return {c: special[c] if c in special else row.get(c) for c in columns if c in special or c in parent.columns}


@dataclass(slots=True)
class Shredder:
    """Turns records into rows of their tables, written to one JSON Lines file each; use it in a `with` statement.

    Attributes:
        folder: Where the files are written, as <table>.jsonl.
        extras: The publisher's own keys that were seen, by table.
    """

    folder: Path
    extras: dict[str, dict[str, None]] = field(default_factory=dict)
    _streams: dict[str, BinaryIO] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in self._streams.values():
            stream.close()

    @property
    def files(self) -> dict[str, Path]:
        """The file of each table that has a record, in canonical order."""
        return {t: self.folder / f"{t}.jsonl" for t in tables() if t in self._streams}

    def add(self, table: Table, record: Any, place: str, inherited: Row | None = None) -> None:
        """Writes a record and all that nests in it; `place` is its line, if any, and its JSON Pointer."""
        if not isinstance(record, dict):
            return
        row: Row = {n: _as_text(c, record[n]) for n, c in table.columns.items() if n in record} | (inherited or {})
        extra = {k: v for k, v in record.items() if is_extra(k) and isinstance(v, str) and v}
        self.extras.setdefault(table.name, {}).update(dict.fromkeys(extra))
        self._write(table.name, {**row, **extra, "_place": place})
        for nesting in table.children:
            children = record.get(nesting.table)
            passed = _inherited(table, row, nesting.leaves_out)
            for i, child in enumerate(children if isinstance(children, list) else ()):
                self.add(tables()[nesting.table], child, f"{place}/{nesting.table}/{i}", passed)

    def _write(self, table: str, row: dict[str, Any]) -> None:
        if table not in self._streams:
            self._streams[table] = (self.folder / f"{table}.jsonl").open("wb")
        self._streams[table].write(orjson.dumps(row) + b"\n")
