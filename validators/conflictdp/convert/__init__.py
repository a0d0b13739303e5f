"""Packages from other datasets, and from one form to another.

outputs        folders and files that appear whole or not at all
writing        the tables of a database as a package
sources        a dataset of this standard, opened to be written in another form
places         whether every record has a place in a document
documents      tables to document or JSON Lines, streaming
forms          a dataset from one form to another
crosswalks     whose data, and which column of theirs is which field of ours
digests        the digest of a file, worked out meanwhile
dialects       how a file is written: encoding, what parts its cells, the order of its dates
json_records   records of JSON, GeoJSON or JSON Lines as CSV
reading        a file of another dataset into the engine
conversion     what is asked of a conversion and what it did
accounting     what became of every cell
converting     the way of every converter
merging        several datasets in one package
merged_metadata  what such a package says of itself
exports        what exporters share: a package as plain tables, what is asked of them and what they did
flat           a dataset as one row for each event, with the figures that a declared policy takes
formulas       text that a spreadsheet would compute, made harmless and back
coded          the converter of every provider whose files are one table, with readings and assembling.sql
daily_counts   the converter of daily series, with readings and daily_counts.sql
readings       what the files of each provider say, as SQL
mapping        a mapping file: which columns of a table of one's own are which fields
mapped         the converter of such a table
suggesting     a mapping file proposed from a table
ucdp_release   what a package says of UCDP GED
ucdp_spelling  how a file of GED writes numbers and days
ucdp_ged       UCDP GED and its Candidate releases, with ucdp_ged.sql
to_ucdp_ged    a package back to UCDP GED, with to_ucdp_ged.sql
ged_losses     what such a file does not hold, with ged_losses.sql
to_flat_csv    one row for each event as CSV, with HXL hashtags on request
to_acled_like  the same under the names of ACLED's columns
to_geojson     events as points
to_geoparquet  events as points, for large maps
to_stata       one row for each event as a Stata file
to_database    all tables as an SQLite or DuckDB database
to_jsonld      every record as a node of linked data
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from conflictdp.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.convert.conversion import Conversion, Options
    from conflictdp.convert.exports import Export, ExportOptions


class Converter(Protocol):
    """Converts a file of another dataset to a package; each raises InputError and OutputError."""

    def __call__(self, path: Path, out: Path, options: Options | None = None, *, overwrite: bool = False) -> Conversion:
        """Converts the file at `path` to a package at `out`."""
        ...


CONVERTERS = {
    "ucdp-ged": "conflictdp.convert.ucdp_ged",
    "acled": "conflictdp.convert.coded",
    "gtd": "conflictdp.convert.coded",
    "scad": "conflictdp.convert.coded",
    "viina": "conflictdp.convert.coded",
    "gdelt": "conflictdp.convert.coded",
    "awsd": "conflictdp.convert.coded",
    "tfp-gaza": "conflictdp.convert.daily_counts",
    "tfp-west-bank": "conflictdp.convert.daily_counts",
    "airwars": "conflictdp.convert.coded",
    "ibc": "conflictdp.convert.coded",
    "pa-x": "conflictdp.convert.coded",
    "eth-prio-ceasefires": "conflictdp.convert.coded",
}
"""The formats that can be converted, and the module of each; a module is imported when it is asked for."""


def converter(name: str) -> Converter:
    """The converter from that format.

    Raises:
        UsageError: When there is none.
    """
    if name not in CONVERTERS:
        raise UsageError(f"there is no converter from {name!r}; known: {', '.join(CONVERTERS)}")
    convert = import_module(CONVERTERS[name]).convert
    return cast("Converter", partial(convert, name))


class Exporter(Protocol):
    """Writes a dataset of this standard in another format; each raises InputError and OutputError."""

    def __call__(
        self, source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False
    ) -> Export:
        """Writes the dataset at `source` to the file `out`."""
        ...


@dataclass(frozen=True, slots=True)
class Target:
    """A format that a dataset can be written in.

    Attributes:
        title: What it is, for people.
        module: The module that writes it, imported when it is asked for.
        function: Its function for it.
    """

    title: str
    module: str
    function: str = "export"


EXPORTERS = {
    "events-csv": Target("one row for each event, for spreadsheets and statistics", "conflictdp.convert.to_flat_csv"),
    "acled-like": Target(
        "one row for each event, under the names of ACLED's columns", "conflictdp.convert.to_acled_like"
    ),
    "ucdp-ged": Target("the 49 columns of UCDP GED", "conflictdp.convert.to_ucdp_ged"),
    "geojson": Target("events as points, for maps (RFC 7946)", "conflictdp.convert.to_geojson"),
    "geoparquet": Target("events as points, for large maps (GeoParquet 1.1)", "conflictdp.convert.to_geoparquet"),
    "jsonld": Target(
        "every record as a node of linked data (JSON-LD: PROV-O, schema.org, GeoSPARQL)", "conflictdp.convert.to_jsonld"
    ),
    "xlsx": Target("a workbook with a sheet for each table", "conflictdp.workbooks.to_xlsx"),
    "sqlite": Target("an SQLite database, with keys and checks", "conflictdp.convert.to_database", "to_sqlite"),
    "duckdb": Target("a DuckDB database, with keys and checks", "conflictdp.convert.to_database", "to_duckdb"),
    "stata": Target("one row for each event as a .dta file (version 118)", "conflictdp.convert.to_stata"),
}
"""The formats that a dataset can be written in."""


def exporter(name: str) -> Exporter:
    """The exporter to that format.

    Raises:
        UsageError: When there is none.
    """
    if name not in EXPORTERS:
        raise UsageError(f"there is no export to {name!r}; known: {', '.join(EXPORTERS)}")
    target = EXPORTERS[name]
    return cast("Exporter", getattr(import_module(target.module), target.function))
