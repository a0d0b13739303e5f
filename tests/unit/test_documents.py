"""Documents and JSON Lines: what is wrong with them, said once and in its place, and the rows they are made into."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import conflictdp
from conflictdp.errors import InputError
from conflictdp.readers.documents import DocumentReader
from conflictdp.report import Findings
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import by_record, tables
from conflictdp.spec.versions import version
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from conflictdp.report.findings import Finding

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "examples" / "khasham-2018" / "khasham-2018.json"
MINIMAL = ROOT / "examples" / "minimal" / "minimal.json"
Rows = dict[str, list[dict[str, str]]]
Said = list[tuple[str, str | None, str | None, str]]


def read(path: Path) -> tuple[dict[str, Any], Rows, list[Finding]]:
    """The metadata, the rows of each table less their places, and the findings on structure."""
    with opened(path, findings=Findings(1000, shows_sensitive=True)) as data:
        rows = {
            table: [
                {k: v for k, v in row.items() if k[0] != "_" and v is not None}
                for row in data.store.raw_rows(table, range(1, loaded.rows + 1)).values()
            ]
            for table, loaded in data.store.loaded.items()
        }
        return data.input.metadata, rows, list(data.findings)


def said(found: list[Finding]) -> Said:
    return [(f.rule, f.pointer, f.column, f.message) for f in found]


def document(path: Path = MINIMAL) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def judged(value: Any, tmp_path: Path) -> Said:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    findings = Findings(1000, shows_sensitive=True)
    list(DocumentReader(path, path.name, findings).batches())
    return said(list(findings))


FACT = {"outcome": "killed", "count_kind": "none", "best": 0}
CLAIM = "/events/0/claims/0"
NESTED = "stands in a record that nests in its parent; the nesting says it already"
IDENTIFIER = "an identifier: ASCII letters, digits and . _ : ~ - , beginning with a letter or digit"
PROFILE, DOCUMENT = version().uri("profile.schema.json"), version().uri("package.schema.json")
PACKAGE = ("contributors", "event_definition", "licenses", "name", "spatial", "temporal", "update_frequency")
HUGE = 10**30

FAULTS: dict[str, tuple[Callable[[Any], object], Said]] = {
    "nothing": (lambda _: None, []),
    "a table's own record for its list": (
        lambda d: d.update(events=d["events"][0]),
        [("DOC005", "/events", None, "events is an object, but must be a list of records")],
    ),
    "a number for a record": (
        lambda d: d["events"].append(HUGE),
        [("DOC005", "/events/2", None, "item 3 of events is a number, but must be an object")],
    ),
    "a list for a record": (
        lambda d: d["events"].append([]),
        [("DOC004", "/events/2", None, "item 3 of events is []; what is absent is left out")],
    ),
    "an empty record": (
        lambda d: d["events"].append({}),
        [
            ("CEL001", "/events/2", "event_id", "event_id is empty; every record of events needs it"),
            ("CEL001", "/events/2", "event_type", "event_type is empty; every record of events needs it"),
        ],
    ),
    "a text for a list of children": (
        lambda d: d["events"][0].update(identifiers="none"),
        [("DOC005", "/events/0/identifiers", None, "identifiers is text, but must be a list of records")],
    ),
    "null for a list of children": (
        lambda d: d["events"][0].update(identifiers=None),
        [("DOC004", "/events/0/identifiers", "identifiers", "identifiers is null; what is absent is left out")],
    ),
    "null inside a list of children": (
        lambda d: d["events"][0].update(identifiers=[None]),
        [("DOC004", "/events/0/identifiers/0", None, "item 1 of identifiers is null; what is absent is left out")],
    ),
    "a number too large for any engine": (
        lambda d: d["events"][0].update(duration_minutes=HUGE),
        [
            (
                "CEL005",
                "/events/0/duration_minutes",
                "duration_minutes",
                f"duration_minutes is {HUGE}, but must be between 1 and 100000000",
            )
        ],
    ),
    "such a number inside a text field": (
        lambda d: d["events"][0].update(title={"en": [HUGE]}),
        [("CEL002", "/events/0/title", "title", f'title is {{"en": [{HUGE}]}}, which is not text')],
    ),
    "a number for an id": (
        lambda d: d["events"][0].update(event_id=7),
        [("CEL002", "/events/0/event_id", "event_id", "event_id is 7, which is not text")],
    ),
    "an id in the wrong form": (
        lambda d: d["sources"][0].update(source_id="the paper"),
        [
            ("CEL004", "/sources/0/source_id", "source_id", f"source_id is the paper, which is not {IDENTIFIER}"),
        ],
    ),
    "an unknown key": (
        lambda d: d["events"][0].update(titel="x"),
        [("DOC002", "/events/0/titel", "titel", "the event has no key titel")],
    ),
    "an unknown key of the document": (
        lambda d: d.update({"ev~ents/": []}),
        [("DOC002", "/ev~0ents~1", "ev~ents/", "the document has no key ev~ents/")],
    ),
    "a table that nests, at the top": (
        lambda d: d.update(casualties=[FACT]),
        [("DOC002", "/casualties", "casualties", "the document has no key casualties")],
    ),
    "the parent named again": (
        lambda d: d["events"][0]["claims"][0].update(event_id="x"),
        [("DOC006", f"{CLAIM}/event_id", "event_id", f"event_id {NESTED}")],
    ),
    "the claim named again under an event": (
        lambda d: d["events"][0].update(casualties=[FACT | {"claim_id": "x"}]),
        [("DOC006", "/events/0/casualties/0/claim_id", "claim_id", f"claim_id {NESTED}")],
    ),
    "the kind of a record inside a document": (
        lambda d: d["events"][0].update(record="event"),
        [("DOC006", "/events/0/record", "record", f"record {NESTED}")],
    ),
    "a key of one's own that is no text": (
        lambda d: d["events"][0].update(x_mood=3),
        [("DOC005", "/events/0/x_mood", None, "x_mood is a number, but must be text")],
    ),
    "a key of one's own that is empty": (
        lambda d: d["events"][0].update(x_mood=""),
        [("DOC004", "/events/0/x_mood", "x_mood", 'x_mood is ""; what is absent is left out')],
    ),
    "a key of one's own in capitals": (
        lambda d: d["events"][0].update(x_Mood="fair"),
        [("DOC002", "/events/0/x_Mood", "x_Mood", "the event has no key x_Mood")],
    ),
    "no sources": (
        lambda d: d.pop("sources"),
        [("DOC003", "", None, "the document lacks sources")],
    ),
    "no events and no schema": (
        lambda d: d.pop("events") and d.pop("$schema"),
        [("DOC003", "", None, "the document lacks $schema"), ("DOC003", "", None, "the document lacks events")],
    ),
    "the schema of a package": (
        lambda d: d.update({"$schema": PROFILE}),
        [("DOC008", "/$schema", None, f"$schema is {PROFILE}; a document of this standard names it with {DOCUMENT}")],
    ),
    "no name of the dataset": (
        lambda d: d["package"].pop("name"),
        [("DOC003", "/package", None, "the package lacks name")],
    ),
    "a name that is a number": (
        lambda d: d["package"].update(name=HUGE),
        [("DOC009", "/package/name", None, f'name of the package: {HUGE} is not of type "string"')],
    ),
    "a country that is none": (
        lambda d: d["package"]["spatial"].update(countries=["BRA", "Brazil"]),
        [
            (
                "DOC009",
                "/package/spatial/countries/1",
                None,
                'item 2 of countries of the package: "Brazil" does not match "^[A-Z]{3}$"',
            )
        ],
    ),
    "two faults of one record": (
        lambda d: d["events"][0].update(start_date="2031-02-30", event_type=""),
        [
            (
                "CEL002",
                "/events/0/start_date",
                "start_date",
                "start_date is 2031-02-30, which is not a day written YYYY-MM-DD",
            ),
            ("DOC004", "/events/0/event_type", "event_type", 'event_type is ""; what is absent is left out'),
        ],
    ),
}


@pytest.mark.parametrize(("change", "expected"), FAULTS.values(), ids=FAULTS)
def test_each_fault_of_a_document_is_said_once(change: Callable[[Any], object], expected: Said, tmp_path: Path) -> None:
    value = document()
    change(value)
    assert judged(value, tmp_path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", [("DOC004", "", None, "the document is []; what is absent is left out")]),
        ("null", [("DOC004", "", None, "the document is null; what is absent is left out")]),
        ("3", [("DOC005", "", None, "the document is a number, but must be an object")]),
        ('"events"', [("DOC005", "", None, "the document is text, but must be an object")]),
        ("[{}]", [("DOC005", "", None, "the document is a list, but must be an object")]),
        ("", [("DOC001", None, None, "this is not JSON: expecting value, at column 1")]),
        ('{"a": 1, "a": 1}', [("DOC010", None, None, "the key a stands twice in one object")]),
    ],
)
def test_a_document_that_is_no_object(text: str, expected: Said, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    assert said(read(tmp_path / "a.json")[2]) == expected


def test_records_become_rows(tmp_path: Path) -> None:
    value = document()
    value["events"] = [
        {
            "event_id": "e1",
            "event_type": "armed_clash",
            "is_aggregate": False,
            "duration_minutes": 90.0,
            "x_mood": "fair",
            "casualties": [FACT | {"party_id": "p1"}],
            "identifiers": [{"scheme": "acled", "value": "A1"}],
            "claims": [
                {
                    "claim_id": "c1",
                    "topics": ["casualties", "attack"],
                    "casualties": [FACT],
                    "identifiers": [{"scheme": "acled", "value": "A2"}],
                    "claim_links": [{"related_claim_id": "c0", "relation": "denies"}],
                },
            ],
        },
    ]
    value["locations"] = [
        {"location_id": "l1", "name": "Blue Ford", "latitude": 1e-7, "longitude": -0.0, "uncertainty_m": 1e6}
    ]
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    shredded = read(tmp_path / "a.json")[1]
    killed = {"outcome": "killed", "count_kind": "none", "best": "0"}
    assert {t: r for t, r in shredded.items() if t != "sources"} == {
        "locations": [
            {
                "location_id": "l1",
                "name": "Blue Ford",
                "latitude": "0.0000001",
                "longitude": "-0.0",
                "uncertainty_m": "1000000.0",
            }
        ],
        "events": [
            {
                "event_id": "e1",
                "event_type": "armed_clash",
                "is_aggregate": "false",
                "duration_minutes": "90",
                "x_mood": "fair",
            }
        ],
        "claims": [{"claim_id": "c1", "event_id": "e1", "topics": "casualties|attack"}],
        "claim_links": [{"claim_id": "c1", "related_claim_id": "c0", "relation": "denies"}],
        "casualties": [
            {"event_id": "e1", "claim_id": "c1", **killed},
            {"event_id": "e1", "party_id": "p1", **killed},
        ],
        "identifiers": [
            {"record_table": "claims", "record_id": "c1", "scheme": "acled", "value": "A2"},
            {"record_table": "events", "record_id": "e1", "scheme": "acled", "value": "A1"},
        ],
    }


# JSON Lines


def package_line(value: dict[str, Any]) -> dict[str, Any]:
    return {"record": "package", **value["package"]}


def nested_lines(value: dict[str, Any]) -> list[dict[str, Any]]:
    """A line for each record at the top of a document."""
    return [{"record": t.record, **r} for t in tables().values() for r in value.get(t.name, ())]


def flat_lines(value: dict[str, Any]) -> list[dict[str, Any]]:
    """A line for each record of a document, children with the ids of their parents."""
    lines: list[dict[str, Any]] = []

    def add(table: str, record: dict[str, Any], parents: dict[str, str]) -> None:
        kind = tables()[table]
        own = {k: v for k, v in record.items() if k in kind.columns or k.startswith("x_")}
        lines.append({"record": kind.record, **{k: v for k, v in parents.items() if k in kind.columns}, **own})
        keys = {kind.key: record[kind.key]} if kind.key else {}
        for nesting in kind.children:
            for child in record.get(nesting.table, ()):
                identified = {"record_table": table, "record_id": record[kind.key]} if kind.key else {}
                add(nesting.table, child, {**parents, **keys, **identified})

    for table in tables():
        for record in value.get(table, ()):
            add(table, record, {})
    return lines


def write_lines(lines: list[dict[str, Any]], path: Path) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def in_any_order(records: Rows) -> dict[str, list[str]]:
    return {t: sorted(json.dumps(r, sort_keys=True) for r in found) for t, found in records.items()}


@pytest.mark.parametrize("form", [nested_lines, flat_lines], ids=lambda f: f.__name__)
def test_json_lines_hold_what_the_document_holds(
    form: Callable[[dict[str, Any]], list[dict[str, Any]]], tmp_path: Path
) -> None:
    value = document(ARTICLE)
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    expected = read(tmp_path / "a.json")
    metadata, records, found = read(write_lines([*form(value), package_line(value)], tmp_path / "a.jsonl"))
    assert (metadata, in_any_order(records), said(found)) == (expected[0], in_any_order(expected[1]), [])
    assert len(records) == len(tables())


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    good = [json.dumps(line) for line in [package_line(document()), *nested_lines(document())]]
    lines = [
        *good[:1],
        "{'record': 'event'}",
        "",
        good[1],
        "  ",
        '{"record": "evnt"}',
        "[1]",
        *good[2:],
        '{"a": 1, "a": 2}',
        "\ufeff{}",
    ]
    path = tmp_path / "a.jsonl"
    path.write_bytes("\r\n".join(lines).encode() + b"\n\xff\n")
    _, records, found = read(path)
    end = len(lines)
    assert sorted((f.line or 0, f.rule, f.pointer, f.message) for f in found) == [
        (2, "DOC001", None, "this is not JSON: expecting property name enclosed in double quotes, at column 2"),
        (6, "DOC007", "/record", "the record kind evnt does not exist"),
        (7, "DOC005", "", "the document is a list, but must be an object"),
        (end - 1, "DOC010", None, "the key a stands twice in one object"),
        (end, "DOC001", None, "this is not JSON: it begins with a byte order mark"),
        (end + 1, "DOC001", None, "this is not JSON: it holds bytes that are not UTF-8"),
    ]
    assert records == read(write_lines(nested_lines(document()), tmp_path / "b.jsonl"))[1]
    assert next(f.hint for f in found if f.rule == "DOC007") == "did you mean event?"


def test_line_separators_of_unicode_do_not_end_a_line(tmp_path: Path) -> None:
    line = {"record": "event", "event_id": "e1", "event_type": "armed_clash", "title": "a\u2028b\x85c"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    _, records, found = read(tmp_path / "a.jsonl")
    assert records["events"] == [{k: v for k, v in line.items() if k != "record"}]
    assert [f.rule for f in found] == ["DOC011"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            {"record": "casualty", **FACT},
            [("CEL001", "", "event_id", "event_id is empty; every record of casualties needs it")],
        ),
        ({"record": "casualty", "event_id": "e1", **FACT}, []),
        (
            {"record": "claim_link", "claim_id": "c1", "related_claim_id": "c2"},
            [("CEL001", "", "relation", "relation is empty; every record of claim_links needs it")],
        ),
        ({"event_id": "e1"}, [("DOC003", "", None, "the document lacks record")]),
        ({"record": None}, [("DOC007", "/record", None, "the record kind null does not exist")]),
        ({"record": ["event"]}, [("DOC007", "/record", None, 'the record kind ["event"] does not exist')]),
        (
            {"record": "events", "event_id": "e1"},
            [("DOC007", "/record", None, "the record kind events does not exist")],
        ),
        ({"record": "package"}, [("DOC003", "", None, f"the package lacks {k}") for k in PACKAGE]),
    ],
    ids=lambda v: json.dumps(v)[:40],
)
def test_records_on_lines_of_their_own(line: dict[str, Any], expected: Said, tmp_path: Path) -> None:
    _, _, found = read(write_lines([line], tmp_path / "a.jsonl"))
    assert sorted(s for s in said(found) if s[0] != "DOC011") == expected


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_an_unknown_version_is_not_checked(name: str, tmp_path: Path) -> None:
    uri = "https://w3id.org/conflictdp/2.0/package.schema.json"
    value = document()
    lines = [*nested_lines(value), package_line(value) | {"$schema": uri}]
    text = "\n".join(map(json.dumps, lines)) if name == "a.jsonl" else json.dumps(value | {"$schema": uri})
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"it follows version 2\.0 of the standard, which this program does not know"):
        read(tmp_path / name)


def test_kinds_of_records_are_those_of_the_tables() -> None:
    assert len(by_record()) == len(tables())


JUNK = [
    *(None, True, 0, -1.5, HUGE, 1e300, "", " ", "x", "a|b", "2031-02-30", "\x1b[31m", "\u202e", "\0", "x" * 30_000),
    *([], [None], [[]], {}, {"": 0}, {"a": {"b": HUGE}}, ["killed", "killed"]),
]


def spoilt(value: Any, chance: random.Random) -> Any:
    """The value with one inner value, or key, exchanged for something else."""
    result = copy.deepcopy(value)
    inner = result
    while True:
        steps = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        step = chance.choice(steps)
        if not (isinstance(inner[step], dict | list) and inner[step]) or chance.random() < 0.2:
            break
        inner = inner[step]
    if isinstance(inner, dict) and chance.random() < 0.2:
        inner[chance.choice(["", "x_", "$ref", "claims", "record", "a/b~c", "\ud83d\ude00"])] = inner.pop(step)
    else:
        inner[step] = chance.choice(JUNK)
    return result


def test_whatever_a_document_holds_it_is_judged_and_never_a_crash(tmp_path: Path) -> None:
    chance, value = random.Random(1), document()  # noqa: S311 - the same junk in every run
    for _ in range(200):
        found = judged(spoilt(value, chance), tmp_path)
        assert {rule[:3] for rule, *_ in found} <= {"DOC", "CEL"}
        assert len({(rule, pointer, message) for rule, pointer, _, message in found}) == len(found)
    for _ in range(2):
        for _ in range(20):
            value = spoilt(value, chance)
        (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
        report = conflictdp.validate(tmp_path / "a.json")
        assert report.verdict == "invalid"
        assert all(f.rule in rules() for f in report.findings)
        value = document()
