"""A dataset as a CSV file with one row for each event, for spreadsheets and statistics.

Text that a spreadsheet would take for a formula gets an apostrophe in front; `formulas.restored` takes it away again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.convert.exports import Export, refuse_options
from conflictdp.convert.flat import HXL, flat_events
from conflictdp.convert.formulas import neutral_sql
from conflictdp.convert.outputs import new_path
from conflictdp.engine.sql import literal
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.convert.exports import ExportOptions
    from conflictdp.convert.flat import Flat


def export(source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False) -> Export:
    """Writes one row for each event, with the figures that the policy takes.

    Args:
        source: A dataset of the standard in any form.
        out: The CSV file to write.
        options: The policy for figures, and whether a row of HXL hashtags is wanted.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        InputError: When the dataset cannot be read in full.
        OutputError: When the place is taken or cannot be written.
        UsageError: When the policy is not known.
    """
    given = refuse_options(options, "events-csv", takes=("figures", "has_hxl"))
    with flat_events(source, given.figures, memory=given.memory) as flat, new_path(out, overwrite=overwrite) as grown:
        write_csv(flat, {name: quote(name) for name in flat.columns}, grown, tags=HXL if given.has_hxl else None)
        return Export(source, out, flat.rows, flat.fates)


def write_csv(flat: Flat, columns: dict[str, str], out: Path, *, tags: dict[str, str] | None = None) -> None:
    """Writes columns of the flat table as CSV.

    Args:
        flat: The events.
        columns: The columns in order, each with an expression in SQL over `flat_events`.
        out: The file.
        tags: HXL hashtags of some of them, for a row under the header; None for no such row.
    """
    cells = ", ".join(f"{neutral_sql(expression)} AS {quote(name)}" for name, expression in columns.items())
    above = ""
    if tags is not None:
        above = f"SELECT 0, {', '.join(literal(tags.get(name, '')) for name in columns)} UNION ALL "
    names = ", ".join(map(quote, columns))
    flat.connection.execute(
        f"COPY (SELECT {names} FROM ({above}SELECT _row, {cells} FROM flat_events) AS r(_row, {names}) ORDER BY _row)"
        " TO ? (FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')",
        [str(out)],
    )
