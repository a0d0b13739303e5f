"""The tables of the standard: columns, kinds of value, keys and nesting, read from the JSON Schemas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

from conflictdp.spec.codelists import codelists
from conflictdp.spec.versions import CURRENT, cached, version

LIST_DELIMITER = "|"
"""Separates the items of a list in a table cell; no item holds it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and the property of the same name in a document.

    Attributes:
        name: Its name in both forms.
        title: Its name for people.
        description: What it holds and what absence means.
        example: A value as JSON.
        type: "string", "integer", "number", "boolean", "date" or "list" (of strings).
        kind: The kind of value: a name from values.schema.json, "code", or "boolean". Of a list: the kind of its items.
        is_required: Whether every row of the table must hold a value.
        is_parent: Whether it names the parent record and is left out where the record nests.
        references: The table whose key it holds, or None.
        codelist: The codelist of its codes, or None.
        pattern: Anchored pattern of the value (of each item of a list), or None.
        enum: The permitted values (of each item of a list), or None.
        minimum: Lowest permitted number, or None.
        maximum: Highest permitted number, or None.
        min_length: Fewest characters (of each item), or None.
        max_length: Most characters (of each item), or None.
        max_items: Most items of a list, or None.
        unit: Unit of a quantity, or None.
        sensitivity: Whom its value can expose: "person", "place", "text", or None.
        source: Where its definition comes from, or None.
    """

    name: str
    title: str
    description: str
    example: Any = field(hash=False)
    type: str
    kind: str
    is_required: bool
    is_parent: bool
    references: str | None
    codelist: str | None
    pattern: str | None
    enum: tuple[str, ...] | None
    minimum: float | None
    maximum: float | None
    min_length: int | None
    max_length: int | None
    max_items: int | None
    unit: str | None
    sensitivity: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Nesting:
    """How child records nest in a parent: the table they belong to and the columns they leave out."""

    table: str
    leaves_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The records of one kind.

    Attributes:
        name: Name of the table, of its file, and of the array in a document.
        record: The kind of record, as in the `record` key of JSON Lines.
        title: Name of one record for people.
        description: What a record is.
        columns: Its columns by name, in order.
        key: The column that identifies a record, or None for detail rows.
        identity: The columns that tell detail rows apart; empty for records with a key.
        children: The tables that nest in it, in order.
    """

    name: str
    record: str
    title: str
    description: str
    columns: dict[str, Column]
    key: str | None
    identity: tuple[str, ...]
    children: tuple[Nesting, ...]

    def __hash__(self) -> int:
        return hash(self.name)


@cached
def schema(name: str, number: str = CURRENT) -> dict[str, Any]:
    """A schema file of the standard as JSON, such as `event.schema.json`; do not change it."""
    loaded: dict[str, Any] = orjson.loads((version(number).folder / name).read_bytes())
    return loaded


def _coded(name: str, number: str) -> dict[str, Any]:
    codes = codelists(number)[name]
    return {"type": "string", "x-codelist": name, "kind": "code", **codes.limits}


def resolved(prop: dict[str, Any], number: str) -> dict[str, Any]:
    """The property of a schema with its value type merged in, and its `kind`; what stands beside `$ref` wins."""
    target, _, name = prop.get("$ref", "").rpartition("/")
    if target.startswith("codelists."):
        return _coded(name, number) | prop
    if target.startswith("values."):
        value: dict[str, Any] = schema("values.schema.json", number)["$defs"][name]
        return value | {"kind": name} | prop
    return prop


def _type(value: dict[str, Any]) -> str:
    return "date" if value.get("format") == "date" else str(value.get("type", "string"))


def _column(name: str, prop: dict[str, Any], number: str, *, required: bool) -> Column:
    whole = resolved(prop, number)
    is_list = whole.get("type") == "array"
    value = resolved(whole["items"], number) if is_list else whole
    enum = value.get("enum")
    return Column(
        name=name,
        title=whole["title"],
        description=whole["description"],
        example=whole["examples"][0],
        type="list" if is_list else _type(value),
        kind=value.get("kind", "boolean" if value.get("type") == "boolean" else "code"),
        is_required=required,
        is_parent=bool(prop.get("x-parent")),
        references=prop.get("x-references"),
        codelist=value.get("x-codelist"),
        pattern=value.get("pattern"),
        enum=None if enum is None else tuple(enum),
        minimum=value.get("minimum"),
        maximum=value.get("maximum"),
        min_length=value.get("minLength"),
        max_length=value.get("maxLength"),
        max_items=whole.get("maxItems"),
        unit=whole.get("x-unit"),
        sensitivity=whole.get("x-sensitivity"),
        source=whole.get("x-source"),
    )


def _nesting(name: str, prop: dict[str, Any]) -> Nesting:
    left_out = tuple(k for k, v in prop["items"]["properties"].items() if v is False and k != "record")
    return Nesting(name, left_out)


def _is_child(prop: dict[str, Any]) -> bool:
    return str(prop.get("items", {}).get("$ref", "")).endswith(".schema.json")


def _table(source: dict[str, Any], number: str) -> Table:
    properties = {k: v for k, v in source["properties"].items() if k != "record"}
    required = set(source["required"]) | {k for k, v in properties.items() if v.get("x-parent")}
    names = source["x-table"]
    return Table(
        name=names["name"],
        record=names["record"],
        title=source["title"],
        description=source["description"],
        columns={k: _column(k, v, number, required=k in required) for k, v in properties.items() if not _is_child(v)},
        key=names["key"][0] if "key" in names else None,
        identity=tuple(names.get("identity", ())),
        children=tuple(_nesting(k, v) for k, v in properties.items() if _is_child(v)),
    )


def _in_order(found: dict[str, Table], top: list[str]) -> dict[str, Table]:
    """Parents before children, otherwise in the order in which the document schema names them."""
    waiting = {name: {t.name for t in found.values() if any(n.table == name for n in t.children)} for name in found}
    ordered: dict[str, Table] = {}

    def visit(name: str) -> None:
        if name not in ordered and waiting[name] <= ordered.keys():
            ordered[name] = found[name]
            for nesting in found[name].children:
                visit(nesting.table)

    for name in top:
        visit(name)
    return ordered


@cached
def tables(number: str = CURRENT) -> dict[str, Table]:
    """The tables of a version, by name, parents before children."""
    sources = (schema(path.name, number) for path in sorted(version(number).folder.glob("*.schema.json")))
    found = {s["x-table"]["name"]: _table(s, number) for s in sources if "x-table" in s}
    document = schema("package.schema.json", number)
    return _in_order(found, [name for name in document["properties"] if name in found])


@cached
def required_tables(number: str = CURRENT) -> tuple[str, ...]:
    """The tables that every package must hold."""
    return tuple(name for name in schema("package.schema.json", number)["required"] if name in tables(number))


@cached
def by_record(number: str = CURRENT) -> dict[str, Table]:
    """The tables by kind of record: `{"event": events, ...}`."""
    return {table.record: table for table in tables(number).values()}
