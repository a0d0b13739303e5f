"""The mapping from tables to a document, on values.

A document holds the same records as the tables. Child records nest under their parent and leave out what the nesting
says; a fact nests under its claim, or under its event when it names none. Order within a parent is kept. Datasets
of any size are nested by `conflictdp.convert.documents`; this says the same of values in memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflictdp.errors import InputError
from conflictdp.spec.tables import LIST_DELIMITER, Column, Nesting, Table, required_tables, tables
from conflictdp.spec.values import LEXICAL, NOUNS
from conflictdp.spec.versions import version

if TYPE_CHECKING:
    from collections.abc import Mapping

Rows = dict[str, list[dict[str, str]]]
"""Rows of each table as text; absent cells are left out."""


def nest(metadata: Mapping[str, Any], rows: Rows) -> dict[str, Any]:
    """The document that holds these rows.

    Args:
        metadata: What the dataset says of itself.
        rows: Rows of each table as text.

    Raises:
        InputError: When the rows have no place in a document: a parent is missing or contradicted, a cell is not of
            its type, or there is no event or source.
    """
    tree = _Tree()
    for table in tables().values():
        for number, row in enumerate(rows.get(table.name, []), start=1):
            try:
                tree.add(table, row)
            except ValueError as error:
                raise InputError(f"row {number} of {table.name}: {error}; validate the dataset first") from None
    missing = [name for name in required_tables() if name not in tree.records]
    if missing:
        raise InputError(f"there are no {' and no '.join(missing)}, and a document has at least one of each")
    head = {"$schema": version().uri("package.schema.json"), "package": dict(metadata)}
    return head | {name: tree.records[name] for name in tables() if name in tree.records}


@dataclass(slots=True)
class _Tree:
    """The records put so far: those at the top, and every record with an id beside the row that it was made from."""

    records: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    known: dict[tuple[str, str], tuple[dict[str, str], dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: Table, row: dict[str, str]) -> None:
        """Puts a record in its place. Raises ValueError when it has none."""
        record = record_of(table, row)
        above = parents(table)
        if above:
            record = self._nested(table, row, record, above)
        else:
            self.records.setdefault(table.name, []).append(record)
        if table.key:
            key = (table.name, row.get(table.key, ""))
            if key in self.known:
                raise ValueError(f"{table.key} {key[1]} was used before")
            self.known[key] = (row, record)

    def _nested(
        self, table: Table, row: dict[str, str], record: dict[str, Any], nestings: dict[str, Nesting]
    ) -> dict[str, Any]:
        """Puts a record into its parent, less what the nesting says; gives it as it stands there."""
        name, key = next(((p, k) for p in nestings if (k := _parent_key(p, row))), ("", ""))
        if (name, key) not in self.known:
            raise ValueError(f"it names a parent that is not there ({key or 'none'})")
        above, parent = self.known[name, key]
        left_out = nestings[name].leaves_out
        contradicted = [c for c in left_out if c in above and row.get(c) != above[c]]
        if contradicted:
            raise ValueError(
                f"{contradicted[0]} is {row.get(contradicted[0])}, but that of its parent {key} is another"
            )
        kept = {k: v for k, v in record.items() if k not in left_out}
        parent.setdefault(table.name, []).append(kept)
        return kept


def parents(table: Table) -> dict[str, Nesting]:
    """The tables in which records of this one nest, the innermost first."""
    found = {p.name: n for p in tables().values() for n in p.children if n.table == table.name}
    return dict(reversed(found.items()))


def _parent_key(parent: str, row: dict[str, str]) -> str | None:
    if "record_table" in row:
        return row.get("record_id") if row["record_table"] == parent else None
    return row.get(tables()[parent].key or "")


def record_of(table: Table, row: Mapping[str, str]) -> dict[str, Any]:
    """The record of a row as JSON, with all its keys. Raises ValueError when a cell is not of its type."""
    ordered = [c for c in table.columns if c in row] + sorted(row.keys() - table.columns.keys())
    return {c: _value(table.columns[c], row[c]) if c in table.columns else row[c] for c in ordered}


def _value(column: Column, text: str) -> Any:
    """The JSON value of a cell. Raises ValueError when it is not of its type."""
    if column.type == "list":
        return text.split(LIST_DELIMITER)
    if column.type in ("boolean", "integer", "number") and not re.fullmatch(LEXICAL[column.type], text):
        raise ValueError(f"{column.name} is {text[:50]}, which is not {NOUNS[column.type]}")
    if column.type == "boolean":
        return text == "true"
    if column.type == "number" and "." in text:
        text = text.rstrip("0").rstrip(".")
    if column.type in ("integer", "number"):
        return float(text) if "." in text else int(text)
    return text
