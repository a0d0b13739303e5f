"""What a hostile case is, and the small valid dataset that most cases are made from.

Every case is made by code, in a folder of its own; nothing of it lies in the repository. What must come of it is one
text: the exit code, then every finding as `RULE file:line place`, then what is named as not checked; or the message.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Build = Callable[[Path], Path]
"""Makes the input in an empty folder; gives the path that is then validated."""

D = "datapackage.json"
PROFILE = "https://w3id.org/conflictdp/1.0/profile.schema.json"
DOCUMENT = "https://w3id.org/conflictdp/1.0/package.schema.json"
ABOUT: dict[str, Any] = {
    "name": "blue-ford",
    "title": "Clash at the Blue Ford, an invented dataset",
    "version": "1.0.0",
    "created": "2031-07-02T00:00:00Z",
    "licenses": [{"name": "CC0-1.0"}],
    "contributors": [{"title": "Example Recorders"}],
    "temporal": {"start_date": "2031-01-01", "end_date": "2031-12-31"},
    "spatial": {"countries": ["BRA"]},
    "event_definition": "Incidents of armed violence between organised parties.",
    "update_frequency": "never",
}
RECORDS: dict[str, dict[str, Any]] = {
    "sources": {
        "source_id": "s1",
        "title": "Fighting at the Blue Ford",
        "source_type": "news_report",
        "publisher": "Example Courier",
        "published_date": "2031-05-05",
    },
    "locations": {
        "location_id": "l1",
        "name": "Blue Ford",
        "location_type": "settlement",
        "country": "BRA",
        "latitude": -10.25,
        "longitude": -55.5,
        "uncertainty_m": 3000,
        "precision": "settlement",
        "point_meaning": "settlement_centroid",
    },
    "events": {
        "event_id": "e1",
        "event_type": "armed_clash",
        "title": "Clash at the Blue Ford",
        "start_date": "2031-05-03",
        "end_date": "2031-05-03",
        "date_precision": "day",
        "date_meaning": "within",
        "location_id": "l1",
    },
}
LINKS = b"claim_id,related_claim_id,relation\n"
"""The header of a small table that stands alone."""


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile input.

    Attributes:
        name: What is attacked, and how.
        build: Makes it.
        outcome: What must come of it, see above.
    """

    name: str
    build: Build
    outcome: str


def cases(family: str, table: Mapping[str, tuple[Any, str]], build: Callable[[Any], Build]) -> list[Case]:
    """The cases of a table: by name, what is passed to `build`, and what must come of it."""
    return [Case(f"{family} {name}", build(value), outcome) for name, (value, outcome) in table.items()]


def csv_of(table: str) -> bytes:
    """The one record of the base as a CSV file."""
    record = RECORDS[table]
    return (",".join(record) + "\n" + ",".join(map(str, record.values())) + "\n").encode()


def descriptor() -> dict[str, Any]:
    """The descriptor of the base."""
    resources = [{"name": name, "path": f"{name}.csv"} for name in RECORDS]
    return {"$schema": PROFILE, **ABOUT, "resources": resources}


def files() -> dict[str, bytes]:
    """The files of the base by their paths."""
    return {D: json.dumps(descriptor()).encode(), **{f"{t}.csv": csv_of(t) for t in RECORDS}}


def package(folder: Path, changed: dict[str, bytes | None] | None = None) -> Path:
    """Writes the base with some files changed, added, or (None) left out."""
    root = folder / "package"
    for path, data in (files() | (changed or {})).items():
        if data is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
    return root


def described(change: Callable[[dict[str, Any]], object], **more: bytes) -> Build:
    """The base with a change of its descriptor, and more files (`__` stands for a dot)."""

    def build(folder: Path) -> Path:
        value = descriptor()
        change(value)
        added = {k.replace("__", "."): v for k, v in more.items()}
        return package(folder, {D: json.dumps(value).encode(), **added})

    return build


def at(path: object) -> Build:
    """The base whose events are said to lie at another path."""
    return described(lambda d: d["resources"][2].update(path=path))


def file(name: str, data: bytes | Callable[[], bytes]) -> Build:
    """A file by itself."""

    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data if isinstance(data, bytes) else data())
        return path

    return build


def replaced(name: str, data: bytes | Callable[[], bytes] | None) -> Build:
    """The base with one file replaced, or without it."""
    return lambda folder: package(folder, {name: data() if callable(data) else data})


def links(data: bytes | Callable[[], bytes]) -> Build:
    """A lone table of links between claims."""
    return file("claim_links.csv", data)


def pairs(number: int) -> Build:
    """The base with one claim, its link to itself and its casualties, each so many times."""
    source, event = RECORDS["sources"]["source_id"], RECORDS["events"]["event_id"]
    tables = {
        "claims": "claim_id,event_id,source_id,stance,claim_kind,method\n"
        + f"c,{event},{source},asserts,assessment,min_max_of_claims\n" * number,
        "claim_links": "claim_id,related_claim_id,relation\n" + "c,c,uses\n" * number,
        "casualties": "event_id,claim_id,outcome,count_kind,best\n" + f"{event},c,killed,exact,5\n" * number,
    }
    return described(
        lambda d: d["resources"].extend({"name": name, "path": f"{name}.csv"} for name in tables),
        **{f"{name}__csv": text.encode() for name, text in tables.items()},
    )


def document(**changed: Any) -> bytes:
    """The base as a document, some keys changed."""
    value = {"$schema": DOCUMENT, "package": ABOUT, **{t: [r] for t, r in RECORDS.items()}}
    return json.dumps(value | changed, ensure_ascii=False).encode("utf-8", "surrogatepass")


def lines(*more: bytes) -> bytes:
    """The base as JSON Lines, with more lines between its first and its last."""
    kinds = {"sources": "source", "locations": "location", "events": "event"}
    about = {"record": "package", "$schema": "https://w3id.org/conflictdp/1.0/record.schema.json", **ABOUT}
    known = [json.dumps(about).encode()] + [json.dumps({"record": kinds[t], **r}).encode() for t, r in RECORDS.items()]
    return b"\n".join([*known[:2], *more, *known[2:]]) + b"\n"
