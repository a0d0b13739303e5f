"""How a dataset lies in a workbook: the names of its sheets, and what the sheet `dataset` holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.spec.tables import LIST_DELIMITER

if TYPE_CHECKING:
    from collections.abc import Mapping

ABOUT = "read me"
DATASET = "dataset"
CODES = "codes"
SHEETS_ASIDE = (ABOUT, CODES)
"""Sheets that hold no records."""

EXAMPLE = "e.g. "
"""How the first cell of an example row begins; such a row is no record."""

DATASET_ROWS = (
    ("name", "A short name in lower-case letters, digits and - . _", "ostra-2031"),
    ("title", "What people call it.", "Attacks in Ostra, 2031"),
    ("description", "What it holds, how it was made, and what to beware of.", "What two newspapers report."),
    ("version", "Version of the dataset.", "1.0.0"),
    ("created", "When this version was made, with the time.", "2031-04-20T00:00:00Z"),
    ("licence", "SPDX name of the licence, such as CC-BY-4.0.", "CC-BY-4.0"),
    ("contributors", f"Who made it; several are separated by {LIST_DELIMITER}", "A Recorder"),
    ("start_date", "The first day that it covers.", "2031-04-01"),
    ("end_date", "The last day that it covers.", "2031-04-30"),
    ("countries", f"ISO 3166 codes of three letters; several are separated by {LIST_DELIMITER}", ""),
    ("area", "What area it covers, in words.", "The district of Ostra."),
    ("event_definition", "What counts as an event.", "Attacks with at least one reported casualty."),
    ("update_frequency", "How often it is updated.", "never"),
    ("citation", "How it is to be cited.", ""),
)
"""What a dataset says of itself: property, what to write, example. Rows of the sheet `dataset`."""

_PLAIN = ("name", "title", "description", "version", "created", "event_definition", "update_frequency", "citation")


def described(pairs: Mapping[str, str]) -> dict[str, Any]:
    """The metadata of a dataset, from the rows of its sheet; a property that it does not know is left aside."""
    found: dict[str, Any] = {name: pairs[name] for name in _PLAIN if name in pairs}
    if "licence" in pairs:
        found["licenses"] = [{"name": name} for name in _items(pairs["licence"])]
    if "contributors" in pairs:
        found["contributors"] = [{"title": title} for title in _items(pairs["contributors"])]
    if period := {key: pairs[key] for key in ("start_date", "end_date") if key in pairs}:
        found["temporal"] = period
    area: dict[str, Any] = {}
    if "countries" in pairs:
        area["countries"] = _items(pairs["countries"])
    if "area" in pairs:
        area["description"] = pairs["area"]
    return found | ({"spatial": area} if area else {})


def as_rows(metadata: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The rows of the sheet for a dataset, and the properties that it has no room for.

    A licence keeps its name and a contributor the title; what else they say is told as left out.
    """
    pairs = {name: str(metadata[name]) for name in _PLAIN if name in metadata}
    pairs["licence"] = _joined(item.get("name") for item in metadata.get("licenses") or [])
    pairs["contributors"] = _joined(item.get("title") for item in metadata.get("contributors") or [])
    pairs |= {k: str(v) for k, v in (metadata.get("temporal") or {}).items()}
    area = metadata.get("spatial") or {}
    pairs["countries"] = _joined(area.get("countries") or [])
    pairs["area"] = str(area.get("description") or "")
    pairs = {k: v for k, v in pairs.items() if v}
    back = described(pairs)
    return pairs, [name for name, value in metadata.items() if back.get(name) != value]


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(LIST_DELIMITER) if item.strip()]


def _joined(items: Any) -> str:
    return LIST_DELIMITER.join(str(item) for item in items if item)


def letter(number: int) -> str:
    """The name of a column of a sheet: A for 0, AA for 26."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
