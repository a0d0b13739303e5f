"""What a project makes of findings: overrides, limits, a baseline; and that nothing is silent."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import conflictdp
from conflictdp.configuration import find, load
from conflictdp.errors import InputError, UsageError
from conflictdp.report import Finding, Findings, InputTable, Report
from conflictdp.report import baseline as baselines
from conflictdp.report.baseline import Known
from conflictdp.report.limits import Gate, Limit
from conflictdp.report.overrides import Override
from conflictdp.report.review import Review
from conflictdp.report.spool import Spool
from conflictdp.spec.tables import schema

if TYPE_CHECKING:
    from conftest import Command

ROOT = Path(__file__).resolve().parents[2]
HEADER = "event_id,outcome,count_kind,best\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table of three wrong numbers and one misspelt code; the root of a repository."""
    (tmp_path / "casualties.csv").write_text(
        HEADER + "e1,killed,exact,x\ne2,killed,exact,y\ne3,kiled,exact,1\ne4,killed,exact,z\n", encoding="utf-8"
    )
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(folder: Path, text: str, name: str = "conflictdp.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def groups(command: Command, *more: str) -> dict[str, Any]:
    run = command("validate", "casualties.csv", "--format", "json", *more)
    told = json.loads(run.out)
    jsonschema.Draft202012Validator(schema("report.schema.json")).validate(told)
    return {
        "code": run.code,
        "verdict": told["verdict"],
        "groups": [(g["rule"], g["severity"], g["count"]) for g in told["groups"]],
        "set_aside": [(s["kind"], s["rule"], s["count"], s["reason"]) for s in told.get("set_aside", [])],
        "vanished": [(v["rule"], v["count"]) for v in told.get("vanished", [])],
        "err": run.err,
    }


ALL = [("CEL002", "error", 3), ("CEL003", "error", 1)]


def override(**keys: Any) -> str:
    given = {"severity": "ignore", "reason": "we know", **keys}
    return "[[overrides]]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in given.items())


@pytest.mark.parametrize(
    ("keys", "left", "aside"),
    [
        ({"rules": ["CEL002"]}, [("CEL003", "error", 1)], [("CEL002", 3)]),
        ({"rules": ["wrong-type"]}, [("CEL003", "error", 1)], [("CEL002", 3)]),
        ({"rules": ["CEL"]}, [], [("CEL002", 3), ("CEL003", 1)]),
        ({"tables": ["casualties"]}, [], [("CEL002", 3), ("CEL003", 1)]),
        ({"tables": ["events"]}, ALL, []),
        ({"columns": ["outcome"]}, [("CEL002", "error", 3)], [("CEL003", 1)]),
        ({"paths": ["cas*.csv"]}, [], [("CEL002", 3), ("CEL003", 1)]),
        ({"paths": ["old/*"]}, ALL, []),
        ({"records": ["e2"]}, [("CEL002", "error", 2), ("CEL003", "error", 1)], [("CEL002", 1)]),
        ({"records": ["e2", "e3"], "rules": ["CEL002"]}, [("CEL002", "error", 2), ("CEL003", "error", 1)],
         [("CEL002", 1)]),
        ({"rules": ["CEL002"], "severity": "info"}, [("CEL003", "error", 1), ("CEL002", "info", 3)], []),
        ({"records": ["e1"], "severity": "warning"},
         [("CEL002", "error", 2), ("CEL003", "error", 1), ("CEL002", "warning", 1)], []),
        ({"rules": ["CEL002"], "expires": "2999-12-31"}, [("CEL003", "error", 1)], [("CEL002", 3)]),
    ],
    ids=str,
)  # fmt: skip
def test_overrides_set_aside_or_regrade_and_are_counted(
    keys: dict[str, Any], left: list[Any], aside: list[Any], here: Path, command: Command
) -> None:
    configure(here, override(**keys))
    found = groups(command)
    assert found["groups"] == left
    assert found["set_aside"] == [("override", rule, count, "we know") for rule, count in aside]
    assert found["code"] == int(any(severity == "error" for _, severity, _ in left))
    assert found["verdict"] == ("invalid" if found["code"] else "valid")
    text = command("validate", "casualties.csv").out
    assert ("set aside" in text) is bool(aside)
    assert ("we know" in text) is bool(aside)


def test_of_several_overrides_the_last_decides(here: Path, command: Command) -> None:
    configure(here, override(rules=["CEL"], severity="info") + override(rules=["CEL002"], severity="warning"))
    assert groups(command)["groups"] == [("CEL002", "warning", 3), ("CEL003", "info", 1)]


def test_an_expired_override_is_said_and_its_findings_come_back(here: Path, command: Command) -> None:
    configure(here, override(rules=["CEL002"], expires="2020-01-31"))
    found = groups(command)
    assert (found["groups"], found["set_aside"], found["code"]) == (ALL, [], 1)
    said = "conflictdp.toml: entry 1 of overrides expired on 2020-01-31: its findings count again (we know)\n"
    assert found["err"].endswith(said)


def test_an_override_holds_to_the_end_of_its_last_day() -> None:
    held = Override("ignore", "r", expires=date(2031, 5, 7))
    assert [held.has_expired(date(2031, 5, day)) for day in (6, 7, 8)] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[overrides", "this is not TOML"),
        ("fail_on = 'error'", "there is no key 'fail_on'; did you mean fail-on?"),
        ("ignore = ['CAS']", 'findings are set aside in [[overrides]], with severity = "ignore" and a reason'),
        ("zzz = 1", "there is no key 'zzz'; known are paths, select, fail-on"),
        ("fail-on = 'fatal'", "fail-on: "),
        ("max-findings = 0", "max-findings: 0 is less than the minimum of 1"),
        ("[[overrides]]\nseverity = 'ignore'\nrules = ['CAS']", "overrides.1: it lacks reason"),
        ("[[overrides]]\nseverity = 'ignore'\nrules = ['CAS']\nreason = ' '", "overrides.1.reason: "),
        ("[[overrides]]\nseverity = 'ignore'\nreason = 'r'", "it has to say which findings it means: rules, tables"),
        (override(ruels=["CAS"]), "overrides.1: there is no key 'ruels'; did you mean rules?"),
        (override(rules=["CAS0I1"]), "no rule is called 'CAS0I1'"),
        (override(tables=["casualty"]), "no table is named 'casualty'; did you mean casualties?"),
        (override(rules=["CAS"], expires="soon"), "overrides.1.expires: "),
        ("select = ['XYZ']", "no rule is called 'XYZ'"),
        ("format = ['sarf=x']", "there is no format 'sarf'; did you mean sarif?"),
        ("[[limits]]\nrules = ['CAS']", "limits.1: it has to say at-most or percent"),
        ("[[limits]]\npercent = 101", "limits.1.percent: 101 is greater than the maximum of 100"),
    ],
    ids=str,
)
def test_a_configuration_that_makes_no_sense_is_refused(text: str, said: str, here: Path, command: Command) -> None:
    configure(here, text)
    run = command("validate", "casualties.csv")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"conflictdp: {here / 'conflictdp.toml'}: ")
    assert said in run.err


def test_where_a_configuration_is_looked_for(here: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    below = here / "a" / "b"
    below.mkdir(parents=True)
    assert find(below) is None
    configure(here.parent, "fail-on = 'never'")  # beyond the root of the repository
    assert find(below) is None
    (here.parent / "conflictdp.toml").unlink()
    shared = configure(here, "[project]\nname = 'x'\n", "pyproject.toml")
    assert find(below) is None
    configure(here, "[tool.conflictdp]\nfail-on = 'never'\n", "pyproject.toml")
    assert find(below) == shared
    assert command("validate", "casualties.csv").code == 0
    assert command("validate", "casualties.csv", "--config", "").code == 1
    assert command("validate", "casualties.csv", "--fail-on", "error").code == 1  # the command line wins
    own = configure(here, "fail-on = 'error'")
    assert find(below) == own
    assert command("validate", "casualties.csv").code == 1
    assert command("validate", "casualties.csv", "--config", "pyproject.toml").code == 0
    monkeypatch.chdir(below)  # a dataset does not decide what is held against it
    configure(here, override(rules=["CEL"]))
    (here / ".git").rename(below / ".git")
    assert command("validate", "../../casualties.csv").code == 1
    assert command("validate", "../../casualties.csv", "--config", "nowhere.toml").code == 2


def test_paths_formats_and_rules_come_from_the_configuration(here: Path, command: Command) -> None:
    configure(here, "paths = ['casualties.csv']\nformat = ['text', 'json=out.json']\nselect = ['CEL003']\n")
    run = command("validate")
    assert (run.code, run.err) == (1, "")
    assert run.out.startswith("error CEL003")
    assert [g["rule"] for g in json.loads((here / "out.json").read_text("utf-8"))["groups"]] == ["CEL003"]
    below = here / "below"
    below.mkdir()
    assert load(here / "conflictdp.toml").options["paths"] == ["casualties.csv"]


def test_the_configuration_that_the_guide_shows_can_be_loaded(here: Path) -> None:
    from conflictdp.configuration import schema as of_configuration

    jsonschema.Draft202012Validator.check_schema(of_configuration())
    guide = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(.*?)```", guide, flags=re.DOTALL)
    assert shown is not None
    loaded = load(configure(here, shown[1]))
    assert loaded.overrides == (
        Override("ignore", "the publisher writes its own name in two ways", rules=("SRC011",),
                 expires=date(2031, 12, 31)),
    )  # fmt: skip
    assert loaded.limits == (
        Limit(at_most=20, severities=("warning",)),
        Limit(percent=Fraction(1, 2), rules=("CAS030",)),
    )
    assert loaded.options == {
        "paths": ["data"],
        "fail_on": "warning",
        "targets": ["text", "sarif=report.sarif"],
        "baseline": "known-findings.json",
    }


# Limits


def report(**rows: int) -> Report:
    """A report with so many findings of CEL002 in each table of ten records."""
    findings = Findings(keep=1)
    for table, count in rows.items():
        severity, _, name = table.partition("_")
        findings.add_counted(count, [Finding("CEL002", "wrong-type", severity, "m", table=name, column="c")])
    tables = tuple(InputTable(t.partition("_")[2], "f", 1000) for t in rows)
    return Report("in", "package", "1.0", "0" * 64, tables, findings.groups(), (), 1)


@pytest.mark.parametrize(
    ("gate", "given", "fails"),
    [
        (Gate("error"), report(error_events=1), True),
        (Gate("error"), report(warning_events=1), False),
        (Gate("never"), report(error_events=1), False),
        (Gate("error", (Limit(at_most=20, severities=("warning",)),)), report(warning_events=20), False),
        (Gate("error", (Limit(at_most=20, severities=("warning",)),)), report(warning_events=21), True),
        (Gate("warning", (Limit(at_most=20, severities=("warning",)),)), report(warning_events=20), False),
        (Gate("warning", (Limit(at_most=20, severities=("warning",)),)), report(warning_events=11, warning_claims=10),
         True),
        (Gate("error", (Limit(at_most=20, severities=("warning",)),)), report(warning_events=1, error_claims=1), True),
        (Gate("never", (Limit(at_most=0),)), report(info_events=1), True),
        (Gate("error", (Limit(percent=Fraction(1, 10), rules=("CEL",)),)), report(error_events=1), False),
        (Gate("error", (Limit(percent=Fraction(1, 10), rules=("CEL",)),)), report(error_events=2), True),
        (Gate("error", (Limit(percent=Fraction(1), tables=("claims",)),)), report(error_events=1), True),
    ],
    ids=range(12),
)  # fmt: skip
def test_limits_stand_in_the_stead_of_fail_on(gate: Gate, given: Report, fails: bool) -> None:  # noqa: FBT001
    assert gate.fails(given) is fails


def test_an_exceeded_limit_is_said(here: Path, command: Command) -> None:
    configure(here, "[[limits]]\npercent = 50\nrules = ['CEL002']\n[[limits]]\nat-most = 1\nrules = ['CEL003']\n")
    run = command("validate", "casualties.csv")
    assert run.code == 1
    said = "CEL002 casualties.best: 3 findings in 4 records; at most 50 % are tolerated"
    assert f"limit exceeded\n  {said}\n" in run.out
    configure(here, "[[limits]]\npercent = 75.0\nrules = ['CEL002']\n[[limits]]\nat-most = 1\nrules = ['CEL003']\n")
    assert command("validate", "casualties.csv").code == 0


# The baseline


def test_only_new_findings_fail_once_there_is_a_baseline(here: Path, command: Command) -> None:
    written = command("validate", "casualties.csv", "--write-baseline", "known.json")
    assert (written.code, written.err) == (0, "conflictdp: wrote known.json: 4 known findings\n")
    known = groups(command, "--baseline", "known.json")
    assert known == {
        "code": 0, "verdict": "invalid", "groups": [], "vanished": [], "err": "",
        "set_aside": [("baseline", "CEL002", 3, "known from the baseline"),
                      ("baseline", "CEL003", 1, "known from the baseline")],
    }  # fmt: skip
    text = command("validate", "casualties.csv", "--baseline", "known.json").out
    assert text.splitlines()[-1].startswith("invalid: casualties.csv: nothing found, 4 known from the baseline (")
    path = here / "casualties.csv"
    path.write_text(
        HEADER + "e0,killed,exact,5\ne9,killed,exact,w\ne2,killed,exact,y\ne3,killed,exact,1\ne1,killed,exact,x\n",
        encoding="utf-8",
    )
    moved = groups(command, "--baseline", "known.json")
    assert (moved["code"], moved["groups"]) == (1, [("CEL002", "error", 1)])
    assert moved["set_aside"] == [("baseline", "CEL002", 2, "known from the baseline")]
    assert moved["vanished"] == [("CEL002", 1), ("CEL003", 1)]
    assert "no longer found\n  CEL002 casualties.best: 1 of the baseline\n" in command(
        "validate", "casualties.csv", "--baseline", "known.json"
    ).out  # fmt: skip


def test_a_baseline_is_the_same_whatever_the_order_and_keeps_other_datasets(here: Path, command: Command) -> None:
    command("validate", "casualties.csv", "--write-baseline", "known.json")
    first = (here / "known.json").read_bytes()
    lines = (here / "casualties.csv").read_text("utf-8").splitlines()
    (here / "casualties.csv").write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n", encoding="utf-8")
    command("validate", str(here / "casualties.csv"), "--write-baseline", "known.json")
    assert (here / "known.json").read_bytes() == first
    (here / "other").mkdir()
    (here / "other" / "casualties.csv").write_text(HEADER + "e1,killed,exact,x\n", encoding="utf-8")
    command("validate", "other/casualties.csv", "--write-baseline", "known.json")
    datasets = json.loads((here / "known.json").read_text("utf-8"))["datasets"]
    assert [(d["path"], sum(g["count"] for g in d["groups"])) for d in datasets] == [
        ("casualties.csv", 4),
        ("other/casualties.csv", 1),
    ]
    run = command("validate", "casualties.csv", "other/casualties.csv", "--baseline", "known.json")
    assert run.code == 0


def test_what_is_no_baseline_is_neither_read_nor_overwritten(here: Path, command: Command) -> None:
    (here / "notes.json").write_text("{}", encoding="utf-8")
    for name in ("notes.json", "nowhere.json", "casualties.csv"):
        run = command("validate", "casualties.csv", "--baseline", name)
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith(f"conflictdp: {name}: ")
    before = (here / "casualties.csv").read_bytes()
    for name in ("notes.json", "casualties.csv"):
        run = command("validate", "casualties.csv", "--write-baseline", name)
        assert run.code == 2
        assert "is not a baseline; it is not overwritten" in run.err
    assert (here / "casualties.csv").read_bytes() == before
    (here / "notes.json").write_text('{"format": "conflictdp-baseline-9"}', encoding="utf-8")
    with pytest.raises(InputError, match="this program reads"):
        baselines.read(here / "notes.json")


def test_nothing_is_written_when_something_could_not_be_checked(here: Path, command: Command) -> None:
    run = command("validate", "casualties.csv", "nowhere.csv", "--write-baseline", "known.json")
    assert run.code == 2
    assert not (here / "known.json").exists()


def test_known_findings_are_taken_as_often_as_they_are_known() -> None:
    """Faults of records that cannot be told apart share a fingerprint; one more of them is new."""
    one = Finding("CEL002", "wrong-type", "error", "m", table="events", column="c", identity="")
    text = "".join(baselines.text({"data": [one, one]}, {}))
    known = Known.of(json.loads(text)["datasets"][0]["groups"])
    assert [known.take(one) for _ in range(3)] == [True, True, False]
    assert not known.take(replace(one, identity="e1"))
    assert known.vanished == ()


def test_any_number_of_findings_is_known_exactly() -> None:
    found = [
        Finding("CEL002", "wrong-type", "error", "m", table="events", column="c", identity=f"e{i}")
        for i in range(20_000)
    ]
    text = "".join(baselines.text({"data": found}, {}))
    known = Known.of(json.loads(text)["datasets"][0]["groups"])
    review = Review(known=known)
    assert [review.severity(f, 1) for f in reversed(found)] == [None] * 20_000
    assert review.severity(replace(found[0], identity="new"), 1) == "error"
    assert [(s.kind, s.count) for s in review.set_aside] == [("baseline", 20_000)]


def test_a_spool_gives_back_what_it_took_in() -> None:
    odd = Finding("CEL002", "n", "error", "m\udcff\n", file="a\udcff.csv", row=1, pointer="/a/0", character=3)
    with Spool() as spool:
        spool.add(odd)
        spool.add(replace(odd, line=9))
        assert [*spool] == [*spool] == [odd, replace(odd, line=9)]
        assert spool.unplaced() == {"/a/0"}
        spool.lines = {"/a/0": 4}
        assert [f.line for f in spool] == [4, 9]


def test_python_callers_review_too(here: Path) -> None:
    review = Review([Override("ignore", "known to us", rules=("CEL002",))])
    with Spool() as spool:
        found = conflictdp.validate(here / "casualties.csv", review=review, spool=spool)
        assert found.every is spool
        assert [f.rule for f in spool] == ["CEL003"]
    assert [(s.rule, s.count) for s in found.set_aside] == [("CEL002", 3)]


def test_an_unknown_word_in_a_limit_is_refused(here: Path) -> None:
    with pytest.raises(UsageError, match="no rule is called 'NOPE'"):
        load(configure(here, "[[limits]]\nat-most = 1\nrules = ['NOPE']\n"))
