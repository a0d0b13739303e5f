"""Runs every conformance case of the rules: the whole list of findings must be as the case says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from packages import base, changed, write

import conflictdp
from conflictdp.spec.rules import rules

FOLDER = Path(__file__).parent / "rules"
KINDS = {"fires", "quiet", "edge"}


def cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        found.extend(
            pytest.param(entry["rule"], c, id=f"{path.stem}-{c['kind']}-{c['title']}") for c in entry["cases"]
        )
    return found


@pytest.mark.parametrize(("rule", "case"), cases())
def test_case(rule: str, case: dict[str, Any], tmp_path: Path) -> None:
    report = conflictdp.validate(write(changed(base(), case["change"]), tmp_path), keep=1000)
    found = [{"rule": f.rule, "table": f.table, "row": f.row, "column": f.column} for f in report.findings]
    expected = [{"column": None, **f} for f in case["findings"]]
    key = json.dumps
    assert sorted(found, key=key) == sorted(expected, key=key)
    if case["kind"] == "fires":
        assert rule in {f["rule"] for f in found}, "a case of kind fires must show its own rule"


def test_base_has_no_finding(tmp_path: Path) -> None:
    report = conflictdp.validate(write(base(), tmp_path))
    assert list(report.findings) == []
    assert report.not_checked == ()


@pytest.mark.parametrize("rule", [r.id for r in rules().values() if r.stage == "rules"])
def test_every_rule_has_cases(rule: str) -> None:
    path = FOLDER / f"{rule}.json"
    assert path.exists(), (
        f"write tests/conformance/rules/{rule}.json with cases that fire, stay quiet, and an edge"
    )
    entry = json.loads(path.read_text(encoding="utf-8"))
    assert entry["rule"] == rule
    assert {c["kind"] for c in entry["cases"]} >= KINDS, (
        f"{path.name} needs a case of each kind: {sorted(KINDS)}"
    )
