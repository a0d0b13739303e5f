"""What must be in the data for a rule's query to find anything, read off the query.

A query finds nothing unless each table that it cannot do without has a row that meets what the query asks of that
table alone, or of it and the records that it refers to. So most queries need not be run at all: who looks once through
each table, and follows its references, knows which can find something.
The conditions are worked out when the catalogue of rules is generated, and stand there under `when`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflictdp.spec.rules import Need, quote, views
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb

    from conflictdp.spec.rules import Rule

Node = dict[str, Any]
"""A node of the syntax tree that DuckDB gives."""


@dataclass(slots=True)
class _Select:
    """One SELECT: its tables that must have a row, by alias, and what it asks of them."""

    tables: dict[str, str] = field(default_factory=dict)
    conditions: list[Node] = field(default_factory=list)
    inner: list[Node] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    sources: int = 0


def needs_of(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Need, ...]:
    """The conditions without which the query finds nothing, each once, in the order of the query."""
    return tuple(dict.fromkeys(_needs(connection, _tree(connection, query))))


def needs_stated(connection: duckdb.DuckDBPyConnection, rule: Rule) -> tuple[Need, ...]:
    """The conditions that the rule states itself, under `when`; `claim_id.method` is the method of the row's claim."""
    found = []
    for table, predicate in rule.when.items():
        where = _tree(connection, f"SELECT 1 FROM {quote(table)} WHERE {predicate}")["where_clause"]
        ways = sorted({names[0] for names in _columns(where) if len(names) > 1})
        found.append(Need(table, _text(connection, _named(where, {way: way for way in ways})), tuple(ways)))
    return tuple(found)


def _all(conditions: Iterable[str]) -> str:
    return " AND ".join(dict.fromkeys(conditions)) or "TRUE"


def _tree(connection: duckdb.DuckDBPyConnection, query: str) -> Node:
    text = connection.execute("SELECT json_serialize_sql(?)", [query]).fetchall()[0][0]
    node: Node = json.loads(text)["statements"][0]["node"]
    return node


def _needs(connection: duckdb.DuckDBPyConnection, node: Node) -> Iterator[Need]:
    if node["type"] != "SELECT_NODE":
        return
    select = _Select()
    local = {entry["key"] for entry in node["cte_map"]["map"]}
    _from(node["from_table"], select, local)
    if node.get("where_clause"):
        select.conditions.append(node["where_clause"])
    parts = [c for condition in select.conditions for c in _conjuncts(condition)]
    for alias, table in select.tables.items():
        if followed := _followed(connection, select, parts, alias):
            yield followed
            continue
        is_single = select.sources == 1
        asked = (text for part in parts for text in _asked(connection, part, alias, is_single=is_single))
        yield Need(table, _all(asked))
    for name in select.views:
        yield from needs_of(connection, views()[name])
    exist = [p["subquery"]["node"] for p in parts if p["class"] == "SUBQUERY" and p["subquery_type"] == "EXISTS"]
    for inner in (*select.inner, *exist):
        yield from _needs(connection, inner)


def _from(source: Node, select: _Select, local: set[str]) -> None:
    """Gathers what FROM cannot do without: not the right side of LEFT JOIN and ANTI JOIN."""
    if source["type"] == "JOIN":
        if source["join_type"] in ("INNER", "SEMI"):
            _from(source["left"], select, local)
            _from(source["right"], select, local)
            if source.get("condition"):
                select.conditions.append(source["condition"])
        elif source["join_type"] in ("LEFT", "ANTI"):
            _from(source["left"], select, local)
            select.sources += 1
        return
    select.sources += 1
    if source["type"] == "SUBQUERY":
        select.inner.append(source["subquery"]["node"])
    elif source["type"] == "BASE_TABLE" and source["table_name"] not in local:
        name = source["table_name"]
        if name in tables():
            select.tables[source["alias"] or name] = name
        elif name in views():
            select.views.append(name)


def _conjuncts(node: Node) -> Iterator[Node]:
    if node["class"] == "CONJUNCTION" and node["type"] == "CONJUNCTION_AND":
        for child in node["children"]:
            yield from _conjuncts(child)
    else:
        yield node


def _followed(connection: duckdb.DuckDBPyConnection, select: _Select, parts: list[Node], alias: str) -> Need | None:
    """What is asked of a record and those that it refers to; None where nothing is asked of both together."""
    names = {alias: "record", **_reached(select, parts, alias)}
    asked = [p for p in parts if '"SUBQUERY"' not in json.dumps(p) and not _is_key(p, names)]
    asked = [p for p in asked if (c := list(_columns(p))) and all(len(n) > 1 and n[0] in names for n in c)]
    used = sorted({names[n[0]] for p in asked for n in _columns(p)} - {"record"})
    if not used:
        return None
    ways = {".".join(way.split(".")[: i + 1]) for way in used for i in range(way.count(".") + 1)}
    text = _all(_text(connection, _named(p, names)) for p in asked)
    return Need(select.tables[alias], text, tuple(sorted(ways)))


def _reached(select: _Select, parts: list[Node], alias: str) -> dict[str, str]:
    """By alias, the tables whose records a record refers to, directly or through others, with the way there."""
    found = {alias: ""}
    is_growing = True
    while is_growing:
        is_growing = False
        for one, other in (pair for p in parts for pair in _equal_columns(p)):
            if one[0] not in found or other[0] in found or {one[0], other[0]} - select.tables.keys():
                continue
            parent = tables()[select.tables[other[0]]]
            column = tables()[select.tables[one[0]]].columns.get(one[1])
            way = f"{found[one[0]]}.{one[1]}".lstrip(".")
            if column and column.references == parent.name and parent.key == other[1] and way not in found.values():
                found[other[0]] = way
                is_growing = True
    del found[alias]
    return found


def _equal_columns(part: Node) -> Iterator[tuple[list[str], list[str]]]:
    """The two columns that a condition wants equal, both ways round."""
    if part["class"] == "COMPARISON" and part["type"] == "COMPARE_EQUAL":
        one, other = part["left"].get("column_names", ()), part["right"].get("column_names", ())
        if len(one) == len(other) == 2:  # noqa: PLR2004 -- table and column
            yield one, other
            yield other, one


def _is_key(part: Node, names: dict[str, str]) -> bool:
    """Whether a condition only says which reference leads to a record."""
    return any(
        names.get(other[0]) == f"{names[one[0]]}.{one[1]}".removeprefix("record.")
        for one, other in _equal_columns(part)
        if one[0] in names
    )


def _named(node: Any, names: dict[str, str] | None = None) -> Any:
    """A tree whose columns are those of the record, or of the one to which `names` has the way by alias."""
    if isinstance(node, dict):
        new = {k: _named(v, names) for k, v in node.items()}
        if "column_names" in node:
            *table, column = node["column_names"]
            new["column_names"] = [names[table[0]] if names and table else "record", column]
        return new
    return [_named(v, names) for v in node] if isinstance(node, list) else node


def _asked(connection: duckdb.DuckDBPyConnection, part: Node, alias: str, *, is_single: bool) -> Iterator[str]:
    """What a condition asks of one table alone: itself, or that the columns which it compares are filled."""
    names = list(_columns(part))
    own = [n for n in names if (n[0] == alias if len(n) > 1 else is_single)]
    if own and len(own) == len(names) and '"SUBQUERY"' not in json.dumps(part):
        yield _text(connection, _named(part))
    elif own and part["class"] == "COMPARISON" and part["type"] in _STRICT:
        filled = (c for side in ("left", "right") if _is_strict(part[side]) for c in _columns(part[side]))
        yield from (f"record.{quote(c[-1])} IS NOT NULL" for c in filled if c in own)


_STRICT = (
    "COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_LESSTHAN", "COMPARE_GREATERTHAN", "COMPARE_LESSTHANOREQUALTO",
    "COMPARE_GREATERTHANOREQUALTO",
)  # fmt: skip
"""Comparisons that are true of no NULL."""


def _is_strict(node: Node) -> bool:
    """Whether an expression is NULL as soon as one of its columns is."""
    if node["class"] == "FUNCTION":
        known = node["function_name"] in ("+", "-", "lower", "trim", "replace", "length")
        return known and all(_is_strict(argument["expression"]) for argument in node["arguments"])
    return node["class"] in ("COLUMN_REF", "CONSTANT")


def _text(connection: duckdb.DuckDBPyConnection, part: Node) -> str:
    """The condition as SQL."""
    whole = json.loads(connection.execute("SELECT json_serialize_sql('SELECT 1 WHERE TRUE')").fetchall()[0][0])
    whole["statements"][0]["node"]["where_clause"] = part
    text: str = connection.execute("SELECT json_deserialize_sql(?)", [json.dumps(whole)]).fetchall()[0][0]
    return text.partition(" WHERE ")[2]


def _columns(node: Any) -> Iterator[list[str]]:
    if isinstance(node, dict):
        if node.get("class") == "COLUMN_REF":
            yield node["column_names"]
        for value in node.values():
            yield from _columns(value)
    elif isinstance(node, list):
        for value in node:
            yield from _columns(value)
