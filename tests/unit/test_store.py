"""The connection that everything runs in."""

from __future__ import annotations

from contextlib import closing

import pytest

from conflictdp.engine.resources import Resources
from conflictdp.engine.store import connect


def test_long_queries_draw_nothing_into_the_output(tmp_path):
    with closing(connect(tmp_path).connection) as connection:
        assert connection.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]


@pytest.mark.parametrize(
    ("resources", "size", "is_file"),
    [
        (Resources(memory="100MB"), 300_000_000, True),
        (Resources(memory="100MB"), 200_000_000, False),  # memory holds half of it
        (Resources(memory="100MB", spill=200_000_000), 300_000_000, False),  # there is no room for the file
        (Resources(memory="100MB"), None, False),
    ],
    ids=["large", "half", "no room", "unknown"],
)
def test_what_memory_does_not_hold_is_kept_in_a_file(tmp_path, resources, size, is_file):
    with closing(connect(tmp_path, resources=resources, size=size).connection):
        assert [p.name for p in tmp_path.glob("*/*.duckdb")] == ["tables.duckdb"] * is_file
