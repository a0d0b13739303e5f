"""A dataset has the same findings whether its tables are taken for small ones or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import conflictdp
from conflictdp.spec.rules import row_checks
from conflictdp.spec.tables import tables
from conformance.conftest import THRESHOLDS
from packages import base, changed, merged, write

if TYPE_CHECKING:
    import pytest

HERE = Path(__file__).parent


def _cases() -> list[dict[str, Any]]:
    """The cases that change records only, as far as they fire."""
    files = sorted([*HERE.glob("rules/**/*.json"), *HERE.glob("structure/*.json")])
    cases = [case for path in files for case in json.loads(path.read_text(encoding="utf-8"))["cases"]]
    return [c for c in cases if c.keys() <= {"kind", "title", "change", "findings"} and c["kind"] == "fires"]


def test_small_and_other_tables_have_the_same_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = [changed(base(), c["change"]) for c in _cases() if not any("package" in x for x in c["change"])]
    folder = write(merged(packages), tmp_path / "all")
    reports = []
    for limit in (0, 1 << 40):
        for module, name in THRESHOLDS:
            monkeypatch.setattr(module, name, limit)
        reports.append(conflictdp.validate(folder))
    assert reports[0] == reports[1]
    assert len(reports[0].groups) > 100


def test_rules_on_text_ask_of_other_than_text_only_whether_it_is_there() -> None:
    """So they can be asked of the typed table where every cell is as it should be."""
    for check in (c for c in row_checks() if c.rule.is_on_text):
        for column in tables()[check.table].columns.values():
            if column.type != "string":
                there = check.predicate.replace(f"{column.name} IS NOT NULL", "").replace(f"{column.name} IS NULL", "")
                assert column.name not in there.replace("'", " ").split(), check.rule.id
