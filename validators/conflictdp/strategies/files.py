"""Datasets as files: the bytes of a package, a document or JSON Lines, and where to put them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from conflictdp.spec.nesting import nest
from conflictdp.spec.table_schemas import descriptor
from conflictdp.spec.tables import required_tables, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from conflictdp.conformance.cases import Package, Row


Files = dict[str, bytes]
"""The files of a dataset by name."""

DESCRIPTOR = "datapackage.json"


def header(table: str, rows: Iterable[Mapping[str, str]]) -> list[str]:
    """The columns in use, and the required ones, in the order of the standard; the publisher's own last."""
    columns = tables()[table].columns
    used = {name for row in rows for name in row}
    return [c for c in columns if columns[c].is_required or c in used] + sorted(used - columns.keys())


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """A CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def package_files(package: Package) -> Files:
    """The files of a package: its descriptor, and a CSV file for each table with records or that must be there."""
    files: Files = {}
    resources: dict[str, tuple[str, list[str]]] = {}
    for name, rows in package["tables"].items():
        if rows or name in required_tables():
            columns = header(name, rows)
            resources[name] = (f"{name}.csv", columns)
            files[f"{name}.csv"] = csv_bytes(columns, ([row.get(c, "") for c in columns] for row in rows))
    return {DESCRIPTOR: json_bytes(descriptor(package["package"], resources)), **files}


def document_files(package: Package) -> Files:
    """The dataset as a document, `dataset.json`."""
    return {"dataset.json": json_bytes(nest(package["package"], package["tables"]))}


def lines_files(package: Package) -> Files:
    """The dataset as JSON Lines, `dataset.jsonl`."""
    lines = document_lines(nest(package["package"], package["tables"]))
    return {"dataset.jsonl": "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()}


def document_lines(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lines that a document becomes in JSON Lines."""
    lines: list[dict[str, Any]] = [{"record": "package", "$schema": document["$schema"], **document["package"]}]
    for table in tables().values():
        lines += [{"record": table.record, **record} for record in document.get(table.name, [])]
    return lines


def json_bytes(value: Any) -> bytes:
    """The value as a JSON file."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def write_files(files: Files, folder: Path) -> Path:
    """Writes the files of a dataset into a folder, which is made; gives the path to open or validate.

    That is the file where it is the only one of a document or JSON Lines, otherwise the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    alone = next(iter(files)) if len(files) == 1 else ""
    return folder / alone if alone.startswith("dataset.") else folder


def rows_of(package: Package, table: str) -> list[Row]:
    """The records of a table; none where there is no such table."""
    return package["tables"].get(table, [])
