"""Small pieces are for what is asked meanwhile, and only where the engine knows them; few pieces change no table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import _duckdb as duckdb
import pytest

from conflictdp.engine.pieces import few_pieces, in_small_pieces

if TYPE_CHECKING:
    from pathlib import Path

MEBIBYTE = 1 << 20


class Asked:
    """A connection that notes what it is asked."""

    def __init__(self, *, knows: bool) -> None:
        self.knows = knows
        self.said: list[str] = []

    def execute(self, query: str) -> None:
        self.said.append(query)
        if not self.knows:
            raise duckdb.CatalogException("unknown")


@pytest.mark.parametrize("knows", [True, False])
def test_pieces_are_large_again_afterwards(knows):
    connection = Asked(knows=knows)
    with in_small_pieces(connection):
        connection.said.append("query")
    assert connection.said == ["PRAGMA verify_parallelism", "query", "PRAGMA disable_verify_parallelism"]


def test_pieces_are_large_again_after_a_failure():
    connection = Asked(knows=True)
    with pytest.raises(duckdb.Error), in_small_pieces(connection):
        raise duckdb.Error
    assert connection.said == ["PRAGMA verify_parallelism", "PRAGMA disable_verify_parallelism"]


def test_this_engine_knows_them():
    with duckdb.connect(":memory:") as connection:
        connection.execute("PRAGMA verify_parallelism")
        connection.execute("PRAGMA disable_verify_parallelism")


def size_of_pieces(path: Path, memory: str, threads: int = 2) -> float:
    """How large the pieces of a file are, in mebibytes."""
    with duckdb.connect(config={"threads": threads, "memory_limit": memory}) as connection:
        found = re.fullmatch("max_line_size = ([0-9]+), buffer_size = ([0-9]+)", few_pieces(connection, path))
    assert found is not None
    line, buffer = map(int, found.groups())
    assert buffer % 8 == 0
    assert buffer >= line
    return buffer / MEBIBYTE


@pytest.mark.parametrize(
    ("size", "row", "memory", "threads", "expected"),
    [
        pytest.param(10, 1000, "8GiB", 2, 16, id="a small file is one"),
        pytest.param(100, 1000, "8GiB", 2, 50, id="one for each thread"),
        pytest.param(500, 1000, "8GiB", 2, 125, id="of a group of rows at least"),
        pytest.param(500, 100, "8GiB", 2, 13, id="of no more than that"),
        pytest.param(500, 1000, "300MiB", 2, 50, id="as large as memory allows"),
        pytest.param(500, 1000, "1200MiB", 8, 32, id="as large as memory allows for all threads together"),
        pytest.param(100, 10, "8GiB", 2, 8, id="of the longest line at least"),
    ],
)
def test_how_large_pieces_are(size: int, row: int, memory: str, threads: int, expected: int, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    with path.open("wb") as stream:
        stream.write((b"x" * (row - 1) + b"\n") * (MEBIBYTE // row + 1))
        stream.truncate(size * MEBIBYTE)
    assert size_of_pieces(path, memory, threads) == expected


def test_lines_in_quotes_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    with path.open("wb") as stream:
        stream.write((b'"' + b"x\n" * 499 + b'"\n') * 1100)
        stream.truncate(500 * MEBIBYTE)
    assert size_of_pieces(path, "8GiB") == 125


def test_a_table_read_in_few_pieces_is_the_same_to_the_last_row(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("number,text\n")
        stream.writelines(f'{i},"{i * 7919 % 1000},\n""ä"" {"x" * (i * 31 % 97)}"\n' for i in range(400_000))
    with duckdb.connect(config={"threads": 4}) as connection:
        for name, options in {"few": few_pieces(connection, path), "many": "max_line_size = 8388608"}.items():
            columns = "columns = {number: VARCHAR, text: VARCHAR}, delim = ',', quote = '\"', escape = '\"'"
            reading = f"read_csv(?, {columns}, auto_detect = false, header = true, {options})"
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {reading}", [str(path)])
            rows, in_order = connection.execute(
                f"SELECT count(*), count_if(CAST(number AS BIGINT) = rowid) FROM {name}"
            ).fetchall()[0]
            assert (rows, in_order) == (400_000, 400_000)
        unlike = (
            "SELECT count(*) FROM few JOIN many ON few.rowid = many.rowid WHERE few.text IS DISTINCT FROM many.text"
        )
        assert connection.execute(unlike).fetchall() == [(0,)]
