"""The way of every converter: read the file, make the tables of the standard, write them, account for every cell."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from conflictdp.convert.accounting import cells_given, fates
from conflictdp.convert.conversion import Conversion
from conflictdp.convert.digests import sha256_of
from conflictdp.convert.outputs import refuse_taken
from conflictdp.convert.reading import let_go, load
from conflictdp.convert.writing import write_package
from conflictdp.errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from conflictdp.convert.conversion import Options
    from conflictdp.convert.crosswalks import Provider
    from conflictdp.convert.dialects import Dialect
    from conflictdp.convert.reading import Loaded

HXL_ROW = "row of HXL tags"
MEMORY = "1200MB"
"""What the engine may hold in memory before it spills to the disk: with less, it makes a large table in one thread."""


@dataclass(slots=True)
class Task:
    """A file that is being converted.

    Attributes:
        connection: Holds `given` and `extras`; see `reading`.
        path: The file.
        provider: Whose data they are.
        loaded: How it was loaded.
        options: What the user says of it.
        version: Version of the dataset, where it is known.
        dialect: How it was read, with the order of its dates once that is found out.
        sha256: Gives the digest of the file.
        needs_file: Whether the tables of the standard still read `given` or `extras` when they are written.
    """

    connection: DuckDBPyConnection
    path: Path
    provider: Provider
    loaded: Loaded
    options: Options
    version: str | None
    dialect: Dialect
    sha256: Callable[[], str]
    needs_file: bool = True

    def run(self, name: str) -> None:
        """Runs a file of SQL that lies beside the converters."""
        self.connection.execute(files("conflictdp.convert").joinpath(name).read_text(encoding="utf-8"))

    def count(self, query: str) -> int:
        """The only number that a query gives."""
        return int(self.connection.execute(query).fetchall()[0][0])


def convert_with(
    make: Callable[[Task], dict[str, Any]],
    described: Provider,
    path: Path,
    out: Path,
    options: Options,
    *,
    version: str | None,
    overwrite: bool,
) -> Conversion:
    """Converts a file of a provider to a package.

    Args:
        make: Makes the tables of the standard in the connection of the task; gives what the package says of itself.
        described: Whose file it is; without a crosswalk every column of the file is known.
        path: The file.
        out: The folder to write.
        options: What the user says of the file.
        version: Version of the dataset, where it is known.
        overwrite: Whether an existing package may be replaced.

    Raises:
        InputError: When the file cannot be read, or is not one of this provider.
        UsageError: When something has to be said that the file does not say, such as the order of its dates.
        OutputError: When the package cannot be written.
        LimitError: When memory or temporary space runs out.
    """
    import _duckdb as duckdb

    from conflictdp.engine.resources import Resources
    from conflictdp.engine.store import connect
    from conflictdp.readers.staging import Staging

    refuse_taken(out, overwrite=overwrite)
    known = tuple(dict.fromkeys(line.column for line in described.lines))
    with (
        Staging() as staging,
        sha256_of(path) as sha256,
        closing(connect(staging.folder, resources=Resources(options.memory or MEMORY)).connection) as connection,
    ):
        try:
            loaded = load(connection, path, staging, described, known, options)
            task = Task(connection, path, described, loaded, options, version, loaded.dialect, sha256)
            rows = task.count("SELECT count(*) FROM given")
            if not rows:
                raise InputError(f"{path.name} holds no records; nothing was converted")
            task.run("cells.sql")
            metadata = make(task) | dict(options.metadata or {})
            given = cells_given(connection, loaded)
            if not task.needs_file:
                let_go(connection)
            written = write_package(connection, metadata, out, tables=options.tables, overwrite=overwrite)
            told = fates(connection, task.provider, loaded, given)
        except duckdb.OutOfMemoryException as error:
            raise LimitError(f"memory ran out while {path.name} was converted") from error
    skipped = {HXL_ROW: 1} if loaded.tags else {}
    return Conversion(path, out, task.provider, version, task.dialect, rows, skipped, written, loaded.lacking, told)
