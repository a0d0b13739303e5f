"""How a file of another dataset is written: its encoding, what parts its cells, the order of its dates.

What is found out is said; what cannot be found out is asked for, never guessed.
"""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from conflictdp.errors import InputError, UsageError
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

DateOrder = Literal["ymd", "dmy", "mdy"]

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
ORDERS = {"ymd": "year, month, day", "dmy": "day, month, year", "mdy": "month, day, year"}
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ABOVE = 50
"""Within so many lines a header is looked for."""
_CHUNK = 1 << 16  # larger ones, each in fresh memory, take four times as long to decode


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written.

    Attributes:
        form: "CSV", "JSON", "JSON Lines" or "GeoJSON".
        encoding: How its letters are encoded.
        delimiter: What parts its cells; empty where nothing does.
        date_order: The order of dates written with numbers only; None where there are none but those of ISO 8601.
        above: How many lines stand above the header, with words about the file, and are set aside.
    """

    form: str
    encoding: str = "utf-8"
    delimiter: str = ""
    date_order: DateOrder | None = None
    above: int = 0

    def __str__(self) -> str:
        """In words for the user."""
        parted = f", cells parted by {DELIMITERS.get(self.delimiter, repr(self.delimiter))}" if self.delimiter else ""
        ordered = f", dates as {ORDERS[self.date_order]}" if self.date_order else ""
        aside = f", set aside above the header: {self.above} line{'s' * (self.above > 1)}" if self.above else ""
        return f"{self.form} in {self.encoding.upper()}{parted}{ordered}{aside}"


def sniff_encoding(path: Path, enough: int | None = None) -> str:
    """The encoding of a text file: UTF-8, UTF-16 by its mark, or Windows-1252 when it is no UTF-8 at all.

    Args:
        path: The file.
        enough: A file of which so many bytes are UTF-8 is taken to be so; None looks at all of it.

    Raises:
        InputError: When some of it is UTF-8 and some is not, so that no one encoding reads it.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, has_letters = True, False
    with path.open("rb") as stream:
        head = stream.read(_CHUNK)
        marked = next((name for mark, name in _BOMS.items() if head.startswith(mark)), None)
        if marked == "utf-16":
            return marked
        while head and not (is_utf8 and enough and stream.tell() > enough):
            has_letters = has_letters or bool(_MULTIBYTE.search(head))
            try:
                is_utf8 = is_utf8 and decoder.decode(head) is not None
            except UnicodeDecodeError:
                is_utf8 = False
            head = stream.read(_CHUNK)
    if is_utf8:
        return "utf-8"
    if has_letters or marked:
        raise InputError(f"{path.name} is UTF-8 in some places and not in others; say with --encoding what it is")
    return "windows-1252"


def read_records(path: Path, encoding: str, delimiter: str, number: int) -> list[list[str]]:
    """The first records of a CSV file."""
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        return [record for record, _ in zip(reader, range(number), strict=False)]


def sniff_above(path: Path, encoding: str, known: Iterable[str]) -> int:
    """How many lines stand above the header: it is the first that names most of the known columns.

    None do where the first line names half as many, or no line two of them.
    """
    names = set(known)
    found: list[int] = []
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as stream:
        while len(found) < _ABOVE and (line := stream.readline(_CHUNK)):
            given = (next(csv.reader([line], delimiter=sign), []) for sign in DELIMITERS)
            found.append(max(len(names.intersection(cells)) for cells in given))
    most = max(found, default=0)
    return found.index(most) if most > 1 and 2 * found[0] < most else 0


def sniff_delimiter(path: Path, encoding: str, known: Iterable[str]) -> str:
    """What parts the cells: the sign that gives most of the known columns, then most columns at all."""
    names = set(known)

    def names_given(sign: str) -> tuple[int, int]:
        try:
            header = read_records(path, encoding, sign, 1)
        except csv.Error:
            return (-1, -1)
        return (len(names & set(header[0])), len(header[0])) if header else (0, 0)

    return max(DELIMITERS, key=names_given)


def sniff_date_order(connection: DuckDBPyConnection, file: str, columns: Sequence[str]) -> DateOrder | None:
    """The order of dates such as 03/04/2021 in the columns of `given`; None where no date is written so.

    Raises:
        UsageError: When they could be in either order, or are in both.
    """
    if not columns:
        return None
    cells = " UNION ALL ".join(f"SELECT {quote(c)} AS cell FROM given" for c in columns)
    parts = "regexp_extract(cell, '^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ][0-9]{4}( .*)?$', ['one', 'two'])"
    query = (
        "SELECT count(*) FILTER (p.one <> ''), count(*) FILTER (TRY_CAST(p.one AS INTEGER) > 12),"
        " count(*) FILTER (TRY_CAST(p.two AS INTEGER) > 12), any_value(cell) FILTER (p.one <> '')"
        f" FROM (SELECT cell, {parts} AS p FROM ({cells}) WHERE cell IS NOT NULL)"
    )
    found, first, second, example = connection.execute(query).fetchall()[0]
    if not found:
        return None
    if first and not second:
        return "dmy"
    if second and not first:
        return "mdy"
    told = "are written in both orders" if first else f"such as {example} could be day or month first"
    raise UsageError(f"{file}: dates {told}; say with --date-order dmy or mdy which it is")
