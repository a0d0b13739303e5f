"""UCDP GED (Georeferenced Event Dataset) and its Candidate releases, as CSV or GeoJSON, to a package.

One row of GED becomes an event, its two sides, UCDP's figures as an assessment, and a claim for each article that it
cites. No cell is lost: what the fields of the standard do not give back to the letter stays as text in columns
`x_ucdp_...`, and `to_ucdp_ged` makes the file of the package again.

Source:
    UCDP GED Codebook; `schema/1.0/crosswalks/ucdp_ged.csv` column by column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.convert import ucdp_release
from conflictdp.convert.conversion import Conversion, Options
from conflictdp.convert.converting import Task, convert_with
from conflictdp.convert.crosswalks import provider
from conflictdp.convert.ucdp_spelling import KEY, Spelling, make_macros, tails
from conflictdp.errors import InputError
from conflictdp.spec.codelists import codelist

if TYPE_CHECKING:
    from pathlib import Path


def convert(name: str, path: Path, out: Path, options: Options | None = None, *, overwrite: bool = False) -> Conversion:
    """Converts a file of UCDP GED or of a Candidate release to a package.

    Args:
        name: The name of the provider.
        path: The file, with columns of GED in any order; others are kept as `x_ucdp_<name>`. A second line of HXL tags,
            as in the files on HDX, is set aside.
        out: The folder to write.
        options: What the user says of the file. Without a version, that in the name of the file, if it has one.
        overwrite: Whether an existing package may be replaced.

    Raises:
        InputError: When the file cannot be read, is not GED, or has an event without a number.
        OutputError: When the package cannot be written.
        LimitError: When memory or temporary space runs out.
    """
    options = options or Options()
    version = options.version or ucdp_release.version_in_name(path.name)
    return convert_with(_make, provider(name), path, out, options, version=version, overwrite=overwrite)


def _make(task: Task) -> dict[str, Any]:
    """Makes the tables of the standard by `ucdp_ged.sql`, after those that it reads besides the file."""
    _check_numbers(task)
    endings = tails(task.connection)
    make_macros(task.connection, endings)
    task.connection.execute(
        "CREATE TABLE release AS SELECT ? AS version, ? AS title, ? AS sha256",
        [task.version, ucdp_release.title(task.version), task.sha256()],
    )
    numbers = [
        (number, code.code, place == 0)
        for code in codelist("countries").codes.values()
        for place, number in enumerate(code.mappings["gleditsch_ward"].split("|"))
        if number
    ]
    columns = "unnest(?::VARCHAR[]) AS number, unnest(?::VARCHAR[]) AS country, unnest(?::BOOLEAN[]) AS is_first"
    task.connection.execute(f"CREATE TABLE states AS SELECT {columns}", [list(c) for c in zip(*numbers, strict=True)])
    task.run("ucdp_ged.sql")
    task.needs_file = bool(task.loaded.further)
    # Joined, they have to be sorted again.
    chosen = (
        "* FROM coded_events JOIN extras USING (_row)"
        if task.loaded.further
        else "* RENAME (_order AS _in_order) FROM coded_events"
    )
    task.connection.execute(f"CREATE VIEW events AS SELECT {chosen}")
    written = Spelling(
        dict(zip(task.loaded.header, task.loaded.fields, strict=True)), endings, task.loaded.tags
    ).as_metadata()
    return ucdp_release.metadata(task.connection, task.version) | {KEY: written}


def _check_numbers(task: Task) -> None:
    found = task.connection.execute(
        "SELECT _row, id FROM given WHERE NOT coalesce(regexp_full_match(id, '[0-9]{1,12}([.]0+)?'), FALSE)"
        " ORDER BY _row LIMIT 1"
    ).fetchone()
    if found:
        told = "is empty" if found[1] is None else f"is {str(found[1])[:40]!r}, which is not a whole number"
        raise InputError(f"{task.path.name}: the id of record {found[0]} {told}; without it the event cannot be named")
