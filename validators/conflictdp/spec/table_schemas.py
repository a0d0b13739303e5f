"""Table Schemas (Data Package v2) of the tables, and descriptors that carry them inline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.spec.tables import LIST_DELIMITER, Column, Table, tables
from conflictdp.spec.versions import CURRENT, version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def _constraints(column: Column) -> dict[str, Any]:
    """The constraints of a column; for a list only those that Table Schema knows for lists."""
    found: dict[str, Any] = {"required": True} if column.is_required else {}
    if column.type == "list":
        return found
    limits = {
        "enum": list(column.enum) if column.enum else None,
        "pattern": column.pattern if column.type == "string" else None,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "maxLength": column.max_length,
    }
    return found | {k: v for k, v in limits.items() if v is not None}


def field(column: Column) -> dict[str, Any]:
    """The Table Schema field of a column."""
    value: dict[str, Any] = {"name": column.name, "type": column.type}
    if column.type == "list":
        value |= {"delimiter": LIST_DELIMITER, "itemType": "string"}
    if column.type == "boolean":
        value |= {"trueValues": ["true"], "falseValues": ["false"]}
    example = LIST_DELIMITER.join(column.example) if column.type == "list" else column.example
    value |= {"title": column.title, "description": column.description, "example": example}
    if column.unit:
        value["unit"] = column.unit
    constraints = _constraints(column)
    return value | {"constraints": constraints} if constraints else value


def _extra_field(name: str) -> dict[str, Any]:
    return {"name": name, "type": "string", "title": name, "description": "A column of the publisher's own."}


def table_schema(
    table: Table,
    header: Iterable[str] | None = None,
    present: Iterable[str] | None = None,
    *,
    number: str = CURRENT,
) -> dict[str, Any]:
    """The Table Schema of a table.

    Args:
        table: The table.
        header: The columns of the file in order, `x_` columns included; None for every column of the table.
        present: The tables of the package; foreign keys to others are left out. None for all.
        number: Version of the standard.
    """
    names = list(table.columns if header is None else header)
    known = set(tables(number) if present is None else present)
    schema: dict[str, Any] = {
        "fields": [field(table.columns[n]) if n in table.columns else _extra_field(n) for n in names],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = [table.key]
    references = [c for c in table.columns.values() if c.references in known and c.name in names]
    if references:
        schema["foreignKeys"] = [_foreign_key(c, table, number) for c in references]
    return schema


def _foreign_key(column: Column, table: Table, number: str) -> dict[str, Any]:
    assert column.references
    key = tables(number)[column.references].key
    resource = "" if column.references == table.name else column.references
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [key]}}


def resource(
    table: Table, path: str, header: Iterable[str], present: Iterable[str], *, number: str = CURRENT
) -> dict[str, Any]:
    """The resource of a descriptor that stands for a CSV or Parquet file with that header."""
    is_csv = path.endswith(".csv")
    return {
        "name": table.name,
        "type": "table",
        "path": path,
        "title": table.name.replace("_", " ").capitalize(),
        "description": table.description,
        "format": "csv" if is_csv else "parquet",
        "mediatype": "text/csv" if is_csv else "application/vnd.apache.parquet",
        **({"encoding": "utf-8"} if is_csv else {}),
        "schema": table_schema(table, header, present, number=number),
    }


def descriptor(
    metadata: Mapping[str, Any], files: Mapping[str, tuple[str, list[str]]], *, number: str = CURRENT
) -> dict[str, Any]:
    """The descriptor of a package.

    Args:
        metadata: What the dataset says of itself, as in a document's `package`.
        files: For each table its path and its header.
        number: Version of the standard.
    """
    known = tables(number)
    resources = [resource(known[n], *files[n], files, number=number) for n in known if n in files]
    return {"$schema": version(number).uri("profile.schema.json"), **metadata, "resources": resources}
