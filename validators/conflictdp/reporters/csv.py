"""Every finding as one row of CSV, for spreadsheets and statistics programs.

A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from itertools import islice
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
TOGETHER = 1000
"""So many rows are written at once."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report(reports: Sequence[Report], _: View) -> Iterator[str]:
    """A header, then a row for each finding."""
    yield _rows([("input", *COLUMNS)])
    cells = attrgetter(*COLUMNS)
    for one in reports:
        rows = ((one.input, *cells(found)) for found in (one.findings if one.every is None else one.every))
        while some := list(islice(rows, TOGETHER)):
            yield _rows(some)


def _rows(rows: list[tuple[str | int | None, ...]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([_cell(c) for c in row] for row in rows)
    return out.getvalue()


def _cell(value: str | int | None) -> str | int | None:
    if not isinstance(value, str):
        return value
    text = visible(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
