"""Reads a file of another dataset into the engine, every cell as text."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conflictdp.convert.crosswalks import own_name
from conflictdp.convert.dialects import Dialect, read_records, sniff_above, sniff_delimiter, sniff_encoding
from conflictdp.convert.json_records import FORMS, write_records
from conflictdp.engine.pieces import few_pieces
from conflictdp.errors import InputError, UsageError
from conflictdp.limits import DEFAULTS
from conflictdp.spec.rules import quote
from conflictdp.spec.values import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from conflictdp.convert.conversion import Options
    from conflictdp.convert.crosswalks import Provider
    from conflictdp.readers.staging import Staging

_HEAD = 1 << 20
"""So much of a file tells how it is encoded; the engine refuses the file if it goes on otherwise."""
_TAG = re.compile("#.*")
_LINE = re.compile("CSV Error on Line: ([0-9]+)")
_CELLS = re.compile("Expected Number of Columns: ([0-9]+) Found: ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file in the engine.

    Attributes:
        header: The names of its columns, as in the file.
        fields: The name of each in `given` or `extras`, in the order of the header.
        further: Those columns that the crosswalk does not know: name in the file, name in `extras`.
        lacking: Columns of the crosswalk that the file does not have.
        tags: The row of HXL tags below the header; empty where there is none.
        dialect: How the file is written.
    """

    header: tuple[str, ...]
    fields: tuple[str, ...]
    further: dict[str, str]
    lacking: tuple[str, ...]
    tags: tuple[str, ...]
    dialect: Dialect


def load(
    connection: DuckDBPyConnection,
    path: Path,
    staging: Staging,
    provider: Provider,
    known: Sequence[str],
    options: Options,
) -> Loaded:
    """Loads a file as `whole_file`, and the views `given` and `extras` of it.

    `given` has the known columns as text, NULL where a cell is empty or the file lacks the column, and `_row`, the
    number of the record from 1; `extras` has `_row` and every other column, under a name of the publisher's own.

    Args:
        connection: Where to make the tables.
        path: The file: CSV, JSON, JSON Lines or GeoJSON.
        staging: Where a copy can be put.
        provider: Whose file it is.
        known: The columns of the crosswalk; none for all that the file has.
        options: What the user says of the file.

    Raises:
        InputError: When it cannot be read, or is not a file of this dataset.
    """
    if not path.is_file():
        raise InputError(f"cannot read {path}: " + ("it is a folder" if path.is_dir() else "No such file or directory"))
    if not options.encoding and path.suffix.lower() not in FORMS:
        likely = sniff_encoding(path, _HEAD)
        try:
            return load(connection, path, staging, provider, known, replace(options, encoding=likely))
        except InputError:
            encoding = sniff_encoding(path)
            if encoding == likely:
                raise
        return load(connection, path, staging, provider, known, replace(options, encoding=encoding))
    source, header, tags, dialect = _prepared(path, staging, provider, known, options)
    known = known or header
    fields, further = _fields(path.name, header, provider, known)
    _create(connection, source, path.name, fields, dialect, skip=bool(tags), has_header=not provider.header)
    lacking = tuple(n for n in known if n not in fields)
    cells = ", ".join(f"{quote(n)}" if n in fields else f"CAST(NULL AS VARCHAR) AS {quote(n)}" for n in known)
    connection.execute(f"CREATE VIEW given AS SELECT _row, {cells} FROM whole_file")
    own = ", ".join(["_row", *map(quote, further.values())])
    connection.execute(f"CREATE VIEW extras AS SELECT {own} FROM whole_file")
    return Loaded(tuple(header), fields, further, lacking, tuple(tags), dialect)


def let_go(connection: DuckDBPyConnection) -> None:
    """Lets go of a loaded file and of the views of it; a large one takes as much memory as what is made of it."""
    connection.execute("DROP VIEW extras; DROP VIEW given; DROP VIEW whole_file; DROP TABLE read_file")


def _prepared(
    path: Path, staging: Staging, provider: Provider, known: Sequence[str], options: Options
) -> tuple[Path, list[str], list[str], Dialect]:
    """A file that the engine can read as CSV in UTF-8, its header, its row of HXL tags, and how it was written."""
    if path.suffix.lower() in FORMS:
        staged = staging.new(".csv")
        form, header = write_records(path, staged)
        return staged, header, [], Dialect(form, date_order=options.date_order)
    if options.delimiter and len(options.delimiter) != 1:
        raise UsageError(f"cells are parted by one sign, not by {options.delimiter[:20]!r}")
    encoding = options.encoding or "utf-8"
    names = (*known, *provider.aliases)
    try:
        above = sniff_above(path, encoding, names) if known and not provider.header else 0
        as_it_is = encoding == "utf-8" and not above
        table = staging.take(path, ".csv") if as_it_is else _recoded(path, encoding, staging, above)
        sign = options.delimiter or ("\t" if provider.header else sniff_delimiter(table, "utf-8", names))
        records = read_records(table, "utf-8", sign, 2)
    except (UnicodeError, LookupError, csv.Error) as error:
        raise InputError(f"the header of {path.name} cannot be read as CSV in {encoding}: {error}") from error
    if not records or not any(records[0]):
        raise InputError(f"{path.name} is empty; its first line must be a header")
    header = list(provider.header) or records[0]
    tags = records[1] if len(records) > 1 and _is_tags(records[1]) else []
    return table, header, tags, Dialect("CSV", encoding, sign, options.date_order, above)


def _is_tags(record: Sequence[str]) -> bool:
    """Whether these are the tags of HXL: every cell that is not empty begins with #."""
    return any(record) and all(_TAG.fullmatch(cell.strip()) for cell in record if cell.strip())


def _recoded(path: Path, encoding: str, staging: Staging, above: int) -> Path:
    """A copy in UTF-8, without the lines above the header."""
    staged = staging.new(".csv")
    try:
        with (
            path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as given,
            staged.open("w", encoding="utf-8", newline="") as written,
        ):
            for _ in range(above):
                given.readline()
            while block := given.read(1 << 20):
                written.write(block)
    except UnicodeError as error:
        raise InputError(f"{path.name} cannot be read in {encoding}: {error}") from error
    return staged


def _create(
    connection: DuckDBPyConnection,
    source: Path,
    file: str,
    fields: Sequence[str],
    dialect: Dialect,
    *,
    skip: bool,
    has_header: bool,
) -> None:
    import _duckdb as duckdb

    reading = f"""read_csv(?, columns = ?, auto_detect = false, header = ?, delim = ?, quote = ?, escape = ?,
      strict_mode = true, null_padding = false, {few_pieces(connection, source)})"""
    # By position: to the engine, Year and year are one name.
    places = [f"c{i}" for i in range(len(fields))]
    cells = ", ".join(f"{c} AS {quote(n)}" for c, n in zip(places, fields, strict=True))
    mark = '"' if has_header else ""  # files without a header are plain tab-separated text, without quoting
    try:
        connection.execute(
            f"CREATE TABLE whole_file AS SELECT {cells} FROM {reading}",
            [str(source), dict.fromkeys(places, "VARCHAR"), has_header, dialect.delimiter or ",", mark, mark],
        )
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        shape = "" if has_header else f"; a file of this dataset has {len(fields)} columns and no header"
        told = _lacking_cells(str(error), dialect.above)
        if not told and mark and "unicode" not in str(error):
            told = _misplaced_quotes(source, dialect)
        told = told or str(error).strip().partition("\n")[0].replace(str(source), file)
        raise InputError(f"{file} cannot be read as CSV: {told}{shape}") from error
    connection.execute("ALTER TABLE whole_file RENAME TO read_file")
    first = 1 if skip else 0
    connection.execute(
        f"CREATE VIEW whole_file AS SELECT rowid + {1 - first} AS _row, * FROM read_file WHERE rowid >= {first}"
    )


def _lacking_cells(told: str, above: int) -> str:
    """The line whose number of cells the engine complains of; nothing where it is something else."""
    line, cells = _LINE.search(told), _CELLS.search(told)
    return f"line {int(line[1]) + above} has {cells[2]} cells where {cells[1]} were expected" if line and cells else ""


def _misplaced_quotes(source: Path, dialect: Dialect) -> str:
    """Where the first quotation mark is that should not be there; the engine does not always say."""
    with source.open(encoding="utf-8", errors="replace", newline="") as stream:
        csv.field_size_limit(DEFAULTS.record_bytes)
        reader = csv.reader(stream, delimiter=dialect.delimiter or ",", strict=True)
        line = 1
        try:
            for _ in reader:
                line = reader.line_num + 1
        except csv.Error as error:
            line += dialect.above
            if "expected after" in str(error):
                return f"text follows a closing quotation mark in the record that begins on line {line}"
            return f"a quotation mark on line {line} is not closed"
    return ""


def _fields(
    file: str, header: Sequence[str], provider: Provider, known: Sequence[str]
) -> tuple[tuple[str, ...], dict[str, str]]:
    """The name of each column in the engine, and the further columns among them.

    Raises:
        InputError: When a column is named twice, or one is missing that every file of this dataset has.
    """
    twice = sorted({n for n in header if header.count(n) > 1})
    if twice:
        raise InputError(f"the header of {file} names {', '.join(map(repr, twice))} more than once")
    # A file that has the name itself does not need the other one for it.
    aliases = {old: new for old, new in provider.aliases.items() if new not in header and old not in known}
    named = [aliases.get(n, n) for n in header]
    missing = [n for n in provider.required if n not in named]
    if missing:
        others = [n for n in header if n not in known]
        told = (f"{n!r}" + (f" ({hint})" if (hint := nearest(n, others)) else "") for n in missing)
        all_missing = len(missing) == len(provider.required) > 1
        raise InputError(
            f"{file} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(told)}, which every file of"
            f" {provider.title} has" + ("; the first line of a file must be its header" if all_missing else "")
        )
    further = [n for n in named if n not in known]
    own = dict(
        zip(further, _own_names(further, provider.prefix, {own_name(provider.prefix, n) for n in known}), strict=True)
    )
    return tuple(own.get(n, n) for n in named), {h: own[n] for h, n in zip(header, named, strict=True) if n in own}


def _own_names(names: Sequence[str], prefix: str, taken: set[str]) -> list[str]:
    """A name of a publisher's own column for each, all different and none of those taken."""
    own: list[str] = []
    for name in names:
        wanted = own_name(prefix, name)
        number, unique = 1, wanted
        while unique in own or unique in taken:
            number += 1
            unique = f"{wanted}_{number}"
        own.append(unique)
    return own
