"""What the property tests share: how many examples, and validating a package that exists as values only."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hypothesis import settings

import conflictdp
from packages import write

if TYPE_CHECKING:
    from conflictdp.report import Report

EFFORT = int(os.environ.get("CONFLICTDP_EFFORT", "1"))
"""So many times the examples; above 1 they are different ones in each run.

A failing example is made smaller only when CONFLICTDP_EFFORT is set: it takes minutes. CONFLICTDP_EFFORT=1 finds what
the default run found.
"""

ALL = 100_000


def examples(number: int) -> settings:
    """That many examples, or a multiple of it."""
    return settings(max_examples=number * EFFORT)


def report_on(package: Any) -> Report:
    """The report on a package, written as CSV files."""
    with TemporaryDirectory(prefix="conflictdp-test-") as folder:
        return conflictdp.validate(write(package, Path(folder)), keep=ALL)


def places(report: Report) -> set[tuple[str, str | None, int | None, str | None]]:
    """Where each rule found a fault."""
    return {(f.rule, f.table, f.row, f.column) for f in report.findings}
