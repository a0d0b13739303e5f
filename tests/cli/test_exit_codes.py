"""The contract of exit codes: 0 nothing found at or above --fail-on, 1 findings, 2 not done; and what is said where."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conflictdp.cli.group import COMMANDS
from conflictdp.reporters.registry import FORMS

if TYPE_CHECKING:
    from conftest import Command

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = ROOT / "examples" / "minimal"

FILES = {
    "good.csv": "event_id,outcome,count_kind,best\ne1,killed,exact,7\n",
    "bad.csv": "event_id,outcome,count_kind,best\ne1,killed,exact,many\ne2,killed,exact,7.5\n",
    "warned.csv": "event_id,outcome,count_kind,best,victim_status\n\ne1,killed,exact,7,\n",
    "informed.csv": "event_id,event_type\ne1,armed_clash\n",
    "empty.csv": "",
    "text.txt": "hello",
    "not.json": "{",
    "newer.json": '{"$schema": "https://w3id.org/conflictdp/7.0/package.schema.json"}',
    "newer.jsonl": '{"record": "package", "$schema": "https://w3id.org/conflictdp/7.0/package.schema.json"}\n',
    "broken.zip": "PK",
    "downgrade.toml": "[[overrides]]\nrules = ['CEL002']\nseverity = 'info'\nreason = 'known'\n",
    "tolerant.toml": "[[limits]]\nrules = ['CEL002']\nat-most = 2\n",
    "strict.toml": "[[limits]]\nrules = ['CEL002']\npercent = 99.9\n",
    "never.toml": "fail-on = 'never'\n",
    "expired.toml": "[[overrides]]\nrules = ['CEL']\nseverity = 'ignore'\nreason = 'r'\nexpires = 2020-01-01\n",
    "wrong.toml": "fail_on = 'never'\n",
}
T = ("--table", "casualties")
E = ("--table", "events")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "nothing").mkdir()
    (tmp_path / "newer").mkdir()
    newer = {"$schema": "https://w3id.org/conflictdp/7.0/profile.schema.json", "resources": []}
    (tmp_path / "newer" / "datapackage.json").write_text(json.dumps(newer), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "upwards.zip", "w") as archive:
        archive.writestr("../evil.csv", "x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


VALID, FOUND, UNDONE = 0, 1, 2
USAGE = "Usage: conflictdp "
KNOWN = "which this program does not know; known: 1.0"

NO_TABLE = "only a lone CSV or Parquet file is given a table with --table"
NO_TITLE = "--title: a title has 1 to 500 printable characters"
NO_FILE = "nowhere.csv: there is no such file or folder"

CASES: list[tuple[tuple[str, ...], int, str, str]] = [
    # arguments, exit code, the beginning of standard output, a part of standard error
    (("--help",), VALID, USAGE + "[OPTIONS] COMMAND", ""),
    (("-h",), VALID, USAGE + "[OPTIONS] COMMAND", ""),
    (("--version",), VALID, "conflictdp, version 0.1.0", ""),
    ((), UNDONE, "", USAGE),
    (("vaildate", "x"), UNDONE, "", "there is no command 'vaildate'; did you mean validate?"),
    (("zzz",), UNDONE, "", "there is no command 'zzz'\n"),
    (("--frobnicate",), UNDONE, "", "No such option"),
    # validate
    (("validate", "good.csv", *T), VALID, "not checked", ""),
    (("validate", "bad.csv", *T), FOUND, "error CEL002 wrong-type", ""),
    (("validate", "bad.csv", *T, "--fail-on", "never"), VALID, "error CEL002", ""),
    (("validate", "bad.csv", *T, "--fail-on", "info"), FOUND, "error CEL002", ""),
    (("validate", "warned.csv", *T), VALID, "warning TAB010 blank-line", ""),
    (("validate", "warned.csv", *T, "--fail-on", "warning"), FOUND, "warning TAB010", ""),
    (("validate", "warned.csv", *T, "--fail-on", "warning", "--ignore", "TAB010"), VALID, "not checked", ""),
    (("validate", "warned.csv", *T, "--fail-on", "warning", "--ignore", "blank-line"), VALID, "not checked", ""),
    (("validate", "warned.csv", *T, "--fail-on", "warning", "--ignore", "cas, tab"), VALID, "not checked", ""),
    (("validate", "warned.csv", *T, "--fail-on", "warning", "--select", "CEL"), VALID, "not checked", ""),
    (("validate", "warned.csv", *T, "--fail-on", "warning", "--select", "CEL,TAB"), FOUND, "warning TAB010", ""),
    (("validate", "warned.csv", *T, "--fail-on", "warning", "--select", "TAB", "--ignore", "TAB0"),
     VALID, "not checked", ""),
    (("validate", "informed.csv", *E), VALID, "info EVT001 event-undated", ""),
    (("validate", "informed.csv", *E, "--fail-on", "warning"), VALID, "info EVT001", ""),
    (("validate", "informed.csv", *E, "--fail-on", "info"), FOUND, "info EVT001", ""),
    (("validate", "informed.csv", *E, "-q"), VALID, "valid: informed.csv: 2 info (1 record in 1 table, ", ""),
    (("validate", "bad.csv", *T, "--quiet"), FOUND, "invalid: bad.csv: 2 errors (2 records in 1 table, ", ""),
    (("validate", "empty.csv", *T), FOUND, "error TAB001 file-empty", ""),
    (("validate", "empty.csv", *T, "--ignore", "TAB001"), UNDONE, "not checked", ""),
    (("validate", "empty.csv", *T, "--fail-on", "never"), VALID, "error TAB001", ""),
    (("validate", "not.json"), FOUND, "error DOC001 not-json", ""),
    (("validate", "good.csv", "bad.csv", *T), FOUND, "not checked", ""),
    (("validate", "good.csv", "nowhere.csv", *T), UNDONE, "not checked", NO_FILE),
    (("validate", "bad.csv", "nowhere.csv", *T), UNDONE, "error CEL002", NO_FILE),
    (("validate",), UNDONE, "", "Missing argument 'PATH...'"),
    (("validate", ""), UNDONE, "", "conflictdp: the path is empty\n"),
    (("validate", "nowhere"), UNDONE, "", "conflictdp: nowhere: there is no such file or folder\n"),
    (("validate", "a\x1b[31mb"), UNDONE, "", "conflictdp: a\\x1b[31mb: there is no such file or folder\n"),
    (("validate", "nothing"), UNDONE, "", "nothing: no datapackage.json, and no file named after a table"),
    (("validate", "text.txt"), UNDONE, "", "text.txt: not a folder, .json, .jsonl, .zip, .csv, .parquet or .xlsx"),
    (("validate", "good.csv"),
     UNDONE, "", "good.csv: no table is named 'good'; say which with --table: sources, parties"),
    (("validate", "good.csv", "--table", "casualty"),
     UNDONE, "", "no table is named 'casualty' (did you mean casualties?)"),
    (("validate", str(MINIMAL), *T), UNDONE, "", NO_TABLE),
    (("validate", "newer"), UNDONE, "", KNOWN),
    (("validate", "newer.json"), UNDONE, "", KNOWN),
    (("validate", "newer.jsonl"), UNDONE, "", KNOWN),
    (("validate", "broken.zip"), UNDONE, "", "broken.zip: not a readable zip archive"),
    (("validate", "upwards.zip"), UNDONE, "", "member '../evil.csv' has an unsafe path"),
    (("validate", "good.csv", "--select", "XYZ"), UNDONE, "", "no rule is called 'XYZ', or begins so"),
    (("validate", "good.csv", "--ignore", "CAS01,CAS0I1"),
     UNDONE, "", "no rule is called 'CAS0I1', or begins so; did you mean CAS"),
    (("validate", "good.csv", "--select", "blank-lines"), UNDONE, "", "did you mean blank-line?"),
    (("validate", "good.csv", "--selct", "CAS"), UNDONE, "", "'--select'"),
    (("validate", "good.csv", "--fail-on", "fatal"),
     UNDONE, "", "'fatal' is not one of 'error', 'warning', 'info', 'never'"),
    (("validate", "good.csv", *T, "--format", "xml"), UNDONE, "", "there is no format 'xml'"),
    (("validate", "good.csv", *T, "--format", "jsn"), UNDONE, "", "there is no format 'jsn'; did you mean json?"),
    (("validate", "good.csv", *T, "--format", "json="), UNDONE, "", "'json=' names no file after the ="),
    (("validate", "good.csv", *T, "--format", "json", "--format", "text=-"),
     UNDONE, "", "standard output takes one report; give the others a file: sarif=report.sarif"),
    (("validate", "good.csv", *T, "--format", "json=r", "--format", "text=r"), UNDONE, "", "cannot go to one file"),
    (("validate", "good.csv", *T, "--format", "json=new.json"), VALID, "", ""),
    (("validate", "bad.csv", *T, "--format", "json=new.json"), FOUND, "", ""),
    (("validate", "bad.csv", *T, "--format", "json=no/where.json"), UNDONE, "", "cannot write no/where.json: No such"),
    (("validate", "bad.csv", *T, "--format", "json=nothing"), UNDONE, "", "nothing is a folder, not a file"),
    (("validate", "good.csv", "--max-findings", "0"), UNDONE, "", "0 is not in the range"),
    (("validate", "good.csv", "--max-findings", "many"), UNDONE, "", "'many' is not a valid integer"),
    # what a project makes of findings
    (("validate", "bad.csv", *T, "--config", "downgrade.toml"), VALID, "info CEL002", ""),
    (("validate", "bad.csv", *T, "--config", "tolerant.toml"), VALID, "error CEL002", ""),
    (("validate", "bad.csv", *T, "--config", "strict.toml"), FOUND, "error CEL002", ""),
    (("validate", "bad.csv", *T, "--config", "never.toml"), VALID, "error CEL002", ""),
    (("validate", "bad.csv", *T, "--config", "never.toml", "--fail-on", "error"), FOUND, "error CEL002", ""),
    (("validate", "bad.csv", *T, "--config", "expired.toml"), FOUND, "error CEL002", "expired on 2020-01-01"),
    (("validate", "bad.csv", *T, "--config", "wrong.toml"), UNDONE, "", "wrong.toml: there is no key 'fail_on'"),
    (("validate", "bad.csv", *T, "--config", "nowhere.toml"), UNDONE, "", "nowhere.toml: No such file"),
    (("validate", "bad.csv", *T, "--baseline", "nowhere.json"), UNDONE, "", "nowhere.json: No such file"),
    (("validate", "bad.csv", *T, "--baseline", "not.json"), UNDONE, "", "not.json: this is not a baseline"),
    (("validate", "bad.csv", *T, "--write-baseline", "b.json"), VALID, "error CEL002", "wrote b.json: 2 known"),
    (("validate", "bad.csv", *T, "--write-baseline", "not.json"), UNDONE, "error CEL002", "it is not overwritten"),
    (("validate", "empty.csv", *T, "--ignore", "TAB001", "--write-baseline", "b.json"), UNDONE, "", "wrote b.json"),
    (("validate", "bad.csv", *T, "--show-sensitive"), FOUND, "error CEL002", ""),
    *((("validate", "bad.csv", *T, "--format", form), FOUND, "", "") for form in FORMS),
    *((("validate", "good.csv", *T, "--format", form), VALID, "", "") for form in FORMS),
    # the catalogue
    (("explain", "CAS001", "--format", "markdown"), VALID, "# CAS001 bounds-out-of-order\n", ""),
    (("explain", "CAS001", "--format", "html"), UNDONE, "", "'html' is not one of"),
    (("explain", "CAS001"), VALID, "CAS001 bounds-out-of-order (error)\n", ""),
    (("explain", "cas001"), VALID, "CAS001 bounds-out-of-order (error)\n", ""),
    (("explain", "Bounds-Out-Of-Order"), VALID, "CAS001 bounds-out-of-order (error)\n", ""),
    (("explain", "PKG006"), VALID, "PKG006 unsafe-path (error)\n", ""),
    (("explain", "CAS0001"), UNDONE, "", "there is no rule 'CAS0001'"),
    (("explain", "bound-out-of-order"), UNDONE, "", "did you mean CAS001 bounds-out-of-order"),
    (("explain",), UNDONE, "", "Missing argument 'ID'"),
    (("rules",), VALID, "AGR001", ""),
    (("rules", "tab"), VALID, "TAB001  error", ""),
    (("rules", "casualties"), VALID, "CAS001  error", ""),
    (("rules", "XYZ"), UNDONE, "", "no rule or chapter is called 'XYZ'; families: AGR, BRE, CAS, CEL,"),
    (("codelists",), VALID, "", ""),
    (("codelists", "count_kinds"), VALID, "Count kinds (closed: no other codes)\n", ""),
    (("codelists", "event_types"), VALID, "Event types (open: further codes are allowed, with a warning)\n", ""),
    (("codelists", "evnt_types"), UNDONE, "", "there is no codelist 'evnt_types'; did you mean 'event_types'?"),
    # init
    (("init", "fresh"), VALID, "made fresh: now fill in its tables, and run: conflictdp validate fresh\n", ""),
    (("init", "nothing"), VALID, "made nothing: ", ""),
    (("init", "newer"), UNDONE, "", "conflictdp: newer: it exists and is not an empty folder; nothing was written\n"),
    (("init", "text.txt"), UNDONE, "", "text.txt: it exists and is not an empty folder"),
    (("init", "no/where"), UNDONE, "", "cannot write no/where: No such file or directory"),
    (("init", "fresh", "--title", " "), UNDONE, "", NO_TITLE),
    (("init", "fresh", "--title", "a\nb"), UNDONE, "", NO_TITLE),
    (("init", "fresh", "--title", "\udcff"), UNDONE, "", NO_TITLE),
    (("init",), UNDONE, "", "Missing argument 'DIR'"),
    # models
    (("models", "typeddict"), VALID, '"""', ""),
    (("models", "cobol"), UNDONE, "", "cobol"),
    (("models", "typeddict", "-o", "types.py"), VALID, "", ""),
    (("models", "typeddict", "-o", "text.txt", "--check"), FOUND, "", "text.txt"),
    # map
    (("map", "--suggest", str(MINIMAL / "events.csv")), VALID, "# Proposed for events.csv: CSV in UTF-8", ""),
    (("map", str(MINIMAL / "events.csv")), UNDONE, "", "say what to do with the table: --suggest"),
    (("map", "--suggest", "nowhere.csv"), UNDONE, "", "cannot read nowhere.csv: No such file or directory"),
    # template
    (("template", "form.xlsx"), VALID, "wrote form.xlsx: fill it in", ""),
    (("template", "form.ods"), UNDONE, "", "its name ends in .xlsx"),
    (("template", "nowhere/form.xlsx"), UNDONE, "", "cannot write"),
    # merge
    (("merge", str(MINIMAL), str(MINIMAL), "both"), VALID, "wrote both\n  table", ""),
    (("merge", str(MINIMAL), "one"), UNDONE, "", "a merge needs two datasets or more"),
    (("merge", str(MINIMAL), "nowhere", "both"), UNDONE, "", "nowhere: there is no such file or folder"),
    (("merge", str(MINIMAL), str(MINIMAL), "newer"), UNDONE, "", "newer exists already; choose another place"),
    # convert
    (("convert", str(MINIMAL), "e.csv", "--to", "events-csv"), VALID, "wrote e.csv: 2 records", ""),
    (("convert", str(MINIMAL), "e.csv", "--to", "shapefile"), UNDONE, "", "there is no export to 'shapefile'"),
    (("convert", str(MINIMAL), "e.csv", "--to", "geojson", "--figures", "mean"), UNDONE, "", "assessment-or-span"),
    (("convert", str(MINIMAL), "e.json", "--figures", "span"), UNDONE, "", "--figures and --hxl go with --to"),
    (("convert", "--list"), VALID, "from:\n  ucdp-ged", ""),
    (("convert", "nowhere", "out.json"), UNDONE, "", "nowhere: there is no such file or folder"),
    (("convert", str(MINIMAL), "text.txt/out.json"), UNDONE, "", "cannot write"),
    (("convert", str(MINIMAL), "newer"), UNDONE, "", "newer exists already; choose another place"),
    (("convert", "good.csv", "out", "--from", "ucdp"), UNDONE, "", "ucdp-ged"),
    (("convert", "good.csv"), UNDONE, "", "Missing argument 'OUT'"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "out", "err"), CASES, ids=[ascii(" ".join(c[0])) for c in CASES])
@pytest.mark.usefixtures("here")
def test_exit_codes(arguments: tuple[str, ...], code: int, out: str, err: str, command: Command) -> None:
    run = command(*arguments)
    assert (run.code, run.out[: len(out)]) == (code, out), run
    assert err in run.err
    assert bool(run.err) == bool(err), run.err
    assert "Traceback" not in run.out + run.err
    assert "internal error" not in run.err


def test_every_command_is_in_the_table() -> None:
    assert {arguments[0] for arguments, *_ in CASES if arguments} >= COMMANDS.keys()
    for code in (VALID, FOUND, UNDONE):
        assert any(code == expected for _, expected, *_ in CASES)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, command: Command) -> None:
    run = command(name, "--help")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(f"Usage: conflictdp {name} ")


def test_a_fault_of_the_program_is_neither_a_pass_nor_a_traceback(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conflictdp.validation.validate", lambda *_, **__: 1 / 0)
    run = command("validate", MINIMAL)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("conflictdp: internal error (ZeroDivisionError). Nothing is said of the data.")
    monkeypatch.setenv("CONFLICTDP_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        command("validate", MINIMAL)


def test_memory_that_runs_out_is_a_limit(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from conflictdp.errors import LimitError

    def refuse(*_: object, **__: object) -> None:
        raise LimitError("memory ran out")

    monkeypatch.setattr("conflictdp.validation.validate", refuse)
    assert command("validate", MINIMAL) == (2, "", "conflictdp: memory ran out\n")


def test_an_interruption_is_said_in_a_line(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("conflictdp.validation.validate", interrupt)
    assert command("validate", MINIMAL) == (130, "", "conflictdp: interrupted\n")


def test_nothing_is_left_of_a_conversion_that_failed(here: Path, command: Command) -> None:
    before = sorted(p.name for p in here.iterdir())
    shutil.copytree(MINIMAL, here / "minimal")
    (here / "minimal" / "claims.csv").write_bytes(b"claim_id\n\xff\n")
    for out in ("out", "out.json", "out.jsonl"):
        run = command("convert", "minimal", out)
        assert (run.code, run.out) == (2, "")
        assert "validate it first" in run.err
    shutil.rmtree(here / "minimal")
    assert sorted(p.name for p in here.iterdir()) == before
