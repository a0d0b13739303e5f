"""The SQL by which a table is read from its file in one pass: typed, and as text where it is not as it should be.

A cell that keeps to its type, range and codes can be written again from its value, letter by letter. So the text is
kept only of the rows in which some cell does not, in the column `_cells`; and of numbers with decimals, which can be
written in more than one way. `_is_plain` says of a row that there is nothing to be found in its cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.engine.sql import TYPES, cast, is_plain, literal, typed
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import LIST_DELIMITER

if TYPE_CHECKING:
    from collections.abc import Container

    from conflictdp.spec.tables import Column, Table


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read.

    Attributes:
        table: Which table.
        source: SQL of what is read: a table function.
        texts: For each column that is read, extras included, SQL over `source` for its text.
        row: SQL over `source` for the number of a record; None where records are numbered as they come.
        place: SQL over `source` for the line or pointer of a record; None where it has to be looked up.
    """

    table: Table
    source: str
    texts: dict[str, str]
    row: str | None = None
    place: str | None = None

    @property
    def name(self) -> str:
        """The table as it is held, for SQL."""
        return f"cells.{quote(self.table.name)}"

    @property
    def columns(self) -> list[Column]:
        """The columns of the standard that are read."""
        return [c for n, c in self.table.columns.items() if n in self.texts]

    @property
    def extras(self) -> list[str]:
        """The publisher's own columns that are read."""
        return [n for n in self.texts if n not in self.table.columns]

    @property
    def number(self) -> str:
        """SQL over the table as held: the number of a record in its file, from 1."""
        return "_row" if self.row else "rowid + 1"


def create(reading: Reading) -> str:
    """Reads the file into the table that holds it.

    Nearly all rows are good, and cheap tests on their cells show it at once. Only the cells of other rows are held
    against every rule, and only among these are rows looked for whose text has to be kept.
    """
    columns = reading.columns
    fixed = [f"{sql} AS {name}" for name, sql in (("_row", reading.row), ("_place", reading.place)) if sql]
    texts = [f"{sql} AS {quote(name)}" for name, sql in reading.texts.items()]
    read = f"SELECT {', '.join([*fixed, *texts]) or '1 AS _nothing'} FROM {reading.source}"
    casts = [f"{cast(c)} AS {_cast(c)}" for c in columns if c.type != "string"]
    split = f"SELECT {', '.join(['*', *casts])} FROM ({read})"  # else each test of a cell would cast it again
    plain = " AND ".join(f"({quote(c.name)} IS NULL OR {test})" for c in columns if (test := is_plain(c, _cast(c))))
    judged = f"SELECT *, CASE WHEN {plain or 'TRUE'} THEN TRUE ELSE FALSE END AS _is_plain FROM ({split})"
    values = [f"CASE WHEN _is_plain THEN {_cast(c)} ELSE {typed(c, _cast(c))} END AS {_value(c)}" for c in columns]
    middle = f"SELECT *{''.join(', ' + v for v in values)} FROM ({judged})"
    held = [name for name, sql in (("_row", reading.row), ("_place", reading.place)) if sql]
    for column in columns:
        held.append(f"{_value(column)} AS {quote(column.name)}")
        if column.type == "number":
            held.append(f"{quote(column.name)} AS {_number_text(column)}")
    held.extend(map(quote, reading.extras))
    odd = " OR ".join(f"({_is_odd(c)})" for c in columns) or "FALSE"
    cells = ", ".join(quote(c.name) for c in columns) or "NULL::VARCHAR"
    held.append(f"CASE WHEN NOT _is_plain AND ({odd}) THEN [{cells}] END AS _cells")
    held.append("_is_plain")
    return f"CREATE TABLE {reading.name} AS SELECT {', '.join(held)} FROM ({middle})"


def create_text(reading: Reading) -> str:
    """Reads the file as text and no more."""
    fixed = [f"{sql} AS {name}" for name, sql in (("_row", reading.row), ("_place", reading.place)) if sql]
    texts = [f"{sql} AS {quote(name)}" for name, sql in reading.texts.items()]
    chosen = ", ".join([*fixed, *texts]) or "1"
    return f"CREATE TABLE raw.{quote(reading.table.name)} AS SELECT {chosen} FROM {reading.source}"


def _value(column: Column) -> str:
    return quote(f"value of {column.name}")


def _cast(column: Column) -> str:
    return quote(column.name if column.type == "string" else f"cast of {column.name}")


def _number_text(column: Column) -> str:
    return quote(f"text of {column.name}")


def _is_odd(column: Column) -> str:
    """Over the text and the value: the text cannot be written again from the value."""
    text, value = quote(column.name), _value(column)
    if column.type == "date":
        return f"{text} IS NOT NULL AND ({value} IS NULL OR {value} < DATE '1000-01-01')"
    if column.type == "integer":
        return f"{text} IS NOT NULL AND ({value} IS NULL OR {text} = '-0')"
    return f"{text} IS NOT NULL AND {value} IS NULL"


def given(reading: Reading, column: Column) -> str:
    """Over the rows that have `_cells`: the text of a column as it was given."""
    return f"_cells[{1 + reading.columns.index(column)}]"


def bound_table(name: str, columns: dict[str, str], filled: Container[str], rows: int) -> str:
    """A table of so many records, made of the lists that are bound for its columns.

    Args:
        name: The table, for SQL.
        columns: Its columns in order, each with its type.
        filled: The columns that a list is bound for, in the same order; the others are empty.
        rows: How many records there are; `_row` numbers them from 1.
    """
    cells = (
        f"{f'unnest(?::{kind}[])' if column in filled else f'NULL::{kind}'} AS {quote(column)}"
        for column, kind in columns.items()
    )
    return f"CREATE TABLE {name} AS SELECT {', '.join([f'unnest(range(1, {rows + 1})) AS _row', *cells])}"


def text_view(reading: Reading) -> str:
    """The table as text: the cells that were read, with `_row` and `_place`."""
    cells = [f"{_written(reading, c)} AS {quote(c.name)}" for c in reading.columns]
    place = "_place" if reading.place else "NULL::VARCHAR"
    chosen = [f"{reading.number} AS _row", f"{place} AS _place", *cells, *map(quote, reading.extras)]
    return f"CREATE VIEW raw.{quote(reading.table.name)} AS SELECT {', '.join(chosen)} FROM {reading.name}"


def _written(reading: Reading, column: Column) -> str:
    name = quote(column.name)
    if column.type == "number":
        return _number_text(column)
    again = {"string": name, "list": f"array_to_string({name}, {literal(LIST_DELIMITER)})"}
    text = again.get(column.type, f"CAST({name} AS VARCHAR)")
    return f"CASE WHEN _cells IS NULL THEN {text} ELSE {given(reading, column)} END"


def typed_view(table: Table, reading: Reading | None, *, has_extras: bool, is_small: bool = False) -> str:
    """The typed table with all columns of the standard; without a record where it was not read.

    Of few records it is a table, not a view, which every query over it would have to plan again.
    """
    if reading is None:
        columns = ", ".join(f"{quote(n)} {TYPES[c.type]}" for n, c in table.columns.items())
        return f"CREATE TABLE {quote(table.name)} (_row BIGINT, {columns})"
    cells = [
        quote(n) if n in reading.texts else f"NULL::{TYPES[c.type]} AS {quote(n)}" for n, c in table.columns.items()
    ]
    chosen = [f"{reading.number} AS _row", *cells, *(map(quote, reading.extras) if has_extras else ())]
    kind = "TABLE" if is_small else "VIEW"
    return f"CREATE {kind} {quote(table.name)} AS SELECT {', '.join(chosen)} FROM {reading.name}"
