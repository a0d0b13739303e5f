"""Counts the oddities of a UCDP GED file as the publisher wrote it, with nothing but the csv module.

Run it on a file to see what `conflictdp validate` must say of the package that is made of it:

    python tests/convert/ged_oddities.py GEDEvent_v26_0_1.csv

Each count belongs to one rule. A finding that is not here would be a fault of the conversion; docs/ucdp-ged.md explains
each of them. (CLM015 is not here: it depends on which names the conversion can read.)
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from math import cos, radians
from pathlib import Path

COUNTRIES = Path(__file__).resolve().parents[2] / "schema" / "1.0" / "codelists" / "countries.csv"
INVISIBLE = re.compile(
    "[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff]"
)
MARKUP = re.compile(
    "&(amp|lt|gt|quot|apos|nbsp|#[0-9]+|#x[0-9A-Fa-f]+);"
    "|</?(a|b|br|div|em|i|img|li|p|script|span|strong|td|tr|u)( [^>]*)?/?>"
)
ITEM = re.compile("(.*?),([0-9]{4}-[0-9]{2}-[0-9]{2}),(.*)", re.DOTALL)
RELID = re.compile("[A-Z]{2,3}-[0-9]{4}-[0-9A-Z.-]+")
Article = tuple[str, str, str]


def number(cell: str) -> int:
    return int(float(cell))


def day(cell: str) -> date:
    return date.fromisoformat(cell[:10])


def tidy(text: str) -> str:
    """One line, single spaces, composed, and no more than 500 characters."""
    line = " ".join(unicodedata.normalize("NFC", text).replace("\xa0", " ").split())
    return line if len(line) <= 500 else line[:499] + "…"


def folded(name: str) -> str:
    return name.replace(" ", "").replace("-", "").replace(".", "").lower()


def articles(row: dict[str, str]) -> list[Article]:
    """The articles that the event cites, each once: (office, day, headline); none where they are not a list."""
    cell = row["source_article"]
    if not (cell.startswith('"') and cell.endswith('"')):
        return []
    items = [ITEM.fullmatch(item) for item in cell[1:-1].split('";"')]
    if not all(items) or [i[2] for i in items if i] != row["source_date"].split(";"):
        return []
    return list(dict.fromkeys((tidy(i[1]), i[2], tidy(i[3])) for i in items if i))


def countries() -> dict[str, dict[str, str]]:
    with COUNTRIES.open(encoding="utf-8", newline="") as stream:
        return {r["gleditsch_ward"]: r for r in csv.DictReader(stream) if r["gleditsch_ward"]}


def of_figures(rows: list[dict[str, str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        low, best, high = number(row["low"]), number(row["best"]), number(row["high"])
        found["CAS001"] += not low <= best <= high
        found["CAS008"] += low > 0 and high > 10 * low
        found["CAS010"] += best > 1000 and number(row["event_clarity"]) == 1
    return found


def of_dates(rows: list[dict[str, str]]) -> Counter[str]:
    """Articles older than the event that they report, by two days or more, or by one; and ten years younger."""
    found: Counter[str] = Counter()
    for row in rows:
        start, end = day(row["date_start"]), day(row["date_end"])
        for _, published, _ in articles(row):
            early = (start - day(published)).days
            found["SRC001"] += early > 1
            found["SRC002"] += early == 1
            found["SRC004"] += (day(published) - end).days > 3653
    return found


def of_articles(rows: list[dict[str, str]]) -> Counter[str]:
    distinct = {article for row in rows for article in articles(row)}
    same = Counter((h.lower(), d, o.lower()) for o, d, h in distinct)
    offices = defaultdict(set)
    for o, d, h in distinct:
        offices[h.lower(), d].add(o.lower())
    spellings = Counter(o for o, _, _ in distinct)
    spellings["Uppsala Conflict Data Program"] += 1
    found: Counter[str] = Counter()
    for office, published, headline in distinct:
        found["SRC009"] += same[headline.lower(), published, office.lower()] > 1
        found["SRC010"] += len(headline) >= 25 and len(offices[headline.lower(), published]) > 1
        others = [o for o in spellings if o != office and folded(o) == folded(office)]
        found["SRC011"] += any((-spellings[o], o) < (-spellings[office], office) for o in others)
        for text in (office, headline):
            found["TXT002"] += text == "."
            found["TXT004"] += INVISIBLE.search(text) is not None
            found["TXT007"] += MARKUP.search(text) is not None
    return found


def of_places(rows: list[dict[str, str]]) -> Counter[str]:
    """Points more than a degree (and the 25 km of a place that is only near) outside the bounds of their country."""
    known = countries()
    names = ("where_coordinates", "adm_1", "adm_2", "country", "country_id", "region", "geom_wkt", "priogrid_gid")
    seen = {}
    for row in rows:
        place = (*(row[n] for n in names), float(row["latitude"]), float(row["longitude"]), number(row["where_prec"]))
        seen[place] = (
            float(row["latitude"]),
            float(row["longitude"]),
            number(row["where_prec"]),
            str(number(row["country_id"])),
        )
    found: Counter[str] = Counter()
    for y, x, precision, state in seen.values():
        box = known.get(state)
        if box is None or precision == 7 or not box["min_latitude"]:
            continue
        margin = 1 + (25000 / 111000 if precision == 2 else 0)
        wide = margin / cos(radians(y))
        inside = float(box["min_latitude"]) - margin <= y <= float(box["max_latitude"]) + margin
        if box["min_longitude"]:
            inside &= float(box["min_longitude"]) - wide <= x <= float(box["max_longitude"]) + wide
        found["LOC004"] += not inside
    return found


def of_actors(rows: list[dict[str, str]]) -> Counter[str]:
    known = countries()
    names, states = {}, {}
    for row in rows:
        for side in "ab":
            actor = number(row[f"side_{side}_new_id"])
            names[actor] = row[f"side_{side}"]
            if row[f"gwno{side}"]:
                states[actor] = str(number(row[f"gwno{side}"]))
    shared = Counter(folded(name) for name in names.values())
    return Counter(
        {
            "PAR008": sum(shared[folded(name)] > 1 for name in names.values()),
            "PAR014": sum(state not in known for state in states.values()),
        }
    )


def of_names(rows: list[dict[str, str]]) -> Counter[str]:
    """Internal names of events that are none."""
    names = [row.get("relid") for row in rows]
    return Counter({"PAR016": sum(bool(name) and not RELID.fullmatch(name) for name in names)})


def of_duplicates(rows: list[dict[str, str]]) -> Counter[str]:
    """Events of one type, time, place and pair of sides: one event twice, or two that GED does not tell apart."""
    place = (
        "where_coordinates",
        "adm_1",
        "adm_2",
        "country_id",
        "latitude",
        "longitude",
        "geom_wkt",
        "priogrid_gid",
        "where_prec",
    )
    keys = [
        (
            number(row["type_of_violence"]) == 3,
            day(row["date_start"]),
            day(row["date_end"]),
            frozenset((number(row["side_a_new_id"]), number(row["side_b_new_id"]))),
            *(row[n] for n in place),
        )
        for row in rows
        if (day(row["date_end"]) - day(row["date_start"])).days <= 6
    ]
    alike = Counter(keys)
    return Counter({"EVT008": sum(alike[k] > 1 for k in keys)})


def located(feature: dict[str, dict[str, object]]) -> dict[str, str]:
    """The columns of CSV that an event of GeoJSON lacks, and its own."""
    x, y = feature["geometry"]["coordinates"]
    own = {k: "" if v is None else str(v) for k, v in feature["properties"].items()}
    return {"longitude": str(x), "latitude": str(y), "geom_wkt": ""} | own


def events(path: Path) -> list[dict[str, str]]:
    """The events of a file, CSV or GeoJSON, every cell as text; a row of HXL tags is none."""
    if path.suffix == ".geojson":
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return [located(f) for f in features]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [r for r in csv.DictReader(stream) if r["id"]]


def oddities(path: Path) -> dict[str, int]:
    """How many findings of each rule the publisher's own data cause."""
    rows = events(path)
    found: Counter[str] = Counter()
    for count in (of_figures, of_dates, of_articles, of_places, of_actors, of_names, of_duplicates):
        found.update(count(rows))
    return {rule: n for rule, n in sorted(found.items()) if n}


if __name__ == "__main__":
    json.dump(oddities(Path(sys.argv[1])), sys.stdout, indent=2)
