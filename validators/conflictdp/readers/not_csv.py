"""What a file is that is called .csv and is something else, or CSV of another kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_BEGINNINGS = {
    b"\xff\xfe": "it looks like UTF-16",
    b"\xfe\xff": "it looks like UTF-16",
    b"PK\x03\x04": "it is a zip archive, as spreadsheets are",
    b"\xd0\xcf\x11\xe0": "it is a spreadsheet",
    b"PAR1": "it is Parquet",
    b"\x1f\x8b": "it is compressed by gzip",
    b"SQLite format 3": "it is a database",
    b"%PDF-": "it is a PDF",
}
_SEPARATORS = {
    ";": "semicolons",
    "\t": "tabs",
    "|": "vertical bars",
    ":": "colons",
    "^": "carets",
    "~": "tildes",
    "\x1f": "unit separators",
    "\u060c": "Arabic commas",
    "\uff0c": "full-width commas",
    " ": "spaces",
}
_CERTAIN = ";\t|"
"""Never part of a name of ours, and seldom of another's."""


def other_kind(start: bytes) -> str | None:
    """What a file is by its first bytes, when it is no CSV in UTF-8; None when it may be."""
    known = next((kind for mark, kind in _BEGINNINGS.items() if start.startswith(mark)), None)
    if known:
        return known
    even, odd = start[::2], start[1::2]
    is_wide = len(start) > 3 and (any(even) != any(odd))  # noqa: PLR2004 - two characters of UTF-16
    return "it looks like UTF-16" if is_wide else None


def other_separator(header: list[str], columns: Collection[str]) -> str | None:
    """What seems to separate the cells of a header instead of commas, in words; None when commas do."""
    line = ",".join(header)
    if len(header) == 1 and (seen := next((s for s in _CERTAIN if s in line), None)):
        return _SEPARATORS[seen]
    found = len(set(header).intersection(columns))
    for separator, name in _SEPARATORS.items():
        cells = {cell.strip(" \"',") for cell in line.split(separator)}
        if len(cells.intersection(columns)) > max(found, 1):
            return name
    return None
