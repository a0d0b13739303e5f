"""Small packages for tests: the conformance base, changed, and written as files."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from conflictdp.conformance.cases import base, changed
from conflictdp.conformance.cases import merged as merge
from conflictdp.spec.table_schemas import descriptor
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["base", "changed", "header", "merge", "merged", "write"]

Package = dict[str, Any]


def header(name: str, rows: list[dict[str, str]]) -> list[str]:
    """The columns in use, and the required ones, in the order of the standard; extras last."""
    columns = tables()[name].columns
    used = [c for c in columns if columns[c].is_required or any(c in r for r in rows)]
    return used + sorted({k for r in rows for k in r} - columns.keys())


def write(package: Package, folder: Path) -> Path:
    """Writes the package as CSV files with a descriptor."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for name, rows in package["tables"].items():
        if not rows and name not in ("sources", "events"):
            continue
        columns = header(name, rows)
        files[name] = (f"{name}.csv", columns)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([[r.get(c, "") for c in columns] for r in rows])
    text = json.dumps(descriptor(package["package"], files), indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    return folder


def _copy_of(cell: str, table: str, column: str, number: int) -> str:
    """The cell in the n-th copy of a package: ids, names and places of a copy are its own."""
    known = tables()[table].columns.get(column)
    if known is None:
        return cell
    if known.kind == "identifier":
        return f"{cell}~{number}"
    if column in ("name", "title", "model"):
        return f"{cell} {number}"
    if column in ("url", "archive_url"):
        return f"{cell}~{number}"
    if table == "identifiers" and column == "value":
        return f"{cell}{number:03d}"
    if column == "latitude":
        return f"{float(cell) + number / 1000:.3f}".rstrip("0").rstrip(".") if cell[-1].isdigit() else cell
    return cell


def merged(packages: list[Package]) -> Package:
    """One package that holds copies of several, side by side, each under ids and names of its own."""
    whole: Package = {"package": packages[0]["package"], "tables": {}}
    for number, package in enumerate(packages):
        for name, rows in package["tables"].items():
            copies = [{c: _copy_of(v, name, c, number) for c, v in row.items()} for row in rows]
            whole["tables"].setdefault(name, []).extend(copies)
    return whole
