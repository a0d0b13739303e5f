"""What a conversion did: how many records it wrote, and what became of every cell that it read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conflictdp.convert.crosswalks import Provider
    from conflictdp.convert.dialects import DateOrder, Dialect
    from conflictdp.convert.writing import TableFormat


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the cells of one source column that were not empty.

    Attributes:
        column: The column, as the source names it.
        cells: How many of its cells were not empty.
        mapped: How many are now values of the standard's own fields.
        kept: How many are kept as text in a column of the publisher's own (`x_...`), because the standard has no field
            for them or its fields do not give them back to the letter.
        dropped: How many are neither.
        reason: Why cells were kept or dropped; empty where none was.
    """

    column: str
    cells: int
    mapped: int
    kept: int
    dropped: int
    reason: str


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says of a file that it does not say itself (None where it is to be found out), and of the package.

    Attributes:
        version: Version of the dataset that it comes from.
        delimiter: What parts the cells of a CSV file.
        encoding: How its letters are encoded.
        date_order: In which order day, month and year stand in dates written with numbers only.
        metadata: What the package is to say of itself, in place of what is said of the dataset in general.
        tables: How the package is to hold its tables.
        memory: What the engine may take, such as "2GB"; None: what is usual for a conversion.
    """

    version: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    date_order: DateOrder | None = None
    metadata: Mapping[str, object] | None = None
    tables: TableFormat = "csv"
    memory: str | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """A finished conversion.

    Attributes:
        source: The file that was read.
        out: The package that was written.
        provider: Whose data they are.
        version: Version of the source dataset, or None where it is not known.
        dialect: How the file was read.
        rows: How many records of the source were converted.
        skipped: Records of the source that hold no data, by reason.
        tables: Records written, by table, in canonical order.
        lacking: Columns of the crosswalk that the file does not have.
        fates: What became of each source column, in the order of the source's documentation, then further columns.
    """

    source: Path
    out: Path
    provider: Provider
    version: str | None
    dialect: Dialect
    rows: int
    skipped: dict[str, int]
    tables: dict[str, int]
    lacking: tuple[str, ...]
    fates: tuple[Fate, ...]

    @property
    def losses(self) -> tuple[Fate, ...]:
        """The columns of which the standard's own fields do not hold every cell."""
        return tuple(fate for fate in self.fates if fate.kept or fate.dropped)
