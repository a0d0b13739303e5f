"""The faults of a record that holds no others, found without putting them into words.

So of a million records that are all wrong, each in its own way, most are only counted. What is said here of a record is
what its schema says: a flat record is wrong where a key is unknown, where one lacks that is required, and where a value
is wrong by itself; no demand of the schemas speaks of two values together.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from conflictdp.readers.headers import is_extra
from conflictdp.spec.documents import column_validator
from conflictdp.spec.tables import Table, schema
from conflictdp.spec.values import refused

if TYPE_CHECKING:
    from conflictdp.report.findings import Kind


def flat_kinds(table: Table, record: dict[str, Any], left_out: tuple[str, ...]) -> tuple[Kind, ...] | None:
    """The kinds of all findings of a record; None for a record of which this does not tell.

    Args:
        table: Its table.
        record: The record.
        left_out: The keys that it leaves out because of where it stands.
    """
    found: list[Kind] = []
    for key, value in record.items():
        if key in left_out or key in _beyond(table):
            return None
        if column := table.columns.get(key):
            if not column_validator(table.record, key).is_valid(value):
                found.append((refused(column, value)[0], table.name, key))
        elif is_extra(key):
            if not isinstance(value, str) or not value:
                return None
        elif key != "record":
            found.append(("DOC002", table.name, key))
    lacking = (name for name in _required(table, bool(left_out)) if name not in record)
    return (*found, *(("CEL001", table.name, name) for name in lacking))


@cache
def _beyond(table: Table) -> frozenset[str]:
    """The keys that lead to more than one value."""
    return frozenset(("$schema", *(nested.table for nested in table.children)))


@cache
def _required(table: Table, is_nested: bool) -> tuple[str, ...]:  # noqa: FBT001 - a part of a key
    """The columns that a record needs where it nests, or stands alone on a line."""
    if is_nested:
        return tuple(schema(f"{table.record}.schema.json")["required"])
    return tuple(column.name for column in table.columns.values() if column.is_required)
