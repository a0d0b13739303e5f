"""A record made plain: every value the text of a cell, and only what has a place in the tables.

What the schemas accept needs none of this; it is for records with faults, which are reported and go on as far as they
can be read.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson

from conflictdp.readers.headers import is_extra
from conflictdp.spec.tables import Column, Table, tables

if TYPE_CHECKING:
    from collections.abc import Mapping

NONE = b'{"_is_none":true}'
"""Stands for what is no record."""


def plain(table: Table, record: Any, head: Mapping[str, str] | None = None) -> bytes:
    """The record as a line of JSON for the shredder; `head` stands before its own keys.

    Lists of children keep their length, with null for what is no record, so that each keeps its place.
    """
    if not isinstance(record, dict):
        return NONE
    return orjson.dumps({"_is_text": True, **(head or {}), **_record(table, record)})


def _record(table: Table, record: dict[str, Any]) -> dict[str, Any]:
    cells = {n: text for n, c in table.columns.items() if n in record and (text := _cell(c, record[n])) is not None}
    extras = {k: v for k, v in record.items() if is_extra(k) and isinstance(v, str) and v}
    nested = {n.table: tables()[n.table] for n in table.children if isinstance(record.get(n.table), list)}
    children = {
        name: [_record(child, item) if isinstance(item, dict) else None for item in record[name]]
        for name, child in nested.items()
    }
    return cells | extras | children


def _cell(column: Column, value: Any) -> str | list[str] | None:
    """The value as the text of a cell, of a list as a list; None when it is absent.

    A value of the wrong type has its finding already. Its text still tells the rules that something stands there; only
    an identifier is dropped, lest it be looked for.
    """
    if value is None or value in ("", [], {}):
        return None
    if column.type == "list":
        is_good = isinstance(value, list) and all(isinstance(i, str) for i in value)
        return value if is_good else [text] if (text := _text(column, value)) is not None else None
    return _text(column, value)


def _text(column: Column, value: Any) -> str | None:
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
