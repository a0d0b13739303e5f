"""The report: grouping, counts, verdict, both of its forms, and that the same input gives the same bytes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import conflictdp
from conflictdp.report import Finding, Findings, InputTable, NotChecked, Report
from conflictdp.report.findings import SEVERITIES, finding, shorten
from conflictdp.reporters import json as as_json
from conflictdp.reporters import text as as_text
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import schema
from packages import base, changed, write

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
UPDATE = "CONFLICTDP_UPDATE_GOLDEN" in os.environ
"""Set it to write the golden files anew; then read the difference."""

# Findings and groups


def wrong(row: int = 1, **more: Any) -> Finding:
    return Finding("CEL002", "wrong-type", "error", "m", table="events", row=row, column="start_date", **more)


def test_findings_are_counted_and_the_first_are_kept() -> None:
    findings = Findings(keep=2)
    findings.add(*(wrong(row) for row in range(1, 6)))
    findings.add_counted(1000, [wrong(row) for row in (6, 7)])
    findings.add_counted(3, [])
    assert [(g.rule, g.count, [f.row for f in g.findings]) for g in findings.groups()] == [("CEL002", 1005, [1, 2])]
    assert [f.row for f in findings] == [1, 2]


def test_groups_are_by_rule_table_and_column_gravest_first() -> None:
    findings = Findings()
    places = [
        ("TXT001", "info", "events", "title"),
        ("TAB009", "warning", "events", None),
        ("CEL002", "error", "events", "start_date"),
        ("CEL002", "error", "events", "end_date"),
        ("CEL002", "error", "claims", "stated_date"),
        ("CEL001", "error", "events", "title"),
        ("PKG002", "error", None, None),
        ("CEL002", "error", "events", "start_date"),
    ]
    for rule, severity, table, column in places:
        findings.add(Finding(rule, "n", severity, "m", table=table, column=column))
    assert [(g.rule, g.severity, g.table, g.column, g.count) for g in findings.groups()] == [
        ("CEL001", "error", "events", "title", 1),
        ("CEL002", "error", "claims", "stated_date", 1),
        ("CEL002", "error", "events", "end_date", 1),
        ("CEL002", "error", "events", "start_date", 2),
        ("PKG002", "error", None, None, 1),
        ("TAB009", "warning", "events", None, 1),
        ("TXT001", "info", "events", "title", 1),
    ]


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ({"row": 9, "line": 10, "file": "moved.csv", "message": "in other words", "value": "x"}, True),
        ({"column": "end_date"}, False),
        ({"table": "claims"}, False),
        ({"rule": "CEL001"}, False),
        ({"identity": "e2"}, False),
    ],
    ids=str,
)
def test_a_fingerprint_is_of_the_fault_and_the_record_not_of_the_line(other: dict[str, Any], is_same: bool) -> None:  # noqa: FBT001
    one = wrong(identity="e1", record_id="e1")
    assert (replace(one, **other).fingerprint == one.fingerprint) is is_same


def test_messages_are_filled_in_and_shortened() -> None:
    rule = replace(rules()["CEL002"], message="{column} is {value}, not {expected}")
    assert (
        finding(rule, {"column": "best", "value": "{x}" + "y" * 300}).message
        == f"best is {{x}}{'y' * 196}…, not (empty)"
    )
    assert finding(rule, {"column": None, "value": 0}).message == "(empty) is 0, not (empty)"
    assert (shorten("a" * 200), shorten("a" * 201)) == ("a" * 200, "a" * 199 + "…")


def report(*severities: str, gaps: tuple[bool, ...] = ()) -> Report:
    findings = Findings()
    for severity in severities:
        findings.add(Finding("CEL002", "wrong-type", severity, "m"))
    return Report(
        input="somewhere",
        form="package",
        standard="1.0",
        standard_digest="0" * 64,
        tables=(InputTable("events", "events.csv", 1),),
        groups=findings.groups(),
        not_checked=tuple(NotChecked("what", "why", is_gap) for is_gap in gaps),
        rules_run=1,
    )


@pytest.mark.parametrize(
    ("given", "verdict", "fails"),
    [
        (report(), "valid", []),
        (report("info"), "valid", ["info"]),
        (report("warning", "info"), "valid", ["warning", "info"]),
        (report("error"), "invalid", ["error", "warning", "info"]),
        (report(gaps=(False,)), "valid", []),
        (report(gaps=(False, True)), "indeterminate", []),
        (report("warning", gaps=(True,)), "indeterminate", ["warning", "info"]),
        (report("error", gaps=(True,)), "invalid", ["error", "warning", "info"]),
    ],
    ids=range(8),
)
def test_verdict_and_failure(given: Report, verdict: str, fails: list[str]) -> None:
    assert given.verdict == verdict
    assert [level for level in SEVERITIES if given.fails(level)] == fails
    assert not given.fails("never")


def test_counts_are_exact_however_few_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "casualties.csv"
    lines = (f"e{i},killed,{'exact' if i % 2 else 'exactly'},{'7' if i % 3 else 'x'}" for i in range(15_000))
    path.write_text("event_id,outcome,count_kind,best\n" + "\n".join(lines) + "\n", encoding="utf-8")
    found = conflictdp.validate(path, keep=10, select=("CEL",))
    assert found.counts == {"error": 12_500, "warning": 0, "info": 0}
    assert [(g.rule, g.column, g.count, [f.row for f in g.findings]) for g in found.groups] == [
        ("CEL002", "best", 5_000, list(range(1, 31, 3))),
        ("CEL003", "count_kind", 7_500, list(range(1, 21, 2))),
    ]


# The whole report of a faulty package

FAULTS = [
    {"table": "sources", "row": 1, "set": {"url": "example.org", "title": "\x1b[2J\u202efdp.exe"}},
    {"table": "events", "row": 2, "set": {"start_date": "2031-02-30"}},
    {"table": "claims", "row": 1, "set": {"stance": "alegges"}},
    {"table": "casualties", "row": 1, "set": {"best": "-99"}},
    {"table": "casualties", "row": 5, "set": {"low": "41"}},
    {"table": "breaches", "row": 1, "set": {"agreement_id": "a-trce"}},
    {"table": "identifiers", "row": 1, "set": {"x_checked": "yes", "mood": "fair"}},
]


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with a fault of most kinds; it is the folder two-rivers in the current one."""
    folder = write(changed(base(), FAULTS), tmp_path / "two-rivers")
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    del described["licenses"]
    described["resources"].append({"name": "event", "path": "events.csv"})
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    with (folder / "party_links.csv").open("ab") as stream:
        stream.write(b"\np-front,p-north\n")
    with (folder / "equipment.csv").open("ab") as stream:
        stream.write(b"e-ford,\xe4\n")
    monkeypatch.chdir(tmp_path)
    return Path("two-rivers")


def compare(name: str, made: str) -> None:
    """Compares with a golden file, apart from what changes with every rule."""
    made = re.sub(r"[0-9]+ rules;", "N rules;", made)
    made = re.sub(r'"rules_run": [0-9]+', '"rules_run": 0', made)
    made = re.sub(r'"sha256": "[0-9a-f]{64}"', f'"sha256": "{"0" * 64}"', made)
    path = GOLDEN / name
    if UPDATE:
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8"), f"if that is meant: CONFLICTDP_UPDATE_GOLDEN=1 pytest {__file__}"


def test_the_report_is_golden_in_both_forms_and_fits_its_schema(faulty: Path) -> None:
    found = conflictdp.validate(faulty, keep=3)
    told = as_json.render(found)
    compare("two-rivers.txt", as_text.render(found))
    compare("two-rivers.json", told.decode())
    jsonschema.Draft202012Validator(schema("report.schema.json")).validate(json.loads(told))
    assert as_json.render(conflictdp.validate(faulty, keep=3)) == told


def test_the_same_input_gives_the_same_bytes_in_any_process(faulty: Path) -> None:
    command = [sys.executable, "-m", "conflictdp", "validate", str(faulty), "--format", "json"]
    made = {
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=False).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
    assert json.loads(made.pop())["verdict"] == "invalid"


def test_reports_of_every_kind_fit_the_schema(tmp_path: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema("report.schema.json"))
    (tmp_path / "a.json").write_text("[", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text('{"record": "event"}\n[]\n{"a": 1, "a": 2}\n', encoding="utf-8")
    (tmp_path / "events.csv").write_bytes(b"event_id,,x_,event_type\n\na\n\xff\n,,,,,\n")
    for name in ("a.json", "a.jsonl", "events.csv"):
        found = conflictdp.validate(tmp_path / name)
        assert found.verdict == "invalid"
        told = json.loads(as_json.render(found))
        validator.validate(told)
        assert as_json.render_all([found, found]) == as_json.render_all([found, found])
        assert told["groups"][0]["count"] >= len(told["groups"][0]["findings"]) >= 1


def test_nothing_in_a_text_report_commands_the_terminal() -> None:
    nasty = "\x1b[2J\x07\x08\r\n\u202e\u2028\x85\ud800"
    findings = Findings()
    places = dict.fromkeys(("table", "file", "column", "pointer", "record_id", "hint"), nasty)
    findings.add(Finding("CEL002", "n", "error", nasty, **places))
    unchecked = (NotChecked(nasty, nasty, is_gap=True),)
    told = as_text.render(replace(report(), input=nasty, groups=findings.groups(), not_checked=unchecked))
    assert all(c.isprintable() or c == "\n" for c in told)
    assert told.count("\n") == 8
