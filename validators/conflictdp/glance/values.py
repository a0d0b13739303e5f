"""What a glance at a dataset gives: frozen values, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from conflictdp.report import Finding


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is.

    Attributes:
        events: Events that count: neither withdrawn nor merged into another.
        set_aside: Events that are withdrawn or merged, and left out of all that follows.
        undated: Events without any date.
        sources: Sources.
        claims: Claims on events that count.
        parties: Parties.
        first: First day on which an event may have happened; None without dates.
        last: Last such day.
        countries: Codes of the countries with events, most events first, with the number of events.
    """

    events: int
    set_aside: int
    undated: int
    sources: int
    claims: int
    parties: int
    first: date | None
    last: date | None
    countries: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A label with its number."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Period:
    """A bin of time.

    Attributes:
        start: First day.
        certain: Events that happened or went on in it for certain.
        possible: Further events that may have: their dates are known only to a longer span.
    """

    start: date
    certain: int
    possible: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events over time.

    Attributes:
        unit: Length of a period, in words: "day", "7 days", "month", "3 months", "year", "10 years".
        periods: All periods from the first to the last, empty ones included.
        longer: Events that touch more than one period.
        outside: Events so far before or after all others that they are not drawn.
    """

    unit: str
    periods: tuple[Period, ...]
    longer: int
    outside: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Events at one place, or at places so near each other that the map cannot part them.

    Attributes:
        latitude: Degrees north, rounded to a tenth of a degree.
        longitude: Degrees east, rounded to a tenth of a degree.
        kind: "point" (known to a named place or better), "area" (a district, a province, a line) or "country".
        count: Events.
        places: Locations that are drawn as one.
        name: Name of the place with the most events, or None.
        uncertainty_m: Largest radius given, in metres, or None.
    """

    latitude: float
    longitude: float
    kind: str
    count: int
    places: int
    name: str | None
    uncertainty_m: float | None


@dataclass(frozen=True, slots=True)
class Atlas:
    """Events on the map.

    Attributes:
        spots: What is drawn, most events first.
        unplaced: Events without coordinates, by the precision of their place.
    """

    spots: tuple[Spot, ...]
    unplaced: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the sources of one outcome agree: numbers of figures.

    A figure is one number of people: one outcome of one event, for the people of one party.

    Attributes:
        outcome: What happened to the people.
        single: Figures that one claim gives.
        compatible: Figures of several claims that can all be true.
        contested: Figures of several claims that cannot all be true.
    """

    outcome: str
    single: int
    compatible: int
    contested: int

    @property
    def total(self) -> int:
        """All figures."""
        return self.single + self.compatible + self.contested


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a number.

    Attributes:
        claimant: Whose claim it is, in words.
        source: Where it was read.
        manner: Stance and certainty, in words.
        part: The part of the people that it speaks of, in words; empty for all of them.
        words: The number in words: "101 or more".
        low: Lowest number that the words allow; None for an open end.
        best: The number stated as such or as most likely.
        high: Highest number that the words allow; None for an open end.
    """

    claimant: str
    source: str
    manner: str
    part: str
    words: str
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What is said of one number of people.

    Attributes:
        event_id: The event.
        event: The event in words that expose nobody: type, place, day.
        people: What happened to whom: "killed, Government forces".
        voices: Claims that state it.
        apart: How far two statements lie apart that cannot both be true; 0 where all can.
        statements: The statements, lowest first.
        more: Statements beyond those.
    """

    event_id: str
    event: str
    people: str
    voices: int
    apart: int
    statements: tuple[Statement, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Glance:
    """A dataset at a glance; parts that the dataset has nothing for are empty."""

    totals: Totals
    timeline: Timeline | None
    types: tuple[Bar, ...]
    atlas: Atlas
    claims_per_event: tuple[Bar, ...]
    agreement: tuple[Agreement, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a report shows beyond its findings.

    Attributes:
        title: What the dataset calls itself; None where it does not say.
        glance: The dataset at a glance; None where there are no events to look at.
        rows: The row of each finding, its cells by column, empty ones left out.
    """

    title: str | None = None
    glance: Glance | None = None
    rows: Mapping[Finding, Mapping[str, str]] = field(default_factory=dict)
