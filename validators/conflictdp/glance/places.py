"""Events by place, rounded so far that the map leads to nobody, and gathered where it could not part them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.glance.queries import label, run
from conflictdp.glance.values import Atlas, Bar, Spot

if TYPE_CHECKING:
    from conflictdp.engine.store import Store

FINEST_GRID = 0.1
"""Degrees. `spots.sql` rounds to as much."""

CELLS, MOST_SPOTS = 180, 1500


def atlas(store: Store) -> Atlas:
    """Events on the map, and those that it cannot show."""
    size = run(store, "extent")[0]
    grid = max(FINEST_GRID, max(size["width"] or 0, size["height"] or 0) / CELLS)
    while len(rows := run(store, "spots", grid=grid)) > MOST_SPOTS:
        grid *= 1.5
    unplaced = run(store, "unplaced")
    return Atlas(
        spots=tuple(
            Spot(
                latitude=row["latitude"],
                longitude=row["longitude"],
                kind=row["kind"],
                count=row["events"],
                places=row["places"],
                name=row["name"],
                uncertainty_m=row["uncertainty_m"],
            )
            for row in rows
        ),
        unplaced=tuple(Bar(_why(row["label"]), row["events"]) for row in unplaced),
    )


def _why(precision: str) -> str:
    return label("location_precisions", precision).lower() if precision else "no location"
