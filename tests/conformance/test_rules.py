"""Runs every conformance case of the rules: the whole list of findings must be as the case says.

A validation costs about the same for one small package as for forty, so the cases are validated side by side, each
under ids and names of its own. A case that does not come out as it should in company is validated alone, and that
decides.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import conflictdp
from conflictdp.spec.rules import rules
from conformance.conftest import LARGE
from packages import base, changed, merged, write
from property.checking import EFFORT

FOLDER = Path(__file__).parent / "rules"
KINDS = {"fires", "quiet", "edge"}
TOGETHER = 40
MANY = 8

Found = list[dict[str, Any]]


def _cases() -> list[tuple[str, dict[str, Any]]]:
    entries = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    return [(entry["rule"], case) for entry in entries for case in entry["cases"]]


CASES = _cases()
BATCHES = [CASES[i : i + TOGETHER] for i in range(0, len(CASES), TOGETHER)]


def _findings(package: dict[str, Any], folder: Path) -> Found:
    report = conflictdp.validate(write(package, folder), keep=10_000)
    return [{"rule": f.rule, "table": f.table, "row": f.row, "column": f.column} for f in report.findings]


def _sorted(found: Found) -> list[str]:
    return sorted(json.dumps({"column": None, **f}, sort_keys=True) for f in found)


def _together(packages: list[dict[str, Any]], folder: Path) -> list[Found]:
    """The findings of each package, validated side by side, with the row numbers of its own tables."""
    results: list[Found] = [[] for _ in packages]
    for finding in _findings(merged(packages), folder):
        row = finding["row"] or 0
        for result, package in zip(results, packages, strict=True):
            size = len(package["tables"].get(finding["table"], []))
            if row <= size:
                result.append(finding | {"row": row or None})
                break
            row -= size
    return results


def speaks_of_the_whole(case: dict[str, Any]) -> bool:
    """Whether a case changes what the dataset says of itself, or adds so many records that shares in it shift."""
    return len(case["change"]) > MANY or any("package" in change for change in case["change"])


@pytest.mark.parametrize("batch", BATCHES, ids=lambda b: f"{b[0][0]}-{b[-1][0]}")
def test_cases(batch: list[tuple[str, dict[str, Any]]], size: str, tmp_path: Path) -> None:
    """As large input by default without most of the cases that are validated alone, which take a second each."""
    if size == LARGE and EFFORT == 1:
        lonely = [entry for entry in batch if speaks_of_the_whole(entry[1])]
        batch = [entry for entry in batch if entry not in lonely[1:]]
    packages = [changed(base(), case["change"]) for _, case in batch]
    alone = [i for i, (_, case) in enumerate(batch) if speaks_of_the_whole(case)]
    company = [i for i in range(len(batch)) if i not in alone]
    found = (
        dict(zip(company, _together([packages[i] for i in company], tmp_path / "all"), strict=True)) if company else {}
    )
    wrong = []
    for i, (rule, case) in enumerate(batch):
        expected = _sorted(case["findings"])
        if _sorted(found.get(i, [{}])) != expected:
            found[i] = _findings(packages[i], tmp_path / str(i))
        if _sorted(found[i]) != expected:
            wrong.append(
                {"case": f"{rule} {case['kind']}: {case['title']}", "expected": case["findings"], "found": found[i]}
            )
    assert wrong == []


@pytest.mark.parametrize(("rule", "case"), [c for c in CASES if c[1]["kind"] == "fires"], ids=lambda v: str(v)[:40])
def test_a_case_that_fires_shows_its_own_rule(rule: str, case: dict[str, Any]) -> None:
    assert rule in {f["rule"] for f in case["findings"]}


@pytest.mark.usefixtures("size")
def test_base_has_no_finding(tmp_path: Path) -> None:
    report = conflictdp.validate(write(base(), tmp_path))
    assert list(report.findings) == []
    assert report.not_checked == ()


@pytest.mark.parametrize("rule", [r.id for r in rules().values() if r.stage == "rules"])
def test_every_rule_has_cases(rule: str) -> None:
    path = FOLDER / f"{rule}.json"
    assert path.exists(), f"write tests/conformance/rules/{rule}.json with cases that fire, stay quiet, and an edge"
    entry = json.loads(path.read_text(encoding="utf-8"))
    assert entry["rule"] == rule
    assert {c["kind"] for c in entry["cases"]} >= KINDS, f"{path.name} needs a case of each kind: {sorted(KINDS)}"
