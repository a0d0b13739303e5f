"""Whole valid packages, drawn record by record so that each fits those before it.

Nothing that is drawn has a finding of any severity: not one remark. The smallest package has one source, one event
and one claim, since a source that nobody cites and an event that nobody reports are remarked on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from conflictdp.spec.codelists import codelists
from conflictdp.spec.tables import required_tables, tables
from conflictdp.strategies import facts
from conflictdp.strategies.agreements import add_agreements, settle_prohibitions
from conflictdp.strategies.casualties import add_casualties
from conflictdp.strategies.claims import add_claims
from conflictdp.strategies.demands import named
from conflictdp.strategies.draft import Draft, day
from conflictdp.strategies.metadata import datasets, setting_of
from conflictdp.strategies.places import relative_cells
from conflictdp.strategies.records import party_cells, source_cells
from conflictdp.strategies.setting import Cells, span_cells
from conflictdp.strategies.values import LOWER, extras, known_codes, pick, placeholders, short_texts, urls

if TYPE_CHECKING:
    from datetime import date

    from hypothesis.strategies import DrawFn, SearchStrategy

    from conflictdp.conformance.cases import Package, Row

ASCII = st.characters(codec="ascii")


def packages(metadata: dict[str, Any] | None = None) -> SearchStrategy[Package]:
    """Whole valid packages.

    Args:
        metadata: What the dataset says of itself, which the records will fit; None to draw that as well.
    """
    placeholders()  # reads the standard, which Hypothesis would hold against the first draw
    short_texts()
    return _packages(metadata)


@st.composite
def _packages(draw: DrawFn, metadata: dict[str, Any] | None) -> Package:
    given = draw(datasets()) if metadata is None else metadata
    setting = setting_of(given)
    if setting is None:
        return {"package": given, "tables": {name: [] for name in required_tables()}}
    draft = Draft(setting)
    _parties(draw, draft)
    _sources(draw, draft)
    _party_links(draw, draft)
    _locations(draw, draft)
    add_agreements(draw, draft)
    _events(draw, draft)
    settle_prohibitions(draw, draft)
    _drop_unused(draft)
    _identifiers(draw, draft)
    _extras(draw, draft)
    kept = {name: rows for name, rows in draft.rows.items() if rows or name in required_tables()}
    return {"package": given, "tables": kept}


def fold(text: str) -> str:
    """What is left of a name when spelling does not count."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _names(draw: DrawFn, most: int, least: int = 0) -> list[str]:
    """Names of which no two differ in spelling only."""
    number = draw(st.integers(least, most))
    return draw(st.lists(short_texts(), min_size=number, max_size=number, unique_by=fold))


def _parties(draw: DrawFn, draft: Draft) -> None:
    for name in _names(draw, 3):
        draft.add(draw, "parties", party_cells(draw, draft.setting) | {"name": name})
    taken = {fold(p["name"]) for p in draft.rows["parties"]}
    for party in draft.rows["parties"]:
        aliases = [a for a in party.pop("aliases", "").split("|") if a and fold(a) not in taken]
        if aliases:
            party["aliases"] = "|".join(aliases)


def _sources(draw: DrawFn, draft: Draft) -> None:
    """Sources of different titles and addresses. The first appeared last of all, so that it can report every event."""
    publishers = _names(draw, 2)
    addresses = draw(st.lists(urls(), max_size=3, unique_by=lambda u: u.partition(":")[2]))
    known = {"parties": draft.ids("parties")}
    for i, title in enumerate(_names(draw, 3, least=1)):
        decided = source_cells(draw, replace(draft.setting, ids=known)) | {"title": title}
        if i == 0:
            last = pick(draw, [None, str(draft.setting.until)])
            read = decided["accessed_date"] and str(draft.setting.made)
            decided |= {"published_date": last, "archived_date": None, "accessed_date": read}
        decided["publisher"] = pick(draw, [None, *publishers])
        decided["url"] = addresses[i] if i < len(addresses) else None
        draft.add(draw, "sources", decided)


def _party_links(draw: DrawFn, draft: Draft) -> None:
    """Links between two parties that both existed, by relations that their kinds allow; one link for each pair."""
    parties = draft.rows["parties"]
    pairs = [(a, b) for i, a in enumerate(parties) for b in parties[i + 1 :]]
    for pair in draw(st.permutations(pairs))[: draw(st.integers(0, 2))] if pairs else []:
        party, other = pair if draw(st.booleans()) else pair[::-1]
        first, last = _common_time(draft, party, other)
        relations = [r for r in known_codes("party_relations") if _can_be(r, party)]
        if first > last:
            relations = [r for r in relations if r in named("PAR004", "relation")]
        ids: Cells = {"party_id": party["party_id"], "related_party_id": other["party_id"]}
        time = span_cells(draw, first, max(first, last))
        draft.add(draw, "party_links", ids | time | {"relation": pick(draw, relations)})


def _common_time(draft: Draft, *parties: Row) -> tuple[date, date]:
    """The first and the last day on which all the parties existed, as far as is known."""
    starts = [day(p.get("start_date")) for p in parties]
    ends = [day(p.get("end_date")) for p in parties]
    first = max([s for s in starts if s], default=draft.setting.first)
    return first, min([e for e in ends if e], default=max(first, draft.setting.made))


def _can_be(relation: str, party: Row) -> bool:
    """Whether a party of that kind can have the relation: a person commands by `commander_of` (rule PAR015)."""
    kind = party.get("party_type")
    if relation == "commands":
        return kind != "person"
    return relation not in named("PAR015", "relation") or kind is None or kind in named("PAR015", "party_type")


def _locations(draw: DrawFn, draft: Draft) -> None:
    """Locations, some placed relative to an earlier one. No five stand at one point (rule LOC017)."""
    for _ in range(draw(st.integers(0, 3))):
        earlier = list(draft.rows["locations"])
        row = draft.add(draw, "locations", {"relative_to_id": None, "distance_m": None, "direction": None})
        assert row
        if bool(earlier) and draw(st.booleans()):
            other = pick(draw, earlier)
            found = {"relative_to_id": other["location_id"], **relative_cells(draw, row, other)}
            row |= {k: v for k, v in found.items() if v is not None}


def _events(draw: DrawFn, draft: Draft) -> None:
    """Events with all that hangs on them; the first has a claim, so that its source is cited."""
    models = facts.draw_models(draw)
    for _ in range(draw(st.integers(1, 2))):
        draft.add(draw, "events", {})
    events = draft.rows["events"]
    pairs = [(a, b) for i, a in enumerate(events) for b in events[i + 1 :]]
    for event, other in pairs:
        if draw(st.booleans()):
            facts.add_event_link(draw, draft, event, other, None)
    for event, other in pairs:
        _tell_apart(draw, draft, event, other)
    for event in events:
        _settle_status(draw, draft, event)
    for i, event in enumerate(events):
        _tell(draw, draft, event, models, least=0 if i and event.get("is_aggregate") == "true" else 1)


def _tell_apart(draw: DrawFn, draft: Draft, event: Row, other: Row) -> None:
    """Says of events that look like one that they are two (rule EVT008)."""
    columns = ("event_type", "start_date", "end_date", "location_id")
    if all(event.get(c) == other.get(c) for c in columns):
        ids = {"event_id": event["event_id"], "claim_id": None, "related_event_id": other["event_id"]}
        draft.add(draw, "event_links", ids | {"relation": "parallel_with"})


def _settle_status(draw: DrawFn, draft: Draft, event: Row) -> None:
    """A merged event names the one that it was merged into, or is not merged (rule EVT009)."""
    if event.get("status") != "merged":
        return
    for other in draft.rows["events"]:
        if other is not event and facts.do_meet(event, other):
            ids = {"event_id": event["event_id"], "claim_id": None, "related_event_id": other["event_id"]}
            draft.add(draw, "event_links", ids | {"relation": "same_as"})
            return
    del event["status"]


def _tell(draw: DrawFn, draft: Draft, event: Row, models: dict[str, str], *, least: int) -> None:
    """The claims on an event, and the facts of the compiler and of each claim."""
    said = add_claims(draw, draft, event, least=least)
    for claim in (None, *said):
        facts.add_participants(draw, draft, event, claim)
    facts.settle_clash(draft, event)
    later = draft.rows["events"][draft.rows["events"].index(event) + 1 :]
    for claim in (None, *said):
        facts.add_equipment(draw, draft, event, claim, models)
        add_casualties(draw, draft, event, claim, said)
        facts.add_breaches(draw, draft, event, claim)
        facts.add_places(draw, draft, event, claim)
        if claim and later and draw(st.booleans()):
            facts.add_event_link(draw, draft, event, pick(draw, later), claim)


def _drop_unused(draft: Draft) -> None:
    """Leaves out locations and sources that nothing refers to (rules LOC022 and SRC014)."""
    dropped = True
    while dropped:
        dropped = False
        for name in ("locations", "sources"):
            used = {
                r.get(c.name)
                for t in tables().values()
                for c in t.columns.values()
                for r in draft.rows[t.name]
                if c.references == name
            }
            key = tables()[name].key or ""
            kept = [r for r in draft.rows[name] if r[key] in used]
            dropped = dropped or len(kept) < len(draft.rows[name])
            draft.rows[name] = kept


def _identifiers(draw: DrawFn, draft: Draft) -> None:
    """Identifiers in other systems; no two records of a table have the same one (rule PAR010)."""
    named_tables = tables()["identifiers"].columns["record_table"].enum or ()
    records = [(name, record_id) for name in named_tables for record_id in draft.ids(name)]
    taken: set[tuple[str, str, str]] = set()
    for _ in range(draw(st.integers(0, 3))):
        table, record_id = pick(draw, records)
        scheme = pick(draw, known_codes("identifier_schemes"))
        value = draw(_outside_ids(scheme))
        if (table, scheme, value) not in taken:
            taken.add((table, scheme, value))
            ids: Cells = {"record_table": table, "record_id": record_id}
            draft.add(draw, "identifiers", ids | {"scheme": scheme, "value": value})


def _outside_ids(scheme: str) -> SearchStrategy[str]:
    """Values of an identifier scheme, by its pattern where it has one."""
    pattern = codelists()["identifier_schemes"].codes[scheme].mappings.get("pattern")
    if not pattern:
        return short_texts(12)
    # DOIs may hold nearly any sign, even those that make a text look like a formula or a mail address
    return st.from_regex(pattern.replace("[!-~]", "[a-z0-9.]"), fullmatch=True, alphabet=ASCII)


def _extras(draw: DrawFn, draft: Draft) -> None:
    """A publisher's own column in some of the tables."""
    names = st.text(LOWER + "0123456789_", min_size=1, max_size=6).map("x_{}".format)
    for rows in draft.rows.values():
        name = draw(names) if bool(rows) and draw(st.booleans()) else None
        for row in rows if name else ():
            if draw(st.booleans()):
                row[str(name)] = draw(extras())
