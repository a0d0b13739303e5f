"""What a dataset says of itself, and where and when its records can lie by it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from conflictdp.strategies.setting import Setting
from conflictdp.strategies.values import ALPHANUMERIC, LOWER, codes, days, known_codes, pick, short_texts, texts, urls

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

TEN_YEARS = timedelta(days=3650)
"""Sources that appear later than this after an event are remarked on (rule SRC004)."""


@st.composite
def datasets(draw: DrawFn) -> dict[str, Any]:
    """What a dataset says of itself, as in a document's `package`."""
    first = draw(days(date(1946, 1, 1), date(2090, 1, 1)))
    last = first + timedelta(days=draw(st.integers(0, 400) | st.integers(0, TEN_YEARS.days)))
    required = {
        "name": draw(st.text(LOWER, min_size=1, max_size=8)),
        "licenses": [{"name": pick(draw, ["CC0-1.0", "CC-BY-4.0", "ODbL-1.0"])}],
        "contributors": [{"title": draw(short_texts())}],
        "temporal": {"start_date": str(first)} | ({"end_date": str(last)} if draw(st.booleans()) else {}),
        "spatial": _area(draw),
        "event_definition": draw(texts()),
        "update_frequency": pick(draw, known_codes("update_frequencies")),
        "created": f"{last}T{pick(draw, ['00:00:00Z', '23:59:59.5Z', '12:00:00+05:30'])}",
    }
    return required | {k: draw(strategy) for k, strategy in _further().items() if draw(st.booleans())}


def _area(draw: DrawFn) -> dict[str, Any]:
    countries = st.lists(codes("countries"), min_size=1, max_size=3, unique=True)
    if draw(st.booleans()):
        return {"countries": draw(countries)}
    return {"description": draw(texts())} | ({"countries": draw(countries)} if draw(st.booleans()) else {})


def _further() -> dict[str, SearchStrategy[Any]]:
    """The properties that a dataset need not have."""
    source = st.fixed_dictionaries({"title": short_texts()}, optional={"path": urls(), "version": short_texts(8)})
    return {
        "id": st.text(ALPHANUMERIC, min_size=1, max_size=6).map("https://doi.org/10.5555/{}".format),
        "title": short_texts(),
        "description": texts(),
        "homepage": urls(),
        "version": short_texts(8),
        "keywords": st.lists(short_texts(8), min_size=1, max_size=2),
        "image": st.just("cover.png"),
        "sources": st.lists(source, min_size=1, max_size=2),
        "update_note": texts(),
        "citation": texts(),
    }


def setting_of(metadata: dict[str, Any]) -> Setting | None:
    """Where and when records can lie by what the dataset says; None when the days covered lie after its making."""
    covered = metadata["temporal"]
    start = date.fromisoformat(covered["start_date"])
    end = date.fromisoformat(covered["end_date"]) if "end_date" in covered else None
    made = date.fromisoformat(metadata["created"][:10]) if "created" in metadata else end or start + TEN_YEARS
    last = min(made, end or made)
    first = max(start, last - TEN_YEARS)
    countries = tuple(metadata["spatial"].get("countries", ()))
    return Setting(first, last, min(made, first + TEN_YEARS), made, countries) if first <= last else None
