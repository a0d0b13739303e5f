"""The converter of a table of one's own, by a mapping file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from conflictdp.convert.coded import assemble, make_codes, read_dates
from conflictdp.convert.converting import Task, convert_with
from conflictdp.convert.mapping import Mapping, as_sql, read_mapping, resolved

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.convert.conversion import Conversion, Options


def convert(path: Path, out: Path, mapping: Path, options: Options, *, overwrite: bool = False) -> Conversion:
    """Converts a table to a package.

    Args:
        path: The table: CSV, JSON, JSON Lines or GeoJSON.
        out: The folder to write.
        mapping: The mapping file.
        options: What the user says of the file.
        overwrite: Whether an existing package may be replaced.

    Raises:
        UsageError: When the mapping file is not one, or names a column that the table lacks.
        InputError, OutputError, LimitError: See `convert_with`.
    """
    read = read_mapping(mapping)
    if read.date_order and not options.date_order:
        options = replace(options, date_order=read.date_order)
    make = partial(_make, read)
    return convert_with(make, read.provider, path, out, options, version=options.version, overwrite=overwrite)


def _make(mapping: Mapping, task: Task) -> dict[str, Any]:
    mapping = resolved(mapping, task.loaded)
    task.provider = mapping.provider
    dated = [line.column for line in mapping.provider.lines if line.field.endswith("_date")]
    read_dates(task, dated)
    make_codes(task.connection)
    task.connection.execute(as_sql(mapping))
    return assemble(task)
