"""Records of each table, good by themselves: what the columns of one record ask of each other.

A function of this module draws the columns that hang together. Every other column is drawn by its kind of value, so
that a column which the standard adds is drawn without a change here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from conflictdp.strategies.counts import count_cells, no_count
from conflictdp.strategies.demands import family, named
from conflictdp.strategies.places import place_cells
from conflictdp.strategies.setting import Cells, Setting, code, filled, ids_of, maybe, span, span_cells, text_of
from conflictdp.strategies.values import cells, codes, counts, days, known_codes, lists, pick, short_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from hypothesis.strategies import DrawFn

    from conflictdp.conformance.cases import Row

YEAR = timedelta(days=365)

LENGTHS = {
    "day": (0, 0),
    "days": (1, 5),
    "week": (1, 6),
    "month": (1, 30),
    "months": (31, 365),
    "year": (1, 365),
    "years": (366, None),
    "unknown": (1, None),
}
"""How many days can lie between the ends of a span of that precision (rules DAT007 and DAT008)."""

LONG = 30
"""With more days than this between its ends, one violent incident is a long one (rule DAT013)."""


def source_cells(draw: DrawFn, setting: Setting) -> Cells:
    """A source is published before it is read, and says enough to be found again (rules SRC005 to SRC017)."""
    has_issuers = bool(setting.ids.get("parties", "?"))
    kind = maybe(draw, codes("source_types"))
    kind = kind if has_issuers or kind not in named("SRC017", "source_type") else None
    published = maybe(draw, days(setting.first, setting.until))
    accessed = maybe(draw, days(published or setting.first, setting.made))
    decided: Cells = {
        "title": draw(short_texts()),
        "source_type": kind,
        "published_date": text_of(published),
        "accessed_date": text_of(accessed),
        "archived_date": text_of(maybe(draw, days(published or setting.first, setting.made))),
    }
    if kind in named("SRC012", "source_type") and accessed is None:
        decided["version"] = draw(short_texts(8))
    if kind in named("SRC017", "source_type"):
        decided["issuer_id"] = draw(ids_of("parties", setting))
    return decided


def party_cells(draw: DrawFn, setting: Setting) -> Cells:
    """Unidentified groups are labels, states have a country (rules PAR013 and PAR014)."""
    kind = maybe(draw, codes("party_types"))
    label = pick(draw, [None, "false", "true"])
    country = maybe(draw, codes("countries"))
    return {
        "party_type": kind,
        "is_collective_label": "true" if kind in named("PAR013", "party_type") else label,
        "country": country or (code(draw, "countries") if kind in named("PAR014", "party_type") else None),
        **span_cells(draw, setting.first - 10 * YEAR, setting.last + YEAR),
    }


def location_cells(draw: DrawFn, setting: Setting) -> Cells:
    """A location as `conflictdp.strategies.places` says; not placed relative to another."""
    known = setting.countries or known_codes("countries")
    country = maybe(draw, st.sampled_from(known))
    return place_cells(draw, country) | dict.fromkeys(("relative_to_id", "distance_m", "direction"))


def event_cells(draw: DrawFn, setting: Setting) -> Cells:
    """An event is dated and placed, its type fits the violence, its dates fit their precision."""
    placeless = named("EVT002", "event_type")
    has_places = bool(setting.ids.get("locations", "?"))
    kind = code(draw, "event_types") if has_places else pick(draw, sorted(placeless))
    peaceful = kind in named("EVT014", "event_type")
    violence = named("EVT014", "violence_type") if peaceful else known_codes("violence_types")
    title = draw(short_texts()) if kind == "other" else maybe(draw, short_texts())
    needs_place = kind not in placeless or (has_places and draw(st.booleans()))
    return {
        "event_type": kind,
        "violence_type": maybe(draw, st.sampled_from(sorted(violence))),
        "title": title,
        "location_id": draw(ids_of("locations", setting)) if needs_place else None,
        **time_cells(draw, kind, setting),
        **_history_cells(draw, setting),
    }


def time_cells(draw: DrawFn, kind: str, setting: Setting) -> Cells:
    """When an event of a type happened: a span, its precision and meaning (rules DAT007, DAT008 and DAT013)."""
    start = draw(days(setting.first, setting.last))
    room = (setting.last - start).days
    fitting = [None, *(c for c in known_codes("date_precisions") if LENGTHS.get(c, (0, None))[0] <= room)]
    precision = pick(draw, fitting)
    least, most = LENGTHS.get(precision or "", (0, None))
    length = draw(st.integers(least, room if most is None else min(room, most)))
    aggregate = pick(draw, [None, "false", "true"])
    meaning = maybe(draw, codes("date_meanings"))
    if length > LONG and aggregate != "true" and family("event_types", kind) in named("DAT013", "code"):
        meaning = "within"
    return {
        "start_date": start.isoformat(),
        "end_date": (start + timedelta(days=length)).isoformat(),
        "date_precision": precision,
        "date_meaning": meaning,
        "duration_minutes": maybe(draw, st.integers(1, (length + 1) * 1440).map(str)),
        "is_aggregate": aggregate,
    }


def _history_cells(draw: DrawFn, setting: Setting) -> Cells:
    created, modified = span(draw, setting.first, setting.made)
    return {"created_date": text_of(created), "modified_date": text_of(modified)}


def claim_cells(draw: DrawFn, kinds: Sequence[str] | None = None, *, is_alone: bool = True) -> Cells:
    """Only who weighs has a method, who confirms or observes has a basis for it, and every claim says something.

    Args:
        draw: Draws a value.
        kinds: The claim kinds that it can have; None for all.
        is_alone: Whether there is no claim before it that it could rest on.
    """
    kind = maybe(draw, st.sampled_from(known_codes("claim_kinds") if kinds is None else kinds))
    certainty = maybe(draw, codes("claim_certainties"))
    unfounded = named("CLM029", "basis") if certainty == "confirmed" else frozenset()
    unseen = named("CLM030", "basis") if kind == "observation" else frozenset()
    basis = code(draw, "claim_bases", without=unfounded | unseen)
    topics = maybe(draw, lists(codes("claim_topics")))
    return {
        "claim_kind": kind,
        "certainty": certainty,
        "basis": basis if draw(st.booleans()) else None,
        "method": _method(draw, kind, is_alone=is_alone),
        "topics": topics,
        "paraphrase": draw(cells("claims", "paraphrase")) if topics is None or draw(st.booleans()) else None,
    }


def _method(draw: DrawFn, kind: str | None, *, is_alone: bool) -> str | None:
    if (kind or "statement") in named("CLM016", "claim_kind"):
        return None
    if kind == "assessment":
        return pick(draw, sorted(named("CLM015", "method")) if is_alone else known_codes("claim_methods"))
    return maybe(draw, codes("claim_methods"))


def coverage_cells(draw: DrawFn, outcome: str, first: date, last: date) -> Cells:
    """On what basis deaths are counted, and over what time, between two days (rules CAS017 to CAS025)."""
    scope = maybe(draw, codes("count_scopes"))
    start, end = (None, None) if scope in (None, "event_total") else span(draw, first, last)
    as_of = maybe(draw, days(first, last))
    if scope == "increment":
        start = start or first
        end = end or last
    if scope == "cumulative" and end is None:
        as_of = as_of or last
    deadly = outcome in named("CAS025", "outcome")
    return {
        "death_basis": maybe(draw, codes("death_bases")) if deadly else None,
        "count_scope": scope,
        "start_date": text_of(start),
        "end_date": text_of(end),
        "as_of_date": text_of(as_of),
    }


def _casualty_cells(draw: DrawFn, setting: Setting) -> Cells:
    outcome = code(draw, "casualty_outcomes")
    coverage = coverage_cells(draw, outcome, setting.first, setting.until)
    return {"outcome": outcome, **coverage, **count_cells(draw, draw(counts()))}


def numbered_cells(draw: DrawFn, around: int) -> Cells:
    """A count around a number, or none."""
    return count_cells(draw, around) if draw(st.booleans()) else no_count()


def agreement_cells(draw: DrawFn, setting: Setting) -> Cells:
    """Declared before it holds, in force only when agreed, ended only with an end (rules AGR001 to AGR008)."""
    status = maybe(draw, codes("agreement_statuses"))
    early = setting.first - YEAR
    declared = maybe(draw, days(early, setting.last))
    start = None if status in named("AGR003", "status") else maybe(draw, days(declared or early, setting.last))
    least = max(filter(None, (declared, start, setting.made if status == "in_force" else early)))
    needs_end = status == "ended" or draw(st.booleans())
    end = draw(days(least, setting.made + YEAR)) if needs_end else None
    return {
        "status": status,
        "declared_date": text_of(declared),
        "start_date": text_of(start),
        "end_date": text_of(end),
    }


_SHAPES: dict[str, Callable[[DrawFn, Setting], Cells]] = {
    "sources": source_cells,
    "parties": party_cells,
    "party_links": lambda draw, s: span_cells(draw, s.first - YEAR, s.last + YEAR),
    "locations": location_cells,
    "events": event_cells,
    "participants": lambda draw, _: numbered_cells(draw, draw(counts())),
    "equipment": lambda draw, _: numbered_cells(draw, draw(counts())),
    "claims": lambda draw, _: claim_cells(draw),
    "casualties": _casualty_cells,
    "agreements": agreement_cells,
    "agreement_parties": lambda draw, s: span_cells(draw, s.first - YEAR, s.last + YEAR),
}


def record(draw: DrawFn, table: str, setting: Setting, decided: Cells | None = None) -> Row:
    """A record of a table; `decided` cells are as they are given."""
    shape = _SHAPES.get(table)
    cells_of_shape = shape(draw, setting) if shape else {}
    return filled(draw, table, cells_of_shape | (decided or {}), setting)


@st.composite
def records(draw: DrawFn, table: str, setting: Setting | None = None) -> Row:
    """Records of a table, each good by itself.

    Args:
        draw: Draws a value.
        table: Name of the table.
        setting: Where and when, and which ids can be referred to; None for two years and any ids.
    """
    return record(draw, table, setting or Setting())
