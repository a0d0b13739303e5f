"""Each rule finds the fault that breaks it, where it is, whatever stands around it; and no other rule finds any."""

from __future__ import annotations

from typing import Any

import pytest
from checking import EFFORT, examples, places, report_on
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictdp.spec.codelists import codelists
from conflictdp.spec.rules import rules
from conflictdp.strategies import breakable, faulty

TOGETHER = 32 if EFFORT < 10 else 1
"""How many rules are broken in one package: a validation costs about the same for one fault as for many."""

BESIDE_OTHERS = breakable(beside_others=True)
ALONE = sorted(set(breakable()) - set(BESIDE_OTHERS))


def _groups() -> list[tuple[str, ...]]:
    together = [BESIDE_OTHERS[i : i + TOGETHER] for i in range(0, len(BESIDE_OTHERS), TOGETHER)]
    return [*together, *((rule,) for rule in ALONE)]


def _check(planted: Any) -> None:
    report = report_on(planted.package)
    expected = {(p.rule, p.table, p.row, p.column) for p in planted.findings}
    found = places(report)
    assert found - expected == set(), "found without being planted"
    assert expected - found == set(), "planted and not found"
    assert sum(report.counts.values()) == len(expected)


@pytest.mark.parametrize("group", _groups(), ids=lambda group: f"{group[0]}-{group[-1]}")
def test_planted_faults_are_found_and_nothing_else(group: tuple[str, ...]) -> None:
    @settings(max_examples=2 if EFFORT < 10 else EFFORT // 10)
    @given(faulty(*group))
    def check(planted: Any) -> None:
        _check(planted)

    check()


@examples(3)
@given(st.sampled_from(breakable()).flatmap(faulty))
def test_one_planted_fault_is_found_and_nothing_else(planted: Any) -> None:
    _check(planted)


def test_every_rule_on_records_can_be_broken() -> None:
    on_records = {r.id for r in rules().values() if r.stage in ("rules", "cells", "keys")}
    if not any(code.status == "deprecated" for codes in codelists().values() for code in codes.codes.values()):
        on_records.remove("CEL010")
    assert sorted(on_records - set(breakable())) == []
