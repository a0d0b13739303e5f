"""Bars, shares, ranges and a time line as SVG: places in percent and text in pixels, so that both suit any screen."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING

from conflictdp.reporters.html.elements import Html, element

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from conflictdp.glance.values import Agreement, Bar, Figure, Period, Statement, Timeline

ROW, BAR = 40, 12
FULL = 78.0
"""Percentage of the width that the longest bar takes; the rest is for its number."""


def percent(part: float) -> str:
    """A place or length as a percentage of the width."""
    return f"{part:.2f}%"


def drawing(children: Sequence[Html], height: int, label: str, class_: str) -> Html:
    """An SVG as wide as the page allows."""
    return element("svg", children, width="100%", height=height, role="img", aria_label=label, class_=class_)


def bars(rows: Sequence[Bar], label: str) -> Html:
    """A bar for each row, its label above it."""
    top = max((r.count for r in rows), default=1) or 1
    parts: list[Html] = []
    for i, row in enumerate(rows):
        y, width = i * ROW, FULL * row.count / top
        parts += [
            element("text", row.label, x=0, y=y + 14, class_="label"),
            element("rect", x=0, y=y + 20, width=percent(max(width, 0.3)), height=BAR, class_="bar"),
            element("text", row.count, x=percent(width), dx=7, y=y + 31, class_="value"),
        ]
    return drawing(parts, len(rows) * ROW, label, "chart bars")


def _within(i: int, slot: float, part: float) -> dict[str, str]:
    """Place and width of the i-th column, which takes that part of its slot."""
    return {"x": percent((i + (1 - part) / 2) * slot), "width": percent(slot * part)}


def nice(top: float) -> tuple[int, int]:
    """An end for an axis that holds `top`, and the step of its marks: a round number.

    >>> nice(7), nice(94), nice(1347)
    ((8, 2), (100, 25), (1500, 500))
    """
    rough = max(top, 1) / 4
    size = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = max(next(ceil(size * m) for m in (1, 2, 2.5, 5, 10) if size * m >= rough and size * m >= 1), 1)
    return ceil(max(top, 1) / step) * step, step


def timeline(line: Timeline, label: str, ids: str) -> Html:
    """Events over time: what is certain in each period, and hatched above it what is possible."""
    end, step = nice(max(p.certain + p.possible for p in line.periods))
    slot, base, tall = 100 / len(line.periods), 200, 180
    parts: list[Html] = [_hatch(f"{ids}hatch")]
    marks = [(mark, base - tall * mark / end) for mark in range(0, end + 1, step)]
    for mark, y in marks:
        parts.append(element("line", x1=0, x2="100%", y1=y, y2=y, class_="grid" if mark else "axis"))
    for i, period in enumerate(line.periods):
        parts += _period(period, line.unit, i, slot, base, tall / end, ids)
    parts += [element("text", mark, x=0, y=y - 3, class_="tick") for mark, y in marks if mark]
    every = ceil(len(line.periods) / 6)
    for i, period in enumerate(line.periods):
        if i % every == 0:
            class_ = "label" + (" minor" if i // every % 2 else "")
            parts.append(
                element("text", when(period.start, line.unit), x=percent(i * slot), y=base + 18, class_=class_)
            )
    return drawing(parts, 226, label, "chart timeline")


def _period(period: Period, unit: str, i: int, slot: float, base: int, unit_height: float, ids: str) -> list[Html]:
    certain, possible = period.certain * unit_height, period.possible * unit_height
    name = f"{when(period.start, unit)}: {period.certain:,} certain, {period.possible:,} possible"
    place = _within(i, slot, 0.84)
    drawn = []
    if period.certain:
        drawn.append(element("rect", element("title", name), y=base - certain, height=certain, class_="bar", **place))
    if period.possible:
        y = base - certain - possible
        fill = f"url(#{ids}hatch)"
        drawn.append(
            element("rect", element("title", name), y=y, height=possible, fill=fill, class_="possible", **place)
        )
    return drawn


def _hatch(name: str) -> Html:
    stripe = element("line", x1=0, y1=0, x2=0, y2=5, class_="stripe")
    pattern = element(
        "pattern", stripe, id=name, width=5, height=5, patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
    )
    return element("defs", pattern)


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def when(day: date, unit: str) -> str:
    """The beginning of a period, as exactly as its length asks."""
    if unit.endswith(("year", "years")):
        return str(day.year)
    if "month" in unit:
        return f"{MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


PARTS = (("contested", "cannot all be true"), ("compatible", "agree or may both be true"), ("single", "one claim only"))
"""The parts of an agreement, most telling first, and what they mean."""


def shares(rows: Sequence[Agreement], label: str) -> Html:
    """A bar for each outcome, parted by how far its claims agree."""
    parts: list[Html] = []
    for i, row in enumerate(rows):
        y, x = i * 46, 0.0
        contested = 100 * row.contested / row.total if row.total else 0
        share = f"{row.total:,} figure{'s' if row.total != 1 else ''}, {contested:.0f} % contested"
        parts.append(element("text", f"{row.outcome}: {share}", x=0, y=y + 14, class_="label"))
        for name, meaning in PARTS:
            count: int = getattr(row, name)
            if count:
                width = 100 * count / row.total
                title = element("title", f"{count:,} of {row.total:,}: {meaning}")
                parts.append(
                    element("rect", title, x=percent(x), y=y + 21, width=percent(width), height=16, class_=name)
                )
                x += width
    return drawing(parts, len(rows) * 46, label, "chart shares")


OPEN_END = 98.5
"""Where a range without an upper bound leaves the drawing, in percent."""


def end_of(figure: Figure) -> int:
    """The end of the scale for all statements of a figure."""
    known = [n for s in figure.statements for n in (s.low, s.best, s.high) if n is not None]
    return nice(max(known, default=1) * 1.08)[0]


def _at(count: int, end: int) -> str:
    return percent(1 + 94 * count / end)


def range_of(said: Statement, end: int) -> Html:
    """A line from the lowest to the highest number that a statement allows; an open end is an arrow, a dot the number.

    It is hidden from those who listen: the words beside it say the same.
    """
    low, high, y = said.low, said.high, 9
    drawn: list[Html] = [element("line", x1=0, x2="100%", y1=y, y2=y, class_="grid")]
    if low is not None or high is not None:
        right = percent(OPEN_END) if high is None else _at(high, end)
        drawn.append(element("line", x1=_at(low or 0, end), x2=right, y1=y, y2=y, class_="range"))
    if low is not None and high is None:
        drawn.append(element("svg", element("path", d="M-7,-5 L1,0 L-7,5", class_="arrow"), x=percent(OPEN_END), y=y))
    ends = [n for n in (low, high) if n is not None and low != high]
    drawn += [element("line", x1=_at(n, end), x2=_at(n, end), y1=y - 6, y2=y + 6, class_="range") for n in ends]
    best = said.best if said.best is not None else (low if low == high else None)
    if best is not None:
        drawn.append(element("circle", cx=_at(best, end), cy=y, r=5, class_="dot"))
    return element("svg", drawn, width="100%", height=18, aria_hidden="true", class_="chart")


def scale(end: int) -> Html:
    """The marks of the scale below the statements of a figure."""
    step = nice(end)[1]
    marks = [element("text", mark, x=_at(mark, end), y=12, class_="tick middle") for mark in range(0, end + 1, step)]
    return element("svg", marks, width="100%", height=16, aria_hidden="true", class_="chart")
