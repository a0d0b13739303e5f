"""Which passes of the engine's optimizer are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _duckdb import DuckDBPyConnection

_WITHOUT_GAIN = (
    "join_order", "statistics_propagation", "build_side_probe_side", "common_subexpressions", "common_aggregate",
    "compressed_materialization", "duplicate_groups", "column_lifetime", "late_materialization", "top_n",
    "sampling_pushdown", "reorder_filter", "in_clause", "regex_range", "join_filter_pushdown",
)  # fmt: skip
"""Passes of the optimizer that take longer than they save where there are few rows."""


def choose_optimizers(connection: DuckDBPyConnection, *, is_small: bool) -> None:
    """Leaves out passes that do harm, or that do not pay.

    With `type_pushdown` DuckDB 2.0 turns TRY_CAST over a reader into a hard cast, and loses rows or the whole file
    (duckdb issue 23818); earlier versions do not know the name.
    """
    known = {r[0] for r in connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()}
    unwanted = {"type_pushdown", *(_WITHOUT_GAIN if is_small else ())}
    connection.execute(f"SET disabled_optimizers = '{','.join(sorted(unwanted & known))}'")
