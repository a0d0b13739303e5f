"""Tables to document and back: the mapping between the two forms.

A document holds the same records as the tables. Child records nest under their parent and leave out what the nesting
says; a fact nests under its claim, or under its event when it names none. Order within a parent is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.errors import InputError
from conflictdp.spec.tables import LIST_DELIMITER, Column, Nesting, Table, tables
from conflictdp.spec.versions import version
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conflictdp.validation.loading import Opened

Rows = dict[str, list[dict[str, str]]]
"""Rows of each table as text; absent cells are left out."""


def read_rows(path: str | Path) -> tuple[dict[str, Any], Rows]:
    """The metadata and the rows of a dataset in any form.

    Raises:
        InputError: When there is nothing there that can be read, or a file of it could not be read in full.
    """
    with opened(path) as data:
        refuse_faulty(data)
        rows: Rows = {}
        for name, loaded in data.store.loaded.items():
            found = data.store.raw_rows(name, range(1, loaded.rows + 1))
            rows[name] = [
                {k: v for k, v in d.items() if v is not None and not k.startswith("_")} for d in found.values()
            ]
        return data.input.metadata, rows


def refuse_faulty(data: Opened) -> None:
    """Raises InputError when a file of the dataset could not be read in full."""
    first = next((f for f in data.findings if f.severity == "error"), None)
    if first:
        raise InputError(f"{data.input.label}: {first.file}: {first.message}; validate it first")


def nest(metadata: Mapping[str, Any], rows: Rows) -> dict[str, Any]:
    """The document that holds these rows.

    Args:
        metadata: What the dataset says of itself.
        rows: Rows of each table as text.

    Raises:
        InputError: When a child names a parent that is not there: a document has no place for it.
    """
    records: dict[str, list[dict[str, Any]]] = {}
    known: dict[tuple[str, str], dict[str, Any]] = {}
    document: dict[str, Any] = {"$schema": version().uri("package.schema.json"), "package": dict(metadata)}
    for table in tables().values():
        parents = _parents(table)
        for row in rows.get(table.name, []):
            record = _record(table, row)
            if parents:
                record = _nested(table, row, record, parents, known)
            else:
                records.setdefault(table.name, []).append(record)
            if table.key and table.key in row:
                known[table.name, row[table.key]] = record
    return document | {name: records[name] for name in tables() if name in records}


def _parents(table: Table) -> dict[str, Nesting]:
    """The tables in which records of this one nest, the innermost first."""
    found = {p.name: n for p in tables().values() for n in p.children if n.table == table.name}
    return dict(reversed(found.items()))


def _nested(
    table: Table,
    row: dict[str, str],
    record: dict[str, Any],
    parents: dict[str, Nesting],
    known: dict[tuple[str, str], dict[str, Any]],
) -> dict[str, Any]:
    """Puts a record into its parent, less what the nesting says; gives it as it stands there."""
    for name, nesting in parents.items():
        key = _parent_key(name, row)
        if key is None:
            continue
        if (name, key) not in known:
            break
        kept = {k: v for k, v in record.items() if k not in nesting.leaves_out}
        known[name, key].setdefault(table.name, []).append(kept)
        return kept
    raise InputError(f"a record of {table.name} names a parent that is not there; validate the dataset first")


def _parent_key(parent: str, row: dict[str, str]) -> str | None:
    if "record_table" in row:
        return row.get("record_id") if row["record_table"] == parent else None
    return row.get(tables()[parent].key or "")


def _record(table: Table, row: dict[str, str]) -> dict[str, Any]:
    ordered = [c for c in table.columns if c in row] + sorted(row.keys() - table.columns.keys())
    return {c: _value(table.columns[c], row[c]) if c in table.columns else row[c] for c in ordered}


def _value(column: Column, text: str) -> Any:
    if column.type == "list":
        return text.split(LIST_DELIMITER)
    if column.type == "boolean":
        return text == "true"
    if column.type == "integer" or (column.type == "number" and text.lstrip("-").isdigit()):
        return int(text)
    return float(text) if column.type == "number" else text
