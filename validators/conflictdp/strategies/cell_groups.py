"""Cells that hang together: a time with its precision, a point with its uncertainty, a figure with its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from conflictdp.strategies.counts import count_cells
from conflictdp.strategies.places import place_cells
from conflictdp.strategies.records import time_cells
from conflictdp.strategies.setting import Setting
from conflictdp.strategies.values import codes, counts, known_codes, pick

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from conflictdp.conformance.cases import Row
    from conflictdp.strategies.setting import Cells


def _filled(cells: Cells) -> Row:
    return {name: text for name, text in cells.items() if text is not None}


@st.composite
def times(draw: DrawFn, setting: Setting | None = None) -> Row:
    """Times, exact or partial: a span of days, how exactly it is known, and what it means.

    The cells are `start_date`, `end_date`, `date_precision`, `date_meaning`, `duration_minutes` and `is_aggregate`,
    as events have them; those that say nothing are left out.

    Args:
        draw: Draws a value.
        setting: When; None for two years.
    """
    return _filled(time_cells(draw, pick(draw, known_codes("event_types")), setting or Setting()))


@st.composite
def points(draw: DrawFn, country: str | None = None) -> Row:
    """Places: a point, what it means, and how exactly it is known, or the divisions alone.

    The cells are those of locations, from `country` to `point_meaning`; those that say nothing are left out.

    Args:
        draw: Draws a value.
        country: The country that they lie in (ISO 3166-1 alpha-3); None for any, or none.
    """
    return _filled(place_cells(draw, draw(st.none() | codes("countries")) if country is None else country))


@st.composite
def figures(draw: DrawFn, around: int | None = None) -> Row:
    """Figures: a count kind and the bounds that it speaks of, with or without wording.

    The cells are `count_kind`, `low`, `best`, `high` and `wording`; those that say nothing are left out.

    Args:
        draw: Draws a value.
        around: The number that the bounds hold; None for any.
    """
    return _filled(count_cells(draw, draw(counts()) if around is None else around))
