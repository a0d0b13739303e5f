"""Where on its line the value of a finding begins, and on which line of a document; for findings that are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflictdp.readers.csv_files import characters_of
from conflictdp.readers.json_text import decode, places_of

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.report import Finding, Group
    from conflictdp.validation.loading import Opened

Position = tuple[int | None, int | None]
"""Line and character."""


def positioned(opened: Opened, groups: tuple[Group, ...], path: Path) -> tuple[Group, ...]:
    """The groups, their findings with line and character as far as these can be told.

    Args:
        opened: The dataset.
        groups: What was found.
        path: The document, where the dataset is one.
    """
    found = [f for g in groups for f in g.findings]
    if not found:
        return groups
    if opened.input.form == "document":
        return _each(groups, _in_document(found, path))
    if opened.input.form == "lines":
        return _each(groups, _in_lines(found, path))
    return _each(groups, _in_tables(opened, found))


def document_lines(path: Path, pointers: set[str]) -> dict[str, int]:
    """The line of each JSON Pointer; of its record, where it leads to an absent key."""
    return {pointer: line for pointer, (line, _) in _places(path.read_bytes(), pointers).items()}


def _places(data: bytes, pointers: set[str]) -> dict[str, tuple[int, int]]:
    if not pointers:
        return {}
    found = places_of(decode(data), pointers | {p.rpartition("/")[0] for p in pointers})
    return {p: place for p in pointers if (place := found.get(p) or found.get(p.rpartition("/")[0]))}


def _each(groups: tuple[Group, ...], positions: dict[int, Position]) -> tuple[Group, ...]:
    def put(found: Finding) -> Finding:
        line, character = positions.get(id(found), (found.line, None))
        return replace(found, line=line, character=character)

    return tuple(replace(g, findings=tuple(map(put, g.findings))) for g in groups)


def _in_document(found: list[Finding], path: Path) -> dict[int, Position]:
    unplaced = [f for f in found if f.pointer is not None and f.line is None]
    places = _places(path.read_bytes(), {f.pointer for f in unplaced if f.pointer is not None})
    return {id(f): places[f.pointer] for f in unplaced if f.pointer in places}


def _in_lines(found: list[Finding], path: Path) -> dict[int, Position]:
    by_line: dict[int, list[Finding]] = {}
    for one in found:
        if one.line is not None and one.pointer is not None:
            by_line.setdefault(one.line, []).append(one)
    positions: dict[int, Position] = {}
    with path.open("rb") as stream:
        for number, data in zip(range(1, max(by_line, default=0) + 1), stream, strict=False):
            if number in by_line:
                places = _places(data, {f.pointer for f in by_line[number] if f.pointer is not None})
                positions |= {id(f): (number, places[f.pointer][1]) for f in by_line[number] if f.pointer in places}
    return positions


def _in_tables(opened: Opened, found: list[Finding]) -> dict[int, Position]:
    positions: dict[int, Position] = {}
    for name, file in opened.files.items():
        if file.format != "csv" or file.is_copy:
            continue
        numbers = {column: i for i, column in enumerate(file.columns) if column}
        cells = {
            id(f): (f.line, numbers[f.column])
            for f in found
            if f.table == name and f.row is not None and f.line is not None and f.column in numbers
        }
        starts = characters_of(file.path, set(cells.values())) if cells else {}
        positions |= {i: (cell[0], starts[cell]) for i, cell in cells.items() if cell in starts}
    return positions
