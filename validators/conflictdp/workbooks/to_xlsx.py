"""A dataset as a workbook that a spreadsheet program opens, and that is read back as the same dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.convert.conversion import Fate
from conflictdp.convert.exports import Export, refuse_options
from conflictdp.convert.outputs import new_path
from conflictdp.convert.sources import source_of, written
from conflictdp.spec.rules import quote
from conflictdp.spec.sheets import as_rows
from conflictdp.spec.tables import tables
from conflictdp.workbooks.writing import ROOM, Book, no_room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conflictdp.convert.exports import ExportOptions
    from conflictdp.validation.loading import Opened

_BATCH = 2_000


def export(source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False) -> Export:
    """Writes a sheet for each table that the dataset has (needs xlsxwriter).

    Args:
        source: A dataset of the standard in any form.
        out: The workbook to write.
        options: None of them says anything to this format.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        InputError: When the dataset cannot be read in full.
        LimitError: When a sheet or a cell has no room for what the dataset holds.
        OutputError: When the place is taken or cannot be written.
        UsageError: When xlsxwriter is not installed.
    """
    given = refuse_options(options, "xlsx")
    with (
        source_of(source, memory=given.memory) as data,
        new_path(out, overwrite=overwrite) as grown,
        Book(grown) as book,
    ):
        if large := next((n for n, loaded in data.store.loaded.items() if loaded.rows >= ROOM), None):
            raise no_room(large)  # before the others are written, which takes minutes
        said, untold = as_rows(data.input.metadata)
        book.about([str(data.input.metadata.get("title") or data.input.metadata.get("name") or "A dataset")])
        book.dataset(said, is_form=False)
        rows = 0
        for name, loaded in data.store.loaded.items():
            own = [c for c in loaded.columns if c not in tables()[name].columns]
            names = [*(c for c in tables()[name].columns if c in loaded.columns), *own]
            rows += book.table(tables()[name], names, _records(data, name, names), form="plain")
        book.codes()
    why = "the sheet on the dataset has no room for it, or for all of it"
    return Export(source, out, rows, tuple(Fate(f"dataset: {n}", 1, 0, 0, 1, why) for n in untold))


def _records(data: Opened, name: str, names: list[str]) -> Iterator[tuple[str | None, ...]]:
    found = data.store.connection.cursor().execute(
        f"SELECT {', '.join(map(quote, names))} FROM {written(name)} ORDER BY _order"
    )
    while rows := found.fetchmany(_BATCH):
        yield from rows
