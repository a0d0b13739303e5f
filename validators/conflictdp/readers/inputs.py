"""What was given to read, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from conflictdp.report import NotChecked
    from conflictdp.spec.tables import Table


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that holds a table.

    Attributes:
        table: Name of the table.
        file: Its path for people, relative to the input.
        path: Where its bytes are.
        format: "csv", "parquet", or "shredded" (records of a document or of JSON Lines).
        columns: The columns of the file in order, None for one that is not read. Of Parquet files: empty.
        is_copy: Whether `path` is a cleaned copy, whose first two columns are _row and _line.
        is_looked_through: Whether it is known that the engine may have the file; a large CSV file is looked through
            while the engine reads it already.
        sheet: The sheet of a workbook that it was; None for other files. `_line` is then the row of the sheet.
        letters: The columns of that sheet, each with its letters.
    """

    table: str
    file: str
    path: Path
    format: str
    columns: tuple[str | None, ...] = ()
    is_copy: bool = False
    is_looked_through: bool = True
    sheet: str | None = None
    letters: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def has_unread(self) -> bool:
        """Whether there are columns that a validator does not read: the publisher's own, and unknown ones."""
        return not tables()[self.table].columns.keys() >= set(self.columns)


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of a document or of JSON Lines, next to each other in the file.

    Attributes:
        kinds: The tables of its records; in a document, one.
        first: The line of the first, from 1; in a document, its index in the array.
        data: An object of JSON on each line, judged and fit to be shredded.
        extras: The publisher's own keys in it.
    """

    kinds: tuple[Table, ...]
    first: int
    data: bytes = field(repr=False)
    extras: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads a document or JSON Lines as a stream.

    Attributes:
        path: Where its bytes are.
        file: Its name, for people.
        metadata: What the dataset says of itself; whole once all batches were taken.
    """

    path: Path
    file: str
    metadata: dict[str, Any]

    def batches(self) -> Iterator[Batch]:
        """The records in the order of the file. Faults go where the reader was told; raises NotJSONError."""

    def places(self, wanted: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Line and character of each JSON Pointer; of no use in JSON Lines, where every finding has its line."""


@dataclass(slots=True)
class Input:
    """What was given.

    Attributes:
        label: The path as given.
        form: "package", "document", "lines", "workbook" or "table".
        metadata: What the dataset says of itself; empty when nothing is said.
        files: The files of its tables; of a document or JSON Lines none, but
        reader: what reads its records as a stream.
        described_in: The file that says what the dataset is.
        not_checked: What could not be read, and why.
        is_whole: Whether this is a whole dataset, so that what is absent is missing.
    """

    label: str
    form: str
    metadata: dict[str, Any] = field(default_factory=dict)
    files: list[TableFile] = field(default_factory=list)
    not_checked: list[NotChecked] = field(default_factory=list)
    is_whole: bool = True
    reader: Reader | None = None
    described_in: str = "datapackage.json"
