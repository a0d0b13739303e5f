"""What must be in the data for a rule's query to find anything, read off the query.

A query finds nothing unless each table that it cannot do without has a row that meets what the query asks of that
table alone. So most queries need not be run at all: who looks once through each table knows which can find something.
The conditions are worked out when the catalogue of rules is generated, and stand there under `when`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflictdp.spec.rules import Need, quote, views
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

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
        is_single = select.sources == 1
        asked = (text for part in parts for text in _asked(connection, part, alias, is_single=is_single))
        yield Need(table, " AND ".join(dict.fromkeys(asked)) or "TRUE")
    for name in select.views:
        yield from needs_of(connection, views()[name])
    exist = [p["subquery"]["node"] for p in parts if p["class"] == "SUBQUERY" and p["subquery_type"] == "EXISTS"]
    for inner in (*select.inner, *exist):
        yield from _needs(connection, inner)


def _from(source: Node, select: _Select, local: set[str]) -> None:
    """Gathers what FROM cannot do without: not the right side of LEFT JOIN."""
    if source["type"] == "JOIN":
        if source["join_type"] == "INNER":
            _from(source["left"], select, local)
            _from(source["right"], select, local)
            if source.get("condition"):
                select.conditions.append(source["condition"])
        elif source["join_type"] == "LEFT":
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


def _asked(connection: duckdb.DuckDBPyConnection, part: Node, alias: str, *, is_single: bool) -> Iterator[str]:
    """What a condition asks of one table alone: itself, or that the columns which it compares are filled."""
    names = list(_columns(part))
    own = [n for n in names if (n[0] == alias if len(n) > 1 else is_single)]
    if own and len(own) == len(names) and '"SUBQUERY"' not in json.dumps(part):
        yield _text(connection, part)
    elif own and part["class"] == "COMPARISON" and part["type"] in _STRICT:
        filled = (c for side in ("left", "right") if _is_strict(part[side]) for c in _columns(part[side]))
        yield from (f"{quote(c[-1])} IS NOT NULL" for c in filled if c in own)


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
    """The condition as SQL, its columns without the name of their table."""
    whole = json.loads(connection.execute("SELECT json_serialize_sql('SELECT 1 WHERE TRUE')").fetchall()[0][0])
    whole["statements"][0]["node"]["where_clause"] = _bare(part)
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


def _bare(node: Any) -> Any:
    """A tree whose columns do not name their table."""
    if isinstance(node, dict):
        bare = {k: _bare(v) for k, v in node.items()}
        return bare | ({"column_names": node["column_names"][-1:]} if "column_names" in node else {})
    return [_bare(v) for v in node] if isinstance(node, list) else node
