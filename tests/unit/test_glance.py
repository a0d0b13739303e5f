"""A dataset at a glance: exact numbers, honest about what is certain, whatever the records hold."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from conflictdp.glance.looking import glance
from conflictdp.glance.values import Agreement, Bar, Glance, Period, Statement
from conflictdp.validation.loading import opened
from packages import write

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[dict[str, str]]
SOURCES = [{"source_id": "s1", "title": "Paper", "source_type": "news_report", "publisher": "The Paper"}]


def event(number: int, **more: str) -> dict[str, str]:
    return {"event_id": f"e{number}", "event_type": "armed_clash", "title": "t"} | more


def on(number: int, first: str, last: str = "", meaning: str = "", **more: str) -> dict[str, str]:
    return event(number, start_date=first, end_date=last or first, date_meaning=meaning, **more)


def seen(folder: Path, **tables: Rows) -> Glance:
    """The glance at a package of these tables."""
    package = {"package": {"name": "x"}, "tables": {"sources": SOURCES, **tables}}
    with opened(write(package, folder)) as data:
        found = glance(data.store)
    assert found is not None
    return found


def drawn(found: Glance) -> list[tuple[date, int, int]]:
    """The periods that hold something."""
    assert found.timeline is not None
    return [(p.start, p.certain, p.possible) for p in found.timeline.periods if p.certain or p.possible]


# Totals


def test_totals_leave_out_what_is_withdrawn_or_merged(tmp_path: Path) -> None:
    events = [on(1, "2031-02-03"), event(2), event(3, status="withdrawn"), on(4, "1900-01-01", status="merged")]
    totals = seen(tmp_path, events=events).totals
    assert (totals.events, totals.set_aside, totals.undated, totals.sources) == (2, 2, 1, 1)
    assert (totals.first, totals.last) == (date(2031, 2, 3), date(2031, 2, 3))


def test_no_events_no_glance(tmp_path: Path) -> None:
    with opened(write({"package": {"name": "x"}, "tables": {"sources": SOURCES, "events": []}}, tmp_path)) as data:
        assert glance(data.store) is None


def test_records_with_one_id_do_not_multiply(tmp_path: Path) -> None:
    places = [{"location_id": "l1", "latitude": "1", "longitude": str(i), "country": "SYR"} for i in (2, 3)]
    found = seen(tmp_path, events=[on(1, "2031-02-03", location_id="l1")] * 2, locations=places)
    assert (found.totals.events, found.totals.countries) == (2, (("SYR", 2),))
    assert [(s.longitude, s.count, s.places) for s in found.atlas.spots] == [(2.0, 2, 1)]


# Time


def test_an_event_of_one_period_is_certain_of_several_possible_in_each(tmp_path: Path) -> None:
    events = [on(1, "2031-02-01"), on(2, "2031-02-01", "2031-02-03", "within"), on(3, "2031-02-02", "2031-02-03")]
    found = seen(tmp_path, events=events)
    day = [date(2031, 2, d) for d in (1, 2, 3)]
    assert drawn(found) == [(day[0], 1, 1), (day[1], 0, 2), (day[2], 0, 2)]
    assert found.timeline
    assert (found.timeline.unit, found.timeline.longer) == ("day", 2)


def test_what_went_on_throughout_is_certain_in_each_period(tmp_path: Path) -> None:
    found = seen(tmp_path, events=[on(1, "2031-02-01", "2031-02-02", "throughout")])
    assert drawn(found) == [(date(2031, 2, 1), 1, 0), (date(2031, 2, 2), 1, 0)]


@pytest.mark.parametrize(
    ("last", "unit", "second"),
    [
        ("2031-03-31", "day", "2031-02-02"),
        ("2031-12-31", "7 days", "2031-02-08"),
        ("2034-12-31", "month", "2031-03-01"),
        ("2044-12-31", "3 months", "2031-04-01"),
        ("2090-12-31", "year", "2032-01-01"),
        ("2300-01-01", "5 years", "2035-01-01"),
        ("9999-12-31", "1,000 years", "3000-01-01"),
    ],
)
def test_periods_suit_the_span(tmp_path: Path, last: str, unit: str, second: str) -> None:
    line = seen(tmp_path, events=[on(1, "2031-02-01"), on(2, last)]).timeline
    assert line
    assert (line.unit, line.periods[1].start.isoformat()) == (unit, second)
    assert sum(p.certain for p in line.periods) == 2
    assert line.periods[-1] == Period(line.periods[-1].start, 1, 0)
    assert len(line.periods) <= 62


def test_a_month_is_certain_where_periods_are_months(tmp_path: Path) -> None:
    found = seen(tmp_path, events=[on(1, "2031-02-01", "2031-02-28", "within"), on(2, "2034-05-01")])
    assert drawn(found) == [(date(2031, 2, 1), 1, 0), (date(2034, 5, 1), 1, 0)]


def test_strays_do_not_squeeze_the_rest_and_are_counted(tmp_path: Path) -> None:
    events = [on(i, f"2031-02-{i % 28 + 1:02}") for i in range(400)] + [on(400, "1031-02-01")]
    line = seen(tmp_path, events=events).timeline
    assert line
    assert (line.unit, line.outside, sum(p.certain for p in line.periods)) == ("day", 1, 400)


def test_half_a_date_and_dates_in_the_wrong_order(tmp_path: Path) -> None:
    events = [event(1, start_date="2031-02-01"), event(2, end_date="2031-02-02"), on(3, "2031-02-03", "2031-02-01")]
    found = seen(tmp_path, events=events)
    assert [(d.day, c, p) for d, c, p in drawn(found)] == [(1, 1, 0), (2, 1, 0), (3, 1, 0)]


# Place


def test_places_are_rounded_and_those_without_coordinates_counted(tmp_path: Path) -> None:
    places = [
        {"location_id": "a", "latitude": "35.33333", "longitude": "40.27777", "precision": "settlement", "name": "A"},
        {"location_id": "b", "latitude": "10", "longitude": "20", "precision": "admin1", "uncertainty_m": "90000"},
        {"location_id": "c", "precision": "withheld"},
        {"location_id": "d", "latitude": "1", "longitude": "2", "precision": "country"},
    ]
    events = [event(i, location_id=p) for i, p in enumerate("aabcd")] + [event(9)]
    atlas = seen(tmp_path, events=events, locations=places).atlas
    assert [(s.latitude, s.longitude, s.kind, s.count, s.name, s.uncertainty_m) for s in atlas.spots] == [
        (35.3, 40.3, "point", 2, "A", None),
        (1.0, 2.0, "country", 1, None, None),
        (10.0, 20.0, "area", 1, None, 90000.0),
    ]
    assert atlas.unplaced == (Bar("no location", 1), Bar("withheld", 1))


def test_places_too_near_to_be_parted_are_one_spot(tmp_path: Path) -> None:
    places = [
        {"location_id": f"l{i}", "latitude": "0", "longitude": f"{i / 100}", "precision": "site"} for i in range(9)
    ]
    places.append({"location_id": "far", "latitude": "0", "longitude": "90", "precision": "site"})
    events = [event(i, location_id=p["location_id"]) for i, p in enumerate(places)]
    spots = seen(tmp_path, events=events, locations=places).atlas.spots
    assert [(s.count, s.places) for s in spots] == [(9, 9), (1, 1)]


# Claims and figures


def claim(name: str, number: int = 1, **more: str) -> dict[str, str]:
    start = {"claim_id": name, "event_id": f"e{number}", "source_id": "s1", "stance": "asserts", "certainty": "stated"}
    return start | more


def count(name: str, kind: str, number: int = 1, **more: str) -> dict[str, str]:
    return {"event_id": f"e{number}", "claim_id": name, "outcome": "killed", "count_kind": kind} | more


def test_claims_per_event(tmp_path: Path) -> None:
    claims = [claim(f"a{i}") for i in range(7)] + [claim("b", 2)]
    found = seen(tmp_path, events=[event(1), event(2), event(3)], claims=claims)
    bars = [(b.label, b.count) for b in found.claims_per_event if b.count]
    assert bars == [("no claims", 1), ("1 claim", 1), ("6 to 10 claims", 1)]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({"count_kind": "exact", "best": "7"}, {"count_kind": "at_least", "low": "101"}, 94),
        ({"count_kind": "exact", "best": "7"}, {"count_kind": "at_least", "low": "7"}, 0),
        ({"count_kind": "none", "best": "0"}, {"count_kind": "some", "low": "1"}, 1),
        ({"count_kind": "range", "low": "5", "high": "9"}, {"count_kind": "range", "low": "8", "high": "20"}, 0),
        ({"count_kind": "approximate", "best": "50"}, {"count_kind": "exact", "best": "7"}, 0),
        ({"count_kind": "exact", "best": "7"}, {"count_kind": "at_least", "low": "9", "sex": "woman"}, 2),
        ({"count_kind": "exact", "best": "7", "sex": "man"}, {"count_kind": "at_least", "low": "9"}, 0),
        ({"count_kind": "exact", "best": "7"}, {"count_kind": "at_least", "low": "9", "outcome": "injured"}, None),
        ({"count_kind": "exact", "best": "7"}, {"count_kind": "at_least", "low": "9", "party_id": "p"}, None),
    ],
)
def test_contested_is_what_cannot_all_be_true(
    tmp_path: Path, one: dict[str, str], other: dict[str, str], apart: int | None
) -> None:
    casualties = [count("a", "") | one, count("b", "") | other]
    found = seen(tmp_path, events=[event(1)], claims=[claim("a"), claim("b")], casualties=casualties)
    totals = [sum(getattr(a, n) for a in found.agreement) for n in ("single", "compatible", "contested")]
    assert totals == ([2, 0, 0] if apart is None else [0, int(apart == 0), int(apart > 0)])
    assert apart is None or found.figures[0].apart == apart


def test_what_is_superseded_repeated_or_denied_does_not_count(tmp_path: Path) -> None:
    claims = [claim("old"), claim("new"), claim("echo"), claim("denial", stance="denies")]
    links = [
        {"claim_id": "new", "related_claim_id": "old", "relation": "supersedes"},
        {"claim_id": "echo", "related_claim_id": "new", "relation": "repeats"},
    ]
    numbers = {"old": "1", "new": "5", "echo": "5", "denial": "0"}
    casualties = [count(c, "exact", best=n) for c, n in numbers.items()]
    found = seen(tmp_path, events=[event(1)], claims=claims, claim_links=links, casualties=casualties)
    assert found.agreement == (Agreement("Killed", 1, 0, 0),)
    assert found.figures == ()


def test_figures_name_the_event_and_its_people_but_no_person(tmp_path: Path) -> None:
    parties = [
        {"party_id": "army", "name": "The Army", "party_type": "state_military"},
        {"party_id": "jo", "name": "Jo Invented", "party_type": "person"},
    ]
    claims = [claim("a", claimant_id="jo", stance="concedes"), claim("b", claimant_id="army")]
    casualties = [count("a", "exact", best="7", party_id="army"), count("b", "at_least", low="1200", party_id="army")]
    places = [{"location_id": "l", "name": "Ostra"}]
    events = [on(1, "2031-02-01", location_id="l", title="Names somebody")]
    found = seen(tmp_path, events=events, locations=places, parties=parties, claims=claims, casualties=casualties)
    figure = found.figures[0]
    assert (figure.event, figure.people) == ("Armed clash, Ostra, 2031-02-01", "Killed, The Army")
    assert figure.statements == (
        Statement("a person", "The Paper", "concedes, stated", "", "7", 7, 7, 7),
        Statement("The Army", "The Paper", "asserts, stated", "", "1,200 or more", 1200, None, None),
    )
    assert "Invented" not in repr(found)
    assert "Names somebody" not in repr(found)


def test_of_many_statements_the_lowest_and_the_highest_are_shown(tmp_path: Path) -> None:
    claims = [claim(f"c{i}") for i in range(20)]
    casualties = [count(f"c{i}", "exact", best=str(i)) for i in range(20)]
    found = seen(tmp_path, events=[event(1)], claims=claims, casualties=casualties)
    assert [s.low for s in found.figures[0].statements] == [0, 1, 2, 3, 16, 17, 18, 19]
    assert (found.figures[0].more, found.figures[0].apart, found.figures[0].voices) == (12, 19, 20)
