"""Converters of daily series, such as TechForPalestine's: each figure is a claim of the day on which it was reported.

A series of one figure a day is not one number that changes: each day's report is a claim of its own, so that
corrections stay visible. `readings/<provider>.sql` says what the columns count, `daily_counts.sql` makes the tables of
the standard.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from conflictdp.convert.coded import make_codes, make_provider, metadata
from conflictdp.convert.conversion import Conversion, Options
from conflictdp.convert.converting import Task, convert_with
from conflictdp.convert.crosswalks import provider
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from pathlib import Path


def convert(name: str, path: Path, out: Path, options: Options | None = None, *, overwrite: bool = False) -> Conversion:
    """Converts a file of that provider to a package; see `convert_with`."""
    options = options or Options()
    return convert_with(
        partial(_make, name), provider(name), path, out, options, version=options.version, overwrite=overwrite
    )


def _make(name: str, task: Task) -> dict[str, Any]:
    make_codes(task.connection)
    make_provider(task)
    task.run(f"readings/{name.replace('-', '_')}.sql")
    task.run("daily_counts.sql")
    # What the fields do not hold stands with the first claim of the day.
    own = [x for x in task.provider.lines if x.is_own and x.column in task.loaded.fields]
    further = task.loaded.further.values()
    cells = [f"w.{quote(x.column)} AS {quote(x.field)}" for x in own] + [f"x.{quote(c)} AS {quote(c)}" for c in further]
    first = "SELECT _row, min(_order) AS _order FROM coded_claims GROUP BY _row"
    joined = f"LEFT JOIN ({first}) AS f USING (_row, _order) LEFT JOIN given AS w ON w._row = f._row"
    joined += " LEFT JOIN extras AS x ON x._row = f._row" if further else ""
    chosen = ", ".join(["c.* EXCLUDE (_row, tag, uses)", *cells])
    task.connection.execute(f"CREATE TABLE claims AS SELECT {chosen} FROM coded_claims AS c {joined}")
    task.connection.execute("CREATE VIEW events AS SELECT * FROM coded_events")
    return metadata(task)
