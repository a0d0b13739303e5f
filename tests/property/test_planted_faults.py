"""Each rule finds the fault that breaks it, where it is, whatever stands around it; and no other rule finds any."""

from __future__ import annotations

from typing import Any

import pytest
from checking import ALL, EFFORT, places
from hypothesis import given, settings

from conflictdp.spec.rules import rules
from conflictdp.strategies import breakable, faulty

TOGETHER = 32 if EFFORT < 10 else 1
"""How many rules are broken in one package: a validation costs about the same for one fault as for many."""

BESIDE_OTHERS = breakable(beside_others=True)
GROUPS = [BESIDE_OTHERS[i : i + TOGETHER] for i in range(0, len(BESIDE_OTHERS), TOGETHER)]


def _check(planted: Any) -> None:
    report = planted.validate(keep=ALL)
    expected = {(p.rule, p.table, p.row, p.column) for p in planted.findings}
    found = places(report)
    assert found - expected == set(), "found without being planted"
    assert expected - found == set(), "planted and not found"
    assert sum(report.counts.values()) == len(expected)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group[0]}-{group[-1]}")
def test_planted_faults_are_found_and_nothing_else(group: tuple[str, ...]) -> None:
    @settings(max_examples=2 if EFFORT < 10 else EFFORT // 10)
    @given(faulty(*group))
    def check(planted: Any) -> None:
        _check(planted)

    check()


@pytest.mark.parametrize("rule", breakable())
def test_one_planted_fault_is_found_alone(rule: str) -> None:
    @settings(max_examples=1 if EFFORT == 1 else EFFORT)
    @given(faulty(rule))
    def check(planted: Any) -> None:
        _check(planted)
        assert {finding.rule for finding in planted.findings} == {rule}

    check()


def test_every_rule_can_be_broken() -> None:
    assert breakable() == tuple(sorted(rules()))
