"""What sources say of one number of people: how often they agree, and where they lie furthest apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.glance.queries import label, query, run
from conflictdp.glance.values import Agreement, Figure, Statement
from conflictdp.report.privacy import HIDDEN, is_person

if TYPE_CHECKING:
    from conflictdp.engine.store import Store

SHOWN = 6


def agreement(store: Store) -> tuple[Agreement, ...]:
    """Figures by outcome: of one statement, of several that agree, and of several that cannot all be true.

    Makes the tables that `figures` reads.
    """
    for name in ("stated_counts", "stated_figures"):
        store.need(query(name))
        store.rows(query(name))
    rows = run(store, "agreement")
    return tuple(
        Agreement(label("casualty_outcomes", r["outcome"]), r["single"], r["compatible"], r["contested"]) for r in rows
    )


def figures(store: Store, *, shows_people: bool) -> tuple[Figure, ...]:
    """The most contested figures; where none is contested, those of most claims, then those of the widest ranges.

    Args:
        store: The dataset, after `agreement`.
        shows_people: Whether people who claim or suffered something are named.
    """
    return tuple(_figure(store, row, shows_people) for row in run(store, "most_contested", (SHOWN,)))


def _figure(store: Store, row: dict[str, Any], shows_people: bool) -> Figure:  # noqa: FBT001 - passed on
    key = (row["event_id"], row["outcome"], row["party_id"], row["coverage"])
    subject = run(store, "figure_subject", (row["event_id"], row["party_id"]))[0]
    rows = run(store, "statements", key)
    named = (subject["party"], subject["party_type"], row["party_id"])
    people = [_party(*named, shows_people=shows_people)] if row["party_id"] else []
    return Figure(
        event_id=row["event_id"],
        event=_event(subject),
        people=", ".join([label("casualty_outcomes", row["outcome"]), *people]),
        voices=row["voices"],
        apart=row["apart"],
        statements=tuple(_statement(r, shows_people) for r in rows),
        more=rows[0]["all_told"] - len(rows),
    )


def _event(subject: dict[str, Any]) -> str:
    day = subject["first_day"].isoformat() if subject["first_day"] else None
    return ", ".join(p for p in (label("event_types", subject["event_type"]), subject["place"], day) if p)


def _part(row: dict[str, Any]) -> str:
    """The part of the people that a statement speaks of, in words; empty for all of them."""
    codes = (("victim_statuses", "victim_status"), ("sexes", "sex"), ("age_groups", "age_group"))
    known = [(name.replace("_", " "), label(codelist, row[name]).lower()) for codelist, name in codes if row[name]]
    return ", ".join(f"{name} unknown" if word == "unknown" else word for name, word in known)


def _party(name: str | None, party_type: str | None, party_id: str, *, shows_people: bool) -> str:
    """The name of a group; of somebody who is a person, or may be one, it is hidden unless people are shown."""
    if is_person(party_type) and not shows_people:
        return "a person" if party_type == "person" else f"a party {HIDDEN}"
    return name or party_id


def _statement(row: dict[str, Any], shows_people: bool) -> Statement:  # noqa: FBT001 - passed on
    if not row["claim_id"]:
        claimant, manner = "the compiler's own coding", ""
    else:
        claimant = "claimant not stated"
        if row["claimant_id"] is not None:
            named = (row["claimant"], row["claimant_type"], row["claimant_id"])
            claimant = _party(*named, shows_people=shows_people)
        manner = f"{label('claim_stances', row['stance'])}, {label('claim_certainties', row['certainty'])}".lower()
    low, best, high = row["certain_low"], row["best"], row["certain_high"]
    words = _words(row["count_kind"], low, best, high)
    return Statement(claimant, row["source"] or "", manner, _part(row), words, low, best, high)


def _words(kind: str | None, low: int | None, best: int | None, high: int | None) -> str:
    """The number as one would say it."""
    if kind == "unknown":
        return "number unknown"
    if kind == "approximate" and best is not None:
        return f"about {best:,}" + (f" ({low:,} to {high:,})" if low is not None and high is not None else "")
    if low is not None and low == high:
        return f"{low:,}"
    if low is not None and high is not None:
        return f"{low:,} to {high:,}" + (f", most likely {best:,}" if best is not None else "")
    if low is not None:
        return "some" if kind == "some" and low == 1 else f"{low:,} or more"
    return f"{high:,} or fewer" if high is not None else (f"{best:,}" if best is not None else "no number")
