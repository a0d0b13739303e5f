"""UCDP GED (Georeferenced Event Dataset) and its Candidate releases, as CSV, to a package.

One row of GED becomes an event, its two sides, UCDP's figures as an assessment, and a claim for each article that it cites.
No cell is lost: what the fields of the standard do not hold stays as text in columns `x_ucdp_...`. These are written in
one way only, and are equal in value to what GED wrote:

- whole numbers: `15960.0` is `15960`; truth values: `1.0` and `true` are `true`;
- dates: `2026-01-01 00:00:00.000` is `2026-01-01`; degrees: `34.500000` is `34.5`;
- `number_of_sources` -1 (not recorded) is empty; a `geom_wkt` that repeats latitude and longitude, a `year` that repeats
  `date_start`, and a zero of `deaths_b` for civilians are left out;
- an actor has one name, so that an empty name of a numbered actor is filled from other events.

Source:
    UCDP GED Codebook; `schema/1.0/crosswalks/ucdp_ged.csv` column by column.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictdp.convert.conversion import Conversion, Fate, crosswalk
from conflictdp.convert.reading import load_csv
from conflictdp.convert.writing import refuse_taken, write_package
from conflictdp.errors import InputError
from conflictdp.spec.codelists import codelist
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

PREFIX = "x_ucdp_"
CROSSWALK = "ucdp_ged"

EVENT_DEFINITION = (
    "An incident in which an organised actor used armed force against another organised actor or against civilians, and at"
    " least one person died of it directly, at one place and on one date, as far as both are known. After the UCDP GED codebook."
)
CITATION = (
    "Sundberg, Ralph and Erik Melander (2013). Introducing the UCDP Georeferenced Event Dataset."
    " Journal of Peace Research 50(4), 523-532."
)
CANDIDATE_CITATION = (
    "Hegre, Håvard, Mihai Croicu, Kristine Eck and Stina Högbladh (2020). Introducing the UCDP Candidate Events Dataset."
    " Research & Politics 7(3)."
)


@cache
def columns() -> tuple[str, ...]:
    """The 49 columns of GED, in its order."""
    return tuple(dict.fromkeys(line.column for line in crosswalk(CROSSWALK)))


def convert(
    path: Path, out: Path, *, version: str | None = None, metadata: Mapping[str, Any] | None = None, overwrite: bool = False
) -> Conversion:
    """Converts a CSV file of UCDP GED or of a Candidate release to a package.

    Args:
        path: The file, with the 49 columns of GED in any order; further columns are kept as `x_ucdp_<name>`. A second
            row of HXL tags, as in the files on HDX, is skipped.
        out: The folder to write.
        version: Version of GED, such as "23.1"; None to take it from the name of the file, if that has it.
        metadata: What the package is to say of itself, in place of what is said of GED in general.
        overwrite: Whether an existing package may be replaced.

    Raises:
        InputError: When the file cannot be read, lacks a column of GED, or has an event without a number.
        OutputError: When the package cannot be written.
    """
    from conflictdp.engine.store import connect
    from conflictdp.readers.staging import Staging

    refuse_taken(out, overwrite=overwrite)
    release = version or version_in_name(path.name)
    with Staging() as staging:
        connection = connect(staging.folder).connection
        further = load_csv(connection, path, staging.take(path, ".csv"), columns(), PREFIX)
        skipped = _skip_tags(connection)
        _check_numbers(connection, path)
        _prepare(connection, release, path)
        connection.execute(_statements())
        # A join is spared where there is nothing to join.
        joined = " JOIN extras USING (_row)" if further else ""
        connection.execute(f"CREATE VIEW events AS SELECT * FROM coded_events{joined}")
        described = _metadata(connection, release) | dict(metadata or {})
        tables = write_package(connection, described, out, overwrite=overwrite)
        fates = (*_fates(connection), *_further_fates(connection, further))
        connection.close()
    return Conversion(path, out, release, tables["events"], skipped, tables, fates)


@cache
def _statements() -> str:
    return files("conflictdp.convert").joinpath("ucdp_ged.sql").read_text(encoding="utf-8")


def version_in_name(name: str) -> str | None:
    """The version in the name of a file as UCDP names them, such as `GEDEvent_v23_1.csv`; None where there is none.

    >>> version_in_name("GEDEvent_v26_0_1.csv")
    '26.0.1'
    """
    found = re.search(r"[vV]([0-9]{2})[._]([0-9]{1,2})(?:[._]([0-9]{1,2})(?:[._]([0-9]{2}))?)?(?![0-9])", name)
    return ".".join(part for part in found.groups() if part) if found else None


def is_candidate(version: str | None) -> bool:
    """Whether a version is of the Candidate events: `26.0.1` (a month) or `26.01.26.03` (a quarter), not `26.1` (a year)."""
    return version is not None and version.count(".") > 1


def _skip_tags(connection: DuckDBPyConnection) -> dict[str, int]:
    """Removes a first row in which every cell that is not empty begins with #: the tags of HXL."""
    tags = " AND ".join(f"coalesce({quote(n)}, '#') LIKE '#%'" for n in columns())
    filled = ", ".join(map(quote, columns()))
    condition = f"_row = 1 AND {tags} AND coalesce({filled}) IS NOT NULL"
    removed = connection.execute(f"DELETE FROM whole_file WHERE {condition}").fetchone()
    return {"row of HXL tags": 1} if removed and removed[0] else {}


def _check_numbers(connection: DuckDBPyConnection, path: Path) -> None:
    found = connection.execute(
        "SELECT _row, id FROM given WHERE NOT coalesce(regexp_full_match(id, '[0-9]{1,12}([.]0+)?'), FALSE) ORDER BY _row LIMIT 1"
    ).fetchone()
    if found:
        told = "is empty" if found[1] is None else f"is {str(found[1])[:40]!r}, which is not a whole number"
        raise InputError(f"{path.name}: the id of record {found[0]} {told}; without it the event cannot be named")


def _prepare(connection: DuckDBPyConnection, release: str | None, path: Path) -> None:
    """Makes the tables that the statements read besides the file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    title = _title(release)
    connection.execute("CREATE TABLE release AS SELECT ? AS version, ? AS title, ? AS sha256", [release, title, digest])
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


def _title(release: str | None) -> str:
    name = "UCDP Candidate Events Dataset" if is_candidate(release) else "UCDP Georeferenced Event Dataset (GED)"
    return f"{name} {release}" if release else name


def _metadata(connection: DuckDBPyConnection, release: str | None) -> dict[str, Any]:
    """What the package says of itself, coverage as far as the data show it."""
    found = connection.execute(
        "SELECT CAST(min(start_date) AS VARCHAR), CAST(max(coalesce(end_date, start_date)) AS VARCHAR) FROM events"
    ).fetchone() or (None, None)
    if found[0] is None:
        raise InputError("no event has a date that can be read; nothing was converted")
    countries = connection.execute("SELECT DISTINCT country FROM locations WHERE country IS NOT NULL ORDER BY country").fetchall()
    candidate = is_candidate(release)
    return {
        "name": "-".join(["ucdp-ged", *(release.split(".") if release else [])]),
        "title": _title(release),
        "description": (
            "Events of organised violence with UCDP's estimates of deaths and the articles that it cites."
            " Converted from the CSV file of the dataset, with every column kept."
        ),
        **({"version": release} if release else {}),
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "contributors": [{"title": "Uppsala Conflict Data Program", "path": "https://ucdp.uu.se/", "roles": ["author"]}],
        "sources": [{"title": _title(release), "path": "https://ucdp.uu.se/downloads/", **({"version": release} if release else {})}],
        "temporal": {"start_date": found[0], "end_date": found[1]},
        "spatial": {"countries": [c for (c,) in countries]} if countries else {"description": "The countries that UCDP names."},
        "event_definition": EVENT_DEFINITION,
        "update_frequency": "monthly" if candidate else "annually",
        "citation": f"{CITATION} {CANDIDATE_CITATION}" if candidate else CITATION,
    }


def _fates(connection: DuckDBPyConnection) -> list[Fate]:
    """What became of the columns of GED."""
    return [_fate(connection, name) for name in columns()]


_REPEATS = {
    "number_of_sources": ("regexp_full_match(number_of_sources, '-1([.]0+)?')", "-1 says that it was not recorded"),
    "geom_wkt": ("geom_wkt IS NOT NULL AND other_point IS NULL", "repeats latitude and longitude"),
}


def _fate(connection: DuckDBPyConnection, name: str) -> Fate:
    own = PREFIX + name
    places = [t for t in ("events", "locations") if own in _columns(connection, t)]
    kept = 0
    if "events" in places:
        kept = _count(connection, f"SELECT count({own}) FROM events")
    elif "locations" in places:
        kept = _count(connection, f"SELECT count(l.{own}) FROM events AS e JOIN locations AS l USING (location_id)")
    cells = _count(connection, f"SELECT count({quote(name)}) FROM given")
    condition, why = _REPEATS.get(name, ("", ""))
    dropped = _count(connection, f"SELECT count(*) FROM ged WHERE {condition}") if condition else 0
    lines = [line for line in crosswalk(CROSSWALK) if line.column == name]
    reasons = [lines[0].note] if kept and not lines[0].is_own else []
    return Fate(name, cells, cells - kept - dropped, kept, dropped, "; ".join([*reasons, *([why] if dropped else [])]))


def _further_fates(connection: DuckDBPyConnection, further: list[str]) -> list[Fate]:
    own = [n for n in _columns(connection, "extras") if n != "_row"]
    counts = [_count(connection, f"SELECT count({quote(n)}) FROM extras") for n in own]
    return [Fate(name, n, 0, n, 0, "not a column of GED") for name, n in zip(further, counts, strict=True)]


def _columns(connection: DuckDBPyConnection, table: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(f"DESCRIBE {quote(table)}").fetchall()]


def _count(connection: DuckDBPyConnection, query: str) -> int:
    found = connection.execute(query).fetchone()
    return int(found[0]) if found else 0
