"""A dataset opened for analysis: its tables as DuckDB relations, Arrow, pandas or Polars, and ready views."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self, cast

from conflictdp.errors import UsageError
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables
from conflictdp.spec.values import nearest
from conflictdp.spec.versions import version
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def views() -> dict[str, str]:
    """The ready views by name: claims with their sources, casualties by source."""
    folder = version().folder / "views"
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql"))}


class Dataset:
    """A dataset whose tables and ready views can be queried; close it, or use it in a `with` statement.

    Every table of the standard is there with all its columns, typed; tables that the dataset lacks are empty, absent
    values are NULL. Besides the columns of the standard a table has `_row`, the number of the record in its file
    from 1, and the publisher's own columns (x_), as text. A cell that breaks its type or code
    list is NULL: validate first.

    Attributes:
        metadata: What the dataset says of itself, as JSON.
        connection: The DuckDB connection, for queries of your own; it can reach no file and no network.
    """

    def __init__(self, path: str | Path, *, table: str | None = None) -> None:
        import duckdb  # noqa: F401 - gives the connection its relations

        with ExitStack() as stack:
            data = stack.enter_context(opened(path, table=table, has_extras=True))
            self.metadata: dict[str, Any] = data.input.metadata
            self.connection: duckdb.DuckDBPyConnection = data.store.connection
            for name, query in views().items():
                self.connection.execute(f"CREATE VIEW {quote(name)} AS {query}")
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        filled = [n for n in tables() if self.connection.execute(f"SELECT 1 FROM {quote(n)} LIMIT 1").fetchall()]
        return f"<Dataset {self.metadata.get('name', '(unnamed)')}: {', '.join(filled)}>"

    def close(self) -> None:
        """Frees the memory and removes temporary files; relations taken from here end with it."""
        self._stack.close()

    def __getitem__(self, name: str) -> duckdb.DuckDBPyRelation:
        """The table or ready view of that name as a DuckDB relation, evaluated when it is read.

        Raises:
            UsageError: When there is none.
        """
        known = [*tables(), *views()]
        if name not in known:
            hint = nearest(name, known)
            raise UsageError(f"there is no table {name!r}" + (f"; {hint}" if hint else ""))
        return self.connection.table(name) if name in tables() else self.connection.view(name)

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """The result of a query over the tables and ready views.

        >>> import conflictdp
        >>> with conflictdp.open("examples/minimal") as data:
        ...     data.sql("SELECT count(*) FROM events").fetchall()
        [(2,)]
        """
        return self.connection.sql(query)

    def arrow(self, name: str) -> pa.Table:
        """The table or view as an Arrow table (needs pyarrow)."""
        return self[name].to_arrow_table()

    def pandas(self, name: str) -> pd.DataFrame:
        """The table or view as a pandas data frame (needs pandas); absent numbers are NaN."""
        return cast("pd.DataFrame", self[name].df())

    def polars(self, name: str) -> pl.DataFrame:
        """The table or view as a Polars data frame (needs polars and pyarrow)."""
        return cast("pl.DataFrame", self[name].pl())


def open(path: str | Path, *, table: str | None = None) -> Dataset:  # noqa: A001
    """Opens a dataset for analysis.

    Args:
        path: A package folder, its datapackage.json, a .zip of it, a document, JSON Lines, or one table.
        table: The table that a lone file holds; None: its name says.

    Raises:
        InputError: When there is nothing there that can be read.
    """
    return Dataset(path, table=table)
