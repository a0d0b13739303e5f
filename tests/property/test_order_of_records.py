"""The order of records changes neither the number of findings nor the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checking import examples, report_on
from hypothesis import given
from hypothesis import strategies as st

from conflictdp.strategies import breakable, faulty

if TYPE_CHECKING:
    from random import Random

some_rules = st.lists(st.sampled_from(breakable(beside_others=True)), min_size=8, max_size=24, unique=True)


@examples(3)
@given(some_rules.flatmap(lambda rules: faulty(*rules)), st.randoms(use_true_random=False))
def test_order_of_records_does_not_matter(planted: Any, random: Random) -> None:
    package = planted.package
    mixed = {name: random.sample(rows, len(rows)) for name, rows in package["tables"].items()}
    before, after = report_on(package), report_on({"package": package["package"], "tables": mixed})
    assert {(g.rule, g.table, g.column): g.count for g in after.groups} == {
        (g.rule, g.table, g.column): g.count for g in before.groups
    }
    assert after.verdict == before.verdict
