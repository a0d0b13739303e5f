"""Finding datasets of this standard among files: those under a folder, and those that given files belong to.

A dataset is recognised by the address of the standard in its first lines: a package by its descriptor, a document by
its `$schema`, JSON Lines by a first line that says its kind. Nothing is read in full, and no link is followed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from conflictdp.spec.versions import BASE_URI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DESCRIPTOR = "datapackage.json"
_START = 1 << 16
_SCHEMA = rb'"\$schema"\s*:\s*"' + re.escape(BASE_URI).encode() + rb"/[^\"/]+/"
_PACKAGE = re.compile(_SCHEMA + rb"profile[.]schema[.]json")
_DOCUMENT = re.compile(_SCHEMA + rb"package[.]schema[.]json")
_LINE = re.compile(rb'\s*\{[^\n]*"record"\s*:\s*"')
_SKIPPED = frozenset({"node_modules", "__pycache__", "build", "dist"})


def is_dataset(path: Path) -> bool:
    """Whether the file is the descriptor of a package, a document or JSON Lines of this standard."""
    suffix = path.suffix.lower()
    if suffix not in (".json", ".jsonl", ".ndjson") or path.is_symlink() or not path.is_file():
        return False
    start = _start(path)
    if path.name == DESCRIPTOR:
        return bool(_PACKAGE.search(start))
    if suffix == ".json":
        return bool(_DOCUMENT.search(start))
    return bool(_LINE.match(start)) and BASE_URI.encode() in start


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_START)
    except OSError:
        return b""


def datasets_under(folder: Path) -> Iterator[Path]:
    """The datasets in a folder and below: folders of packages, documents, JSON Lines; in the order of their names.

    Hidden folders and those of tools are passed over. Documents inside a package's folder are datasets too.
    """
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _SKIPPED)
        for name in sorted(files):
            path = Path(place, name)
            if is_dataset(path):
                yield path.parent if name == DESCRIPTOR else path


def datasets_of(files: Iterable[Path]) -> list[Path]:
    """The datasets that files belong to, each once: a document itself, any other file the package above it.

    Args:
        files: Paths, relative or absolute; files of no dataset are passed over.
    """
    found = (path if path.name != DESCRIPTOR and is_dataset(path) else _package_above(path) for path in files)
    return sorted({path for path in found if path is not None})


def _package_above(path: Path) -> Path | None:
    """The nearest folder above a file whose descriptor is of this standard; the search ends where the path does."""
    return next((folder for folder in path.parents if is_dataset(folder / DESCRIPTOR)), None)
