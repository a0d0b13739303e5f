"""The outline of land, cut to a map: coasts only, because where borders run is what conflicts are about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from conflictdp.reporters.html.elements import number

if TYPE_CHECKING:
    from collections.abc import Callable

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that a map shows, in degrees, and its width in units of the drawing.

    An equirectangular projection, true to scale along its middle parallel.
    """

    west: float
    east: float
    south: float
    north: float
    width: float

    @property
    def scale(self) -> float:
        """Units to a degree of longitude."""
        return self.width / (self.east - self.west)

    @property
    def stretch(self) -> float:
        """How much longer a degree of latitude is drawn than one of longitude."""
        return 1 / max(cos(radians((self.south + self.north) / 2)), 0.2)

    @property
    def height(self) -> float:
        """Height in units of the drawing."""
        return (self.north - self.south) * self.scale * self.stretch

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a point is drawn."""
        return (longitude - self.west) * self.scale, (self.north - latitude) * self.scale * self.stretch

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies within."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@cache
def _rings() -> tuple[tuple[Point, ...], ...]:
    """The rings of the outline, in degrees; `land.json` says where it comes from."""
    stored = orjson.loads(Path(__file__).with_name("land.json").read_bytes())
    return tuple(_ring(steps) for steps in stored["rings"])


def _ring(steps: list[int]) -> tuple[Point, ...]:
    x = y = 0
    points = []
    for i in range(0, len(steps), 2):
        x, y = x + steps[i], y + steps[i + 1]
        points.append((x / 100, y / 100))
    return tuple(points)


def outline(frame: Frame, *, detail: float) -> str:
    """The land within a frame as the path of an SVG.

    Args:
        frame: What the map shows.
        detail: Steps shorter than this, in units of the drawing, are left out.
    """
    pieces = []
    for ring in _rings():
        cut = _cut(ring, frame)
        points = _thinned([frame.place(*p) for p in cut], detail)
        if len(points) > 2:  # noqa: PLR2004 - less is no area
            pieces.append(_path(points))
    return "".join(pieces)


def _cut(ring: tuple[Point, ...], frame: Frame) -> list[Point]:
    """The ring within the frame and a little beyond, so that its cut edges are not seen (Sutherland and Hodgman)."""
    slack = (frame.east - frame.west) * 0.01
    sides: tuple[tuple[int, float, int], ...] = (
        (0, frame.west - slack, 1),
        (0, frame.east + slack, -1),
        (1, frame.south - slack, 1),
        (1, frame.north + slack, -1),
    )
    points = list(ring)
    for axis, limit, sign in sides:
        values = [p[axis] * sign for p in points]
        if not values or max(values) < limit * sign:
            return []
        if min(values) < limit * sign:
            points = _side(points, _keeps(axis, limit, sign), axis, limit)
    return points


def _keeps(axis: int, limit: float, sign: int) -> Callable[[Point], bool]:
    return lambda p: (p[axis] - limit) * sign >= 0


def _side(points: list[Point], keeps: Callable[[Point], bool], axis: int, limit: float) -> list[Point]:
    kept: list[Point] = []
    for a, b in pairwise([*points, points[0]]):
        if keeps(a):
            kept.append(a)
        if keeps(a) != keeps(b):
            part = (limit - a[axis]) / (b[axis] - a[axis])
            kept.append((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part))
    return kept


def _thinned(points: list[Point], detail: float) -> list[Point]:
    kept = points[:1]
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= detail:
            kept.append((x, y))
    return kept


def _path(points: list[Point]) -> str:
    """A closed path of relative steps, to a tenth of a unit, without drift."""
    x, y = round(points[0][0], 1), round(points[0][1], 1)
    steps = []
    for px, py in points[1:]:
        dx, dy = round(px - x, 1), round(py - y, 1)
        steps.append(f"{number(dx)},{number(dy)}")
        x, y = x + dx, y + dy
    return f"M{number(points[0][0])},{number(points[0][1])}l{' '.join(steps)}z"
