"""Whoever judges a single record: two JSON Schema implementations, the models, Frictionless, Arrow, SQL, our validator.

Each takes many records at once, as lines of JSON Lines, and says of each whether it accepts it; None where its form
cannot say what the record says, so that there is nothing to judge.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
from frictionless import Resource, Schema
from pydantic import ValidationError
from schemas import oracle

import conflictdp
from conflictdp import models
from conflictdp.codegen import arrow_schemas, ddl
from conflictdp.readers.headers import is_extra
from conflictdp.spec.documents import validator
from conflictdp.spec.rules import quote
from conflictdp.spec.table_schemas import table_schema
from conflictdp.spec.tables import LIST_DELIMITER, Table, by_record, tables

Lines = Sequence[Any]
Verdicts = list[bool | None]
Judge = Callable[[Lines], Verdicts]


def table_of(line: Any) -> Table | None:
    """The table of the record on a line."""
    kind = line.get("record") if isinstance(line, dict) else None
    return by_record().get(kind) if isinstance(kind, str) else None


def _jsonschema(lines: Lines) -> Verdicts:
    return [oracle("record.schema.json").is_valid(line) for line in lines]


def _jsonschema_rs(lines: Lines) -> Verdicts:
    return [validator("record.schema.json").is_valid(line) for line in lines]


def _models(lines: Lines) -> Verdicts:
    return [None if (table := table_of(line)) is None else _is_model(table, line) for line in lines]


def _is_model(table: Table, line: Any) -> bool:
    model = getattr(models, "".join(word.capitalize() for word in table.record.split("_")))
    try:
        model.model_validate_json(json.dumps(line))
    except ValidationError:
        return False
    return True


def _validator(lines: Lines) -> Verdicts:
    """Whether our validator finds no error of structure or of a cell on the line."""
    with TemporaryDirectory(prefix="conflictdp-test-") as folder:
        path = Path(folder) / "lines.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        report = conflictdp.validate(path, select=("DOC", "CEL"), keep=10**6)
    wrong = {f.line for f in report.findings if f.severity == "error"}
    return [number not in wrong for number, _ in enumerate(lines, start=1)]


def row_of(line: Any) -> dict[str, str] | None:
    """The record as a row of a table; None where no row can say what it says."""
    table = table_of(line)
    if table is None:
        return None
    cells = {name: _cell(table, name, value) for name, value in line.items() if name != "record"}
    return None if None in cells.values() else {name: text for name, text in cells.items() if text is not None}


def _cell(table: Table, name: str, value: Any) -> str | None:
    """The value as a cell; None for what a cell cannot say: absence spelt out, a text that is no text, an object."""
    kind = table.columns[name].type if name in table.columns else "string"
    if isinstance(value, bool | int | float) and kind in ("boolean", "integer", "number"):
        return str(value).lower() if isinstance(value, bool) else format(Decimal(repr(value)), "f")
    if isinstance(value, list) and kind == "list" and value:
        is_said = all(isinstance(i, str) and i and LIST_DELIMITER not in i for i in value)
        return LIST_DELIMITER.join(value) if is_said else None
    return value if isinstance(value, str) and value and kind != "list" else None


def _by_table(lines: Lines) -> Iterator[tuple[Table, list[int], list[dict[str, str]]]]:
    """The rows of each table with their places among the lines; rows with unknown columns by themselves."""
    groups: dict[Any, list[int]] = defaultdict(list)
    rows = [row_of(line) for line in lines]
    for i, row in enumerate(rows):
        table = table_of(lines[i])
        if row is not None and table is not None:
            unknown = tuple(sorted(row.keys() - table.columns.keys()))
            groups[table.name, unknown].append(i)
    for (name, _), places in groups.items():
        yield tables()[name], places, [row for i in places if (row := rows[i]) is not None]


def _frictionless(lines: Lines) -> Verdicts:
    """By the Table Schema; keys are of whole tables, so they are left out."""
    verdicts: Verdicts = [None] * len(lines)
    for table, places, rows in _by_table(lines):
        columns = [*table.columns, *sorted(rows[0].keys() - table.columns.keys())]
        schema = {k: v for k, v in table_schema(table).items() if k not in ("primaryKey", "foreignKeys")}
        extras = [{"name": n, "type": "string"} for n in columns if n not in table.columns and is_extra(n)]
        schema |= {"fields": [*schema["fields"], *extras]}
        data = [columns, *([row.get(c, "") for c in columns] for row in rows)]
        resource = Resource(data=data, format="inline", schema=Schema.from_descriptor(schema))
        errors = resource.validate(limit_errors=10**6).flatten(["rowNumber", "type"])
        wrong = {row for row, _ in errors}
        for number, i in enumerate(places, start=2):
            verdicts[i] = number not in wrong and None not in wrong
    return verdicts


def _has_columns_for(table: Table, row: dict[str, str]) -> bool:
    """Whether the table has columns for the row; those of the publisher's own are texts that anyone may add."""
    return all(c in table.columns or is_extra(c) for c in row)


def _native(table: Table, row: dict[str, str]) -> dict[str, Any]:
    """The row with values of the types of its columns; a cell that is no such value stays text."""
    return {c: _value(table.columns[c].type, text) for c, text in row.items() if text and c in table.columns}


def _value(kind: str, text: str) -> Any:
    readers: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "number": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "date": date.fromisoformat,
        "list": lambda cell: cell.split(LIST_DELIMITER),
    }
    try:
        return readers.get(kind, str)(text)
    except (ValueError, KeyError):
        return text


def _arrow(lines: Lines) -> Verdicts:
    verdicts: Verdicts = [None] * len(lines)
    for table, places, rows in _by_table(lines):
        schema = arrow_schemas.schema(table)
        for i, row in zip(places, rows, strict=True):
            verdicts[i] = _has_columns_for(table, row) and _is_arrow(schema, _native(table, row))
    return verdicts


def _is_arrow(schema: pa.Schema, values: dict[str, Any]) -> bool:
    try:
        batch = pa.RecordBatch.from_pylist([values], schema=schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return False
    return not any(not f.nullable and batch.column(f.name).null_count for f in schema)


def _sql(lines: Lines) -> Verdicts:
    """By the DDL in DuckDB; references between records are of whole datasets, so they are left out."""
    verdicts: Verdicts = [None] * len(lines)
    with duckdb.connect() as connection:
        connection.execute(_of_single_records(ddl.emit("duckdb")))
        for table, places, rows in _by_table(lines):
            for i, row in zip(places, rows, strict=True):
                verdicts[i] = _has_columns_for(table, row) and _is_inserted(connection, table, row)
    return verdicts


def _of_single_records(statements: str) -> str:
    names = "|".join(tables())
    return re.sub(rf',?\s*(FOREIGN KEY \("?\w+"?\) )?REFERENCES "?({names})"?\s*\([^)]*\)', "", statements)


def _is_inserted(connection: duckdb.DuckDBPyConnection, table: Table, row: dict[str, str]) -> bool:
    values = _native(table, row)
    columns, marks = ", ".join(map(quote, values)), ", ".join("?" * len(values))
    connection.execute("BEGIN")
    try:
        connection.execute(f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})", list(values.values()))
    except duckdb.Error:
        return False
    finally:
        connection.execute("ROLLBACK")
    return True


JUDGES: dict[str, Judge] = {
    "JSON Schema (jsonschema)": _jsonschema,
    "JSON Schema (jsonschema-rs)": _jsonschema_rs,
    "Pydantic models": _models,
    "Table Schema (frictionless)": _frictionless,
    "Arrow": _arrow,
    "SQL (DuckDB)": _sql,
    "conflictdp validate": _validator,
}
"""Everybody who judges, by the name in docs/agreement.md."""
