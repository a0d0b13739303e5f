"""Rows of text as aligned columns."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 100


def aligned(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows as aligned columns; the last one is wrapped."""
    listed = list(rows)
    widths = [max(len(r[i]) for r in listed) for i in range(len(listed[0]) - 1)] if listed else []
    indent = sum(widths) + 2 * len(widths)
    for row in listed:
        head = "".join(f"{cell:<{w}}  " for cell, w in zip(row, widths, strict=False))
        yield textwrap.fill(
            row[-1] or "-", max(WIDTH, indent + 40), initial_indent=head, subsequent_indent=" " * indent
        )
