"""CSV files: their headers, and the careful reading of files that are not as they should be.

Most files are handed to the engine as they are. A file with any sign of trouble is read here record by record,
faults are told apart and placed, and what is sound is written to a copy that the engine then reads.
"""

from __future__ import annotations

import csv
import re
from array import array
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TextIO

from conflictdp.limits import DEFAULTS, Limits
from conflictdp.readers.csv_blocks import needs_care
from conflictdp.readers.headers import check_header
from conflictdp.readers.inputs import TableFile
from conflictdp.readers.not_csv import other_kind, other_separator
from conflictdp.report.findings import Findings, finding
from conflictdp.spec.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conflictdp.spec.tables import Table

LARGE = 8 << 20
"""Of a file of so many bytes it pays to look it through while the engine reads it."""

_PROBLEMS = {
    "unexpected end of data": "a quote is opened and never closed",
    "',' expected after '\"'": "text follows a closing quote",
}
"""What Python's csv module finds, in words for people."""

_CELL = re.compile(r'(?:"(?:[^"]|"")*+"|[^",\r\n]*+),')


def _open(path: Path, limits: Limits) -> TextIO:
    csv.field_size_limit(limits.record_bytes)
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _is_utf8(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class CsvReader:
    """Reads one CSV file of a table and reports its faults.

    Attributes:
        table: The table that it holds.
        file: Its path for people.
        path: Where its bytes are.
        findings: Where faults go.
        limits: How much is read.
    """

    table: Table
    file: str
    path: Path
    findings: Findings
    limits: Limits = DEFAULTS
    _counts: dict[str, int] = field(default_factory=dict)

    def _fault(self, rule: str, line: int | None = None, row: int | None = None, **values: object) -> None:
        """Reports a fault; of a rule that has enough to show, the further ones are only counted (see `_settle`)."""
        count = self._counts[rule] = self._counts.get(rule, 0) + 1
        if count <= self.findings.keep or self.findings.needs_every:
            place = {"table": self.table.name, "file": self.file, "line": line, "row": row}
            self.findings.add(finding(rules()[rule], {"name": self.table.name, **values}, **place))

    def _settle(self) -> None:
        """Adds the faults that were only counted."""
        for rule, count in self._counts.items():
            if count > self.findings.keep and not self.findings.needs_every:
                more = finding(rules()[rule], table=self.table.name, file=self.file)
                self.findings.add_counted(count - self.findings.keep, [more])
        self._counts.clear()

    def prepare(self, copy: Path) -> TableFile | None:
        """The file as the engine may read it: itself, or a cleaned copy at `copy`. None when nothing can be read."""
        header = self._header()
        if header is None:
            return None
        columns = check_header(self.table, self.file, header, self.findings)
        is_large = self.path.stat().st_size >= LARGE
        file = TableFile(self.table.name, self.file, self.path, "csv", columns, is_looked_through=not is_large)
        if is_large or not needs_care(self.path, len(columns), checks_letters=file.has_unread):
            return file
        return self.clean(copy, columns)

    def clean(self, copy: Path, columns: tuple[str | None, ...]) -> TableFile:
        """Reads the file record by record, reports faulty records, and writes the sound ones to `copy`."""
        with copy.open("w", encoding="utf-8", newline="") as stream:
            # With \n alone the writer of Python 3.11 would leave a cell that holds \r without quotes.
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow(["_row", "_line", *(f"c{i}" for i in range(len(columns)))])
            writer.writerows(self._sound_records(len(columns)))
        self._settle()
        return TableFile(self.table.name, self.file, copy, "csv", columns, is_copy=True)

    def _header(self) -> list[str] | None:
        with self.path.open("rb") as stream:
            start = stream.read(64)
        if other := other_kind(start):
            self._fault("TAB002", line=1, problem=other)
            return None
        if start[:3] == b"\xef\xbb\xbf":
            self._fault("TAB009", line=1)
        with _open(self.path, self.limits) as text:
            try:
                header = next(csv.reader(text, strict=True), [])
            except csv.Error as error:
                self._fault("TAB007", line=1, problem=self._problem(error))
                return None
        return self._checked(header)

    def _checked(self, header: list[str]) -> list[str] | None:
        if not any(header):
            self._fault("TAB001", line=1)
        elif not _is_utf8("".join(header)):
            self._fault("TAB002", line=1, problem="the header holds bytes that are not UTF-8")
        elif any("\0" in name for name in header):
            self._fault("TAB011", line=1)
        elif seen := other_separator(header, self.table.columns):
            self._fault("TAB008", line=1, seen=seen)
        else:
            self.limits.check("columns", len(header), self.file)
            return header
        return None

    def _problem(self, error: csv.Error) -> str:
        most = self.limits.record_bytes
        if str(error) == f"field larger than field limit ({most})":
            return f"a cell has over {most:,} characters, as after an open quote (limit record_bytes)"
        return _PROBLEMS.get(str(error), str(error))

    def _sound_records(self, width: int) -> Iterator[list[object]]:
        most = self.limits.record_bytes
        small = most // 8  # shorter ones need no counting
        for row, line, cells in self._records():
            text = "".join(cells)
            if not _is_utf8(text):
                self._fault("TAB002", line=line, row=row, problem="it holds bytes that are not UTF-8")
            elif "\0" in text:
                self._fault("TAB011", line=line, row=row)
            elif len(cells) != width:
                self._fault("TAB006", line=line, row=row, found=len(cells), expected=width)
            elif len(text) > small and len(text.encode()) + text.count('"') + 4 * width > most:
                problem = f"the record has over {most:,} bytes (limit record_bytes)"
                self._fault("TAB007", line=line, row=row, problem=problem)
            else:
                yield [row, line, *cells]

    def _records(self) -> Iterator[tuple[int, int, list[str]]]:
        """Each record after the header with its number and the line on which it begins."""
        with _open(self.path, self.limits) as text:
            reader = csv.reader(text, strict=True)
            next(reader)
            row, line = 0, reader.line_num + 1
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    row += 1
                    self._fault("TAB007", line=line, row=row, problem=self._problem(error))
                    line = reader.line_num + 1
                    continue
                if cells:
                    row += 1
                    yield row, line, cells
                else:
                    self._fault("TAB010", line=line)
                line = reader.line_num + 1


def texts_of(path: Path, columns: tuple[str | None, ...]) -> tuple[dict[str, tuple[str | None, ...]], int] | None:
    """The cells of a small file by column, None where a cell is empty, and how many records there are.

    None where it is not strict CSV with as many cells in each record as there are columns.

    Args:
        path: A CSV file without any sign of trouble.
        columns: Its columns in order, None for one that is left aside.
    """
    try:
        with path.open(encoding="utf-8", newline="") as text:
            _, *records = csv.reader(text, strict=True)
    except (csv.Error, UnicodeDecodeError):
        return None
    if any(len(record) != len(columns) for record in records):
        return None
    cells = list(zip(*records, strict=True)) or [()] * len(columns)
    named = zip(columns, cells, strict=True)
    return {name: tuple(cell or None for cell in given) for name, given in named if name}, len(records)


def lines_of(path: Path, last: int | None) -> array[int]:
    """The physical line on which each record begins, the one after the header first.

    Args:
        path: A sound CSV file.
        last: Number of the last record that is asked for; None for all.
    """
    lines = array("Q")
    with _open(path, DEFAULTS) as text:
        reader = csv.reader(text)
        next(reader, None)
        line = reader.line_num + 1
        for _ in islice(reader, last):
            lines.append(line)
            line = reader.line_num + 1
    return lines


def characters_of(path: Path, cells: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The character of its line at which a cell begins, from 1; a cell that is not on the line is left out.

    Args:
        path: A sound CSV file.
        cells: Each the line on which a record begins, and the number of the cell in it, from 0.
    """
    found: dict[tuple[int, int], int] = {}
    wanted: dict[int, list[int]] = {}
    for line, cell in sorted(cells):
        wanted.setdefault(line, []).append(cell)
    last = max(wanted, default=0)
    with _open(path, DEFAULTS) as text:
        for number, line_text in zip(range(1, last + 1), text, strict=False):
            for cell in wanted.get(number, ()):
                if (start := _start(line_text, cell)) is not None:
                    found[number, cell] = start + 1
    return found


def _start(line: str, cell: int) -> int | None:
    at = 0
    for _ in range(cell):
        match = _CELL.match(line, at)
        if match is None:
            return None
        at = match.end()
    return at
