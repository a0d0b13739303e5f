"""Every finding as one row of CSV, for spreadsheets and statistics programs.

A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from operator import attrgetter
from typing import TYPE_CHECKING

from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictdp.report import Report
    from conflictdp.reporters.registry import View

COLUMNS = (
    "severity", "rule", "name", "table", "column", "file", "row", "line", "pointer", "cell", "record_id", "value",
    "message", "hint", "fingerprint",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report(reports: Sequence[Report], _: View) -> Iterator[str]:
    """A header, then a row for each finding."""
    yield _row(["input", *COLUMNS])
    cells = attrgetter(*COLUMNS)
    for one in reports:
        for found in one.findings if one.every is None else one.every:
            yield _row([one.input, *cells(found)])


def _row(cells: list[str | int | None]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([_cell(c) for c in cells])
    return out.getvalue()


def _cell(value: str | int | None) -> str | int | None:
    if not isinstance(value, str):
        return value
    text = visible(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
