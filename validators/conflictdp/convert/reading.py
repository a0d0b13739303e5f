"""Reads the CSV file of another dataset into the engine, every cell as text."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from conflictdp.errors import InputError
from conflictdp.spec.rules import quote
from conflictdp.spec.values import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

_NAMES = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def load_csv(
    connection: DuckDBPyConnection, path: Path, staged: Path, expected: Sequence[str], prefix: str
) -> list[str]:
    """Loads a CSV file as the tables `given` and `extras`.

    `given` has the expected columns as text, NULL where a cell is empty, and `_row`, the number of the record from 1;
    `extras` has `_row` and every other column, under a name of our own.

    Args:
        connection: Where to make the tables.
        path: The file, for messages.
        staged: The same file under a name without wildcards.
        expected: The columns that the file must have, in any order.
        prefix: What the names of further columns are to begin with, such as `x_ucdp_`.

    Returns:
        The names of the further columns, as in the file.

    Raises:
        InputError: When the file is missing or not strict CSV in UTF-8, or lacks an expected column.
    """
    import duckdb

    header = read_header(path)
    check_header(path.name, header, expected)
    further = [name for name in header if name not in expected]
    named = dict(zip(further, _own_names(further, prefix, {prefix + n for n in expected}), strict=True))
    source = """read_csv(?, columns = ?, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
      strict_mode = true, null_padding = false, max_line_size = 8388608)"""
    # By position: to the engine, Year and year are one name.
    places = [f"c{i}" for i in range(len(header))]
    cells = ", ".join(f"nullif({c}, '') AS {quote(named.get(n, n))}" for c, n in zip(places, header, strict=True))
    try:
        connection.execute(
            f"CREATE TABLE whole_file AS SELECT row_number() OVER () AS _row, {cells} FROM {source}",
            [str(staged), dict.fromkeys(places, "VARCHAR")],
        )
    except duckdb.Error as error:
        raise InputError(f"{path.name} cannot be read as CSV: {str(error).strip().splitlines()[0]}") from error
    for table, names in (("given", expected), ("extras", named.values())):
        chosen = ", ".join(["_row", *map(quote, names)])
        connection.execute(f"CREATE VIEW {table} AS SELECT {chosen} FROM whole_file")
    return further


def read_header(path: Path) -> list[str]:
    """The names in the first record of a CSV file.

    Raises:
        InputError: When there is no such file, or its first record cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream, strict=True), [])
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"the header of {path.name} cannot be read as CSV in UTF-8: {error}") from error
    if not header:
        raise InputError(f"{path.name} is empty; its first line must be a header")
    return header


def check_header(name: str, header: Sequence[str], expected: Sequence[str]) -> None:
    """Refuses a header that lacks an expected column or names one twice.

    Raises:
        InputError: Names each such column, and the one that was probably meant.
    """
    if len(header) == 1 and (seen := next((d for d in _NAMES if d in header[0]), None)):
        raise InputError(f"the cells of {name} seem to be separated by {_NAMES[seen]}, not by commas")
    twice = sorted({n for n in header if header.count(n) > 1})
    if twice:
        raise InputError(f"the header of {name} names {', '.join(map(repr, twice))} more than once")
    missing = [n for n in expected if n not in header]
    if missing:
        others = [n for n in header if n not in expected]
        told = (f"{n!r}" + (f" ({hint})" if (hint := nearest(n, others)) else "") for n in missing)
        raise InputError(f"{name} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(told)}")


def _own_names(names: Sequence[str], prefix: str, taken: set[str]) -> list[str]:
    """A name of a publisher's own column for each, all different and none of those taken."""
    own: list[str] = []
    for name in names:
        wanted = prefix + (re.sub("[^a-z0-9]+", "_", name.lower()).strip("_") or "column")
        number, unique = 1, wanted
        while unique in own or unique in taken:
            number += 1
            unique = f"{wanted}_{number}"
        own.append(unique)
    return own
