"""What the commands print and write: text and JSON, colours, progress, new datasets, conversions between the forms."""

from __future__ import annotations

import csv
import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import conflictdp
from conflictdp.spec.codelists import codelists
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from conftest import Command

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ["khasham-2018", "minimal"]
HEADER = "event_id,outcome,count_kind,best\n"


@pytest.fixture
def casualties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table with fifteen wrong numbers, one of which would like to command the terminal."""
    path = tmp_path / "casualties.csv"
    path.write_text(
        HEADER + "".join(f"e{i},killed,exact,n{i}\n" for i in range(14)) + "e14,killed,exact,\x1b[31m\u202e\x07\n"
    )
    monkeypatch.chdir(tmp_path)
    return path


@pytest.mark.usefixtures("casualties")
def test_text_is_grouped_counted_and_cut(command: Command) -> None:
    run = command("validate", "casualties.csv", "--max-findings", "2", "--select", "CEL")
    assert (
        run.out
        == f"""\
error CEL002 wrong-type  casualties.best (15)
  casualties.csv:2 [e0]: best is n0, which is not a whole number
  casualties.csv:3 [e1]: best is n1, which is not a whole number
  … and 13 more
  fix: {rules()["CEL002"].fix}

not checked
  {len(rules()) - 11} rules: left out by --select or --ignore
  references to claims, events, parties: only one table was given

invalid: casualties.csv: 15 errors (15 records in 1 table, 11 rules; Conflict DP 1.0, draft)
"""
    )


@pytest.mark.usefixtures("casualties")
def test_data_cannot_command_the_terminal(command: Command) -> None:
    run = command("validate", "casualties.csv", "--max-findings", "20")
    assert "best is \\x1b[31m\\u202e\\x07, which is not a whole number" in run.out
    assert all(c.isprintable() or c == "\n" for c in run.out)


@pytest.mark.usefixtures("casualties")
def test_colours_are_for_terminals_that_want_them(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    plain = command("validate", "casualties.csv").out
    assert "\x1b" not in plain
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = command("validate", "casualties.csv").out
    assert "\x1b[31m\x1b[1merror\x1b[0m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert command("validate", "casualties.csv").out == plain


@pytest.mark.usefixtures("casualties")
def test_progress_is_for_terminals_and_leaves_nothing(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    ticks = iter(range(0, 100_000, 2))
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda _: True)
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
    run = command("validate", "casualties.csv", "--format", "json")
    assert json.loads(run.out)["verdict"] == "invalid"
    assert run.err.startswith("\r\x1b[Kcasualties.csv: reading\r\x1b[K")
    assert run.err.endswith("casualties.csv: placing findings\r\x1b[K")
    failed = command("validate", "nowhere.csv")
    assert failed.err.endswith("\r\x1b[Kconflictdp: nowhere.csv: there is no such file or folder\n")


@pytest.mark.usefixtures("casualties")
def test_json_is_all_that_is_printed(command: Command) -> None:
    one = command("validate", "casualties.csv", "--format", "json", "--max-findings", "3")
    assert (one.code, one.err) == (1, "")
    report = json.loads(one.out)
    assert (report["verdict"], report["counts"]) == ("invalid", {"error": 15, "warning": 0, "info": 0})
    assert [(g["rule"], g["count"], len(g["findings"])) for g in report["groups"]] == [("CEL002", 15, 3)]
    quiet = command("validate", "casualties.csv", "--format", "json", "--max-findings", "3", "--quiet")
    assert quiet.out == one.out
    two = command("validate", "casualties.csv", "casualties.csv", "--format", "json", "--max-findings", "3")
    assert json.loads(two.out) == [report, report]
    half = command("validate", "casualties.csv", "nowhere.csv", "--format", "json", "--max-findings", "3")
    assert (half.code, json.loads(half.out)) == (2, [report])
    assert half.err == "conflictdp: nowhere.csv: there is no such file or folder\n"


@pytest.mark.usefixtures("casualties")
def test_several_reports_at_once_each_whole_in_its_place(command: Command, tmp_path: Path) -> None:
    text = command("validate", "casualties.csv").out
    told = command("validate", "casualties.csv", "--format", "json").out
    (tmp_path / "old.json").write_text("old", encoding="utf-8")
    both = command("validate", "casualties.csv", "--format", "text", "--format", "json=old.json")
    assert (both.code, both.out, both.err) == (1, text, "")
    assert (tmp_path / "old.json").read_text(encoding="utf-8") == told
    assert command("validate", "casualties.csv", "--format", "text=a.txt", "--format", "json=b.json").out == ""
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == text
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "b.json", "casualties.csv", "old.json"]


@pytest.mark.usefixtures("casualties")
def test_what_is_no_plain_file_is_written_as_it_stands(command: Command) -> None:
    if not Path("/dev/null").exists():
        pytest.skip("there is no /dev/null here")
    assert command("validate", "casualties.csv", "--format", "json=/dev/null").code == 1
    assert not Path("/dev/null").is_file()


def test_names_of_files_that_are_not_utf_8_are_spelt_out(casualties: Path, command: Command) -> None:
    folder = casualties.parent / "a\udcffb"
    folder.mkdir()
    casualties.rename(folder / "casualties.csv")
    run = command("validate", "a\udcffb/casualties.csv", "--format", "json")
    assert json.loads(run.out)["input"]["path"] == "a\\udcffb/casualties.csv"
    assert "invalid: a\\udcffb/casualties.csv: 15 errors" in command("validate", "a\udcffb/casualties.csv").out


# The catalogue


def test_explain_says_all_that_a_rule_says(command: Command) -> None:
    rule = rules()["CAS001"]
    words = command("explain", "CAS001").out.split()
    for text in (rule.message, rule.why, rule.fix, rule.source, rule.predicate):
        assert " ".join(text.split()) in " ".join(words)
    told = json.loads(command("explain", "CAS001", "--format", "json").out)
    assert told == {
        **told,
        "id": "CAS001",
        "severity": "error",
        "predicate": rule.predicate,
        "columns": list(rule.columns),
    }


@pytest.mark.parametrize("rule", ["PKG001", "CEL003", "KEY002", "EVT008", "TXT001"])
def test_explain_speaks_of_rules_of_every_kind(rule: str, command: Command) -> None:
    assert command("explain", rule).out.startswith(f"{rule} {rules()[rule].name} ({rules()[rule].severity})\n")


def test_rules_lists_every_rule(command: Command) -> None:
    lines = [line.split() for line in command("rules").out.splitlines() if not line.startswith(" ")]
    assert [tuple(line[:3]) for line in lines] == [(r.id, r.severity, r.name) for r in rules().values()]
    told = json.loads(command("rules", "cas", "--format", "json").out)
    assert [r["id"] for r in told] == [r for r in rules() if r.startswith("CAS")]
    assert json.loads(command("rules", "casualties", "--format", "json").out) == [
        r for r in json.loads(command("rules", "--format", "json").out) if r["chapter"] == "casualties"
    ]


def test_codelists_lists_every_list_and_code(command: Command) -> None:
    lines = [line.split() for line in command("codelists").out.splitlines() if not line.startswith(" ")]
    assert [line[0] for line in lines] == list(codelists())
    assert [c["name"] for c in json.loads(command("codelists", "--format", "json").out)] == list(codelists())
    for name in ("count_kinds", "event_types"):
        told = json.loads(command("codelists", name, "--format", "json").out)
        assert list(told["codes"]) == list(codelists()[name].codes)
        text = command("codelists", name).out
        assert all(f"\n  {code} " in text for code in codelists()[name].codes)


# New datasets


def test_a_new_dataset_has_no_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("init", "Straße 1", "--title", 'A "new" {dataset}').code == 0
    run = command("validate", "Straße 1", "--fail-on", "info")
    assert run == (0, run.out, "")
    assert run.out.startswith("valid: Straße 1: nothing found (0 records in 8 tables, ")
    described = json.loads((tmp_path / "Straße 1" / "datapackage.json").read_text(encoding="utf-8"))
    assert (described["name"], described["title"]) == ("stra-e-1", 'A "new" {dataset}')
    assert '# A "new" {dataset}\n' in (tmp_path / "Straße 1" / "README.md").read_text(encoding="utf-8")


def test_a_new_dataset_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    monkeypatch.chdir(tmp_path)
    made = command("init", ".")
    assert (made.code, made.err) == (0, "")
    assert made.out.splitlines() == [
        "made .: now fill in its tables, and run: conflictdp validate .",
        "its licence is CC-BY-4.0 until you name another in datapackage.json (or with --licence)",
    ]
    assert command("validate", ".", "--fail-on", "info").code == 0
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert command("init", ".").code == 2
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize("before", [["new"], []])
def test_nothing_is_left_of_a_new_dataset_that_could_not_be_written(
    before: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    for name in before:
        (tmp_path / name).mkdir()
    real = Path.write_text

    def write_text(path: Path, *args: Any, **kwargs: Any) -> int:
        if path.name == "parties.csv":
            raise OSError(28, "No space left on device")
        return real(path, *args, **kwargs)

    monkeypatch.setattr(Path, "write_text", write_text)
    run = command("init", tmp_path / "new")
    assert (run.code, run.out) == (2, "")
    assert "No space left on device" in run.err
    assert [p.name for p in tmp_path.rglob("*")] == before


# Conversions between the forms


def records(folder: Path) -> dict[str, list[str]]:
    """The records of each table in any order, empty cells left out."""
    found = {}
    for table in tables():
        path = folder / f"{table}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as stream:
                rows = [{k: v for k, v in row.items() if v} for row in csv.DictReader(stream)]
            found[table] = sorted(json.dumps(row, sort_keys=True) for row in rows)
    return found


def described(folder: Path) -> dict[str, Any]:
    value = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {k: v for k, v in value.items() if k != "resources"}


@pytest.mark.parametrize("ending", ["json", "jsonl"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_tables_to_document_to_tables_is_identity(name: str, ending: str, tmp_path: Path, command: Command) -> None:
    source, middle, back = ROOT / "examples" / name, tmp_path / f"middle.{ending}", tmp_path / "back"
    assert command("convert", source, middle) == (0, f"wrote {middle}\n", "")
    assert command("convert", middle, back) == (0, f"wrote {back}\n", "")
    assert records(back) == records(source)
    assert described(back) == described(source)
    again = tmp_path / f"again.{ending}"
    command("convert", back, again)
    assert again.read_bytes() == middle.read_bytes()
    if ending == "json":
        assert json.loads(middle.read_text(encoding="utf-8")) == json.loads(
            (source / f"{name}.json").read_text("utf-8")
        )


def test_a_conversion_replaces_only_when_it_is_told_to(tmp_path: Path, command: Command) -> None:
    out = tmp_path / "out"
    source = shutil.copytree(ROOT / "examples" / "minimal", tmp_path / "minimal")
    assert command("convert", source, out).code == 0
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    (source / "casualties.csv").write_bytes((source / "casualties.csv").read_bytes().replace(b"14", b"15"))
    assert command("convert", source, out).code == 2
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert command("convert", source, out, "--overwrite").code == 0
    assert records(out) == records(source)
    assert conflictdp.validate(out).verdict == "valid"


@pytest.mark.parametrize("argument", ["--\x1b[2J", "-\u202e", "--no\n::error::such"])
def test_arguments_cannot_command_the_terminal(command: Command, argument: str) -> None:
    run = command("validate", argument)
    assert (run.code, run.out) == (2, "")
    assert "Error: No such option" in run.err
    assert all(line.isprintable() and not line.startswith("::") for line in run.err.split("\n"))


def test_changed_files_stand_for_their_datasets(command: Command, tmp_path: Path) -> None:
    minimal = ROOT / "examples" / "minimal"
    other = tmp_path / "notes.csv"
    other.write_text("a\n1\n", encoding="utf-8")
    run = command("validate", "--changed", "-q", minimal / "claims.csv", minimal / "events.csv", other)
    assert (run.code, run.out.partition(": 2 info")[0], run.err) == (0, f"valid: {minimal}", "")
    assert len(run.out.splitlines()) == 1
    assert command("validate", "--changed", other) == (0, "", "no dataset of Conflict DP among the files given\n")


def test_a_new_dataset_has_the_licence_that_is_named(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("init", "new", "--licence", "ODbL-1.0").out.count("\n") == 1
    described = json.loads((tmp_path / "new" / "datapackage.json").read_text(encoding="utf-8"))
    assert described["licenses"] == [{"name": "ODbL-1.0", "path": "https://spdx.org/licenses/ODbL-1.0.html"}]
    assert "nothing found" in command("validate", "new").out
    refused = command("init", "other", "--licence", "my own/licence")
    assert (refused.code, "is no SPDX identifier" in refused.err) == (2, True)
    assert not (tmp_path / "other").exists()
