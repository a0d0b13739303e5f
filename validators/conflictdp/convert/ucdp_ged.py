"""UCDP GED (Georeferenced Event Dataset) and its Candidate releases, as CSV, to a package.

One row of GED becomes an event, its two sides, UCDP's figures as an assessment, and a claim for each article that it
cites. No cell is lost: what the fields of the standard do not hold stays as text in columns `x_ucdp_...`. Some cells
are written in one way only, equal in value to what GED wrote, or left out because another cell says the same:

- whole numbers: `15960.0` is `15960`; truth values: `1.0` and `true` are `true`;
- dates: `2026-01-01 00:00:00.000` is `2026-01-01`; degrees: `34.500000` is `34.5`;
- `number_of_sources` -1 (not recorded) is empty;
- a `geom_wkt` that repeats latitude and longitude, a `year` that repeats `date_start`, and a zero of `deaths_b` for
  civilians are left out;
- an actor has one name, so that an empty name of a numbered actor is filled from other events.

Source:
    UCDP GED Codebook; `schema/1.0/crosswalks/ucdp_ged.csv` column by column.
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from conflictdp.convert import ucdp_release
from conflictdp.convert.conversion import Conversion, Fate, crosswalk
from conflictdp.convert.outputs import refuse_taken
from conflictdp.convert.reading import load_csv
from conflictdp.convert.writing import write_package
from conflictdp.errors import InputError, LimitError
from conflictdp.spec.codelists import codelist
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

PREFIX = "x_ucdp_"
CROSSWALK = "ucdp_ged"
HXL_ROW = "row of HXL tags"


@cache
def columns() -> tuple[str, ...]:
    """The 49 columns of GED, in its order."""
    return tuple(dict.fromkeys(line.column for line in crosswalk(CROSSWALK)))


def convert(
    path: Path,
    out: Path,
    *,
    version: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    overwrite: bool = False,
) -> Conversion:
    """Converts a CSV file of UCDP GED or of a Candidate release to a package.

    Args:
        path: The file, with the 49 columns of GED in any order; further columns are kept as `x_ucdp_<name>`. A second
            line of HXL tags, as in the files on HDX, is skipped.
        out: The folder to write.
        version: Version of GED, such as "23.1"; None to take it from the name of the file, if that has it.
        metadata: What the package is to say of itself, in place of what is said of GED in general.
        overwrite: Whether an existing package may be replaced.

    Raises:
        InputError: When the file cannot be read, lacks a column of GED, or has an event without a number.
        OutputError: When the package cannot be written.
        LimitError: When memory or temporary space runs out.
    """
    import duckdb

    from conflictdp.engine.store import connect
    from conflictdp.readers.staging import Staging

    refuse_taken(out, overwrite=overwrite)
    release = version or ucdp_release.version_in_name(path.name)
    with Staging() as staging, closing(connect(staging.folder).connection) as connection:
        try:
            further = load_csv(connection, path, staging.take(path, ".csv"), columns(), PREFIX)
            skipped = _skip_tags(connection)
            _check_numbers(connection, path)
            _make_tables(connection, release, path, has_extras=bool(further))
            described = ucdp_release.metadata(connection, release) | dict(metadata or {})
            tables = write_package(connection, described, out, overwrite=overwrite)
            fates = (*_fates(connection), *_further_fates(connection, further))
        except duckdb.OutOfMemoryException as error:
            raise LimitError(f"memory ran out while {path.name} was converted") from error
    return Conversion(path, out, release, tables["events"], skipped, tables, fates)


def _skip_tags(connection: DuckDBPyConnection) -> dict[str, int]:
    """Removes a first row in which every cell that is not empty begins with #: the tags of HXL."""
    tags = " AND ".join(f"coalesce({quote(n)}, '#') LIKE '#%'" for n in columns())
    filled = ", ".join(map(quote, columns()))
    condition = f"_row = 1 AND {tags} AND coalesce({filled}) IS NOT NULL"
    removed = connection.execute(f"DELETE FROM whole_file WHERE {condition}").fetchone()
    return {HXL_ROW: 1} if removed and removed[0] else {}


def _check_numbers(connection: DuckDBPyConnection, path: Path) -> None:
    found = connection.execute(
        "SELECT _row, id FROM given WHERE NOT coalesce(regexp_full_match(id, '[0-9]{1,12}([.]0+)?'), FALSE)"
        " ORDER BY _row LIMIT 1"
    ).fetchone()
    if found:
        told = "is empty" if found[1] is None else f"is {str(found[1])[:40]!r}, which is not a whole number"
        raise InputError(f"{path.name}: the id of record {found[0]} {told}; without it the event cannot be named")


def _make_tables(connection: DuckDBPyConnection, release: str | None, path: Path, *, has_extras: bool) -> None:
    """Makes the tables of the standard by `ucdp_ged.sql`, after those that it reads besides the file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    connection.execute(
        "CREATE TABLE release AS SELECT ? AS version, ? AS title, ? AS sha256",
        [release, ucdp_release.title(release), digest],
    )
    numbers = [
        (number, code.code)
        for code in codelist("countries").codes.values()
        for number in code.mappings["gleditsch_ward"].split("|")
        if number
    ]
    connection.execute(
        "CREATE TABLE states AS SELECT unnest(?::VARCHAR[]) AS number, unnest(?::VARCHAR[]) AS country",
        [[n for n, _ in numbers], [c for _, c in numbers]],
    )
    connection.execute(files("conflictdp.convert").joinpath("ucdp_ged.sql").read_text(encoding="utf-8"))
    # A join is spared where there is nothing to join.
    joined = " JOIN extras USING (_row)" if has_extras else ""
    connection.execute(f"CREATE VIEW events AS SELECT * FROM coded_events{joined}")


_REPEATS = {
    "number_of_sources": ("regexp_full_match(number_of_sources, '-1([.]0+)?')", "-1 says that it was not recorded"),
    "geom_wkt": ("geom_wkt IS NOT NULL AND other_point IS NULL", "repeats latitude and longitude"),
}
"""Columns of which cells are left out, which, and why."""


def _fates(connection: DuckDBPyConnection) -> list[Fate]:
    """What became of the columns of GED."""
    in_events, in_locations = _columns(connection, "events"), _columns(connection, "locations")
    fates = []
    for name in columns():
        own = quote(PREFIX + name)
        kept = 0
        if PREFIX + name in in_events:
            kept = _count(connection, f"SELECT count({own}) FROM events")
        elif PREFIX + name in in_locations:
            kept = _count(connection, f"SELECT count({own}) FROM coded_events JOIN locations USING (location_id)")
        fates.append(_fate(connection, name, kept))
    return fates


def _fate(connection: DuckDBPyConnection, name: str, kept: int) -> Fate:
    cells = _count(connection, f"SELECT count({quote(name)}) FROM given")
    condition, repeats = _REPEATS.get(name, ("FALSE", ""))
    dropped = _count(connection, f"SELECT count(*) FROM ged WHERE {condition}")
    line = next(line for line in crosswalk(CROSSWALK) if line.column == name)
    reason = " ".join([line.note] * bool(kept) + [f"Left out: {repeats}."] * bool(dropped))
    return Fate(name, cells, cells - kept - dropped, kept, dropped, reason)


def _further_fates(connection: DuckDBPyConnection, further: list[str]) -> list[Fate]:
    """What became of columns that GED does not have: all of them are kept."""
    own = [n for n in _columns(connection, "extras") if n != "_row"]
    counts = [_count(connection, f"SELECT count({quote(n)}) FROM extras") for n in own]
    return [Fate(name, n, 0, n, 0, "Not a column of GED.") for name, n in zip(further, counts, strict=True)]


def _columns(connection: DuckDBPyConnection, table: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(f"DESCRIBE {quote(table)}").fetchall()]


def _count(connection: DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
