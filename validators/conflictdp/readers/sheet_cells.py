"""Cells of a spreadsheet as cells of a table: the text that the standard writes for a value."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal


def as_text(value: object) -> str:
    """The value as text.

    Args:
        value: What a workbook holds: a text, number, truth value, day or time.

    >>> as_text(7.0), as_text(0.1), as_text(True), as_text(dt.datetime(2031, 4, 12))
    ('7', '0.1', 'true', '2031-04-12')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return value.date().isoformat() if is_day else value.isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
