"""What exporters share: a package opened as plain tables of text, what is asked of them and what they did."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictdp.convert.sources import source_of, written
from conflictdp.errors import UsageError
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from conflictdp.convert.conversion import Fate
    from conflictdp.engine.store import Store


@dataclass(frozen=True, slots=True)
class Export:
    """A finished export.

    Attributes:
        source: The dataset that was read.
        out: The file that was written.
        rows: How many records the file holds.
        fates: What became of the columns of which the file does not hold every cell, as `<table>.<column>`.
    """

    source: Path
    out: Path
    rows: int
    fates: tuple[Fate, ...]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the user says of the file to be made.

    Attributes:
        figures: What to put where sources disagree, for formats with one figure for each event; a name from
            `conflictdp.convert.flat.POLICIES`. None: the policy that is usual.
        has_hxl: Whether a row of HXL hashtags stands under the header.
        memory: What the engine may take, such as "2GB"; None: half of the machine's memory.
    """

    figures: str | None = None
    has_hxl: bool = False
    memory: str | None = None


@dataclass(frozen=True, slots=True)
class OpenPackage:
    """A dataset of the standard, ready to be read with SQL.

    Attributes:
        connection: Holds the schema `package` with a view for every table of the standard, whether or not the dataset
            has it: every column of the standard and every `x_` column that the dataset has, as text, NULL where a
            cell is empty; and `_row`, the number of the record.
        metadata: What the dataset says of itself.
    """

    connection: DuckDBPyConnection
    metadata: Mapping[str, Any]


@contextmanager
def open_package(
    source: Path, *, extras: Mapping[str, tuple[str, ...]] | None = None, memory: str | None = None
) -> Iterator[OpenPackage]:
    """Opens a dataset in any form for an exporter.

    Args:
        source: A package, document, JSON Lines or .zip.
        extras: Columns of a publisher's own, by table, that the views are to have even where the dataset lacks them.
        memory: What the engine may take; None: half of the machine's memory.

    Raises:
        InputError: When it cannot be read in full.
        LimitError: When memory runs out.
    """
    with source_of(source, memory=memory) as data:
        connection = data.store.connection
        connection.execute("CREATE SCHEMA package")
        for name in tables():
            connection.execute(_view(data.store, name, (extras or {}).get(name, ())))
        yield OpenPackage(connection, data.input.metadata)


def _view(store: Store, name: str, extras: tuple[str, ...]) -> str:
    """SQL for the view of a table; without records where the dataset does not have it."""
    loaded = store.loaded.get(name)
    lacking = [c for c in extras if not loaded or c not in loaded.columns]
    names = ([] if loaded else ["_row", *tables()[name].columns]) + lacking
    empty = ", ".join(f"NULL::VARCHAR AS {quote(c)}" for c in names)
    query = f"SELECT *{', ' + empty if empty else ''} FROM {written(name)}" if loaded else f"SELECT {empty} WHERE FALSE"
    return f"CREATE VIEW package.{quote(name)} AS {query}"


def refuse_options(options: ExportOptions | None, name: str, *, takes: tuple[str, ...] = ()) -> ExportOptions:
    """The options, unless the format has no use for one that was given.

    Args:
        options: What the user says; None is all defaults.
        name: The format, for the message.
        takes: The options that it has a use for: "figures", "has_hxl".

    Raises:
        UsageError: When another was given.
    """
    given = options or ExportOptions()
    flags = {"figures": "--figures", "has_hxl": "--hxl"}
    useless = [flag for key, flag in flags.items() if getattr(given, key) and key not in takes]
    if useless:
        raise UsageError(f"{', '.join(useless)}: {name} has no use for it")
    return given
