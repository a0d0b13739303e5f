"""Drawn packages are valid, without so much as a remark, and use all that the standard has."""

from __future__ import annotations

from collections import Counter
from typing import Any

from checking import EFFORT, examples, report_on
from hypothesis import Phase, given, seed, settings

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


SHORT = [c for c in codelists().values() if len(c.codes) <= 15 and c.name != "update_frequencies"]
COLUMNS = {(t.name, c.name): c for t in tables().values() for c in t.columns.values()}


def _note(package: Any, seen: Counter[tuple[str, str]]) -> None:
    """Counts the columns and codes that a package uses."""
    for table, rows in package["tables"].items():
        for name, text in (cell for row in rows for cell in row.items()):
            column = COLUMNS.get((table, name))
            seen["column" if column else "extra", f"{table}.{name}" if column else table] += 1
            if column and column.codelist:
                seen.update((column.codelist, item) for item in text.split(LIST_DELIMITER))


def _unseen(seen: Counter[tuple[str, str]]) -> list[str]:
    """The columns that no package used yet; with more effort, the codes of short lists too."""
    unseen = [f"{table}.{name}" for table, name in COLUMNS if not seen["column", f"{table}.{name}"]]
    if EFFORT >= 10:
        unseen += [f"{c.name}: {code}" for c in SHORT for code in c.codes if not seen[c.name, code]]
    return unseen


def test_drawn_packages_use_every_column() -> None:
    """Draws until all has been seen; what a thousand packages never use, the strategies do not reach."""
    seen: Counter[tuple[str, str]] = Counter()
    for round_ in range(20):

        @seed(round_)
        @settings(max_examples=50 * EFFORT, phases=[Phase.generate], derandomize=False)
        @given(packages())
        def look(package: Any) -> None:
            _note(package, seen)

        look()
        if not _unseen(seen):
            break
    assert _unseen(seen) == []
    assert any(kind == "extra" for kind, _ in seen), "no publisher's own column"


def test_the_smallest_package_has_one_source_one_event_and_one_claim() -> None:
    first: list[Any] = []

    @settings(max_examples=1, phases=[Phase.generate])  # Hypothesis begins with the simplest example
    @given(packages())
    def look(package: Any) -> None:
        first.append(package)

    look()
    assert {n: len(rows) for n, rows in first[0]["tables"].items()} == {"sources": 1, "events": 1, "claims": 1}
    assert report_on(first[0]).verdict == "valid"
