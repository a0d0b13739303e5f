"""What a merged package says of itself, from what its datasets say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def merged_metadata(described: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    """The metadata of the merged package.

    Licences, contributors, sources and countries are those of all; the period spans all; each dataset is named as a
    source. What cannot be put together, such as a version or an image, is left out.

    Args:
        described: What each dataset says of itself, in order.
        name: The name of the folder that is made.
    """
    titles = [str(d.get("title") or d.get("name") or "a dataset") for d in described]
    definitions = dict.fromkeys(str(d["event_definition"]) for d in described if d.get("event_definition"))
    found = {
        "name": re.sub("[^a-z0-9._-]+", "-", name.lower()).strip("-._") or "merged",
        "title": _cut(" and ".join(dict.fromkeys(titles)), 500),
        "description": f"Merged from {len(described)} datasets: {'; '.join(titles)}.",
        "licenses": _all(described, "licenses"),
        "contributors": _all(described, "contributors"),
        "sources": _union([*_as_sources(described), *_all(described, "sources")]),
        "keywords": _all(described, "keywords"),
        "temporal": _period(described),
        "spatial": _area(described),
        "event_definition": " Or, by another of the datasets: ".join(definitions),
        "update_frequency": _frequency(described),
        "citation": " ".join(dict.fromkeys(str(d["citation"]) for d in described if d.get("citation"))),
    }
    created = [str(d["created"]) for d in described if d.get("created")]
    if len(created) == len(described):
        found["created"] = max(created)
    return {key: value for key, value in found.items() if value}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _union(items: Sequence[Any]) -> list[Any]:
    """The items without repetitions, in order; they may be objects."""
    found: list[Any] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def _all(described: Sequence[Mapping[str, Any]], key: str) -> list[Any]:
    return _union([item for d in described for item in d.get(key) or []])


def _as_sources(described: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    for dataset in described:
        source = {"title": str(dataset.get("title") or dataset.get("name") or "a dataset")}
        for key, given in (("path", "homepage"), ("version", "version")):
            if dataset.get(given):
                source[key] = str(dataset[given])
        yield source


def _period(described: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    periods = [d.get("temporal") or {} for d in described]
    bounds = {"start_date": min, "end_date": max}
    return {k: pick(p[k] for p in periods if k in p) for k, pick in bounds.items() if any(k in p for p in periods)}


def _area(described: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    areas = [d.get("spatial") or {} for d in described]
    countries = sorted({c for a in areas for c in a.get("countries") or []})
    texts = list(dict.fromkeys(str(a["description"]) for a in areas if a.get("description")))
    return {
        **({"countries": countries} if countries else {}),
        **({"description": " ".join(texts)} if texts else {}),
    }


def _frequency(described: Sequence[Mapping[str, Any]]) -> str:
    """How often it is updated: what all datasets say, or irregularly where they differ."""
    said = {str(d.get("update_frequency") or "unknown") for d in described}
    return said.pop() if len(said) == 1 else "irregular"
