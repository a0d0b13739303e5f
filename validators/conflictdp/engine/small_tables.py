"""What can be seen of a small table without a query, which takes longer to plan than a look at its values.

Nothing is reported from here: where something may be wrong, the query that finds it is made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from conflictdp.spec.codelists import codelists

if TYPE_CHECKING:
    from conflictdp.spec.tables import Column

Values = dict[str, tuple[Any, ...]]
"""By column, the typed values of all records; empty for a table without records."""

Texts = dict[str, tuple[str | None, ...]]
"""By column that was read, the cells of all records; None where a cell is empty."""


def distinct(values: Values, columns: list[str]) -> int:
    """How many records differ in these columns; one column alone counts where it is filled."""
    if len(columns) == 1:
        return len(set(values[columns[0]]) - {None})
    return len(set(zip(*(values[c] for c in columns), strict=True)))


def is_found(values: Values, column: str, parent: Values, key: str) -> bool:
    """Whether every reference of the column leads to a record of the parent."""
    return (set(values.get(column, ())) - {None}).issubset(parent.get(key, ()))


def is_named(values: Values, table: str, parent: Values, key: str) -> bool:
    """Whether every identifier of a record of the table is one of a record that is there."""
    named = zip(values["record_table"], values["record_id"], strict=True)
    return {record for of, record in named if of == table and record is not None}.issubset(parent.get(key, ()))


def has_current_codes(values: Values, column: Column) -> bool:
    """Whether the column holds nothing but codes of its list that are not deprecated."""
    if column.codelist is None:
        return False
    found = values.get(column.name, ())
    used = {code for codes in found for code in codes or ()} if column.type == "list" else set(found) - {None}
    return used <= current_codes(column.codelist)


def current_codes(codelist: str) -> frozenset[str]:
    """The codes of a list that are not deprecated."""
    return frozenset(c.code for c in codelists()[codelist].codes.values() if c.status != "deprecated")


def is_suspected(values: Values, column: str, pattern: str) -> bool:
    """Whether a text of the column holds what the rule's `suspect` looks for."""
    search = re.compile(pattern).search
    return any(not isinstance(v, str) or search(v) for v in set(values.get(column, ())) if v is not None)
