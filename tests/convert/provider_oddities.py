"""Counts the oddities of files of TechForPalestine and of the Aid Worker Security Database as they were published.

Nothing but the json and csv modules is used. Run it on a file to see what `conflictdp validate` must say of the package
that is made of it:

    python tests/convert/provider_oddities.py casualties_daily.json

Each count belongs to one rule. A finding that is not here would be a fault of the conversion.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ged_oddities import INVISIBLE, MARKUP

Row = dict[str, Any]
Series = tuple[str, str]
"""Whose series it is, and the column."""

GAZA = {
    "mohtel": "Ministry of Health", "gmotel": "Government Media Office", "unocha": "OCHA", "missing": None,
}  # fmt: skip
NOT_PEOPLE = re.compile("massacres|aid_seeker|famine|settler|households|truce")
"""Columns that count no people, or groups that the standard has no category for."""


def cells(row: Row, voices: dict[str, str | None], before: str = "") -> list[tuple[str, str, int]]:
    """The figures of a day for which somebody speaks: who, the column, the number."""
    found = []
    for name, value in row.items():
        if isinstance(value, dict):
            found += cells(value, {"": "OCHA, verified"}, f"{before}{name}.")
        elif isinstance(value, int) and not NOT_PEOPLE.search(name) and name != "report_period":
            voice = voices.get("ext_" if name.startswith("ext_") else "")
            if voice is not None:
                found.append((voice, before + name, value))
    return found


def voices_of(row: Row) -> dict[str, str | None]:
    if "flash_source" in row:
        return {"": "United Nations" if row["flash_source"] == "un" else "TechForPalestine"}
    return {"": GAZA[row["report_source"]], "ext_": "TechForPalestine"}


def of_totals(rows: list[Row]) -> Counter[str]:
    """Running totals below one that the same voice had given for an earlier day."""
    found: Counter[str] = Counter()
    reached: dict[Series, int] = {}
    for row in sorted(rows, key=lambda r: str(r["report_date"])):
        for voice, column, value in cells(row, voices_of(row)):
            if column.endswith("_cum"):
                highest = reached.get((voice, column), 0)
                found["CAS020"] += value < highest
                reached[voice, column] = max(value, highest)
    return found


def of_periods(rows: list[Row]) -> Counter[str]:
    """Figures of a period that begins before an earlier one of the same voice is over; each ends with its report."""
    periods: dict[Series, list[tuple[date, date]]] = defaultdict(list)
    for row in rows:
        end = date.fromisoformat(row["report_date"])
        for voice, column, _ in cells(row, voices_of(row)):
            if not column.endswith("_cum"):
                days = max(1, row.get("report_period", 24) // 24) if column in ("killed", "injured") else 1
                periods[voice, column].append((end - timedelta(days - 1), end))
    overlaps = [
        any(other < start <= until for other, until in of_series)
        for of_series in periods.values()
        for start, _ in of_series
    ]
    return Counter({"CAS021": sum(overlaps)})


def of_numbers(rows: list[Row]) -> Counter[str]:
    """Numbers that look like a code for a missing one."""
    codes = {10**n - 1 for n in range(3, 10)}
    return Counter({"CAS009": sum(v in codes for row in rows for _, _, v in cells(row, voices_of(row)))})


def place(row: Row) -> tuple[str, ...]:
    return tuple(row[n] for n in ("City", "District", "Region", "Country", "Country Code", "Latitude", "Longitude"))


def is_point(row: Row) -> bool:
    return bool(row["Latitude"] and row["Longitude"]) and -90 <= float(row["Latitude"]) <= 90


def of_incidents(rows: list[Row]) -> Counter[str]:
    """Incidents of one day, place, kind and attacker; and that none of them names a source."""
    alike = Counter(
        (*(r[n].strip() for n in ("Year", "Month", "Day", "Means of attack", "Actor type", "Actor name")), *place(r))
        for r in rows
        if r["Day"]
    )
    return Counter({"EVT008": sum(n for n in alike.values() if n > 1), "CLM015": len(rows)})


def of_points(rows: list[Row]) -> Counter[str]:
    """Points, of which AWSD does not say what they stand for; and towns of five names or more at one of them."""
    places = {place(r) for r in rows if is_point(r)}
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for city, district, region, country, _, y, x in places:
        names[y, x].add((city or district or region or country).strip().lower())
    stacked = sum(len(names[p[-2], p[-1]]) >= 5 for p in places if p[0])
    return Counter({"LOC006": len(places), "LOC017": stacked})


def of_texts(rows: list[Row]) -> Counter[str]:
    texts = [r["Details"] for r in rows]
    return Counter(
        {"TXT004": sum(bool(INVISIBLE.search(t)) for t in texts), "TXT007": sum(bool(MARKUP.search(t)) for t in texts)}
    )


def oddities(path: Path) -> dict[str, int]:
    """How many findings of each rule the publisher's own data cause."""
    if path.suffix == ".json":
        counts = (of_totals, of_periods, of_numbers)
        rows = json.loads(path.read_text(encoding="utf-8"))
    else:
        counts = (of_incidents, of_points, of_texts)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    found: Counter[str] = Counter()
    for count in counts:
        found.update(count(rows))
    return {rule: n for rule, n in sorted(found.items()) if n}


if __name__ == "__main__":
    json.dump(oddities(Path(sys.argv[1])), sys.stdout, indent=2)
