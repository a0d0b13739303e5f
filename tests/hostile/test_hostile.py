"""Every hostile input comes to exactly what its case says: no traceback, nothing touched, nothing left, nothing raw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import archives
import descriptors
import documents
import parquets
import places
import pytest
import tables
import words
from running import run, snapshot, told

import conflictdp.validation
from conflictdp.reporters import text
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus import Case

    from conflictdp.report import Report

FAMILIES = (descriptors, archives, tables, documents, parquets, places, words)
CASES = [case for family in FAMILIES for case in family.CASES]
STRUCTURE = "PKG,TAB,CEL,KEY,DOC,TXT"
"""Rules on what is there; what the data mean is not attacked here, and its rules take most of the time."""

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name")


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    """The reports that the command makes, for other forms of them."""
    made: list[Report] = []
    validate: Callable[..., Report] = conflictdp.validation.validate

    def kept(*arguments: object, **more: object) -> Report:
        made.append(validate(*arguments, **more))
        return made[-1]

    monkeypatch.setattr(conflictdp.validation, "validate", kept)
    return made


def test_there_are_many_cases_of_every_family() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) > 500
    assert min(len(family.CASES) for family in FAMILIES) > 25


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_what_comes_of_it(
    case: Case,
    tmp_path: Path,
    temporary: Path,
    reports: list[Report],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path)
    path = case.build(tmp_path / "in")
    before = snapshot(tmp_path)
    code, out, err = run(path, capsys, "--format", "json", "--select", STRUCTURE)
    assert told(code, out, err, path) == case.outcome
    assert snapshot(tmp_path) == before
    assert list(temporary.iterdir()) == []
    for report in reports:
        out += text.render(report)
    assert [line for line in (out + err).split("\n") if line != visible(line)] == []
    assert "Traceback" not in err
