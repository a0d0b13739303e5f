"""A dataset as GeoParquet 1.1: one row for each event, its point as WKB in the column `geometry`.

No coordinate reference system is named: by the specification that is OGC:CRS84, WGS 84 with longitude first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conflictdp.convert.exports import Export, refuse_options
from conflictdp.convert.flat import flat_events
from conflictdp.convert.outputs import new_path
from conflictdp.errors import needs

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from conflictdp.convert.exports import ExportOptions
    from conflictdp.convert.flat import Flat

_BATCH = 50_000
_POINT = 1
"""The number of a point in WKB."""


def export(source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False) -> Export:
    """Writes one row for each event (needs pyarrow).

    Args:
        source: A dataset of the standard in any form.
        out: The file to write.
        options: The policy for figures.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        InputError: When the dataset cannot be read in full.
        OutputError: When the place is taken or cannot be written.
        UsageError: When the policy is not known, or pyarrow is not installed.
    """
    given = refuse_options(options, "geoparquet", takes=("figures",))
    with needs("pyarrow", "arrow"):
        import duckdb  # noqa: F401 - gives a connection its relations
        import pyarrow.parquet as pq
    with flat_events(source, given.figures, memory=given.memory) as flat, new_path(out, overwrite=overwrite) as grown:
        metadata = {b"geo": json.dumps(_described(flat)).encode()}
        events = flat.connection.sql("SELECT * EXCLUDE (_row) FROM flat_events ORDER BY _row")
        reader = events.to_arrow_reader(_BATCH)
        schema = _with_geometry(_empty(reader.schema)).schema.with_metadata(metadata)
        with pq.ParquetWriter(grown, schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(_with_geometry(batch).replace_schema_metadata(metadata))
        return Export(source, out, flat.rows, flat.fates)


def _described(flat: Flat) -> dict[str, Any]:
    """The metadata that makes the file GeoParquet."""
    corners = "min(longitude), min(latitude), max(longitude), max(latitude)"
    box = flat.connection.execute(
        f"SELECT {corners} FROM flat_events WHERE longitude IS NOT NULL AND latitude IS NOT NULL"
    ).fetchall()[0]
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if None not in box:
        column["bbox"] = list(box)
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_pylist([], schema=schema)


def _with_geometry(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with the points of its events as WKB; null where a coordinate is absent."""
    import numpy as np
    import pyarrow as pa

    points = np.zeros(batch.num_rows, dtype=[("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
    points["order"], points["type"] = 1, _POINT
    absent = np.zeros(batch.num_rows, dtype=bool)
    for axis, name in (("x", "longitude"), ("y", "latitude")):
        values = batch.column(name).cast(pa.float64()).to_numpy(zero_copy_only=False)
        points[axis] = np.nan_to_num(values)
        absent |= np.isnan(values)
    wkb = [None if gone else point.tobytes() for gone, point in zip(absent, points, strict=True)]
    return batch.append_column("geometry", pa.array(wkb, type=pa.binary()))
