"""What every record is drawn with: where and when, which cells are decided, and the others by their kind of value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import and_
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

from conflictdp.spec.tables import Column, tables
from conflictdp.strategies.values import cells, days, known_codes, pick

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from conflictdp.conformance.cases import Row

T = TypeVar("T")

Cells = dict[str, str | None]
"""Cells that are decided: their text, or None for empty."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when records are drawn.

    Attributes:
        first: First day on which events happen.
        last: Last day on which they happen.
        until: Last day on which they are reported.
        made: Day on which the dataset was made.
        countries: The countries covered; empty for any.
        ids: The ids that may be referred to, by table; of a table that is not named, any id.
    """

    first: date = date(2030, 1, 1)
    last: date = date(2031, 12, 31)
    until: date = date(2032, 12, 31)
    made: date = date(2032, 12, 31)
    countries: tuple[str, ...] = ()
    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)


def maybe(draw: DrawFn, strategy: SearchStrategy[T]) -> T | None:
    """A value, or None for an empty cell."""
    return draw(strategy) if draw(_YES_OR_NO) else None


_YES_OR_NO = st.booleans()


def text_of(day: date | None) -> str | None:
    """The day as a cell."""
    return None if day is None else day.isoformat()


def filled(draw: DrawFn, table: str, decided: Cells, setting: Setting) -> Row:
    """A record: the cells that are decided, and any of the others."""
    row = {k: v for k, v in decided.items() if v is not None}
    others = [c for c in tables()[table].columns.values() if c.name not in decided]
    chosen = draw(_choices(len(others)))  # one draw says which of them, so that records stay small for Hypothesis
    for i, column in enumerate(others):
        if column.is_required or chosen >> i & 1:
            text = _cell(draw, table, column, setting)
            row |= {} if text is None else {column.name: text}
    return row


@cache
def _choices(number: int) -> SearchStrategy[int]:
    """Sets of so many things, a quarter of them on average, as the bits of a number."""
    return st.builds(and_, st.integers(0, 2**number - 1), st.integers(0, 2**number - 1))


def _cell(draw: DrawFn, table: str, column: Column, setting: Setting) -> str | None:
    known = setting.ids.get(column.references or "")
    if known is not None:
        return pick(draw, known) if known else None
    return draw(cells(table, column.name))


def code(draw: DrawFn, codelist: str, *, without: frozenset[str] = frozenset()) -> str:
    """A code of a list."""
    return pick(draw, [c for c in known_codes(codelist) if c not in without])


def span(draw: DrawFn, first: date, last: date) -> tuple[date | None, date | None]:
    """The ends of a span between two days, in order; either may be open."""
    start = maybe(draw, days(first, last))
    return start, maybe(draw, days(start or first, last))


def span_cells(draw: DrawFn, first: date, last: date) -> Cells:
    """The cells start_date and end_date of a span between two days; either may be empty."""
    start, end = span(draw, first, last)
    return {"start_date": text_of(start), "end_date": text_of(end)}


def ids_of(table: str, setting: Setting) -> SearchStrategy[str]:
    """Ids of records of a table that may be referred to."""
    key = tables()[table].key or ""
    return st.sampled_from(setting.ids[table]) if table in setting.ids else cells(table, key)
