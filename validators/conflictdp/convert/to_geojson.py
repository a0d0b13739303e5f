"""A dataset as GeoJSON (RFC 7946): one feature for each event, a point where its place has one.

Coordinates are WGS 84, longitude first. An event whose place has no point is a feature without geometry, as the RFC
has it; nothing is placed by guessing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.convert.exports import Export, refuse_options
from conflictdp.convert.flat import flat_events
from conflictdp.convert.outputs import new_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from conflictdp.convert.exports import ExportOptions
    from conflictdp.convert.flat import Flat

_BATCH = 5_000
_POINT = ("longitude", "latitude")


def export(source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False) -> Export:
    """Writes a feature for each event; its properties are the columns of the flat table.

    Args:
        source: A dataset of the standard in any form.
        out: The file to write.
        options: The policy for figures.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        InputError: When the dataset cannot be read in full.
        OutputError: When the place is taken or cannot be written.
        UsageError: When the policy is not known.
    """
    given = refuse_options(options, "geojson", takes=("figures",))
    with flat_events(source, given.figures, memory=given.memory) as flat, new_path(out, overwrite=overwrite) as grown:
        with grown.open("wb") as stream:
            stream.write(b'{"type": "FeatureCollection", "features": [')
            for number, feature in enumerate(_features(flat)):
                stream.write(b",\n" if number else b"\n")
                stream.write(feature)
            stream.write(b"\n]}\n")
        return Export(source, out, flat.rows, flat.fates)


def _features(flat: Flat) -> Iterator[bytes]:
    import orjson

    result = flat.connection.execute("SELECT * EXCLUDE (_row) FROM flat_events ORDER BY _row")
    while rows := result.fetchmany(_BATCH):
        for row in rows:
            yield orjson.dumps(_feature(dict(zip(flat.columns, row, strict=True))))


def _feature(event: dict[str, Any]) -> dict[str, Any]:
    point = [event[c] for c in _POINT]
    has_point = None not in point
    return {
        "type": "Feature",
        "id": event["event_id"],
        "geometry": {"type": "Point", "coordinates": point} if has_point else None,
        "properties": {k: v for k, v in event.items() if k not in _POINT and v is not None},
    }
