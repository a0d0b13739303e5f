"""How three databases say the same thing: types, patterns, lists, and rows that are told apart by several columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.spec.rules import quote
from conflictdp.spec.tables import LIST_DELIMITER, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Dialect:
    """A database.

    Attributes:
        name: Its name, as on the command line.
        title: Its name for people, with the version that is needed.
        types: Its type for each type of value.
        after: What stands after the columns of a table.
        deferred: What lets a reference be checked at the end of a transaction; empty where it cannot.
        has_comments: Whether tables and columns can bear a comment; otherwise it stands beside them.
        knows_itself: Whether rows of one statement may refer to each other.
        before: Statements at the beginning.
        unique: The statement that makes rows unique by several columns, in which empty cells are equal.
        checks: What a column must satisfy beyond what every database says alike.
    """

    name: str
    title: str
    types: dict[str, str]
    after: str
    deferred: str
    has_comments: bool
    knows_itself: bool
    before: tuple[str, ...]
    unique: Callable[[str, tuple[Column, ...]], str]
    checks: Callable[[Column], Iterator[str]]


def text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def _index(table: str, columns: tuple[Column, ...], written: Callable[[Column], str]) -> str:
    listed = ", ".join(written(c) for c in columns)
    return f"CREATE UNIQUE INDEX {quote(table + '_identity')} ON {quote(table)} ({listed});"


def _items(column: Column) -> str:
    """The pattern of a list's items joined by the delimiter."""
    item = (column.pattern or "^.+$")[1:-1]
    return f"({item})([{LIST_DELIMITER}]({item}))*"


def _duckdb_checks(column: Column) -> Iterator[str]:
    name = quote(column.name)
    if column.type == "list":
        yield f"regexp_full_match(array_to_string({name}, {text(LIST_DELIMITER)}), {text(_items(column))})"
        yield f"len(list_distinct({name})) = len({name})"
        yield f"len({name}) <= {column.max_items}"
    elif column.pattern and column.type == "string":
        yield f"regexp_full_match({name}, {text(column.pattern[1:-1])})"


def _postgresql_checks(column: Column) -> Iterator[str]:
    name = quote(column.name)
    if column.type == "list":
        yield f"array_to_string({name}, {text(LIST_DELIMITER)}) ~ {text(f'^{_items(column)}$')}"
        yield f"array_position({name}, NULL) IS NULL"
        yield f"cardinality({name}) <= {column.max_items}"
    elif column.pattern and column.type == "string":
        yield f"{name} ~ {text(column.pattern)}"


def _sqlite_checks(column: Column) -> Iterator[str]:
    name = quote(column.name)
    if column.type == "boolean":
        yield f"{name} IN (0, 1)"
    elif column.type == "date":
        # By way of the Julian day: date('2031-02-30') alone comes back as it is.
        yield f"{name} = date(julianday({name}))"
    elif column.type == "list":
        bar = text(LIST_DELIMITER)
        yield f"{name} <> '' AND {bar} || {name} || {bar} NOT LIKE {text(f'%{LIST_DELIMITER * 2}%')}"
        yield f"length({name}) - length(replace({name}, {bar}, '')) < {column.max_items}"
    elif column.pattern:
        yield from _globs(name, column.pattern)


_STEP = re.compile(r"(?P<chars>\[[^\]]+\]|[^\[\](){}*+?|\\])(?P<times>\{[0-9]+\}|[*])?")


def _globs(name: str, pattern: str) -> Iterator[str]:
    """The pattern in terms of GLOB, which knows no repetition; nothing where it cannot be said so."""
    found = list(_STEP.finditer(pattern[1:-1]))
    if "".join(m.group() for m in found) != pattern[1:-1]:
        return
    *first, last = [(m["chars"], m["times"] or "{1}") for m in found]
    if any(times == "*" for _, times in first):
        return
    fixed = "".join(chars * int(times[1:-1]) for chars, times in first)
    if last[1] == "*":
        yield f"{name} GLOB {text(fixed + '*')}"
        # Right since what comes first is, in every pattern of the standard, among what may follow.
        yield f"{name} NOT GLOB {text('*[^' + last[0][1:-1] + ']*')}"
    else:
        yield f"{name} GLOB {text(fixed + last[0] * int(last[1][1:-1]))}"


DIALECTS = {
    dialect.name: dialect
    for dialect in (
        Dialect(
            name="sqlite",
            title="SQLite 3.37 or later",
            types={
                "string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT",
                "list": "TEXT",
            },
            after=" STRICT",
            deferred=" DEFERRABLE INITIALLY DEFERRED",
            has_comments=False,
            knows_itself=True,
            before=("PRAGMA foreign_keys = ON;",),
            unique=lambda table, columns: _index(table, columns, lambda c: f"coalesce({quote(c.name)}, '')"),
            checks=_sqlite_checks,
        ),
        Dialect(
            name="duckdb",
            title="DuckDB 1.4 or later",
            types={
                "string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE",
                "list": "VARCHAR[]",
            },
            after="",
            deferred="",
            has_comments=True,
            knows_itself=False,
            before=(),
            unique=lambda table, columns: _index(
                table, columns, lambda c: f"coalesce(CAST({quote(c.name)} AS VARCHAR), '')"
            ),
            checks=_duckdb_checks,
        ),
        Dialect(
            name="postgresql",
            title="PostgreSQL 15 or later",
            types={
                "string": "text", "integer": "bigint", "number": "double precision", "boolean": "boolean",
                "date": "date", "list": "text[]",
            },
            after="",
            deferred=" DEFERRABLE INITIALLY DEFERRED",
            has_comments=True,
            knows_itself=True,
            before=(),
            unique=lambda table, columns: (
                f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(table + '_identity')}\n"
                f"    UNIQUE NULLS NOT DISTINCT ({', '.join(quote(c.name) for c in columns)});"
            ),
            checks=_postgresql_checks,
        ),
    )
}  # fmt: skip
