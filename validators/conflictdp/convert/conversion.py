"""What a conversion did: how many records it wrote, and what became of every cell that it read."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from conflictdp.spec.versions import CURRENT, version

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One line of a crosswalk: a column of theirs and a field of ours.

    Attributes:
        column: Their column.
        table: Our table; empty where we have nothing for it.
        field: Our field.
        relation: What our field is to their column: "exact", "close", "broad", "narrow" or "none".
        note: How the one is made of the other.
    """

    column: str
    table: str
    field: str
    relation: str
    note: str

    @property
    def is_own(self) -> bool:
        """Whether the column is only carried along, as a column of the publisher's own."""
        return self.field.startswith("x_")


@cache
def crosswalk(name: str, number: str = CURRENT) -> tuple[Correspondence, ...]:
    """The crosswalk of that name from `schema/<version>/crosswalks/`, in the order of the file."""
    path = version(number).folder / "crosswalks" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(Correspondence(**row) for row in csv.DictReader(stream, strict=True))


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the cells of one source column that were not empty.

    Attributes:
        column: The column, as the source names it.
        cells: How many of its cells were not empty.
        mapped: How many are now values of the standard's own fields.
        kept: How many are kept as text in a column of the publisher's own (`x_...`).
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
class Conversion:
    """A finished conversion.

    Attributes:
        source: The file that was read.
        out: The package that was written.
        version: Version of the source dataset, or None where it is not known.
        rows: How many records of the source were converted.
        skipped: Records of the source that hold no data, by reason.
        tables: Records written, by table, in canonical order.
        fates: What became of each source column, in the order of the source's documentation, then further columns.
    """

    source: Path
    out: Path
    version: str | None
    rows: int
    skipped: dict[str, int]
    tables: dict[str, int]
    fates: tuple[Fate, ...]

    @property
    def losses(self) -> tuple[Fate, ...]:
        """The columns of which the standard's own fields do not hold every cell."""
        return tuple(fate for fate in self.fates if fate.kept or fate.dropped)
