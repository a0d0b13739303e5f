"""How the engine shares a table out while it is written as CSV: in pieces of 2,048 rows instead of 122,880.

In the engine's own pieces a large file takes up to twice the processor time, and a fifth more memory. The pragma is one
that DuckDB's own tests set, to run small tables in parallel; an engine that does not know it works as before.

Nothing else runs so: Parquet and new tables, which are made of larger pieces, become slower; a sandboxed connection
does not take it; and a fault of `row_number() OVER ()` under it has been reported (duckdb/duckdb#25553), so no cell
that is written may be made of one.
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
