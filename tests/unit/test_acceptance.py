"""What the repository promises as a whole: it validates itself, others' tools agree, and its two forms say the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import conflictdp
from conflictdp.cli import main
from conflictdp.convert.sources import read_rows
from conflictdp.errors import UsageError
from conflictdp.generate import outputs
from conflictdp.reporters.json import as_json, render
from conflictdp.spec.nesting import nest
from conflictdp.spec.tables import schema

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (".", "examples/khasham-2018", "examples/minimal")
DOCUMENTS = ("examples/khasham-2018/khasham-2018.json", "examples/minimal/minimal.json")


@pytest.mark.parametrize("package", PACKAGES)
def test_frictionless_passes(package: str) -> None:
    command = [str(Path(sys.executable).parent / "frictionless"), "validate", "--json", "datapackage.json"]
    done = subprocess.run(command, cwd=ROOT / package, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    report = json.loads(done.stdout)
    described = json.loads((ROOT / package / "datapackage.json").read_text(encoding="utf-8"))
    assert report["valid"] is True
    assert report["stats"]["tasks"] == len(described["resources"])


@pytest.mark.parametrize("path", [*PACKAGES, *DOCUMENTS])
def test_no_error_and_no_warning(path: str) -> None:
    report = conflictdp.validate(ROOT / path)
    assert report.verdict == "valid"
    assert (report.counts["error"], report.counts["warning"]) == (0, 0)
    assert [n for n in report.not_checked if n.is_gap] == []


@pytest.mark.parametrize("package", PACKAGES[1:])
def test_document_and_tables_say_the_same(package: str) -> None:
    folder = ROOT / package
    document = folder / f"{folder.name}.json"
    assert nest(*read_rows(folder)) == json.loads(document.read_text(encoding="utf-8"))
    metadata, rows = read_rows(document)
    same, expected = read_rows(folder)
    assert metadata == same

    def unordered(tables: dict[str, list[dict[str, str]]]) -> dict[str, list[str]]:
        return {name: sorted(json.dumps(row, sort_keys=True) for row in found) for name, found in tables.items()}

    assert unordered(rows) == unordered(expected)


@pytest.mark.parametrize("out", ["copy", "copy.json", "copy.jsonl"])
def test_convert_to_each_form(out: str, tmp_path: Path) -> None:
    target = tmp_path / out
    assert main(["convert", str(ROOT / "examples/khasham-2018"), str(target)]) == 0
    assert main(["validate", str(target), "--fail-on", "warning"]) == 0
    assert main(["convert", str(ROOT / "examples/khasham-2018"), str(target)]) == 2, "what is there is not overwritten"
    assert nest(*read_rows(target)) == nest(*read_rows(ROOT / "examples/khasham-2018"))


def test_generated_files_are_up_to_date() -> None:
    stale = [p.relative_to(ROOT).as_posix() for p, text in outputs(ROOT) if p.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make generate`"


def test_json_report_keeps_to_its_schema(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("event_id,event_type\ne1,riot\ne1,\x1b[31m\n", encoding="utf-8")
    report = conflictdp.validate(tmp_path)
    value: dict[str, Any] = as_json(report)
    checker = jsonschema.Draft202012Validator(schema("report.schema.json"))
    assert [e.message for e in checker.iter_errors(value)] == []
    assert value["verdict"] == "invalid"
    assert {g["rule"] for g in value["groups"]} >= {"PKG001", "PKG008", "KEY001", "CEL004"}
    assert render(report) == render(conflictdp.validate(tmp_path))


FAULTY = "event_id,event_type\n,armed_clash\n"

EXITS = [
    (["validate", "examples/minimal"], 0),
    (["validate", "examples/minimal", "--fail-on", "info"], 1),
    (["validate", "examples/minimal", "--fail-on", "info", "--ignore", "EVT"], 0),
    (["validate", "examples/minimal", "--select", "event-unplaced", "--fail-on", "info"], 1),
    (["validate", "examples/minimal/casualties.csv"], 0),
    (["validate", "examples/minimal", "examples/khasham-2018", "--format", "json"], 0),
    (["validate", "{faulty}"], 1),
    (["validate", "{faulty}", "--fail-on", "never"], 0),
    (["validate", "examples/minimal", "{faulty}"], 1),
    (["validate", "nowhere"], 2),
    (["validate", "examples/minimal", "nowhere"], 2),
    (["validate", "README.md"], 2),
    (["validate", "docs"], 2),
    (["validate", "examples/minimal/casualties.csv", "--table", "casualtys"], 2),
    (["validate", "examples/minimal", "--select", "XYZ"], 2),
    (["validate", "examples/minimal", "--format", "xml"], 2),
    (["validate"], 2),
    (["validat", "examples/minimal"], 2),
    (["explain", "CAS001"], 0),
    (["explain", "bounds-out-of-order"], 0),
    (["explain", "CAS999"], 2),
    (["rules"], 0),
    (["rules", "CAS", "--format", "json"], 0),
    (["rules", "ZZZ"], 2),
    (["codelists"], 0),
    (["codelists", "count_kinds"], 0),
    (["codelists", "count_kind"], 2),
    (["convert", "--list"], 0),
    (["convert", "examples/minimal", "{out}", "--from", "nobody"], 2),
    (["convert", "nowhere", "{out}"], 2),
    (["convert", "examples/minimal", "{out}.ndjson"], 2),
    (["init", "{out}"], 0),
    (["init", "examples/minimal"], 2),
    (["--version"], 0),
    (["--help"], 0),
]


@pytest.mark.parametrize(("arguments", "code"), EXITS, ids=lambda v: " ".join(v) if isinstance(v, list) else str(v))
def test_exit_codes(
    arguments: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    faulty = tmp_path / "events.csv"
    faulty.write_text(FAULTY, encoding="utf-8")
    filled = [a.format(faulty=faulty, out=tmp_path / "out") for a in arguments]
    assert main(filled) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert bool(said.err) == (code == 2), "what went wrong is said on standard error, and nothing else is"
    if "json" in arguments and code == 0:
        json.loads(said.out)


def test_init_makes_a_valid_dataset(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "new"), "--title", "Événements"]) == 0
    report = conflictdp.validate(tmp_path / "new")
    assert list(report.findings) == []
    assert {t.table for t in report.tables} >= {"events", "sources", "claims", "casualties"}


def test_help_loads_nothing_heavy() -> None:
    heavy = ("duckdb", "jsonschema_rs", "hypothesis", "pyarrow", "pandas", "polars")
    loaded = f"print([m for m in {heavy} if m in sys.modules])"
    code = f"import sys; from conflictdp.cli import main; main(['--help']); {loaded}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_open_gives_tables_and_views_in_every_library() -> None:
    query = (
        "SELECT outcome, low, high, claimant FROM casualties_by_source WHERE outcome = 'killed' ORDER BY low, claimant"
    )
    with conflictdp.open(ROOT / "examples/khasham-2018") as data:
        assert data.sql(query).fetchall() == [
            ("killed", 7, 7, "Commander on the Syrian government side"),
            ("killed", 101, None, "Outlet of the article"),
            ("killed", 101, None, "not stated"),
        ]
        count = len(data["casualties"].fetchall())
        assert (
            count
            == len(data.pandas("casualties"))
            == data.arrow("casualties").num_rows
            == data.polars("casualties").height
        )
        with pytest.raises(UsageError, match="did you mean casualties"):
            data["casualtys"]
        for query in ("SELECT * FROM read_csv('/etc/passwd')", "COPY events TO '/tmp/x.csv'", "ATTACH '/tmp/x.db'"):
            with pytest.raises(Exception, match=r"disabled|Cannot access"):
                data.sql(query)
