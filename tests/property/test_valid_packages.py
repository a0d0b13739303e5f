"""Drawn packages are valid, without so much as a remark, and use all that the standard has."""

from __future__ import annotations

from collections import Counter
from typing import Any

from checking import EFFORT, examples, report_on
from hypothesis import Phase, given, settings

from conflictdp.spec.codelists import codelists
from conflictdp.spec.tables import LIST_DELIMITER, tables
from conflictdp.strategies import packages


@examples(16)
@given(packages())
def test_nothing_is_found_in_a_drawn_package(package: Any) -> None:
    report = report_on(package)
    assert [f"{f.rule} {f.table} {f.row}: {f.message}" for f in report.findings] == []
    assert report.not_checked == ()
    assert report.verdict == "valid"


def _seen(number: int) -> Counter[tuple[str, str]]:
    """How often each column and each code occurs in so many packages."""
    seen: Counter[tuple[str, str]] = Counter()
    columns = {(t.name, c.name): c for t in tables().values() for c in t.columns.values()}

    @settings(max_examples=number, phases=[Phase.generate], derandomize=True)
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


def test_drawn_packages_use_every_column() -> None:
    seen = _seen(90 * EFFORT)
    assert [f"{t.name}.{c}" for t in tables().values() for c in t.columns if not seen["column", f"{t.name}.{c}"]] == []
    assert any(kind == "extra" for kind, _ in seen), "no publisher's own column"
    if EFFORT >= 10:
        short = [
            codes for codes in codelists().values() if len(codes.codes) <= 15 and codes.name != "update_frequencies"
        ]
        assert [f"{codes.name}: {code}" for codes in short for code in codes.codes if not seen[codes.name, code]] == []


def test_the_smallest_package_has_one_source_one_event_and_one_claim() -> None:
    first: list[Any] = []

    @settings(max_examples=1, phases=[Phase.generate])  # Hypothesis begins with the simplest example
    @given(packages())
    def look(package: Any) -> None:
        first.append(package)

    look()
    assert {n: len(rows) for n, rows in first[0]["tables"].items()} == {"sources": 1, "events": 1, "claims": 1}
    assert report_on(first[0]).verdict == "valid"
