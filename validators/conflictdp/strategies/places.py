"""Places: points inside their country, how exactly they are known, and where they lie from each other."""

from __future__ import annotations

from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from conflictdp.spec.codelists import codelists
from conflictdp.strategies.demands import limits, named
from conflictdp.strategies.values import codes, decimal, decimals, known_codes, pick, short_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn

    from conflictdp.strategies.setting import Cells

UNITS = 10_000
"""Points are drawn in ten-thousandths of a degree, some eleven metres."""

RADIUS_M = 6_371_000

DIVISIONS = {"country": 0, "admin1": 1, "admin2": 2}
"""How many divisions a precision leaves room for; three where it is not named (rule LOC011)."""

STAND_INS = {
    "site": ("settlement_centroid", "admin_centroid", "admin_capital_proxy"),
    "block": ("admin_centroid", "admin_capital_proxy"),
    "settlement": ("admin_capital_proxy",),
}
"""Meanings of a point that promise less than the precision (rule LOC010)."""


@cache
def box(country: str | None) -> tuple[int, int, int, int]:
    """South, north, west and east of a country in ten-thousandths of a degree; the whole world without one."""
    codes = codelists()["countries"].codes
    known = codes[country].mappings if country in codes else {}
    whole_world = {"min_latitude": -90, "max_latitude": 90, "min_longitude": -180, "max_longitude": 180}
    edges = [round(float(known.get(name) or most) * UNITS) for name, most in whole_world.items()]
    return edges[0], edges[1], edges[2], edges[3]


def point(draw: DrawFn, country: str | None) -> tuple[int, int]:
    """A point inside a country that is not a whole degree both ways (rules LOC002 and LOC016)."""
    south, north, west, east = box(country)
    latitude, longitude = draw(st.integers(south, north)), draw(st.integers(west, east))
    if latitude % UNITS == longitude % UNITS == 0:
        longitude += -1 if longitude > 0 else 1
    return latitude, longitude


def _fits(precision: str | None, meaning: str | None, *, has_point: bool) -> bool:
    """Whether a point, or its absence, can have this precision and this meaning."""
    if meaning == "observed_site" and precision in named("LOC009", "precision"):
        return False
    if has_point and (meaning == "withheld" or (precision == "withheld" and meaning != "generalised")):
        return False
    return meaning not in STAND_INS.get(precision or "", ())


def _uncertainty(draw: DrawFn, precision: str | None) -> str:
    low = 100 if precision in named("LOC008", "precision") else 1
    return draw(decimals(low, limits("LOC007", "uncertainty_m").get(precision or "", 500_000), places=1))


def _divisions(draw: DrawFn, precision: str | None) -> Cells:
    """Names of divisions, each inside the one before, no finer than the precision."""
    depth = draw(st.integers(0, DIVISIONS.get(precision or "", 3)))
    return {f"admin{n}": draw(short_texts(12)) if n <= depth else None for n in (1, 2, 3)}


def place_cells(draw: DrawFn, country: str | None) -> Cells:
    """The cells of a location that say where it is and how exactly that is known."""
    has_point = draw(st.booleans())
    precision = draw(st.none() | codes("location_precisions"))
    meanings = [m for m in known_codes("point_meanings") if _fits(precision, m, has_point=has_point)]
    meaning = pick(draw, meanings) if has_point else draw(st.none() | st.sampled_from(meanings))
    must = has_point and precision is None
    uncertainty = _uncertainty(draw, precision) if must or draw(st.booleans()) else None
    latitude, longitude = point(draw, country) if has_point else (None, None)
    word = short_texts(16)
    return {
        "country": country,
        **_divisions(draw, precision),
        "latitude": None if latitude is None else decimal(latitude),
        "longitude": None if longitude is None else decimal(longitude),
        "uncertainty_m": uncertainty,
        "precision": precision,
        "point_meaning": meaning,
        **({"information_withheld": draw(word)} if "withheld" in (precision, meaning) else {}),
        **({"data_generalizations": draw(word)} if meaning == "generalised" else {}),
    }


def relative_cells(draw: DrawFn, here: Mapping[str, str | None], there: Mapping[str, str | None]) -> Cells:
    """How far and in which direction a place lies from another; what their points say where both have them."""
    measured = _offset(here, there)
    directions = known_codes("directions")
    if measured is None:
        distance = draw(st.none() | decimals(1, 100_000, places=1))
        return {"distance_m": distance, "direction": draw(st.none() | st.sampled_from(directions))}
    north, east, metres = measured
    possible = [d for d in directions if _points_to(d, north, east)]
    return {
        "distance_m": str(round(metres)) if draw(st.booleans()) else None,
        "direction": draw(st.none() | st.sampled_from(possible)),
    }


def _offset(here: Mapping[str, str | None], there: Mapping[str, str | None]) -> tuple[float, float, float] | None:
    """How far north and east in degrees, and how many metres away; None when a point is missing."""
    found = [p.get(k) for p in (here, there) for k in ("latitude", "longitude")]
    if None in found:
        return None
    lat1, lon1, lat2, lon2 = (radians(float(text or 0)) for text in found)
    chord = sin((lat1 - lat2) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon1 - lon2) / 2) ** 2
    return lat1 - lat2, lon1 - lon2, 2 * RADIUS_M * asin(min(1, sqrt(chord)))


def _points_to(direction: str, north: float, east: float) -> bool:
    """Whether a direction does not turn its back on an offset."""
    behind = {"north": north < 0, "south": north > 0, "east": east < 0, "west": east > 0}
    return not any(behind[word] for word in direction.split("_"))
