"""The columns by which records hold together, of small tables.

Ids, references and identities of few records are compared here, since a query for each column takes longer to plan.
Nothing is reported from here: where something may be wrong, the query that finds it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conflictdp.spec.tables import Table

Links = dict[str, tuple[Any, ...]]
"""By column, the values of all records."""


def linking_columns(table: Table) -> list[str]:
    """The columns of a table that are its id, its identity, or a reference."""
    fixed = {table.key, *table.identity, *(("record_table", "record_id") if table.name == "identifiers" else ())}
    return [n for n, c in table.columns.items() if n in fixed or c.references]


def distinct(links: Links, columns: list[str]) -> int:
    """How many records differ in these columns; one column alone counts where it is filled."""
    if len(columns) == 1:
        return len(set(links[columns[0]]) - {None})
    return len(set(zip(*(links[c] for c in columns), strict=True)))


def is_found(links: Links, column: str, parent: Links, key: str) -> bool:
    """Whether every reference of the column leads to a record of the parent."""
    return (set(links.get(column, ())) - {None}).issubset(parent.get(key, ()))


def is_named(links: Links, table: str, parent: Links, key: str) -> bool:
    """Whether every identifier of a record of the table is one of a record that is there."""
    named = zip(links["record_table"], links["record_id"], strict=True)
    return {record for of, record in named if of == table and record is not None}.issubset(parent.get(key, ()))
