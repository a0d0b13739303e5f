"""Small pieces are for what is asked meanwhile, and only where the engine knows them."""

from __future__ import annotations

import _duckdb as duckdb
import pytest

from conflictdp.engine.pieces import in_small_pieces


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
