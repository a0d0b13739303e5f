"""What a check found before it has a place: rows by number, to be looked up only where they are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sized


@dataclass(frozen=True, slots=True)
class Hit:
    """Rows of a table that break a rule at a column.

    Attributes:
        rule: Id of the rule.
        table: The table of the rows.
        column: The column at fault; None for the whole record.
        count: How many rows there are; a check that gives every row gives several hits, each with its own.
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


def number(count: int, batch: Sized, keep: int | None) -> int:
    """How many rows a hit speaks of: `count` in all where the first `keep` are shown, else those of its batch."""
    return len(batch) if keep is None else count
