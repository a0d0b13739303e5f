"""Whatever stands in the cells, a validation ends with a report."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from checking import examples, report_on
from hypothesis import given
from hypothesis import strategies as st

from conflictdp.conformance.cases import base
from conflictdp.spec.tables import tables
from conflictdp.strategies import packages

ODD = [
    "NaN",
    "1e400",
    "-0",
    "٣",
    "0x10",
    "9" * 40,
    "2031-02-30",
    "0000-01-01",
    "'",
    '"',
    "|",
    "||",
    "{x}",
    "%s",
    "\\N",
    "\u2028",
]

anything = st.sampled_from(ODD) | st.text(st.characters(codec="utf-8"), max_size=30)
cells = [(t.name, c) for t in tables().values() for c in t.columns]


def _with(package: Any, changes: list[tuple[tuple[str, str], int, str]]) -> Any:
    result = deepcopy(package)
    for (table, column), number, text in changes:
        if rows := result["tables"].get(table):
            rows[number % len(rows)][column] = text
    return result


changes = st.lists(st.tuples(st.sampled_from(cells), st.integers(0, 9), anything), min_size=1, max_size=40)


@examples(6)
@given(st.just(base()) | packages(), changes)
def test_any_cells_give_a_report(package: Any, changes: list[Any]) -> None:
    report = report_on(_with(package, changes))
    assert report.verdict in ("valid", "invalid", "indeterminate")
    assert all(f.message for f in report.findings)
