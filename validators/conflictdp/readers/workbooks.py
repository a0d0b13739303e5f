"""Workbooks of a spreadsheet program (.xlsx) with a sheet for each table, as `conflictdp template` makes them.

A sheet is read as it stands: the first row is the header, blank rows and example rows are passed over, a formula is the
value that the program last computed. Each cell becomes the text that the standard writes for its value.
"""

from __future__ import annotations

import csv
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.errors import InputError, needs
from conflictdp.readers.archives import UNREADABLE, refuse_bomb
from conflictdp.readers.headers import check_header
from conflictdp.readers.inputs import Input, TableFile
from conflictdp.readers.packages import Package
from conflictdp.readers.sheet_cells import as_text
from conflictdp.report import NotChecked
from conflictdp.spec.sheets import DATASET, EXAMPLE, SHEETS_ASIDE, described, letter
from conflictdp.spec.tables import tables
from conflictdp.spec.versions import CURRENT, version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from conflictdp.readers.staging import Staging
    from conflictdp.report import Findings
    from conflictdp.spec.tables import Table


def read_workbook(path: Path, label: str, staging: Staging, findings: Findings) -> Input:
    """Reads a workbook as a whole dataset (needs openpyxl).

    Args:
        path: The workbook.
        label: The path as the user gave it.
        staging: Where its sheets are put as CSV.
        findings: Where faults of headers and of the sheet `dataset` go.

    Raises:
        InputError: When it is not a workbook that can be read.
        LimitError: When it unpacks to more than is allowed.
        UsageError: When openpyxl is not installed.
    """
    staging.count(path.stat().st_size, path.name)
    refuse_bomb(path, staging.limits)  # a workbook is a zip archive, and may be as hostile as one
    found = Input(label, "workbook", described_in=path.name)
    reader = _Reader(path, staging, findings, found)
    with _opened(path) as book:
        for name in book.sheetnames:
            reader.sheet(name, book[name].iter_rows(values_only=True))
    reader.finish()
    return found


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    with needs("openpyxl", "xlsx"):
        import openpyxl
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (*UNREADABLE, KeyError, SyntaxError, TypeError) as error:
        raise InputError(f"{path.name}: not a workbook that can be read ({error})") from error
    try:
        yield book
    except (*UNREADABLE, KeyError, SyntaxError, TypeError) as error:
        raise InputError(f"{path.name}: a sheet cannot be read ({error})") from error
    finally:
        book.close()


@dataclass(slots=True)
class _Reader:
    """Takes the sheets of one workbook."""

    path: Path
    staging: Staging
    findings: Findings
    found: Input

    def sheet(self, name: str, rows: Iterator[Sequence[object]]) -> None:
        """Takes a sheet: a table, what the dataset says of itself, or one that is left aside."""
        plain = name.strip().lower()
        if plain == DATASET:
            self.found.metadata = described(_pairs(rows))
        elif plain in tables():
            self._table(tables()[plain], name, rows)
        elif plain not in SHEETS_ASIDE:
            self.found.not_checked.append(
                NotChecked(f"sheet {name}", "the standard has no table of that name", is_gap=False)
            )

    def finish(self) -> None:
        """Judges what the dataset says of itself, and whether every required table is there."""
        files = {f.table: f for f in self.found.files}
        resources = [
            {"name": n, "type": "table", "path": f"{n}.csv", "schema": {"fields": [{"name": "x"}]}} for n in files
        ]
        descriptor = {
            "$schema": version(CURRENT).uri("profile.schema.json"),
            **self.found.metadata,
            "resources": resources,
        }
        Package(self.path.parent, self.staging, self.findings, self.found).judge(descriptor, self.path.name)

    def _table(self, table: Table, sheet: str, rows: Iterator[Sequence[object]]) -> None:
        header = [_text(cell) for cell in next(rows, ())]
        while header and not header[-1]:
            header.pop()
        if not header:
            return
        self.staging.limits.check("columns", len(header), f"{self.path.name}: sheet {sheet}")
        columns = check_header(table, self.path.name, header, self.findings)
        target = self.staging.new(".csv")
        with target.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(["_row", "_line", *(c or f"_{i}" for i, c in enumerate(columns))])
            records = ((line, cells) for line, cells in _records(rows, len(header)))
            writer.writerows([number, line, *cells] for number, (line, cells) in enumerate(records, start=1))
        letters = {c: letter(i) for i, c in enumerate(columns) if c}
        self.found.files.append(
            TableFile(table.name, self.path.name, target, "csv", columns, is_copy=True, sheet=sheet, letters=letters)
        )


def _records(rows: Iterator[Sequence[object]], width: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that are records, each with its number in the sheet."""
    for line, row in enumerate(rows, start=2):
        cells = [_text(cell) for cell in row[:width]]
        cells += [""] * (width - len(cells))
        if any(cells) and not cells[0].startswith(EXAMPLE):
            yield line, cells


def _text(cell: object) -> str:
    return "" if cell is None else as_text(cell)


def _pairs(rows: Iterator[Sequence[object]]) -> dict[str, str]:
    """The properties of the sheet on the dataset, those that are only an example left out."""
    pairs: dict[str, str] = {}
    for row in rows:
        name, value = (_text(cell) for cell in (*row[:2], *(None,) * (2 - len(row[:2]))))
        if name and value and not value.startswith(EXAMPLE):
            pairs[name.strip().lower()] = value
    return pairs
