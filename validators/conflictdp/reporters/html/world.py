"""The map of events: circles by number of events, drawn differently where only an area or a country is known."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from textwrap import wrap
from typing import TYPE_CHECKING

from conflictdp.report.findings import shorten
from conflictdp.reporters.html.elements import Html, element
from conflictdp.reporters.html.land import Frame, outline
from conflictdp.spec.codelists import codelists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.glance.values import Glance, Spot

WIDTH = 960.0
LEAST_SPAN = 24.0
"""Degrees of longitude that a map shows at least: without some coast in sight nobody recognises a place."""

CONTINENT = 60.0
"""Degrees of longitude from which a map is one of continents."""

KINDS = {
    "point": "at a named place or better",
    "area": "known only to an area, such as a district",
    "country": "known only to a country",
}
LARGEST, SMALLEST = 21.0, 2.6
METRES_TO_A_DEGREE = 111_195


def frame_of(spots: tuple[Spot, ...]) -> Frame:
    """The part of the world that holds the spots, with a margin, neither too tall nor too flat."""
    longitudes, latitudes = [s.longitude for s in spots], [s.latitude for s in spots]
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    width = max((east - west) * 1.12, LEAST_SPAN)
    middle = (west + east) / 2
    guess = Frame(0, width, south, north, WIDTH)
    needed = (north - south) * 1.2
    # In degrees of latitude: between a third and two thirds as tall as wide.
    height = min(max(needed, width / guess.stretch * 0.36), 176)
    width = min(max(width, height * guess.stretch / 0.62), 360)
    west, east = _within(middle, width, 180)
    south, north = _within((south + north) / 2, height, 88)
    return Frame(west, east, south, north, WIDTH)


def _within(middle: float, size: float, limit: float) -> tuple[float, float]:
    """A span of that size around the middle, moved so that it stays within the limits on both sides."""
    middle = min(max(middle, -limit + size / 2), limit - size / 2)
    return middle - size / 2, middle + size / 2


def world(glance: Glance, ids: str, label: str) -> Html:
    """The map as SVG."""
    spots = glance.atlas.spots
    frame = frame_of(spots)
    top = spots[0].count
    layers = [
        element("rect", width=frame.width, height=frame.height, class_="sea"),
        element("path", d=outline(frame, detail=0.8), class_="land"),
        element("g", list(_graticule(frame)), class_="graticule"),
        element("g", list(_reaches(frame, spots)), class_="reach"),
        element("g", [_spot(frame, s, top) for s in spots], class_="spots"),
        element("g", list(_labels(frame, glance)), class_="labels"),
        _locator(frame),
    ]
    box = f"0 0 {frame.width:.0f} {frame.height:.0f}"
    class_ = "map" if frame.east - frame.west < CONTINENT else "map continents"
    return element("svg", layers, viewBox=box, role="img", aria_label=label, class_=class_, id=f"{ids}map")


def _graticule(frame: Frame) -> Iterator[Html]:
    span = frame.east - frame.west
    step = next((s for s in (1, 2, 5, 10, 20, 30) if span / s <= 8), 60)  # noqa: PLR2004 - lines enough, not too many
    for degree in range(-180, 181, step):
        if frame.west < degree < frame.east:
            x = frame.place(degree, 0)[0]
            yield element("line", x1=x, x2=x, y1=0, y2=frame.height)
            yield element("text", _degrees(degree, "E", "W"), x=x + 3, y=frame.height - 5)
    for degree in range(-90, 91, step):
        if frame.south < degree < frame.north:
            y = frame.place(0, degree)[1]
            yield element("line", x1=0, x2=frame.width, y1=y, y2=y)
            yield element("text", _degrees(degree, "N", "S"), x=4, y=y - 3)


def _degrees(degree: int, positive: str, negative: str) -> str:
    return f"{abs(degree)}°{positive if degree > 0 else negative if degree < 0 else ''}"


def _radius(count: int, top: int) -> float:
    """Area in proportion to the number of events, so that twice the ink is twice the events."""
    largest = LARGEST if top > 4 else LARGEST * sqrt(top) / 3  # noqa: PLR2004 - a single event is no large circle
    return max(largest * sqrt(count / top), SMALLEST)


def _spot(frame: Frame, spot: Spot, top: int) -> Html:
    x, y = frame.place(spot.longitude, spot.latitude)
    radius = _radius(spot.count, top)
    title = element("title", said_of(spot))
    if spot.kind == "country":
        side = radius * 1.8
        return element("rect", title, x=x - side / 2, y=y - side / 2, width=side, height=side, class_="country")
    return element("circle", title, cx=x, cy=y, r=radius, class_=spot.kind)


def said_of(spot: Spot) -> str:
    """A spot in words."""
    others = f" and {spot.places - 1} places near it" if spot.places > 1 else ""
    return f"{spot.name or 'unnamed place'}{others}: {spot.count:,} event{'s' if spot.count != 1 else ''}"


def _reaches(frame: Frame, spots: tuple[Spot, ...]) -> Iterator[Html]:
    """The radius within which a place may lie, true to scale, where that is larger than the spot itself."""
    top = spots[0].count
    for spot in spots[:300]:
        degrees = (spot.uncertainty_m or 0) / METRES_TO_A_DEGREE
        radius = min(degrees * frame.scale * frame.stretch, frame.width)
        if radius > _radius(spot.count, top) + 2:
            x, y = frame.place(spot.longitude, spot.latitude)
            yield element("circle", cx=x, cy=y, r=radius)


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    x: float
    y: float
    class_: str

    @property
    def lines(self) -> list[str]:
        """The text on one line, or on two where it is long."""
        return wrap(self.text, max(LINE, len(self.text) // 2 + 4)) if len(self.text) > LINE else [self.text]

    def half(self, size: float) -> tuple[float, float]:
        """Half the width and half the height of the label."""
        return max(map(len, self.lines)) * size * HALF_LETTER, len(self.lines) * size * 0.6

    def fits(self, frame: Frame, size: float) -> bool:
        """Whether the whole label is on the map."""
        width, height = self.half(size)
        return width < self.x < frame.width - width and height < self.y < frame.height - height - size

    def meets(self, other: _Text, size: float) -> bool:
        """Whether two labels of that size would overlap."""
        mine, its = self.half(size), other.half(size)
        return abs(self.x - other.x) < mine[0] + its[0] and abs(self.y - other.y) < mine[1] + its[1]

    def drawn(self, class_: str) -> Html:
        """The label as SVG, its middle at its place."""
        if len(self.lines) == 1:
            return element("text", self.text, x=self.x, y=self.y, class_=class_)
        spans = [element("tspan", line, x=self.x, dy="1.1em" if i else "-0.5em") for i, line in enumerate(self.lines)]
        return element("text", spans, x=self.x, y=self.y, class_=class_)


LINE = 18
"""Letters to a line."""

HALF_LETTER = 0.33
"""Half the width of a letter, to its height."""

SIZE, PHONE_SIZE = 13, 24
"""Heights of labels in units of the drawing, as the style sheet has them; on a phone the drawing is smaller."""


def _labels(frame: Frame, glance: Glance) -> Iterator[Html]:
    """Names of countries and, on maps of a smaller region, of places; a name that would hide another is left out."""
    taken: list[_Text] = []
    on_phone: list[_Text] = []
    for text in [*_countries(frame, glance), *_places(frame, glance), *_around(frame, glance)]:
        if not text.fits(frame, SIZE) or any(text.meets(t, SIZE) for t in taken):
            continue
        taken.append(text)
        is_minor = not text.fits(frame, PHONE_SIZE) or any(text.meets(t, PHONE_SIZE) for t in on_phone)
        on_phone += [] if is_minor else [text]
        yield text.drawn(text.class_ + (" minor" if is_minor else ""))


def _countries(frame: Frame, glance: Glance) -> Iterator[_Text]:
    named = [code for code, _ in glance.totals.countries]
    for code in named[:24]:
        yield from _country(frame, code, "name")


def _around(frame: Frame, glance: Glance) -> Iterator[_Text]:
    """Countries without events, on maps of a region: for orientation."""
    if frame.east - frame.west < CONTINENT:
        named = {code for code, _ in glance.totals.countries}
        for code in codelists()["countries"].codes:
            if code not in named:
                yield from _country(frame, code, "around")


def _country(frame: Frame, code: str, class_: str) -> Iterator[_Text]:
    """The name of a country at the middle of its bounding box, where the codelist has one."""
    known = codelists()["countries"].codes.get(code)
    ends = [known.mappings.get(f"{e}_{a}") for a in ("longitude", "latitude") for e in ("min", "max")] if known else []
    if known and all(ends):
        west, east, south, north = (float(end or 0) for end in ends)
        x, y = frame.place((west + east) / 2, (south + north) / 2)
        yield _Text(_short(known.label), x, y, class_)


def _short(label: str) -> str:
    """A country's name as a map has it: "Iran", not "Iran, Islamic Republic of"."""
    return label.partition(",")[0].partition(" (")[0]


def _places(frame: Frame, glance: Glance) -> Iterator[_Text]:
    if frame.east - frame.west > CONTINENT:  # countries are enough
        return
    top = glance.atlas.spots[0].count
    for spot in glance.atlas.spots[:12]:
        x, y = frame.place(spot.longitude, spot.latitude)
        if spot.name and spot.kind == "point":
            yield _Text(shorten(spot.name, 2 * LINE), x, y - _radius(spot.count, top) - 6, "site")


def _locator(frame: Frame) -> Html | None:
    """Where on earth the map lies, in a corner, for maps of less than a continent."""
    if frame.east - frame.west > CONTINENT:
        return None
    whole = Frame(-170, 190, -56, 78, 190)
    x1, y1 = whole.place(frame.west, frame.north)
    x2, y2 = whole.place(frame.east, frame.south)
    parts = [
        element("rect", width=whole.width, height=whole.height, class_="sea"),
        element("path", d=outline(whole, detail=1.5), class_="land"),
        element("rect", x=x1 - 2, y=y1 - 2, width=max(x2 - x1, 1) + 4, height=max(y2 - y1, 1) + 4, class_="here"),
    ]
    size = {"width": whole.width, "height": whole.height}
    return element("svg", parts, x=frame.width - whole.width - 8, y=8.0, class_="locator", **size)
