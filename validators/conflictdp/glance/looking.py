"""All that a report shows of one opened dataset beyond its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.glance.figures import agreement, figures
from conflictdp.glance.places import atlas
from conflictdp.glance.queries import label, query, run
from conflictdp.glance.rows import rows_of
from conflictdp.glance.times import timeline
from conflictdp.glance.values import Bar, Glance, Look, Totals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from conflictdp.engine.store import Store
    from conflictdp.report import Finding

TOP_TYPES = 12
STEPS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 10), (11, 20), (21, None))
"""Numbers of claims that are drawn as one bar; the last is open."""


def look(
    store: Store,
    findings: Iterable[Finding],
    metadata: Mapping[str, Any],
    *,
    people: Collection[str] | None = (),
) -> Look:
    """The dataset at a glance, and the rows of the findings that will be shown.

    Args:
        store: The opened dataset, its tables typed.
        findings: The findings whose rows are wanted.
        metadata: What the dataset says of itself.
        people: Ids that are hidden in the rows, besides what can expose somebody; None: nothing is hidden.
    """
    rows = rows_of(store, findings, people=people)
    title = metadata.get("title")
    return Look(title if isinstance(title, str) and title else None, glance(store, shows_people=people is None), rows)


def glance(store: Store, *, shows_people: bool = False) -> Glance | None:
    """The dataset at a glance, or None where no event was read."""
    if "events" not in store.loaded or not store.loaded["events"].rows:
        return None
    for name in ("standing_events", "places"):
        store.rows(query(name))
    agreed = agreement(store)
    return Glance(
        totals=_totals(store),
        timeline=timeline(store),
        types=_types(store),
        atlas=atlas(store),
        claims_per_event=_claims_per_event(store),
        agreement=agreed,
        figures=figures(store, shows_people=shows_people),
    )


def _totals(store: Store) -> Totals:
    countries = tuple((r["label"], r["events"]) for r in run(store, "countries"))
    return Totals(**run(store, "totals")[0], countries=countries)


def _types(store: Store) -> tuple[Bar, ...]:
    rows = run(store, "event_types")
    bars = [Bar(label("event_types", r["label"]), r["events"]) for r in rows[:TOP_TYPES]]
    bars.sort(key=lambda bar: (-bar.count, bar.label))
    rest = rows[TOP_TYPES:]
    if rest:
        bars.append(Bar(f"{len(rest)} further types", sum(r["events"] for r in rest)))
    return tuple(bars)


def _claims(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} claims or more"
    return f"{low} to {high} claims" if low < high else ("1 claim" if low == 1 else f"{low or 'no'} claims")


def _claims_per_event(store: Store) -> tuple[Bar, ...]:
    rows = run(store, "claims_per_event")
    most = max((r["claims"] for r in rows), default=0)
    bars = []
    for low, high in STEPS:
        if low <= most:
            events = sum(r["events"] for r in rows if low <= r["claims"] and (high is None or r["claims"] <= high))
            bars.append(Bar(_claims(low, high), events))
    return tuple(bars)
