"""A dataset as a Stata file (.dta, version 118): one row for each event, with labels for its variables.

Days are Stata dates, absent numbers are missing, texts are UTF-8.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from conflictdp.convert.exports import Export, refuse_options
from conflictdp.convert.flat import flat_events
from conflictdp.convert.outputs import new_path
from conflictdp.errors import LimitError, needs
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from conflictdp.convert.exports import ExportOptions

_LONGEST_LABEL = 80
_NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - a file of Stata bears a time; the same data give the same bytes
_LONGEST_TEXT = 2045
_MOST = 5_000_000
"""Events that are held in memory at once; a file of Stata is made whole."""


def export(source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False) -> Export:
    """Writes one row for each event (needs pandas).

    Args:
        source: A dataset of the standard in any form.
        out: The file to write.
        options: The policy for figures.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        InputError: When the dataset cannot be read in full.
        LimitError: When there are more events than a file can be made of here.
        OutputError: When the place is taken or cannot be written.
        UsageError: When the policy is not known, or pandas is not installed.
    """
    given = refuse_options(options, "stata", takes=("figures",))
    with needs("pandas", "pandas"):
        import pandas as pd  # noqa: F401 - the frame that the engine makes is its
    with flat_events(source, given.figures, memory=given.memory) as flat, new_path(out, overwrite=overwrite) as grown:
        if flat.rows > _MOST:
            raise LimitError(f"{flat.rows:,} events are more than the {_MOST:,} of a Stata file; take geoparquet")
        frame = flat.connection.execute("SELECT * EXCLUDE (_row) FROM flat_events ORDER BY _row").df()
        days = [name for name, kind in flat.columns.items() if kind == "DATE"]
        columns = {name: _as_stata(frame[name], kind) for name, kind in flat.columns.items()}
        frame = frame.assign(**columns)
        frame.to_stata(
            grown,
            write_index=False,
            version=118,
            time_stamp=_NO_TIME,
            convert_dates=dict.fromkeys(days, "td"),
            variable_labels={name: _label(name)[:_LONGEST_LABEL] for name in frame},
            convert_strl=[n for n, k in flat.columns.items() if k == "VARCHAR" and _is_long(frame[n])],
        )
        return Export(source, out, flat.rows, flat.fates)


def _as_stata(values: pd.Series[Any], kind: str) -> pd.Series[Any]:
    """The values as Stata holds them: numbers that may be missing as doubles, texts without absence."""
    if kind == "VARCHAR":
        return values.astype(object).where(values.notna(), "")
    if kind == "DATE":
        return values
    return values.astype("float64")


def _is_long(values: pd.Series[Any]) -> bool:
    return bool((values.str.encode("utf-8").str.len() > _LONGEST_TEXT).any())


def _label(name: str) -> str:
    """What a variable holds: the title of the field of that name, or the name in words."""
    for table in ("events", "locations"):
        column = tables()[table].columns.get(name)
        if column:
            return column.title
    return name.replace("_", " ").capitalize()
