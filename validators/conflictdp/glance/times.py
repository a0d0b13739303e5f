"""Events over time: periods of one length, and in each how many events are certain and how many possible."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from conflictdp.glance.queries import run
from conflictdp.glance.values import Period, Timeline

if TYPE_CHECKING:
    from conflictdp.engine.store import Store

MOST_PERIODS = 62
DAYS = ((1, "day"), (7, "7 days"))
MONTHS = (
    (1, "month"),
    (3, "3 months"),
    (12, "year"),
    (60, "5 years"),
    (120, "10 years"),
    (600, "50 years"),
    (1200, "100 years"),
    (12000, "1,000 years"),
)


def timeline(store: Store) -> Timeline | None:
    """Events over time, or None where no event has a date."""
    days = run(store, "window")[0]
    if days["first"] is None:
        return None
    first, last = _window(**days)
    for length, unit in DAYS:
        if (last - first).days // length < MOST_PERIODS:
            origin = f"DATE '{first.isoformat()}'"
            count = (last - first).days // length + 1
            starts = [first + timedelta(days=length * i) for i in range(count)]
            return _counted(store, unit, starts, f"(({{day}} - {origin}) // {length})")
    return _by_months(store, first, last)


def _window(first: date, last: date, usual_first: date, usual_last: date) -> tuple[date, date]:
    """The days to draw: without a few strays, where these would squeeze all else into a corner."""
    if (usual_last - usual_first).days * 4 < (last - first).days:
        return usual_first, max(usual_first, usual_last)
    return first, last


def _by_months(store: Store, first: date, last: date) -> Timeline:
    end = last.year * 12 + last.month - 1
    for length, unit in MONTHS:
        # Years begin in January, decades with a year that ends in 0.
        begin = (first.year * 12 + first.month - 1) // length * length
        if (end - begin) // length < MOST_PERIODS:
            return _in_months(store, unit, length, begin, end)
    raise AssertionError("dates end with the year 9999")


def _in_months(store: Store, unit: str, length: int, begin: int, end: int) -> Timeline:
    months = [max(begin + length * i, 12) for i in range((end - begin) // length + 1)]
    starts = [date(m // 12, m % 12 + 1, 1) for m in months]
    return _counted(store, unit, starts, f"((year({{day}}) * 12 + month({{day}}) - 1 - {begin}) // {length})")


def _counted(store: Store, unit: str, starts: list[date], index: str) -> Timeline:
    first, last = (index.replace("{day}", day) for day in ("first_day", "last_day"))
    found = run(store, "timeline", first=first, last=last, end=len(starts) - 1)
    changes: dict[int, dict[str, Any]] = {row["period"]: row for row in found}
    periods, certain, possible = [], 0, 0
    for i, start in enumerate(starts):
        certain += changes[i]["certain"] if i in changes else 0
        possible += changes[i]["possible"] if i in changes else 0
        periods.append(Period(start, certain, possible))
    longer = sum(row["longer"] for row in found)
    return Timeline(unit, tuple(periods), longer, found[0]["outside"] if found else 0)
