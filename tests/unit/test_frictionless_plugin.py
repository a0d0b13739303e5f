"""The rules as a check of Frictionless, by its own command and from Python."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conflictdp.convert.forms import convert_form
from packages import base, changed, write

pytest.importorskip("frictionless")
FAULT = {"table": "casualties", "row": 1, "set": {"low": "9", "best": "3", "high": None}}


def _command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


def _errors(package: Path, **options: str) -> list[tuple[str, int | None, str | None, str]]:
    from frictionless import Check, Checklist, Package

    check = Check.from_descriptor({"type": "conflictdp", **options})
    report = Package(str(package / "datapackage.json")).validate(Checklist(checks=[check]))
    found = report.flatten(["type", "rowNumber", "fieldName", "note"])
    return [(kind, row, field, note.partition(" ")[0]) for kind, row, field, note in found]


def test_the_command_gives_findings_with_row_and_field(tmp_path: Path) -> None:
    write(changed(base(), (FAULT,)), tmp_path / "faulty")
    run = _command("datapackage.json", "--checks", "conflictdp", "--json", cwd=tmp_path / "faulty")
    assert run.returncode == 1, run.stderr
    errors = [e for task in json.loads(run.stdout)["tasks"] for e in task["errors"]]
    assert [(e["type"], e["rowNumber"], e["fieldName"]) for e in errors] == [("conflictdp-cell", 2, "best")]
    assert errors[0]["note"].startswith("CAS001 ")


def test_a_valid_package_is_valid(tmp_path: Path) -> None:
    assert _errors(write(base(), tmp_path / "good")) == []


def test_warnings_count_when_they_are_to(tmp_path: Path) -> None:
    change = {"table": "events", "row": 1, "set": {"event_type": "no_such_type"}}
    package = write(changed(base(), (change,)), tmp_path / "d")
    assert _errors(package) == []
    assert ("conflictdp-cell", 2, "event_type", "CEL008") in _errors(package, severity="warning")


def test_what_belongs_to_no_row_is_an_error_of_the_first_table(tmp_path: Path) -> None:
    package = write(base(), tmp_path / "d")
    path = package / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    del described["event_definition"]
    path.write_text(json.dumps(described), encoding="utf-8")
    assert _errors(package) == [("conflictdp", None, None, "PKG003")]


def test_a_whole_record_at_fault_is_an_error_of_its_row(tmp_path: Path) -> None:
    package = base()
    package["tables"]["participants"].append(dict(package["tables"]["participants"][-1]))
    number = len(package["tables"]["participants"])
    found = _errors(write(package, tmp_path / "d"))
    assert ("conflictdp-row", number + 1, None, "KEY003") in found


def _as_parquet(package: Path, out: Path) -> Path:
    convert_form(package, out, tables="parquet")
    return out


def test_tables_of_parquet_are_read_with_their_types(tmp_path: Path) -> None:
    """Through pandas the integers that are absent would be faults, and so would every list."""
    package = _as_parquet(write(base(), tmp_path / "start"), tmp_path / "package")
    run = _command("datapackage.json", "--json", cwd=package)
    report = json.loads(run.stdout)
    assert (run.returncode, report["stats"]["errors"], len(report["tasks"])) == (0, 0, 16)


def test_what_is_wrong_in_them_is_found(tmp_path: Path) -> None:
    change = {"table": "casualties", "row": 1, "set": {"low": "many", "best": None, "high": None, "outcome": None}}
    package = _as_parquet(write(changed(base(), (change,)), tmp_path / "start"), tmp_path / "package")
    run = _command("datapackage.json", "--checks", "conflictdp", "--json", cwd=package)
    errors = [e for task in json.loads(run.stdout)["tasks"] for e in task["errors"]]
    found = {(e["type"], e["rowNumber"], e["fieldName"]) for e in errors}
    assert run.returncode == 1
    assert {("type-error", 2, "low"), ("constraint-error", 2, "outcome"), ("conflictdp-cell", 2, "low")} <= found


def test_a_file_that_is_no_parquet_is_said_to_be_none(tmp_path: Path) -> None:
    package = _as_parquet(write(base(), tmp_path / "start"), tmp_path / "package")
    (package / "events.parquet").write_bytes(b"PAR1 and no more")
    run = _command("datapackage.json", "--json", cwd=package)
    errors = [e for task in json.loads(run.stdout)["tasks"] for e in task["errors"]]
    assert run.returncode == 1
    assert "source-error" in {e["type"] for e in errors}
    assert "Traceback" not in run.stderr


def test_parquet_of_others_is_left_to_frictionless(tmp_path: Path) -> None:
    package = _as_parquet(write(base(), tmp_path / "start"), tmp_path / "package")
    path = package / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json"
    from frictionless import Package, system

    theirs = Package.from_descriptor(described, basepath=str(package)).get_resource("events")
    ours = Package(str(path)).get_resource("events")
    assert [type(system.create_parser(r)).__name__ for r in (theirs, ours)] == ["ParquetParser", "TypedParquetParser"]
