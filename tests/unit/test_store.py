"""The connection that everything runs in."""

from __future__ import annotations

from contextlib import closing

from conflictdp.engine.store import connect


def test_long_queries_draw_nothing_into_the_output(tmp_path):
    with closing(connect(tmp_path).connection) as connection:
        assert connection.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]
