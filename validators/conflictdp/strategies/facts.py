"""What hangs on an event and its claims: who took part, with what, where else, who was harmed, what was broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from conflictdp.strategies.demands import family, named
from conflictdp.strategies.draft import day, is_within, sure_day
from conflictdp.strategies.records import numbered_cells
from conflictdp.strategies.setting import maybe
from conflictdp.strategies.values import codes, counts, known_codes, pick, short_texts

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from conflictdp.conformance.cases import Row
    from conflictdp.strategies.draft import Draft

ATTACKED = frozenset({"target", "defender"})
"""Roles of those who are attacked (rule PAR012)."""


def account(event: Row, claim: Row | None) -> dict[str, str | None]:
    """The ids by which a fact hangs on an event, and on a claim if one states it."""
    return {"event_id": event["event_id"], "claim_id": claim["claim_id"] if claim else None}


def of_account(draft: Draft, table: str, event: Row, claim: Row | None) -> list[Row]:
    """The rows of a table that hang on an event and that claim, or on no claim."""
    ids = account(event, claim)
    return [r for r in draft.rows[table] if all(r.get(k) == v for k, v in ids.items())]


def add_participants(draw: DrawFn, draft: Draft, event: Row, claim: Row | None) -> None:
    """Parties that took part, each on one side, in roles that its kind and the event allow."""
    parties = [p for p in draft.rows["parties"] if claim or _is_alive(p, event)]
    for _ in range(draw(st.integers(0, 2)) if parties else 0):
        party = pick(draw, parties)
        own = [r for r in of_account(draft, "participants", event, claim) if r["party_id"] == party["party_id"]]
        roles = [r for r in known_codes("participant_roles") if _may_be(r, party, event, claim, own)]
        sides = [r["side"] for r in own if "side" in r]
        decided = account(event, claim) | {"party_id": party["party_id"], "role": pick(draw, roles)}
        decided |= {"side": sides[0]} if sides else {}
        draft.add(draw, "participants", decided | numbered_cells(draw, draw(counts())))


def _is_alive(party: Row, event: Row) -> bool:
    """Whether a party can have existed at the time of an event (rule PAR003)."""
    return is_within(party, day(event.get("start_date")), day(event.get("end_date")))


def _may_be(role: str, party: Row, event: Row, claim: Row | None, own: list[Row]) -> bool:
    """Whether the party can have that role by what the compiler codes, or by what a claim says."""
    kind, violence, taken = party.get("party_type"), event.get("violence_type"), {r["role"] for r in own}
    if role == "attacker" and (kind in named("PAR005", "party_type") or taken & ATTACKED):
        return False
    if role in ATTACKED and "attacker" in taken:
        return False
    if claim is None:
        armed = role in named("EVT012", "role") and kind in named("EVT012", "party_type")
        state = role in named("EVT013", "role") and kind in named("EVT013", "party_type")
        return not ((violence == "one_sided" and armed) or (violence == "non_state" and state))
    is_own = party["party_id"] == claim.get("claimant_id")
    admits = claim["stance"] in named("CLM026", "stance") and claim.get("claimant_id") is not None
    if admits and role in named("CLM026", "role"):
        return is_own
    return not (claim["stance"] == "alleges" and role == "attacker" and is_own)


def settle_clash(draft: Draft, event: Row) -> None:
    """A clash takes two: with one party only, nobody is named (rule EVT011)."""
    rows = draft.rows["participants"]
    named_parties = {r["party_id"] for r in rows if r["event_id"] == event["event_id"]}
    if len(named_parties) == 1 and family("event_types", event["event_type"]) in named("EVT011", "code"):
        draft.rows["participants"] = [r for r in rows if r["event_id"] != event["event_id"]]


def add_equipment(draw: DrawFn, draft: Draft, event: Row, claim: Row | None, models: dict[str, str]) -> None:
    """Weapons and materiel of those who took part; counts of one account are around one number (EQP001, EQP002)."""
    around = draw(counts())
    for _ in range(draw(st.integers(0, 2))):
        outcome = pick(draw, known_codes("equipment_outcomes"))
        model = pick(draw, [None, *models]) if models else None
        decided = account(event, claim) | {"outcome": outcome, "model": model, **numbered_cells(draw, around)}
        decided["party_id"] = _owner(draw, draft, event, outcome)
        if model:
            decided["equipment_class"] = models[model]
        draft.add(draw, "equipment", decided)


def _owner(draw: DrawFn, draft: Draft, event: Row, outcome: str) -> str | None:
    there = sorted({r["party_id"] for r in draft.rows["participants"] if r["event_id"] == event["event_id"]})
    if outcome in named("EQP002", "outcome") or not there:
        there = draft.ids("parties")
    return pick(draw, [None, *there]) if there else None


def draw_models(draw: DrawFn) -> dict[str, str]:
    """Models with the one class that each of them has (rule EQP003)."""
    names = draw(st.lists(short_texts(12), max_size=2, unique_by=str.casefold))
    classes = codes("equipment_classes")
    return {name: draw(classes) for name in names}


def add_places(draw: DrawFn, draft: Draft, event: Row, claim: Row | None) -> None:
    """Further places of an event."""
    for _ in range(draw(st.integers(0, 2)) if draft.rows["locations"] else 0):
        draft.add(draw, "event_locations", account(event, claim))


def add_event_link(draw: DrawFn, draft: Draft, event: Row, other: Row, claim: Row | None) -> None:
    """A link to an event later in the file, so that links never run in a circle, by a relation that the dates allow."""
    relations = [r for r in known_codes("event_relations") if _can_be(r, event, other, claim)]
    decided = account(event, claim) | {"related_event_id": other["event_id"]}
    draft.add(draw, "event_links", decided | {"relation": pick(draw, relations)})


def do_meet(event: Row, other: Row) -> bool:
    """Whether the spans of two events share a day."""
    return is_within(event, day(other.get("start_date")), day(other.get("end_date")))


def _can_be(relation: str, event: Row, other: Row, claim: Row | None) -> bool:
    """Whether the dates of two events leave room for a relation (rules EVT005 to EVT007, EVT010)."""
    start, end = sure_day(event, "start_date"), sure_day(event, "end_date")
    other_start, other_end = sure_day(other, "start_date"), sure_day(other, "end_date")
    if relation == "part_of":
        return other_start <= start and end <= other_end
    both_stand = {event.get("status", "active"), other.get("status", "active")} == {"active"}
    if relation == "same_as" and claim is None and both_stand:
        return False
    if relation in ("same_as", "parallel_with", "overlaps"):
        return do_meet(event, other)
    if relation == "precedes":
        return start <= other_end
    return relation not in ("retaliation_for", "caused_by", "follows") or end >= other_start


def add_breaches(draw: DrawFn, draft: Draft, event: Row, claim: Row | None) -> None:
    """Breaches of agreements that were in force all the time, by parties that they bound."""
    agreements = [a for a in draft.rows["agreements"] if _can_break(a, event)]
    if not agreements or not draw(st.booleans()):
        return
    agreement = pick(draw, agreements)
    party = pick(draw, [None, *_bound(draft, agreement, event)])
    roles = [r for r in draft.rows["agreement_parties"] if r["agreement_id"] == agreement["agreement_id"]]
    known = known_codes("breach_determinations")
    found = [d for d in known if _can_be_determined(d, draft, [r["party_id"] for r in roles], party, claim)]
    decided = account(event, claim) | {"agreement_id": agreement["agreement_id"], "party_id": party}
    draft.add(draw, "breaches", decided | {"determination": maybe(draw, st.sampled_from(found)) if found else None})


def _can_break(agreement: Row, event: Row) -> bool:
    """Whether the event lies wholly in the time that the agreement was in force (rules BRE001 to BRE004, BRE011)."""
    start, end = day(agreement.get("start_date")), day(agreement.get("end_date"))
    if (start and sure_day(event, "start_date") < start) or (end and sure_day(event, "end_date") > end):
        return False
    is_agreed = agreement.get("status") not in named("BRE004", "status")
    return is_agreed and event["event_type"] not in named("BRE011", "event_type")


def bound_roles() -> frozenset[str]:
    """The roles that bind a party for certain."""
    return named("AGR005", "role") - {"other"}


def _bound(draft: Draft, agreement: Row, event: Row) -> list[str]:
    """The parties that an agreement bound at the time of an event (rules BRE005 and BRE006)."""
    first, last = day(event.get("start_date")), day(event.get("end_date"))
    rows = [r for r in draft.rows["agreement_parties"] if r["agreement_id"] == agreement["agreement_id"]]
    return sorted({r["party_id"] for r in rows if r["role"] in bound_roles() and is_within(r, first, last)})


def _can_be_determined(
    determination: str, draft: Draft, members: list[str], party: str | None, claim: Row | None
) -> bool:
    """Who can say how firmly it is established (rules BRE008 to BRE012); `members` have a role in the agreement."""
    if claim is None:
        return determination not in named("BRE008", "determination")
    claimant = claim.get("claimant_id")
    if claim["stance"] == "denies" and determination in named("BRE012", "determination"):
        return False
    if determination == "acknowledged":
        return None in (party, claimant) or party == claimant
    if determination in named("BRE009", "determination") and claimant:
        return draft.circle(claimant).isdisjoint(members)
    return True
