"""How the engine shares its work out among threads: what it reads as CSV in few pieces, what it writes as CSV in many.

Read: few of the engine's own pieces, of 8 MB each, hold the 122,880 rows that make a group of a table. What holds fewer
is copied once more to put groups together, the last of them by one thread alone. In a piece or two for each thread a
large file takes a third less time, and the queries after it find a table of which each thread has its part.

Written: in pieces of 2,048 rows instead of 122,880. In the engine's own a large file takes up to twice the processor
time, and a fifth more memory. The pragma is one that DuckDB's own tests set, to run small tables in parallel; an engine
that does not know it works as before.

Nothing else is written so: new tables, which are made of larger pieces, become slower; the groups of rows in a Parquet
file would depend on which thread is first; a sandboxed connection does not take the pragma; and a fault of
`row_number() OVER ()` under it has been reported (duckdb/duckdb#25553), so no cell that is written may be made of one.
"""

from __future__ import annotations

import math
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from conflictdp.engine.resources import bytes_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

_LINE = 8 << 20
_LARGE = 16 << 20
_HEAD = 1 << 20
_ROWS = 1.05 * 122_880
"""A group, and some rows more, since the head of a file tells only roughly how long they are."""
_SHARE_OF_MEMORY = 1 / 3
"""For the pieces that are being read, one for each thread."""
_UNIT = 1 << 20
"""With buffers of which the size is no multiple of eight the engine loses its place."""


def few_pieces(connection: DuckDBPyConnection, path: Path) -> str:
    """Options of `read_csv` for a file: as many pieces for each thread, of a group of rows or more if memory allows.

    A file of up to 16 MB is one piece for one thread. A line may be as long as a piece, and 8 MB at least.
    """
    size = path.stat().st_size
    if size <= _LARGE:
        return f"max_line_size = {_LINE}, buffer_size = {_LARGE}"
    with path.open("rb") as stream:
        outside_of_quotes = b"".join(stream.read(_HEAD).split(b'"')[::2])
    group = _ROWS * _HEAD / max(1, outside_of_quotes.count(b"\n"))
    asked = "SELECT current_setting('threads'), current_setting('memory_limit')"
    threads, memory = connection.execute(asked).fetchall()[0]
    most = bytes_in(str(memory)) * _SHARE_OF_MEMORY / threads
    rounds = max(1, size // (threads * group), math.ceil(size / (threads * most)))
    piece = max(_LINE, _UNIT * math.ceil(size / (threads * rounds) / _UNIT))
    return f"max_line_size = {piece}, buffer_size = {piece}"


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
