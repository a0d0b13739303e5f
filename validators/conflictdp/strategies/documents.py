"""Whole valid documents, and single records as lines of JSON Lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from conflictdp.spec.nesting import nest, record_of
from conflictdp.spec.tables import tables
from conflictdp.strategies.metadata import datasets, setting_of
from conflictdp.strategies.packages import packages
from conflictdp.strategies.records import record
from conflictdp.strategies.setting import Setting

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn


@st.composite
def documents(draw: DrawFn, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    """Whole valid documents: the nested form of what `packages` draws.

    Args:
        draw: Draws a value.
        metadata: What the dataset says of itself, which the records will fit; None to draw that as well.
    """
    given = draw(datasets()) if metadata is None else metadata
    if setting_of(given) is None:  # made before the time that it covers, so that it holds no record
        given = {key: value for key, value in given.items() if key != "created"}
    package = draw(packages(given))
    return nest(package["package"], package["tables"])


@st.composite
def lines(draw: DrawFn, table: str, setting: Setting | None = None) -> dict[str, Any]:
    """Records of a table as lines of JSON Lines, each good by itself and naming its kind and its parent.

    Args:
        draw: Draws a value.
        table: Name of the table.
        setting: Where and when, and which ids can be referred to; None for two years and any ids.
    """
    kind = tables()[table]
    return {"record": kind.record, **record_of(kind, record(draw, table, setting or Setting()))}
