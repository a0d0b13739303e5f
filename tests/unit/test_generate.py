"""What is made from the hand-written files: it is up to date, and a difference is seen and mended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conflictdp import generate
from conflictdp.spec import rules as spec_rules
from conflictdp.spec.rules import row_checks, rules, set_checks, views
from conflictdp.spec.tables import tables
from conflictdp.spec.versions import schema_root, version

if TYPE_CHECKING:
    from pathlib import Path

ROOT = schema_root().parent


def test_everything_generated_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    code = generate.main(["--check"])
    assert (code, capsys.readouterr().err) == (0, "")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout in which two files are generated."""
    made = [(tmp_path / "schema" / "a.json", "{}\n"), (tmp_path / "new" / "b.json", "[]\n")]
    monkeypatch.setattr(generate, "schema_root", lambda: tmp_path / "schema")
    monkeypatch.setattr(generate, "outputs", lambda _: iter(made))
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "a.json").write_text("{ }\n", encoding="utf-8")
    return tmp_path


def test_a_difference_is_told_and_nothing_is_written(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().err == (
        "out of date: schema/a.json\nout of date: new/b.json\nrun `make generate` and commit what it writes\n"
    )
    assert (elsewhere / "schema" / "a.json").read_text(encoding="utf-8") == "{ }\n"
    assert not (elsewhere / "new").exists()


def test_a_difference_is_mended(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main([]) == 0
    assert capsys.readouterr().err == "wrote: schema/a.json\nwrote: new/b.json\n"
    assert (elsewhere / "new" / "b.json").read_bytes() == b"[]\n"
    assert generate.main(["--check"]) == 0
    assert generate.main([]) == 0
    assert capsys.readouterr().err == ""


def test_each_file_is_made_once_and_lies_in_the_checkout() -> None:
    paths = [path for path, _ in generate.outputs(ROOT)]
    assert len(set(paths)) == len(paths) >= len(tables()) + 6
    assert all(path.is_relative_to(ROOT) for path in paths)
    made = {path.relative_to(ROOT).as_posix() for path in paths}
    assert {f"schema/1.0/tables/{name}.json" for name in tables()} <= made
    assert {p.name for p in (version().folder / "tables").iterdir()} == {f"{name}.json" for name in tables()}


def test_the_catalogue_holds_every_check() -> None:
    told = json.loads((version().folder / "rules.json").read_text(encoding="utf-8"))
    assert [r["id"] for r in told["rules"]] == list(rules())
    assert told["views"] == views()
    checks = [c for r in told["rules"] for c in r["checks"]]
    assert len(checks) == len(row_checks()) + len(set_checks())
    assert all(("assert" in c) != ("select" in c) for c in checks)
    assert not any("$column" in json.dumps(c) or "$table" in json.dumps(c) for c in checks)


def test_the_catalogue_tells_the_rules_as_they_are_written() -> None:
    written = [spec_rules._rule(entry, chapter, "1.0") for entry, chapter in spec_rules._entries("1.0")]
    assert spec_rules.catalogue("1.0") is not None
    assert list(rules().values()) == sorted(written, key=lambda rule: rule.id)
