"""Where on its line the value of a finding begins, and on which line of a document; for findings that are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflictdp.readers.csv_files import characters_of
from conflictdp.readers.json_places import places_of
from conflictdp.readers.json_text import decode

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
        path: The file, where the dataset is JSON Lines.
    """
    found = [f for g in groups for f in g.findings]
    if not found:
        return groups
    if opened.input.form == "document":
        return _each(groups, _in_document(opened, found))
    if opened.input.form == "lines":
        return _each(groups, _in_lines(found, path))
    return _each(groups, _in_tables(opened, found))


def document_lines(opened: Opened, pointers: set[str]) -> dict[str, int]:
    """The line of each JSON Pointer; of its record, where it leads to an absent key."""
    return {p: line for p, (line, _) in opened.input.reader.places(pointers).items()} if opened.input.reader else {}


def _places(data: bytes, pointers: set[str]) -> dict[str, tuple[int, int]]:
    found = places_of(decode(data), pointers | {p.rpartition("/")[0] for p in pointers})
    return {p: place for p in pointers if (place := found.get(p) or found.get(p.rpartition("/")[0]))}


def _each(groups: tuple[Group, ...], positions: dict[int, Position]) -> tuple[Group, ...]:
    def put(found: Finding) -> Finding:
        line, character = positions.get(id(found), (found.line, None))
        return replace(found, line=line, character=character)

    return tuple(replace(g, findings=tuple(map(put, g.findings))) for g in groups)


def _in_document(opened: Opened, found: list[Finding]) -> dict[int, Position]:
    unplaced = [f for f in found if f.pointer is not None and f.line is None]
    wanted = {f.pointer for f in unplaced if f.pointer is not None}
    places = opened.input.reader.places(wanted) if opened.input.reader and wanted else {}
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
