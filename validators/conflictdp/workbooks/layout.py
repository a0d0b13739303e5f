"""What a workbook holds: a sheet for each table, one for what the dataset says of itself, one with the codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.spec.codelists import codelists
from conflictdp.spec.sheets import CODES
from conflictdp.spec.tables import LIST_DELIMITER, required_tables, tables

if TYPE_CHECKING:
    from conflictdp.spec.tables import Column, Table


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen in a column.

    Attributes:
        sheet: The sheet that lists it.
        column: The number of the column there, from 0.
        rows: How many rows of it, below the header; None for all that a form has room for.
        is_closed: Whether anything else is refused.
    """

    sheet: str
    column: int
    rows: int | None
    is_closed: bool


def coded() -> list[str]:
    """The codelists that columns use, in the order of the sheet `codes`, a column each."""
    used = {c.codelist for t in tables().values() for c in t.columns.values() if c.codelist}
    return [name for name in codelists() if name in used or name == "update_frequencies"]


def choice(column: Column) -> Choice | None:
    """What may be chosen in a column; None where anything may stand, or several codes."""
    if column.type == "list":
        return None
    if column.codelist:
        codes = codelists()[column.codelist]
        return Choice(CODES, coded().index(column.codelist), len(codes.codes), is_closed=not codes.is_open)
    if column.references:
        target = tables()[column.references]
        return Choice(target.name, list(target.columns).index(target.key or ""), None, is_closed=False)
    return None


def note(table: Table, column: Column) -> str:
    """What stands in the note on a header."""
    lines = [f"{column.title}: {column.description}"]
    if column.is_required:
        lines.append("Every row needs it.")
    if column.codelist:
        kind = "several codes" if column.type == "list" else "one code"
        lines.append(f"Holds {kind} of the column {column.codelist} on the sheet {CODES}.")
    if column.type == "list":
        lines.append(f"Several are separated by {LIST_DELIMITER}")
    if column.references:
        lines.append(f"Names a row of the sheet {column.references}.")
    if column.type == "date":
        lines.append("A day as 2031-04-12.")
    if column.unit:
        lines.append(f"In {column.unit}.")
    if column.name == table.key:
        lines.append("Choose it once and never change it; any letters, digits and . _ : ~ - will do.")
    return "\n".join(lines)


def is_needed(name: str) -> bool:
    """Whether every dataset must have records of the table."""
    return name in required_tables()
