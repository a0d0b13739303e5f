"""What a check found before it has a place: rows by number, to be looked up only where they are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Hit:
    """Rows of a table that break a rule at a column.

    Attributes:
        rule: Id of the rule.
        table: The table of the rows.
        column: The column at fault; None for the whole record.
        count: How many rows there are.
        rows: The first of them by number.
        values: For each of `rows`, what the message needs beyond the record's own cells.
        shared: What the message needs for all of them.
    """

    rule: str
    table: str
    column: str | None
    count: int
    rows: tuple[int, ...]
    values: tuple[dict[str, Any], ...] = ()
    shared: dict[str, Any] = field(default_factory=dict)
