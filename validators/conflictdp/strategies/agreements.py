"""Agreements: whom they bind, and what they forbid."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from conflictdp.spec.tables import LIST_DELIMITER
from conflictdp.strategies.demands import named
from conflictdp.strategies.draft import day
from conflictdp.strategies.setting import maybe, span_cells
from conflictdp.strategies.values import codes, known_codes, pick

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from conflictdp.conformance.cases import Row
    from conflictdp.strategies.draft import Draft
    from conflictdp.strategies.setting import Cells

REFUSING = "rejecting"
"""Who has this role in an agreement has no other (rule AGR009)."""


def add_agreements(draw: DrawFn, draft: Draft) -> None:
    """Agreements, each with the parties that it binds and others with a role in it."""
    for _ in range(draw(st.integers(0, 2)) if draft.rows["parties"] else 0):
        agreement = draft.add(draw, "agreements", {"prohibited_event_types": None, "laterality": None})
        assert agreement
        parties = st.sampled_from(draft.ids("parties"))
        members = draw(st.lists(parties, min_size=1, max_size=4, unique=True)) + draw(st.lists(parties, max_size=1))
        for i, party in enumerate(members):
            _add_party(draw, draft, agreement, party, must_bind=i == 0 or draw(st.booleans()))
        if laterality := maybe(draw, st.sampled_from(_lateralities(draft, agreement))):
            agreement["laterality"] = laterality


def _add_party(draw: DrawFn, draft: Draft, agreement: Row, party: str, *, must_bind: bool) -> None:
    rows = [r for r in draft.rows["agreement_parties"] if r["agreement_id"] == agreement["agreement_id"]]
    taken = {r["role"] for r in rows if r["party_id"] == party}
    is_label = draft.find("parties", party).get("is_collective_label") == "true"
    barred = named("PAR006", "role") if is_label else frozenset()
    allowed = named("AGR005", "role") if must_bind else frozenset(known_codes("agreement_roles"))
    if taken:
        allowed = frozenset({REFUSING}) if REFUSING in taken else allowed - {REFUSING}
    roles = [r for r in known_codes("agreement_roles") if r in allowed - barred]
    ids: Cells = {"agreement_id": agreement["agreement_id"], "party_id": party, "role": pick(draw, roles)}
    first = draft.setting.first - timedelta(days=365)
    last = day(agreement.get("end_date")) or draft.setting.last
    draft.add(draw, "agreement_parties", ids | span_cells(draw, min(first, last), last))


def _lateralities(draft: Draft, agreement: Row) -> list[str]:
    """How many sides can have entered into it by the list of its parties (rule AGR004)."""
    rows = [r for r in draft.rows["agreement_parties"] if r["agreement_id"] == agreement["agreement_id"]]
    committed = {r["party_id"] for r in rows if r["role"] in ("signatory", "declarer")}
    bound = {r["party_id"] for r in rows if r["role"] in named("AGR004", "role")}
    barred = set()
    if bound:
        barred |= {"unilateral"} if len(committed) > 1 else set()
        barred |= {"bilateral"} if len(bound) == 1 else set()
        barred |= {"multilateral"} if len(bound) < 3 else set()  # noqa: PLR2004
    return [c for c in known_codes("agreement_lateralities") if c not in barred]


def settle_prohibitions(draw: DrawFn, draft: Draft) -> None:
    """An agreement that lists what it forbids forbids what broke it (rule BRE007)."""
    types = {e["event_id"]: e["event_type"] for e in draft.rows["events"]}
    for agreement in draft.rows["agreements"]:
        if draw(st.booleans()):
            breaches = [b for b in draft.rows["breaches"] if b["agreement_id"] == agreement["agreement_id"]]
            broken = {types[b["event_id"]] for b in breaches}
            further = draw(st.lists(codes("event_types"), min_size=not broken, max_size=2))
            agreement["prohibited_event_types"] = LIST_DELIMITER.join(sorted(broken | set(further)))
