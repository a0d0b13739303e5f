"""A dataset of this standard, opened to be written in another form."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from conflictdp.engine.resources import Resources
from conflictdp.errors import InputError
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conflictdp.engine.store import Loaded
    from conflictdp.spec.nesting import Rows
    from conflictdp.validation.loading import Opened

WRITTEN = "written"
"""The schema of the database that holds the records as they are to be written."""


def room(memory: str | None = None) -> Resources:
    """What the engine may take to write a dataset in another form, which joins and sorts all there is of it.

    Args:
        memory: Memory such as "2GB"; None: half of the machine's. What does not fit is spilt to the temporary folder.
    """
    return Resources(memory or "50%")


@contextmanager
def source_of(path: str | Path, *, memory: str | None = None) -> Iterator[Opened]:
    """Reads a dataset in any form; the schema `written` of its store has a view of each table that it holds.

    A view has every column of the standard and the publisher's own, all as text, NULL where a cell is empty; `_order`
    says which records come first, and `_row` is the number of a record in its file.

    Args:
        path: A package, document, JSON Lines or .zip.
        memory: What the engine may take; see `room`.

    Raises:
        InputError: When there is nothing there that can be read, or a file of it could not be read in full.
        LimitError: When memory runs out.
    """
    with opened(path, is_sealed=False, is_typed=False, resources=room(memory)) as data:
        refuse_faulty(data)
        connection = data.store.connection
        connection.execute(f"CREATE SCHEMA {WRITTEN}")
        for name, loaded in data.store.loaded.items():
            connection.execute(f"CREATE VIEW {written(name)} AS {_records(name, loaded)}")
        yield data


def written(table: str) -> str:
    """The name in SQL of the view of a table."""
    return f"{WRITTEN}.{quote(table)}"


def read_rows(path: str | Path) -> tuple[Mapping[str, Any], Rows]:
    """The metadata and the rows of a small dataset in any form, as values.

    Raises:
        InputError: When there is nothing there that can be read, or a file of it could not be read in full.
    """
    with source_of(path) as data:
        rows: Rows = {}
        for name in data.store.loaded:
            found = data.store.dicts(f"SELECT * EXCLUDE (_order, _row) FROM {written(name)} ORDER BY _order")
            rows[name] = [{k: v for k, v in row.items() if v is not None} for row in found]
        return data.input.metadata, rows


def _records(name: str, loaded: Loaded) -> str:
    """SQL for the records of a table that was loaded."""
    names = [*tables()[name].columns, *(c for c in loaded.columns if c not in tables()[name].columns)]
    cells = [
        f"nullif({quote(n)}, '') AS {quote(n)}" if n in loaded.columns else f"NULL::VARCHAR AS {quote(n)}"
        for n in names
    ]
    return f"SELECT rowid AS _order, {loaded.row} AS _row, {', '.join(cells)} FROM raw.{quote(name)}"


def refuse_faulty(data: Opened) -> None:
    """Raises InputError when a file of the dataset could not be read in full."""
    first = next((f for f in data.findings if f.severity == "error"), None)
    if first:
        raise InputError(f"{data.input.label}: {first.file}: {first.message}; validate it first")
