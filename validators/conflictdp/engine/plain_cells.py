"""Cells of small tables typed without the engine, which would plan a long query for each table.

Only where every cell is plainly good. Of whatever else the engine says what it is, so nothing is decided twice: what is
taken for good here the engine takes for good too, and gives the same value.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from conflictdp.spec.tables import LIST_DELIMITER
from conflictdp.spec.values import LEXICAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflictdp.engine.small_tables import Texts, Values
    from conflictdp.spec.tables import Column, Table


def plain_values(table: Table, texts: Texts, rows: int) -> Values | None:
    """The typed values of every column of the table; None where some cell is not plainly good.

    Args:
        table: The table.
        texts: The cells by column, None where a cell is empty; columns that the file lacks are left out.
        rows: How many records there are.
    """
    values: Values = {}
    for name, column in table.columns.items():
        cells = texts.get(name)
        if cells is None:
            values[name] = (None,) * rows
            continue
        known: Mapping[str | None, Any] = {text: None if text is None else _value(column, text) for text in set(cells)}
        if any(value is None for text, value in known.items() if text is not None):
            return None
        values[name] = tuple(map(known.__getitem__, cells))
    return values


def _value(column: Column, text: str) -> Any:
    """The value of a cell; None where it is not plainly good."""
    if column.type == "string":
        return text if _is_good(column, text) else None
    if column.type == "list":
        return _items(column, text)
    if not re.fullmatch(LEXICAL[column.type], text):
        return None
    if column.type == "boolean":
        return text == "true"
    return _day(text) if column.type == "date" else _number(column, text)


def _is_good(column: Column, text: str) -> bool:
    if column.enum:
        return text in column.enum
    is_short = column.max_length is None or len(text) <= column.max_length
    return is_short and (column.pattern is None or re.fullmatch(column.pattern, text) is not None)


def _items(column: Column, text: str) -> list[str] | None:
    items = text.split(LIST_DELIMITER)
    is_within = len(items) <= (column.max_items or 0) and len(set(items)) == len(items)
    return items if is_within and all(_is_good(column, item) for item in items) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(column: Column, text: str) -> float | None:
    if column.minimum is None or column.maximum is None:
        return None
    number = float(text)
    if not column.minimum <= number <= column.maximum:
        return None
    return int(text) if column.type == "integer" else number
