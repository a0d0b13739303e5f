"""What was given to read, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.report import NotChecked


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that holds a table.

    Attributes:
        table: Name of the table.
        file: Its path for people, relative to the input.
        path: Where its bytes are.
        format: "csv", "parquet", or "shredded" (JSON Lines made from a document).
        columns: The columns of the file in order, None for one that is not read. Of Parquet files: empty.
        is_copy: Whether `path` is a cleaned copy, whose first two columns are _row and _line.
    """

    table: str
    file: str
    path: Path
    format: str
    columns: tuple[str | None, ...] = ()
    is_copy: bool = False


@dataclass(slots=True)
class Input:
    """What was given.

    Attributes:
        label: The path as given.
        form: "package", "document", "lines" or "table".
        metadata: What the dataset says of itself; empty when nothing is said.
        files: The files of its tables.
        not_checked: What could not be read, and why.
        is_whole: Whether this is a whole dataset, so that what is absent is missing.
    """

    label: str
    form: str
    metadata: dict[str, Any] = field(default_factory=dict)
    files: list[TableFile] = field(default_factory=list)
    not_checked: list[NotChecked] = field(default_factory=list)
    is_whole: bool = True
