"""What a path is, and reading it: a package folder, a descriptor, an archive, a document, JSON Lines, or one table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflictdp.errors import InputError, UsageError
from conflictdp.readers.inputs import Input
from conflictdp.readers.packages import Package, prepare
from conflictdp.readers.paths import require_regular
from conflictdp.report import NotChecked
from conflictdp.spec.tables import tables
from conflictdp.spec.values import nearest

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.readers.documents import DocumentReader
    from conflictdp.readers.lines import LinesReader
    from conflictdp.readers.staging import Staging
    from conflictdp.report import Findings

LONE = (".csv", ".parquet")
"""Endings of files that hold one table."""


def open_input(path: Path, label: str, staging: Staging, findings: Findings, *, table: str | None = None) -> Input:
    """Reads what is at a path, as far as it can be read, and prepares its tables for the engine.

    Args:
        path: What to read.
        label: The path as the user gave it.
        staging: Where files are put under plain names.
        findings: Where faults of the files go.
        table: The table that a lone CSV or Parquet file holds; None: its name says.

    Raises:
        InputError: When there is nothing there, or it is not of a kind that is understood.
        UsageError: When `table` names no table.
    """
    suffix = _ending(path, label)
    if table and suffix not in LONE:
        raise UsageError(f"{label}: only a lone CSV or Parquet file is given a table with --table")
    if not suffix:
        return Package(path, staging, findings, Input(label, "package")).read()
    if suffix == ".xlsx":
        from conflictdp.readers.workbooks import read_workbook

        return read_workbook(path, label, staging, findings)
    if suffix == ".zip":
        from conflictdp.readers.archives import open_archive

        return Package(open_archive(path, staging.limits), staging, findings, Input(label, "package")).read()
    if suffix in LONE:
        return _lone_table(path, label, staging, findings, table)
    if suffix == ".json" and _is_descriptor(path):
        return Package(path.parent, staging, findings, Input(label, "package")).read(path.name)
    if suffix in (".json", ".jsonl", ".ndjson"):
        staging.count(path.stat().st_size, path.name)
        form, reader = _reader(suffix)
        return Input(label, form, reader=reader(path, path.name, findings), described_in=path.name)
    raise InputError(f"{label}: not a folder, .json, .jsonl, .zip, .csv, .parquet or .xlsx")


def _ending(path: Path, label: str) -> str:
    """The ending of the name of a file that can be read; empty for a folder."""
    if not label:
        raise InputError("the path is empty")
    try:
        if path.is_dir():
            return ""
        exists = path.exists()
    except OSError as error:
        raise InputError(f"{label[:200]}: cannot be read ({error.strerror})") from error
    if not exists:
        raise InputError(f"{label}: there is no such file or folder")
    require_regular(path, label)
    return path.suffix.lower() or "."


def _reader(suffix: str) -> tuple[str, type[DocumentReader | LinesReader]]:
    """The form of a file that holds records of all tables, and what reads it."""
    if suffix == ".json":
        from conflictdp.readers.documents import DocumentReader

        return "document", DocumentReader
    from conflictdp.readers.lines import LinesReader

    return "lines", LinesReader


def _is_descriptor(path: Path) -> bool:
    """A file named datapackage.json, or one whose first lines speak of resources and not of events."""
    if path.name == "datapackage.json":
        return True
    with path.open("rb") as stream:
        start = stream.read(1 << 16)
    return bool(re.search(rb'"resources"\s*:', start)) and not re.search(
        rb'"(events|sources)"\s*:\s*\[\s*\{\s*"\w+_id"', start
    )


def _lone_table(path: Path, label: str, staging: Staging, findings: Findings, table: str | None) -> Input:
    name = table or path.stem
    if name not in tables():
        hint = nearest(name, list(tables()))
        known = ", ".join(tables())
        raise UsageError(
            f"{label}: no table is named {name!r}{f' ({hint})' if hint else ''}; say which with --table: {known}"
        )
    found = Input(label, "table", is_whole=False)
    staged = staging.take(path, path.suffix.lower())
    prepared = prepare(tables()[name], path.name, staged, staging, findings)
    if prepared:
        found.files.append(prepared)
    else:
        found.not_checked.append(NotChecked(f"table {name}", "the file could not be read", is_gap=True))
    return found
