"""The order of records changes neither the number of findings nor the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from checking import examples, report_on
from hypothesis import given
from hypothesis import strategies as st

from conflictdp.strategies import breakable, faulty

if TYPE_CHECKING:
    from random import Random

RULES = breakable(beside_others=True)


@pytest.mark.parametrize("half", [0, 1])
def test_order_of_records_does_not_matter(half: int) -> None:
    @examples(1)
    @given(faulty(*RULES[half::2]), st.randoms(use_true_random=True))
    def check(planted: Any, random: Random) -> None:
        metadata, tables = planted.package["package"], planted.package["tables"]
        backwards = {name: rows[::-1] for name, rows in tables.items()}
        mixed = {name: random.sample(rows, len(rows)) for name, rows in tables.items()}
        reports = [report_on({"package": metadata, "tables": rows}) for rows in (tables, backwards, mixed)]
        first, *others = [{(g.rule, g.table, g.column): g.count for g in report.groups} for report in reports]
        assert [others[0], others[1]] == [first, first]
        assert {report.verdict for report in reports} == {"invalid"}

    check()
