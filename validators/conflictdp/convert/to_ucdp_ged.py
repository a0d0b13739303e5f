"""A package to UCDP GED: the way back for what was converted from it, to the letter of every cell.

The columns, their order, the row of HXL tags and the way in which numbers and days are written are those of the file
that the package was made of, where its descriptor says so; otherwise the 49 columns of GED.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from conflictdp.convert.crosswalks import columns, crosswalk
from conflictdp.convert.exports import Export, open_package, refuse_options
from conflictdp.convert.ged_losses import losses
from conflictdp.convert.outputs import new_path
from conflictdp.convert.ucdp_spelling import DAYS, KEY, WHOLE, Spelling, spelling_in
from conflictdp.engine.sql import literal
from conflictdp.errors import InputError
from conflictdp.spec.codelists import codelist
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from conflictdp.convert.exports import ExportOptions

NAME = "ucdp-ged"
PREFIX = "x_ucdp_"
PLACED = (
    "where_coordinates", "adm_1", "adm_2", "country", "country_id", "region", "where_prec", "latitude", "longitude",
    "geom_wkt", "priogrid_gid",
)  # fmt: skip
"""The columns of GED that say something of the place: what is kept of them is kept with the location."""


def export(source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False) -> Export:
    """Writes a dataset as a CSV file of UCDP GED.

    Args:
        source: The dataset; its events need UCDP's number (an identifier of scheme `ucdp_ged`).
        out: The file to write.
        options: None of them says anything to this format.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        InputError: When the dataset cannot be read, or none of its events has a number of UCDP.
        OutputError: When the place is taken or cannot be written.
    """
    given = refuse_options(options, "ucdp-ged")
    kept = {
        "locations": tuple(PREFIX + c for c in PLACED),
        "events": (*(PREFIX + c for c in columns(NAME) if c not in PLACED), PREFIX + "empty"),
    }
    with (
        open_package(source, extras=kept, memory=given.memory) as package,
        new_path(out, overwrite=overwrite) as grown,
    ):
        connection = package.connection
        spelling = spelling_in(package.metadata, columns(NAME))
        _derive(connection)
        rows = _count(connection, "SELECT count(*) FROM derived")
        if not _count(connection, "SELECT count(coalesce(x_ucdp_id, id)) FROM derived"):
            raise InputError(f"{source}: no event has a number of UCDP (an identifier of scheme ucdp_ged)")
        _write(connection, spelling, grown)
        own = {f for fields in kept.values() for f in fields} | set(spelling.columns.values())
        fates = losses(connection, own, is_remade=KEY in package.metadata)
    return Export(source, out, rows, fates)


def _derive(connection: DuckDBPyConnection) -> None:
    numbers = [(c.code, c.mappings["gleditsch_ward"].split("|")[0]) for c in codelist("countries").codes.values()]
    connection.execute(
        "CREATE TEMP TABLE countries AS"
        " SELECT unnest(?::VARCHAR[]) AS code, nullif(unnest(?::VARCHAR[]), '') AS number",
        [[c for c, _ in numbers], [n for _, n in numbers]],
    )
    own = ", ".join(f"{'l' if c in PLACED else 'e'}.{PREFIX}{c}" for c in columns(NAME))
    folder = files("conflictdp.convert")
    connection.execute(folder.joinpath("cells.sql").read_text(encoding="utf-8").replace("MACRO", "TEMP MACRO"))
    connection.execute(folder.joinpath("to_ucdp_ged.sql").read_text(encoding="utf-8").replace("{own}", own))


def _write(connection: DuckDBPyConnection, spelling: Spelling, out: Path) -> None:
    """Writes the file: the header, the row of tags if there is one, and the events in the order of the package."""
    restored = ", ".join(f"{_cell(c, spelling)} AS {quote(c)}" for c in columns(NAME))
    # Columns that GED does not have are those of the events as they stand.
    further = [f for f in spelling.columns.values() if f not in columns(NAME)]
    present = {str(r[0]) for r in connection.execute("DESCRIBE package.events").fetchall()}
    own = "".join(f", {'e.' + quote(f) if f in present else 'NULL'} AS {quote(f)}" for f in further)
    chosen = ", ".join(map(quote, spelling.columns.values()))
    rows = f"SELECT d._row, {restored}{own} FROM derived AS d JOIN package.events AS e ON e._row = d._row"
    # The header is a record like another: to the engine, Year and year would be one name.
    heads = [list(spelling.columns)] + ([list(spelling.tags)] if len(spelling.tags) == len(spelling.columns) else [])
    above = "".join(
        f"SELECT {number - 2} AS _row, {', '.join(literal(cell) for cell in head)} UNION ALL "
        for number, head in enumerate(heads)
    )
    places = ", ".join(f"nullif(c{i}, '')" for i in range(len(spelling.columns)))
    names = ", ".join(f"c{i}" for i in range(len(spelling.columns)))
    connection.execute(
        f"COPY (WITH restored AS ({rows}) SELECT {places} FROM ({above}SELECT _row, {chosen} FROM restored)"
        f" AS r(_row, {names}) ORDER BY _row)"
        " TO ? (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')",
        [str(out)],
    )


def _cell(column: str, spelling: Spelling) -> str:
    """SQL for a cell: as it was kept; else empty where it was; else what the fields of the standard say."""
    made = f"d.{quote(column)}"
    own = f"d.{PREFIX}{column}"
    if column == "geom_wkt":
        x, y = (f"coalesce(d.{PREFIX}{c}, d.{c})" for c in ("longitude", "latitude"))
        made = f"'POINT (' || {x} || ' ' || {y} || ')'"
    elif column == "deaths_b":
        # Nobody counts the civilians as a side: their deaths are deaths_civilians.
        side = f"CASE WHEN NOT list_contains(d.empty, 'side_b') THEN coalesce(d.{PREFIX}side_b, d.side_b) END"
        made = f"coalesce({made}, CASE WHEN tidy({side}) = 'Civilians' THEN '0' END)"
    elif all(line.is_own for line in crosswalk(NAME) if line.column == column):
        return own
    if column in (*WHOLE, *DAYS) and column in spelling.tails:
        made = f"{made} || {literal(spelling.tails[column])}"
    return f"CASE WHEN {own} IS NOT NULL THEN {own} WHEN NOT list_contains(d.empty, {literal(column)}) THEN {made} END"


def _count(connection: DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
