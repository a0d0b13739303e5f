"""How the engine shares a table out while it is written as CSV: in pieces of 2,048 rows instead of 122,880.

The engine's own pieces are put together as text in memory before they are written: half of the processor time of a
large file goes there, and of 385,000 rows one thread waits while the other writes the last 122,880. The pragma is one
that DuckDB's own tests set, to run small tables in parallel; an engine that does not know it works as before.

Nothing else runs so: under it DuckDB up to 2.0 counts `row_number()` wrongly, Parquet and new tables, which are made of
larger pieces, become slower, and a sandboxed connection no longer takes it.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection


@contextmanager
def in_small_pieces(connection: DuckDBPyConnection) -> Iterator[None]:
    """Shares out what the connection is asked meanwhile in small pieces; the rows and their order are the same."""
    import _duckdb as duckdb

    with suppress(duckdb.Error):
        connection.execute("PRAGMA verify_parallelism")
    try:
        yield
    finally:
        with suppress(duckdb.Error):
            connection.execute("PRAGMA disable_verify_parallelism")
