"""Casualty counts: within one account of one outcome no part exceeds its whole, and breakdowns add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from conflictdp.spec.tables import tables
from conflictdp.strategies.claims import is_replaced, is_same_claimant
from conflictdp.strategies.counts import count_cells, exactly
from conflictdp.strategies.demands import top_codes
from conflictdp.strategies.draft import day, sure_day
from conflictdp.strategies.facts import account, of_account
from conflictdp.strategies.records import coverage_cells
from conflictdp.strategies.values import codes, counts, labels, pick

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from conflictdp.conformance.cases import Row
    from conflictdp.strategies.draft import Draft
    from conflictdp.strategies.setting import Cells

MOST_IN_ONE_INCIDENT = 1000
"""More people killed are remarked on, unless the event is an aggregate or a claimant says so (rule CAS010)."""

CATEGORIES = ("party_id", "victim_status", "sex", "age_group", "cause", "protected_role")
"""The columns that say whose people are counted; empty means all."""


def add_casualties(draw: DrawFn, draft: Draft, event: Row, claim: Row | None, said: list[Row]) -> None:
    """Counts by one account, for up to two outcomes; a claimant whose earlier count stands gives no other."""
    if claim and any(_counts_already(draft, event, other, claim) for other in said):
        return
    if claim and claim.get("claim_kind") == "assessment" and _copy(draw, draft, event, claim, said):
        return
    outcomes = draw(st.lists(codes("casualty_outcomes"), max_size=2, unique=True))
    for outcome in outcomes:
        number = draw(counts(_most(draft, event, claim, said)))
        whole = account(event, claim) | {"outcome": outcome} | _coverage(draw, draft, event, claim, outcome)
        if number and draw(st.booleans()):
            _broken_down(draw, draft, whole | {"party_id": _party(draw, draft, claim)}, number)
        else:
            _around(draw, draft, whole, number, claim)


def _counts_already(draft: Draft, event: Row, other: Row, claim: Row) -> bool:
    """Whether the claimant's other claim has counts and still stands (rule CAS029)."""
    is_own = other is not claim and is_same_claimant(other, claim)
    return is_own and not is_replaced(draft, other) and bool(of_account(draft, "casualties", event, other))


def _copy(draw: DrawFn, draft: Draft, event: Row, claim: Row, said: list[Row]) -> bool:
    """An assessment takes its figures from the claims that it weighed, where they have any (rules CLM013, CLM018)."""
    weighed = [c for c in said if c is not claim and not is_replaced(draft, c)]
    rows = [r for other in weighed for r in of_account(draft, "casualties", event, other)]
    stated = claim.get("stated_date", "9999")
    own = {None, claim.get("claimant_id")}
    parties = own if claim["stance"] == "concedes" else {r.get("party_id") for r in rows}
    wholes = [r for r in rows if "partition" not in r and r.get("party_id") in parties]
    wholes = [r for r in wholes if r.get("as_of_date", "") <= stated]
    outcomes = {r["outcome"]: r for r in draw(st.permutations(wholes))} if wholes else {}
    for row in outcomes.values():
        copied = {name: row.get(name) for name in tables()["casualties"].columns}
        draft.add(draw, "casualties", copied | account(event, claim))
    return bool(rows)


def _most(draft: Draft, event: Row, claim: Row | None, said: list[Row]) -> int:
    """The most people that an account can count: rules CAS010, and CAS030 on the strength of those who took part."""
    is_plain = claim is not None and not any(c.get("claim_kind") == "assessment" for c in said)
    most = 10**9 if is_plain or event.get("is_aggregate") == "true" else MOST_IN_ONE_INCIDENT
    forces = of_account(draft, "participants", event, claim)
    strengths = [r.get("best" if r.get("count_kind") == "exact" else "high") for r in forces]
    return min([most, *(int(s) for s in strengths if s)])


def _coverage(draw: DrawFn, draft: Draft, event: Row, claim: Row | None, outcome: str) -> Cells:
    last = day(claim.get("stated_date")) if claim else None
    return coverage_cells(draw, outcome, sure_day(event, "start_date"), last or draft.setting.until)


def _party(draw: DrawFn, draft: Draft, claim: Row | None) -> str | None:
    """Whose people are counted. Who concedes losses concedes its own (rule CLM027)."""
    if claim and claim["stance"] == "concedes":
        return pick(draw, [None, claim.get("claimant_id")])
    return draft.any_id(draw, "parties")


def _around(draw: DrawFn, draft: Draft, whole: Cells, number: int, claim: Row | None) -> None:
    """One or two rows around one number: whichever is part of the other, neither exceeds it."""
    for _ in range(draw(st.integers(1, 2))):
        decided = whole | {"party_id": _party(draw, draft, claim), "partition": None}
        draft.add(draw, "casualties", decided | count_cells(draw, number))


def _broken_down(draw: DrawFn, draft: Draft, whole: Cells, number: int) -> None:
    """An exact count, and its parts by one category, disjoint and exhaustive (rules CAS011 to CAS016)."""
    by = pick(draw, [c for c in CATEGORIES if c != "party_id"])
    head = draft.add(draw, "casualties", whole | {by: None, "partition": None, **exactly(draw, number)})
    assert head
    codes = top_codes(tables()["casualties"].columns[by].codelist or "")
    parts = draw(st.lists(st.sampled_from(codes), min_size=2, max_size=3, unique=True))
    cuts = sorted(draw(st.lists(st.integers(0, number), min_size=len(parts) - 1, max_size=len(parts) - 1)))
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, number], strict=True)]
    label = draw(labels())
    shared = {c: head.get(c) for c in tables()["casualties"].columns if c != "note"}
    for part, share in zip(parts, shares, strict=True):
        draft.add(draw, "casualties", shared | {by: part, "partition": label, **exactly(draw, share)})
