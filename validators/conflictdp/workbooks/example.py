"""The example row of each sheet: one whole small case, told across the sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.spec.tables import LIST_DELIMITER, tables

if TYPE_CHECKING:
    from conflictdp.spec.tables import Table

SHOWN = frozenset({"title", "name", "start_date", "end_date", "outcome", "count_kind", "best", "stance", "locator"})
"""Columns that an example fills besides the required ones and the references."""


def example(table: Table) -> dict[str, str]:
    """The cells of the example row: the examples that the standard gives for its fields."""
    shown = {
        name: _cell(column.example)
        for name, column in table.columns.items()
        if column.is_required or column.references or name == table.key or name in SHOWN
    }
    if "best" in shown and "count_kind" in shown:
        shown |= {"count_kind": "exact", "best": "7"}
    if table.name == "identifiers":
        shown |= {"record_table": "events", "record_id": _cell(tables()["events"].columns["event_id"].example)}
    return shown


def _cell(value: object) -> str:
    if isinstance(value, list):
        return LIST_DELIMITER.join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
