"""Numbers of people or things: a count kind, the bounds that it speaks of, and words that fit them.

A count is drawn around a true number, so that its certain bounds hold it: counts around one number never contradict
each other, whatever they are parts of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from conflictdp.strategies.demands import sentinels
from conflictdp.strategies.values import known_codes, pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

Bounds = dict[str, int]
"""Those of low, best and high that are given."""

WIDEST = 10
"""A range whose high figure is more than so many times its low one is remarked on (rule CAS008)."""


def _between(draw: DrawFn, number: int) -> tuple[int, int]:
    """A low and a high figure around a number above 0, neither the same nor too far apart."""
    low = draw(st.integers(max(1, number // 2), number))
    return low, draw(st.integers(max(number, low + 1), low + max(1, low * (WIDEST - 1))))


def _range(draw: DrawFn, number: int) -> Bounds:
    low, high = _between(draw, number)
    best = {"best": draw(st.integers(low, high))} if draw(st.booleans()) else {}
    return {"low": low, "high": high, **best}


def _approximate(draw: DrawFn, number: int) -> Bounds:
    if draw(st.booleans()):
        return {"best": number}
    low, high = _between(draw, number)
    return {"best": number, "low": low, "high": high}


_SHAPES: dict[str, Callable[[DrawFn, int], Bounds]] = {
    "exact": lambda _, number: {"best": number},
    "at_least": lambda draw, number: {"low": draw(st.integers(1, number))},
    "at_most": lambda draw, number: {"high": draw(st.integers(number, number * 2))},
    "range": _range,
    "approximate": _approximate,
    "some": lambda draw, number: {"low": draw(st.integers(1, min(number, 3)))},
    "none": lambda _, __: {"best": 0},
    "unknown": lambda _, __: {},
}

_WORDS: dict[str, tuple[str, ...]] = {
    "exact": ("{best}", "{best} in all"),
    "at_least": ("at least {low}", "{low} or more", "{low}+"),
    "at_most": ("up to {high}", "at most {high}"),
    "range": ("{low} to {high}", "between {low} and {high}"),
    "approximate": ("about {best}", "some {best}", "حوالي {best}"),
    "some": ("several", "a few", "несколько"),
    "none": ("nobody", "none at all"),
    "unknown": ("an unknown number", "很多"),
}


def count_cells(draw: DrawFn, around: int) -> dict[str, str | None]:
    """The cells count_kind, low, best, high and wording of a count around a number; None for what is absent."""
    kinds = [k for k in known_codes("count_kinds") if k != "none"] if around else ["none", "unknown", "at_most"]
    return _cells(draw, pick(draw, kinds), around)


def exactly(draw: DrawFn, number: int) -> dict[str, str | None]:
    """The cells of a count of exactly that number."""
    return _cells(draw, "exact" if number else "none", number)


def no_count() -> dict[str, str | None]:
    """The cells of a record that gives no number."""
    return dict.fromkeys(("count_kind", "low", "best", "high", "wording"))


def _cells(draw: DrawFn, kind: str, number: int) -> dict[str, str | None]:
    bounds = _SHAPES.get(kind, _SHAPES["exact"])(draw, number)
    needs_words = not sentinels().isdisjoint(bounds.values())
    words = _WORDS.get(kind, ("{best}",))
    wording = pick(draw, words) if needs_words or draw(st.booleans()) else None
    return {
        "count_kind": kind,
        **{name: str(bounds[name]) if name in bounds else None for name in ("low", "best", "high")},
        "wording": wording and wording.format(**bounds),
    }
