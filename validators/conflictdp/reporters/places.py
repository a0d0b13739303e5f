"""Where the files of a report lie, seen from the folder that a build server names files from."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflictdp.report import Finding, Report

CONTAINERS = (".zip",)
"""Endings of inputs whose files lie inside them."""


def path_of(report: Report, found: Finding | None, root: Path) -> str:
    """The file of a finding, relative to `root` where it lies below it, with forward slashes.

    What is inside an archive, or is said of the dataset as a whole, has the path of the input.
    """
    given = Path(report.input)
    if found is None or found.file is None or given.suffix.lower() in CONTAINERS:
        return _relative(given, root)
    is_folder = report.form == "package" and given.name != found.file and given.suffix != ".json"
    return _relative((given if is_folder else given.parent) / found.file, root)


def _relative(path: Path, root: Path) -> str:
    whole = PurePath(os.path.normpath(root / path))
    try:
        return whole.relative_to(root).as_posix()
    except ValueError:
        return whole.as_posix()


def place_of(found: Finding) -> str:
    """The record of a finding in words: its row, its pointer, its id."""
    parts = (
        f"row {found.row}" if found.row else "",
        found.cell or found.pointer or "",
        f"[{found.record_id}]" if found.record_id else "",
    )
    return " ".join(p for p in parts if p)
