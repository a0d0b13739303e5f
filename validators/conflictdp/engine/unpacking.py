"""How much text a Parquet file unpacks to, found without unpacking it.

Parquet keeps a text once for all rows that hold it, so that some kilobytes unpack to terabytes; its own metadata speak
of the packed sizes only. The engine counts lengths on the packed form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import _duckdb as duckdb

from conflictdp.engine.store import UnreadableError, first_line
from conflictdp.limits import reached
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from conflictdp.engine.store import Store
    from conflictdp.limits import Limits

_VALUE = 8
"""No value of a table takes fewer bytes in the engine."""
HARMLESS = 256 << 20
"""So many bytes of text are held anyway."""


def bytes_of_values(store: Store, path: Path) -> int:
    """How many bytes the values of a Parquet file take at least, once it is read; 0 where it cannot be."""
    try:
        found = store.rows("SELECT sum(num_values) FROM parquet_metadata(?)", [str(path)])
    except duckdb.Error:
        return 0
    return int(found[0][0] or 0) * _VALUE


def check_unpacking(
    store: Store, path: Path, kinds: dict[str, str], file: str, limits: Limits, *, unread: Collection[str] = ()
) -> None:
    """Counts the text of a Parquet file, and sees that the columns can be read that are not going to be.

    Args:
        store: The store.
        path: The file.
        kinds: Its columns with the engine's types.
        file: Its name, for people.
        limits: How much larger than the file the text may be.
        unread: The columns that nobody else reads.

    Raises:
        LimitError: When it is more.
        UnreadableError: When the engine cannot read it.
    """
    texts = [f"sum(strlen({quote(name)}))" for name, kind in kinds.items() if kind == "VARCHAR"]
    others = [f"bit_xor(hash({quote(name)}))" for name in unread if kinds[name] != "VARCHAR"]
    if not texts and not others:
        return
    try:
        counted = store.rows(f"SELECT {', '.join([*texts, *others])} FROM read_parquet(?)", [str(path)])[0]
    except duckdb.Error as error:
        raise UnreadableError(first_line(error)) from error
    total = sum(int(size or 0) for size in counted[: len(texts)])
    ratio = total // max(path.stat().st_size, 1)
    if total > HARMLESS and ratio > limits.unpack_ratio:
        raise reached("unpack_ratio", limits.unpack_ratio, f"{ratio:,}", file)
