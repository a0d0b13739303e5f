"""Target `arrow`: the schemas of the tables for Apache Arrow, as a Python module and as IPC files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.codegen.python_text import docstring, header, quoted, text
from conflictdp.spec.tables import Column, Table, tables
from conflictdp.spec.versions import CURRENT, version

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

NOTES = """
The typed form of the tables, as a package of Parquet files has it: absent is null, a list is a list. What a field
holds, and its unit, codelist and the table that it refers to, are in its metadata.
"""

TYPES = {
    "string": "string", "integer": "int64", "number": "float64", "boolean": "bool_", "date": "date32",
    "list": "list_",
}  # fmt: skip
"""The function of pyarrow that makes the type of a column."""


def emit(number: str = CURRENT) -> str:
    """The text of the Python module."""
    return text(_lines(number))


def ipc(number: str = CURRENT) -> dict[str, bytes]:
    """For each table an IPC file that holds its schema and no rows, by file name; needs pyarrow."""
    import pyarrow as pa

    files = {}
    for table in tables(number).values():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, schema(table, number)):
            pass
        files[f"{table.name}.arrow"] = sink.getvalue().to_pybytes()
    return files


def schema(table: Table, number: str = CURRENT) -> pa.Schema:
    """The Arrow schema of a table."""
    import pyarrow as pa

    fields = []
    for column in table.columns.values():
        make = getattr(pa, TYPES[column.type])
        kind = make(pa.string()) if column.type == "list" else make()
        fields.append(pa.field(column.name, kind, nullable=not column.is_required, metadata=_metadata(column)))
    return pa.schema(fields, metadata=_about(table, number))


def _about(table: Table, number: str) -> dict[str, str]:
    return {"title": table.title, "description": table.description, "$schema": version(number).uri(_file(table))}


def _file(table: Table) -> str:
    return f"{table.record}.schema.json"


def _metadata(column: Column) -> dict[str, str]:
    told = {"unit": column.unit, "codelist": column.codelist, "references": column.references}
    return {"description": column.description} | {k: v for k, v in told.items() if v}


def _lines(number: str) -> Iterator[str]:
    yield from header(f"Schemas of the tables of Conflict DP {number} for Apache Arrow.", "arrow", NOTES)
    yield from ["", "from __future__ import annotations", "", "import pyarrow as pa", ""]
    for table in tables(number).values():
        yield f"{table.name.upper()} = pa.schema("
        yield "    ["
        for column in table.columns.values():
            yield from _field(column)
        yield "    ],"
        yield "    metadata={"
        yield from (f"        {quoted(k)}: {quoted(v)}," for k, v in _about(table, number).items())
        yield from ["    },", ")"]
        yield from [*docstring(f"{table.title}. {table.description}"), ""]
    yield "SCHEMAS: dict[str, pa.Schema] = {"
    yield from (f"    {quoted(name)}: {name.upper()}," for name in tables(number))
    yield "}"
    yield '"""The schema of each table, by its name."""'


def _field(column: Column) -> Iterator[str]:
    kind = f"pa.{TYPES[column.type]}({'pa.string()' if column.type == 'list' else ''})"
    yield "        pa.field("
    yield f"            {quoted(column.name)},"
    yield f"            {kind},"
    if column.is_required:
        yield "            nullable=False,"
    yield "            metadata={"
    yield from (f"                {quoted(k)}: {quoted(v)}," for k, v in _metadata(column).items())
    yield from ["            },", "        ),"]
