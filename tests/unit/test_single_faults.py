"""Single faults planted in copies of the article's package and document: each gives its finding alone, in its place."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import conflictdp
from conflictdp.cli import main
from conflictdp.spec.table_schemas import field
from conflictdp.spec.tables import tables

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "khasham-2018"
UNDATED = "EVT001"
"""The article does not date every event; these findings are there before any fault is planted."""

Edit = Callable[[Path], None]
D = "datapackage.json"


def resource(name: str) -> int:
    """The position of a table among the resources."""
    names = [r["name"] for r in json.loads((EXAMPLE / D).read_text(encoding="utf-8"))["resources"]]
    return names.index(name)


def text(file: str, old: str, new: str) -> Edit:
    """Replaces one occurrence of a text in a file."""

    def edit(folder: Path) -> None:
        whole = (folder / file).read_text(encoding="utf-8")
        assert whole.count(old) >= 1, f"{old!r} does not stand in {file}"
        (folder / file).write_text(whole.replace(old, new, 1), encoding="utf-8", newline="")

    return edit


def data(file: str, change: Callable[[bytes], bytes]) -> Edit:
    """Changes the bytes of a file."""
    return lambda folder: void((folder / file).write_bytes(change((folder / file).read_bytes())))


def void(_: object) -> None:
    """Nothing."""


def cell(table: str, row: int, column: str, value: str) -> Edit:
    """Sets one cell; the first record is row 1."""

    def edit(folder: Path) -> None:
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        rows[row][rows[0].index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)

    return edit


def column(table: str, name: str, values: dict[int, str]) -> Edit:
    """Adds a column of the standard to a table and to its Table Schema."""

    def edit(folder: Path) -> None:
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerows([*row, name if i == 0 else values.get(i, "")] for i, row in enumerate(rows))
        described = json.loads((folder / D).read_text(encoding="utf-8"))
        described["resources"][resource(table)]["schema"]["fields"].append(field(tables()[table].columns[name]))
        (folder / D).write_text(json.dumps(described), encoding="utf-8")

    return edit


def appended(table: str, like: int, **cells: str) -> Edit:
    """Adds a record: a copy of record `like` with some cells changed."""

    def edit(folder: Path) -> None:
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        new = dict(zip(rows[0], rows[like], strict=True)) | cells
        with path.open("a", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerow([new[c] for c in rows[0]])

    return edit


def node(file: str, *path: str | int, value: Any = None, delete: bool = False) -> Edit:
    """Sets or deletes a value inside a JSON file."""

    def edit(folder: Path) -> None:
        whole = json.loads((folder / file).read_text(encoding="utf-8"))
        inner = whole
        for step in path[:-1]:
            inner = inner[step]
        if delete:
            del inner[path[-1]]
        else:
            inner[path[-1]] = value
        (folder / file).write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    return edit


def both(*edits: Edit) -> Edit:
    """One edit after the other, where a fault needs two."""

    def edit(folder: Path) -> None:
        for one in edits:
            one(folder)

    return edit


@dataclass(frozen=True)
class Fault:
    """A fault to plant, and the one finding that it must give; places that are None must be None."""

    name: str
    edit: Edit
    rule: str
    file: str | None = None
    table: str | None = None
    row: int | None = None
    column: str | None = None
    pointer: str | None = None
    line: int | None = None
    hint: str | None = None


def at(table: str, key: str) -> int:
    """The row of the record with that id."""
    with (EXAMPLE / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return next(i for i, r in enumerate(csv.DictReader(stream), start=1) if next(iter(r.values())) == key)


def count(table: str) -> int:
    """How many records a table has."""
    with (EXAMPLE / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.DictReader(stream))


BREACHES = resource("breaches")
CLASH = at("events", "clash-near-khusham")
CASUALTY = {"table": "casualties", "file": "casualties.csv"}
KILLED = 3  # the commander's seven dead

TABLES = [
    # the descriptor
    Fault("not JSON", text(D, '"name": "khasham-2018",', '"name": "khasham-2018"'), "PKG002", D, line=4),
    Fault("no licence", node(D, "licenses", delete=True), "PKG003", D, pointer=""),
    Fault("no event definition", node(D, "event_definition", delete=True), "PKG003", D, pointer=""),
    Fault("a name with a space", node(D, "name", value="Khasham 2018"), "PKG004", D, pointer="/name"),
    Fault(
        "an unknown frequency",
        node(D, "update_frequency", value="now and then"),
        "PKG004",
        D,
        pointer="/update_frequency",
    ),
    Fault("no standard", node(D, "$schema", delete=True), "PKG005", D, pointer=""),
    Fault("another standard", node(D, "$schema", value="https://example.org/p.json"), "PKG005", D, pointer="/$schema"),
    Fault(
        "a path upwards",
        node(D, "resources", BREACHES, "path", value="../breaches.csv"),
        "PKG006",
        D,
        "breaches",
        pointer=f"/resources/{BREACHES}",
    ),
    Fault(
        "a file that is not there",
        node(D, "resources", BREACHES, "path", value="breach.csv"),
        "PKG007",
        D,
        "breaches",
        pointer=f"/resources/{BREACHES}",
    ),
    Fault(
        "a semicolon dialect",
        node(D, "resources", BREACHES, "dialect", value={"delimiter": ";"}),
        "PKG010",
        D,
        "breaches",
        pointer=f"/resources/{BREACHES}",
    ),
    Fault(
        "an altered Table Schema",
        node(D, "resources", BREACHES, "schema", "fields", 0, "type", value="integer"),
        "PKG011",
        D,
        "breaches",
        pointer=f"/resources/{BREACHES}",
    ),
    Fault(
        "a wrong size", node(D, "resources", BREACHES, "bytes", value=3), "PKG012", D, pointer=f"/resources/{BREACHES}"
    ),
    # files and headers
    Fault("an empty file", data("breaches.csv", lambda _: b""), "TAB001", "breaches.csv", "breaches", line=1),
    Fault(
        "Latin-1",
        data("breaches.csv", lambda b: b.replace(b"stay west", b"st\xe4y west")),
        "TAB002",
        "breaches.csv",
        "breaches",
        row=1,
        line=2,
    ),
    Fault(
        "a misspelt column",
        text("breaches.csv", "determination", "determinaton"),
        "TAB003",
        "breaches.csv",
        "breaches",
        column="determinaton",
        line=1,
        hint="did you mean determination?",
    ),
    Fault(
        "a required column missing",
        both(
            text("event_links.csv", ",relation", ",x_relation"),
            node(
                D,
                "resources",
                resource("event_links"),
                "schema",
                "fields",
                2,
                value={"name": "x_relation", "type": "string"},
            ),
        ),
        "TAB004",
        "event_links.csv",
        "event_links",
        column="relation",
        line=1,
    ),
    Fault(
        "a column twice",
        text("breaches.csv", "determination,term", "determination,determination"),
        "TAB005",
        "breaches.csv",
        "breaches",
        column="determination",
        line=1,
    ),
    Fault(
        "a cell too many",
        text("breaches.csv", "stay west of the river", "stay west of, the river"),
        "TAB006",
        "breaches.csv",
        "breaches",
        row=1,
        line=2,
    ),
    Fault(
        "an open quote",
        text("breaches.csv", "stay west of the river", '"stay west of the river'),
        "TAB007",
        "breaches.csv",
        "breaches",
        row=1,
        line=2,
    ),
    Fault(
        "semicolons",
        data("breaches.csv", lambda b: b.replace(b",", b";")),
        "TAB008",
        "breaches.csv",
        "breaches",
        line=1,
    ),
    Fault(
        "a byte order mark",
        data("breaches.csv", lambda b: b"\xef\xbb\xbf" + b),
        "TAB009",
        "breaches.csv",
        "breaches",
        line=1,
    ),
    Fault(
        "a blank line",
        data("breaches.csv", lambda b: b.replace(b"\n", b"\n\n", 1)),
        "TAB010",
        "breaches.csv",
        "breaches",
        line=2,
    ),
    # cells
    Fault("no stance", cell("claims", 1, "stance", ""), "CEL001", "claims.csv", "claims", 1, "stance", line=2),
    Fault(
        "seven in words",
        cell("casualties", KILLED, "best", "seven"),
        "CEL002",
        row=KILLED,
        column="best",
        line=4,
        **CASUALTY,
    ),
    Fault(
        "a number with a point",
        cell("casualties", KILLED, "best", "7.0"),
        "CEL002",
        row=KILLED,
        column="best",
        line=4,
        **CASUALTY,
    ),
    Fault(
        "a day without zeros",
        cell("events", CLASH, "start_date", "2018-2-7"),
        "CEL002",
        "events.csv",
        "events",
        CLASH,
        "start_date",
        line=CLASH + 1,
    ),
    Fault(
        "a misspelt code",
        cell("casualties", KILLED, "outcome", "kiled"),
        "CEL003",
        row=KILLED,
        column="outcome",
        line=4,
        hint="did you mean killed?",
        **CASUALTY,
    ),
    Fault(
        "an address without scheme",
        cell("sources", 1, "url", "example.org/article"),
        "CEL004",
        "sources.csv",
        "sources",
        1,
        "url",
        line=2,
    ),
    Fault(
        "a latitude beyond the pole",
        cell("locations", at("locations", "khusham"), "latitude", "95.3"),
        "CEL005",
        "locations.csv",
        "locations",
        at("locations", "khusham"),
        "latitude",
        line=at("locations", "khusham") + 1,
    ),
    Fault(
        "a sign for missing",
        cell("casualties", KILLED, "best", "-99"),
        "CEL007",
        row=KILLED,
        column="best",
        line=4,
        **CASUALTY,
    ),
    Fault(
        "not available",
        cell("casualties", KILLED, "best", "NA"),
        "CEL007",
        row=KILLED,
        column="best",
        line=4,
        **CASUALTY,
    ),
    Fault(
        "a code that is not listed",
        cell("events", CLASH, "event_type", "armed_clsh"),
        "CEL008",
        "events.csv",
        "events",
        CLASH,
        "event_type",
        line=CLASH + 1,
        hint="did you mean armed_clash?",
    ),
    Fault(
        "a topic twice",
        cell("claims", 1, "topics", "duration|duration"),
        "CEL009",
        "claims.csv",
        "claims",
        1,
        "topics",
        line=2,
    ),
    # keys
    Fault(
        "an id twice", appended("agreements", 2), "KEY001", "agreements.csv", "agreements", 3, "agreement_id", line=4
    ),
    Fault(
        "a claim that is not there",
        cell("casualties", KILLED, "claim_id", "comander-losses"),
        "KEY002",
        row=KILLED,
        column="claim_id",
        line=4,
        hint="did you mean commander-losses?",
        **CASUALTY,
    ),
    Fault("a row twice", appended("breaches", 1), "KEY003", "breaches.csv", "breaches", 2, line=3),
    Fault(
        "an identifier of nobody",
        cell("identifiers", 1, "record_id", "syria-goverment"),
        "KEY004",
        "identifiers.csv",
        "identifiers",
        1,
        "record_id",
        line=2,
    ),
]


KHUSHAM = at("locations", "khusham")
PLACE = {"table": "locations", "file": "locations.csv", "row": KHUSHAM, "line": KHUSHAM + 1}
COMMANDER = at("claims", "commander-losses")
CLAIM = {"table": "claims", "file": "claims.csv", "row": COMMANDER, "line": COMMANDER + 1}

RULES = [
    Fault(
        "dates in the wrong order",
        both(cell("events", CLASH, "end_date", "2018-02-06"), cell("events", CLASH, "duration_minutes", "")),
        "DAT001",
        "events.csv",
        "events",
        CLASH,
        "start_date",
        line=CLASH + 1,
    ),
    Fault("half a point", cell("locations", KHUSHAM, "latitude", ""), "LOC001", column="latitude", **PLACE),
    Fault(
        "a point at 0, 0",
        both(cell("locations", KHUSHAM, "latitude", "0"), cell("locations", KHUSHAM, "longitude", "0")),
        "LOC002",
        column="latitude",
        **PLACE,
    ),
    Fault(
        "latitude and longitude swapped",
        both(cell("locations", KHUSHAM, "latitude", "40.28"), cell("locations", KHUSHAM, "longitude", "35.31")),
        "LOC003",
        column="latitude",
        **PLACE,
    ),
    Fault(
        "seven as at least seven",
        cell("casualties", KILLED, "count_kind", "at_least"),
        "CAS002",
        row=KILLED,
        column="count_kind",
        line=4,
        **CASUALTY,
    ),
    Fault(
        "seven, and at most nine",
        appended("casualties", KILLED, outcome="detained", count_kind="at_most", best="7"),
        "CAS002",
        row=count("casualties") + 1,
        column="count_kind",
        line=count("casualties") + 2,
        **CASUALTY,
    ),
    Fault(
        "a part above its whole",
        appended("casualties", KILLED, victim_status="civilian", best="9", wording=""),
        "CAS011",
        row=count("casualties") + 1,
        column="low",
        line=count("casualties") + 2,
        **CASUALTY,
    ),
    Fault(
        "a commander who was never asked",
        cell("claims", COMMANDER, "stated_date", "2018-02-01"),
        "CLM019",
        column="stated_date",
        **CLAIM,
    ),
    Fault(
        "a claim that answers itself",
        appended("claim_links", 1, related_claim_id="article-more-than-100-killed"),
        "CLM005",
        "claim_links.csv",
        "claim_links",
        count("claim_links") + 1,
        "related_claim_id",
        line=count("claim_links") + 2,
    ),
    Fault(
        "casualties of another event",
        cell("casualties", KILLED, "event_id", "build-up-before-clash"),
        "CLM031",
        row=KILLED,
        column="claim_id",
        line=4,
        **CASUALTY,
    ),
    Fault(
        "a breach of the proposed ceasefire",
        cell("breaches", 1, "agreement_id", "un-month-ceasefire"),
        "BRE004",
        "breaches.csv",
        "breaches",
        1,
        "agreement_id",
        line=2,
    ),
    Fault(
        "a breach before the line was agreed",
        column("agreements", "start_date", {1: "2019-01-01"}),
        "BRE002",
        "breaches.csv",
        "breaches",
        1,
        "agreement_id",
        line=2,
    ),
    Fault(
        "a breach by those who never agreed",
        cell("breaches", 1, "party_id", "islamic-state"),
        "BRE006",
        "breaches.csv",
        "breaches",
        1,
        "party_id",
        line=2,
    ),
    Fault("a placeholder", cell("claims", COMMANDER, "paraphrase", "TBD"), "TXT002", column="paraphrase", **CLAIM),
]

DOC = "khasham-2018.json"
DOCUMENT = json.loads((EXAMPLE / DOC).read_text(encoding="utf-8"))
CLAIMS = {c["claim_id"]: i for i, c in enumerate(DOCUMENT["events"][0]["claims"])}
LOSSES = ("events", 0, "claims", CLAIMS["commander-losses"])
DEAD = (*LOSSES, "casualties", 0)


def pointer(*path: str | int) -> str:
    return "".join(f"/{step}" for step in path)


DOCUMENTS = [
    Fault("not JSON", text(DOC, '"sources": [', '"sources": ['[:-1]), "DOC001", DOC),
    Fault(
        "a key twice",
        text(DOC, '"name": "khasham-2018",', '"name": "khasham-2018",\n"name": "khasham-2018",'),
        "DOC010",
        DOC,
    ),
    Fault(
        "a misspelt key",
        node(DOC, *DEAD, "cuont_kind", value="exact"),
        "DOC002",
        DOC,
        "casualties",
        column="cuont_kind",
        pointer=pointer(*DEAD, "cuont_kind"),
    ),
    Fault("no metadata on licences", node(DOC, "package", "licenses", delete=True), "DOC003", DOC, pointer="/package"),
    Fault(
        "null",
        node(DOC, *DEAD, "low", value=None),
        "DOC004",
        DOC,
        "casualties",
        column="low",
        pointer=pointer(*DEAD, "low"),
    ),
    Fault(
        "an empty text",
        node(DOC, *LOSSES, "quote", value=""),
        "DOC004",
        DOC,
        "claims",
        column="quote",
        pointer=pointer(*LOSSES, "quote"),
    ),
    Fault(
        "an empty list",
        node(DOC, "events", 1, "claims", value=[]),
        "DOC004",
        DOC,
        "events",
        column="claims",
        pointer="/events/1/claims",
    ),
    Fault(
        "a record for a list",
        node(DOC, "events", 1, "identifiers", value={"scheme": "acled"}),
        "DOC005",
        DOC,
        "events",
        pointer="/events/1/identifiers",
    ),
    Fault(
        "the parent named again",
        node(DOC, *LOSSES, "event_id", value="clash-near-khusham"),
        "DOC006",
        DOC,
        "claims",
        column="event_id",
        pointer=pointer(*LOSSES, "event_id"),
    ),
    Fault(
        "another schema", node(DOC, "$schema", value="https://example.org/s.json"), "DOC008", DOC, pointer="/$schema"
    ),
    Fault(
        "an unknown frequency",
        node(DOC, "package", "update_frequency", value="often"),
        "DOC009",
        DOC,
        pointer="/package/update_frequency",
    ),
    Fault(
        "no stance",
        node(DOC, *LOSSES, "stance", delete=True),
        "CEL001",
        DOC,
        "claims",
        column="stance",
        pointer=pointer(*LOSSES),
    ),
    Fault(
        "seven as text",
        node(DOC, *DEAD, "best", value="7"),
        "CEL002",
        DOC,
        "casualties",
        column="best",
        pointer=pointer(*DEAD, "best"),
    ),
    Fault(
        "a misspelt code",
        node(DOC, *DEAD, "outcome", value="kiled"),
        "CEL003",
        DOC,
        "casualties",
        column="outcome",
        pointer=pointer(*DEAD, "outcome"),
        hint="did you mean killed?",
    ),
    Fault(
        "a sign for missing",
        node(DOC, *DEAD, "best", value=-99),
        "CEL007",
        DOC,
        "casualties",
        column="best",
        pointer=pointer(*DEAD, "best"),
    ),
    Fault(
        "a code that is not listed",
        node(DOC, "events", 0, "event_type", value="armed_clsh"),
        "CEL008",
        DOC,
        "events",
        column="event_type",
        pointer="/events/0/event_type",
        hint="did you mean armed_clash?",
    ),
    Fault(
        "a source that is not there",
        node(DOC, *LOSSES, "source_id", value="articel"),
        "KEY002",
        DOC,
        "claims",
        column="source_id",
        pointer=pointer(*LOSSES, "source_id"),
        hint="did you mean article?",
    ),
    Fault(
        "bounds against the kind",
        node(DOC, *DEAD, "low", value=3),
        "CAS003",
        DOC,
        "casualties",
        column="count_kind",
        pointer=pointer(*DEAD, "count_kind"),
    ),
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "khasham-2018"))


def findings(path: Path) -> list[conflictdp.Finding]:
    """The findings beyond those that the article gives anyway."""
    return [f for f in conflictdp.validate(path).findings if f.rule != UNDATED]


def line_of(path: Path, place: str) -> int | None:
    """The line of a place in a document that json.dumps wrote with an indent, found in another way."""
    marker = "\x00"
    whole = json.loads(path.read_text(encoding="utf-8"))
    steps = place.split("/")[1:]
    inner = whole
    for step in steps[:-1]:
        inner = inner[int(step)] if isinstance(inner, list) else inner[step]
    last = int(steps[-1]) if isinstance(inner, list) else steps[-1]
    inner[last] = marker
    lines = json.dumps(whole, indent=2).splitlines()
    return next(i for i, line in enumerate(lines, start=1) if "\\u0000" in line)


def check(fault: Fault, path: Path) -> None:
    report = conflictdp.validate(path)
    assert report.fails("warning")
    found = [f for f in report.findings if f.rule != UNDATED]
    shown = [(f.rule, f.file, f.table, f.row, f.column, f.pointer, f.line, f.message) for f in found]
    assert len(found) == 1, shown
    one = found[0]
    assert (one.rule, one.file, one.table, one.row, one.column, one.pointer, one.line) == (
        fault.rule, fault.file, fault.table, fault.row, fault.column, fault.pointer, fault.line,
    )  # fmt: skip
    if fault.hint:
        assert one.hint == fault.hint
    assert "{" not in one.message


@pytest.mark.parametrize("fault", TABLES + RULES, ids=lambda f: f"{f.rule}-{f.name}")
def test_fault_in_tables(fault: Fault, package: Path) -> None:
    fault.edit(package)
    check(fault, package)


@pytest.mark.parametrize("fault", DOCUMENTS, ids=lambda f: f"{f.rule}-{f.name}")
def test_fault_in_document(fault: Fault, package: Path) -> None:
    fault.edit(package)
    path = package / DOC
    if fault.rule in ("DOC001", "DOC010"):
        assert [(f.rule, f.file, f.pointer) for f in findings(path)] == [(fault.rule, DOC, None)]
        return
    line = line_of(path, fault.pointer or "") if fault.pointer else None
    check(replace(fault, line=line), path)


def test_there_are_enough_faults_of_every_kind() -> None:
    assert len(TABLES) + len(RULES) + len(DOCUMENTS) >= 40
    families = {f.rule[:3] for f in TABLES + RULES + DOCUMENTS}
    assert families >= {"PKG", "TAB", "CEL", "KEY", "DOC", "DAT", "LOC", "CAS", "CLM", "BRE", "TXT"}


def test_the_package_itself_has_no_error_and_no_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert findings(EXAMPLE) == []
    assert main(["validate", str(EXAMPLE), "--fail-on", "warning"]) == 0
    assert findings(EXAMPLE / "khasham-2018.json") == []
    capsys.readouterr()
