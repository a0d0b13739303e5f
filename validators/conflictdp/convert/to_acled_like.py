"""A dataset with the names of ACLED's columns, for scripts that were written for these.

The rows are not ACLED's and do not follow its codebook: event types are the standard's, with ACLED's sub-event type
where the codelist names one, and there is one row for each event with the figure that the policy takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.convert.exports import Export, refuse_options
from conflictdp.convert.flat import flat_events
from conflictdp.convert.outputs import new_path
from conflictdp.convert.to_flat_csv import write_csv
from conflictdp.engine.sql import literal
from conflictdp.spec.codelists import codelist

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.convert.exports import ExportOptions

COLUMNS = {
    "event_id_cnty": "event_id",
    "event_date": "start_date",
    "year": "year(start_date)",
    "time_precision": "CASE WHEN start_date = end_date THEN 1 WHEN end_date - start_date <= 7 THEN 2"
    " WHEN end_date IS NOT NULL THEN 3 END",
    "event_type": "event_type",
    "sub_event_type": "{sub_event_type}",
    "actor1": "side_a",
    "actor2": "side_b",
    "country": "{country}",
    "iso": "{iso}",
    "admin1": "admin1",
    "admin2": "admin2",
    "location": "location_name",
    "latitude": "latitude",
    "longitude": "longitude",
    "source": "publishers",
    "notes": "title",
    "fatalities": "coalesce(killed_best, killed_low)",
    "fatalities_low": "killed_low",
    "fatalities_high": "killed_high",
    "fatalities_contested": "figures_contested",
}
"""ACLED's names, and what stands in the column; the last three are not ACLED's."""


def export(source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False) -> Export:
    """Writes one row for each event under ACLED's names of columns.

    Args:
        source: A dataset of the standard in any form.
        out: The CSV file to write.
        options: The policy for figures.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        InputError: When the dataset cannot be read in full.
        OutputError: When the place is taken or cannot be written.
        UsageError: When the policy is not known.
    """
    given = refuse_options(options, "acled-like", takes=("figures",))
    sub_events = {c.code: c.mappings["acled"].partition("|")[0] for c in codelist("event_types").codes.values()}
    countries = codelist("countries").codes
    filled = {
        "{sub_event_type}": _looked_up("event_type", sub_events),
        "{country}": _looked_up("country", {c.code: c.label for c in countries.values()}),
        "{iso}": _looked_up("country", {c.code: c.mappings["iso_3166_1_numeric"] for c in countries.values()}),
    }
    columns = {name: filled.get(expression, expression) for name, expression in COLUMNS.items()}
    with flat_events(source, given.figures, memory=given.memory) as flat, new_path(out, overwrite=overwrite) as grown:
        write_csv(flat, columns, grown)
        return Export(source, out, flat.rows, flat.fates)


def _looked_up(column: str, values: dict[str, str]) -> str:
    """SQL that gives each code its value; NULL where it has none."""
    known = {k: v for k, v in values.items() if v}
    pairs = ", ".join(f"{literal(k)}: {literal(v)}" for k, v in known.items())
    return f"MAP {{{pairs}}}[{column}]"
