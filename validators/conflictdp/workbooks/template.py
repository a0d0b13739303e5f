"""A form to fill in: a workbook with a sheet for each table, choices from the codelists, notes and example rows."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from conflictdp.convert.outputs import new_path
from conflictdp.spec.sheets import CODES, DATASET, EXAMPLE
from conflictdp.spec.tables import LIST_DELIMITER, required_tables, tables
from conflictdp.spec.versions import CURRENT
from conflictdp.workbooks.writing import Book

if TYPE_CHECKING:
    from pathlib import Path

START = ("sources", "events", "claims", "casualties")
"""The tables that a first dataset needs."""


def write_template(out: Path, *, overwrite: bool = False) -> None:
    """Writes an empty form (needs xlsxwriter).

    Raises:
        OutputError: When the place is taken or cannot be written.
        UsageError: When xlsxwriter is not installed.
    """
    with new_path(out, overwrite=overwrite) as grown, Book(grown) as book:
        book.about(_advice())
        book.dataset({}, is_form=True)
        for table in tables().values():
            book.table(table, list(table.columns), [], form="example")
        book.codes()


def _advice() -> list[str]:
    text = files("conflictdp.workbooks").joinpath("advice.txt").read_text(encoding="utf-8")
    return text.format(
        version=CURRENT,
        required=", ".join(required_tables()),
        start=", ".join(START),
        example=EXAMPLE.strip(),
        codes=CODES,
        dataset=DATASET,
        delimiter=LIST_DELIMITER,
    ).splitlines()
