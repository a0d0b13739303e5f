"""What is said of an event: claims in the order in which they were made, and what each says of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from conflictdp.strategies.demands import named
from conflictdp.strategies.draft import day, sure_day
from conflictdp.strategies.records import claim_cells
from conflictdp.strategies.setting import maybe, text_of
from conflictdp.strategies.values import days, known_codes, pick

if TYPE_CHECKING:
    from datetime import date

    from hypothesis.strategies import DrawFn

    from conflictdp.conformance.cases import Row
    from conflictdp.strategies.draft import Draft
    from conflictdp.strategies.setting import Cells

REPLACING = ("supersedes", "retracts")
BETWEEN_CLAIMANTS = ("denies", "disputes", "corroborates")
"""Relations that a claimant has to the claims of others, not to its own (rule CLM010)."""


def add_claims(draw: DrawFn, draft: Draft, event: Row, *, least: int) -> list[Row]:
    """Claims on an event with the links between them, in order of time; at least so many."""
    read = [_reading(draw, draft, event) for _ in range(draw(st.integers(least, 3)))]
    read.sort(key=lambda pair: pair[1] or sure_day(event, "start_date"))
    said: list[Row] = []
    for i, (source, stated) in enumerate(read):
        is_last = i == len(read) - 1
        decided = _claim(draw, draft, said, is_last=is_last) | _origin(draw, draft, event, source)
        given = {"event_id": event["event_id"], "source_id": source["source_id"], "stated_date": text_of(stated)}
        row = draft.add(draw, "claims", decided | given)
        assert row
        said.append(row)
    _link(draw, draft, said)
    return said


def usable_sources(draft: Draft, event: Row) -> list[Row]:
    """The sources that can report an event: none that appeared before it (rules SRC001 to SRC003)."""
    start = sure_day(event, "start_date")
    return [s for s in draft.rows["sources"] if (day(s.get("published_date")) or start) >= start]


def _reading(draw: DrawFn, draft: Draft, event: Row) -> tuple[Row, date | None]:
    """A source that can report the event, and the day on which something was said that it carries."""
    source = pick(draw, usable_sources(draft, event))
    last = day(source.get("published_date")) or draft.setting.until
    return source, maybe(draw, days(sure_day(event, "start_date"), last))


def _origin(draw: DrawFn, draft: Draft, event: Row, source: Row) -> Cells:
    """Another source that this one can cite: it appeared no later."""
    last = day(source.get("published_date")) or draft.setting.until
    others = [s for s in usable_sources(draft, event) if (day(s.get("published_date")) or last) <= last]
    return {"origin_source_id": pick(draw, [None, *(s["source_id"] for s in others if s is not source)])}


def _claim(draw: DrawFn, draft: Draft, said: list[Row], *, is_last: bool) -> Cells:
    """Who says it, by whose mouth, in what stance. Only the last claim is an assessment: it weighs all before it."""
    known = [p["party_id"] for p in draft.speakers()]
    claimant = pick(draw, [None, *known]) if known else None
    mouths = draft.tied_to(claimant) if claimant else []
    kinds = [k for k in known_codes("claim_kinds") if is_last or k != "assessment"]
    return {
        **claim_cells(draw, kinds, is_alone=not said),
        "claimant_id": claimant,
        "speaker_id": pick(draw, [None, *mouths]) if mouths else None,
        "stance": pick(draw, _stances(claimant, said)),
    }


def _stances(claimant: str | None, said: list[Row]) -> list[str]:
    """Nobody retracts what it never said, or denies and takes responsibility at once (rules CLM003 and CLM028)."""
    own = [c for c in said if claimant and c.get("claimant_id") == claimant]
    before = {c["stance"] for c in own}
    admissions = named("CLM026", "stance")
    barred = set() if own else {"retracts"}
    barred |= {"denies_responsibility"} if before & admissions else set()
    barred |= admissions if "denies_responsibility" in before else set()
    return [s for s in known_codes("claim_stances") if s not in barred]


def is_replaced(draft: Draft, claim: Row) -> bool:
    """Whether some claim supersedes or retracts this one."""
    links = draft.rows["claim_links"]
    return any(k["related_claim_id"] == claim["claim_id"] and k["relation"] in REPLACING for k in links)


def is_same_claimant(claim: Row, other: Row) -> bool:
    """Whether both claims name one claimant."""
    return claim.get("claimant_id") is not None and claim.get("claimant_id") == other.get("claimant_id")


def _link(draw: DrawFn, draft: Draft, said: list[Row]) -> None:
    """Links each claim to earlier ones. What rests on other claims comes last, when it is known which still stand."""
    for i, claim in enumerate(said):
        if claim["stance"] == "retracts":
            own = [c for c in said[:i] if is_same_claimant(c, claim)]
            _add(draw, draft, claim, pick(draw, own), "retracts")
        elif i and claim.get("claim_kind") != "assessment" and draw(st.booleans()):
            other = pick(draw, said[:i])
            _add(draw, draft, claim, other, pick(draw, _relations(claim, other)))
    for i, claim in enumerate(said):
        _rest(draw, draft, claim, said[:i])
    _answer_denials(draw, draft, said)


def _relations(claim: Row, other: Row) -> list[str]:
    """What a claim can be to an earlier one, apart from resting on it (rules CLM007 and CLM010)."""
    own = is_same_claimant(claim, other)
    barred = {"uses", *(BETWEEN_CLAIMANTS if own else REPLACING)}
    return [r for r in known_codes("claim_relations") if r not in barred]


def _rest(draw: DrawFn, draft: Draft, claim: Row, before: list[Row]) -> None:
    """An assessment names every claim that it weighed; other claims may rest on one (rules CLM011 to CLM017)."""
    if claim.get("claim_kind") == "assessment":
        needs_none = claim["method"] in named("CLM015", "method")
        for other in () if needs_none and draw(st.booleans()) else before:
            _add(draw, draft, claim, other, "rejects" if is_replaced(draft, other) else "uses")
    elif claim.get("claim_kind", "statement") not in named("CLM017", "claim_kind"):
        standing = [c for c in before if not is_replaced(draft, c)]
        if bool(standing) and draw(st.booleans()):
            _add(draw, draft, claim, pick(draw, standing), "uses")


def _answer_denials(draw: DrawFn, draft: Draft, said: list[Row]) -> None:
    """A denial answers somebody who asserted something, where somebody did (rule CLM002)."""
    denials = named("CLM001", "stance")
    assertions = named("CLM002", "stance") - denials
    linked = {k["claim_id"] for k in draft.rows["claim_links"]}
    for claim in said:
        claimant = claim.get("claimant_id")
        others = [c for c in said if c["stance"] in assertions and c.get("claimant_id") not in (None, claimant)]
        if claim["stance"] in denials and claim["claim_id"] not in linked and others and claimant:
            _add(draw, draft, claim, pick(draw, others), "denies")


def _add(draw: DrawFn, draft: Draft, claim: Row, other: Row, relation: str) -> None:
    ids: Cells = {"claim_id": claim["claim_id"], "related_claim_id": other["claim_id"]}
    draft.add(draw, "claim_links", ids | {"relation": relation})
