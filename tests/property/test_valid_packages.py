"""Drawn packages are valid, without so much as a remark, and use all that the standard has."""

from __future__ import annotations

from collections import Counter
from typing import Any

from checking import examples, report_on
from hypothesis import Phase, find, given, settings

from conflictdp.spec.codelists import codelists
from conflictdp.spec.tables import LIST_DELIMITER, tables
from conflictdp.strategies import packages


@examples(24)
@given(packages())
def test_nothing_is_found_in_a_drawn_package(package: Any) -> None:
    report = report_on(package)
    assert [f"{f.rule} {f.table} {f.row}: {f.message}" for f in report.findings] == []
    assert report.not_checked == ()
    assert report.verdict == "valid"


def _seen(number: int) -> Counter[tuple[str, str]]:
    """How often each column, each code and each kind of thing occurs in so many packages."""
    seen: Counter[tuple[str, str]] = Counter()
    columns = {(t.name, c.name): c for t in tables().values() for c in t.columns.values()}

    @settings(max_examples=number, derandomize=True, phases=[Phase.generate])
    @given(packages())
    def look(package: Any) -> None:
        for table, rows in package["tables"].items():
            for name, text in (cell for row in rows for cell in row.items()):
                column = columns.get((table, name))
                seen["column" if column else "extra", f"{table}.{name}" if column else table] += 1
                if column and column.codelist:
                    seen.update((column.codelist, item) for item in text.split(LIST_DELIMITER))

    look()
    return seen


def test_drawn_packages_use_every_table_column_and_short_list() -> None:
    seen = _seen(150)
    unused = [f"{t.name}.{c}" for t in tables().values() for c in t.columns if not seen["column", f"{t.name}.{c}"]]
    assert unused == []
    assert {t for t in tables() if not seen["extra", t]} == set(), "tables without a publisher's own column"
    short = {c.codelist for t in tables().values() for c in t.columns.values() if c.codelist} - {None}
    short = {name for name in short if len(codelists()[name].codes) <= 20}
    unused = [f"{name}: {code}" for name in sorted(short) for code in codelists()[name].codes if not seen[name, code]]
    assert unused == []


def test_the_smallest_package_has_one_source_one_event_and_one_claim() -> None:
    smallest = find(packages(), lambda _: True, settings=settings(max_examples=1, derandomize=True, database=None))
    assert {name: len(rows) for name, rows in smallest["tables"].items()} == {"sources": 1, "events": 1, "claims": 1}
    assert report_on(smallest).verdict == "valid"
