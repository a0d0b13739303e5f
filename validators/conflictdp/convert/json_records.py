"""Records of a JSON, GeoJSON or JSON Lines file as the rows of a CSV file, numbers to the letter."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from conflictdp.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

FORMS = {".json": "JSON", ".geojson": "GeoJSON", ".jsonl": "JSON Lines", ".ndjson": "JSON Lines"}


def write_records(path: Path, staged: Path) -> tuple[str, list[str]]:
    """Writes the records as CSV.

    Nested objects become columns with a dot (`verified.killed`), lists of plain values cells parted by semicolons,
    lists of objects JSON text, and a GeoJSON point the columns `latitude` and `longitude`.

    Returns:
        What kind of file it is, and the names of the columns in the order of their first use.

    Raises:
        InputError: When it is not JSON, or holds no list of records.
    """
    form, records = _records(path)
    names: dict[str, None] = {}
    for record in records:
        names |= dict.fromkeys(record)
    with staged.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    return form, list(names)


def _records(path: Path) -> tuple[str, list[dict[str, str]]]:
    form = FORMS[path.suffix.lower()]
    try:
        text = path.read_text(encoding="utf-8-sig")
        lines = text.splitlines() if form == "JSON Lines" else [text]
        values = [json.loads(t, parse_float=_Literal, parse_int=_Literal) for t in lines if t.strip()]
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name} cannot be read as {form}: {error}") from error
    found = values if form == "JSON Lines" else _list_in(values[0] if values else None)
    if not found or not all(isinstance(r, dict) for r in found):
        raise InputError(f"{path.name} holds no list of records")
    is_geo = all(r.get("type") == "Feature" for r in found)
    return "GeoJSON" if is_geo else form, [_feature(r) if is_geo else _flat(r) for r in found]


class _Literal(str):
    """A number as it is written; `json` would make 1.10 of it 1.1."""

    __slots__ = ()


def _list_in(value: Any) -> list[Any]:
    """A list of records, or the only one that an object holds: `data`, `features`, ..."""
    if isinstance(value, list):
        return value
    lists = [v for v in value.values() if isinstance(v, list) and v] if isinstance(value, dict) else []
    records = [v for v in lists if all(isinstance(r, dict) for r in v)]
    return records[0] if len(records) == 1 else []


def _feature(feature: dict[str, Any]) -> dict[str, str]:
    geometry = feature.get("geometry") or {}
    point = geometry.get("coordinates") if geometry.get("type") == "Point" else None
    placed = {"longitude": str(point[0]), "latitude": str(point[1])} if point else {}
    return placed | _flat(feature.get("properties") or {})


def _flat(record: dict[str, Any], before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{key}.")
        else:
            flat[before + key] = _cell(value)
    return flat


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        is_plain = all(isinstance(v, (str, bool)) or v is None for v in value)
        return ";".join(map(_cell, value)) if is_plain else json.dumps(value, ensure_ascii=False)
    return str(value)
