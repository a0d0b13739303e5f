"""Typed values of Parquet as the texts of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.engine.sql import literal
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import LIST_DELIMITER

if TYPE_CHECKING:
    from conflictdp.spec.tables import Column

_FLAT = (
    "VARCHAR", "BOOLEAN", "DATE", "DOUBLE", "FLOAT", "DECIMAL", "TINYINT", "SMALLINT", "INTEGER", "BIGINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "ENUM", "TIMESTAMP", "NULL", '"NULL"',
)  # fmt: skip


def can_hold(kind: str, column: Column | None) -> bool:
    """Whether values of an engine type can be cells of the column (None: one of the publisher's own)."""
    if kind == "VARCHAR[]":
        return column is not None and column.type == "list"
    return kind.startswith(_FLAT) and not kind.endswith("[]")


def as_text(name: str, kind: str) -> str:
    """SQL for a typed value as the text of a cell: a list with its delimiter, a number without an exponent."""
    column = quote(name)
    if kind == "VARCHAR[]":
        return _list_text(column)
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        exact = f"TRY_CAST({column} AS DECIMAL(38, 12))"
        return f"coalesce(rtrim(rtrim(CAST({exact} AS VARCHAR), '0'), '.'), CAST({column} AS VARCHAR))"
    return f"CAST({column} AS VARCHAR)"


def _list_text(column: str) -> str:
    """A list as the text of a cell. Where an item holds the delimiter or is absent, the text has an empty item.

    Joined as it stands it would be another list; an empty item is a fault of every list.
    """
    mark = literal(LIST_DELIMITER)
    text = f"array_to_string({column}, {mark})"
    item = f"replace(coalesce(x, ''), {mark}, {literal(2 * LIST_DELIMITER)})"
    faulty = f"array_to_string(list_transform({column}, lambda x: {item}), {mark})"
    return f"CASE WHEN len(string_split({text}, {mark})) = len({column}) THEN {text} ELSE {faulty} END"
