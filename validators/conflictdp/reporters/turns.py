"""The order in which findings are shown where there is room for a few."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictdp.report import Finding, Group


def in_turn(groups: Sequence[Group]) -> Iterator[Finding]:
    """The findings that were kept: the first of each group, gravest first, then the second of each, and so on.

    One of each kind tells more than ten of one kind.
    """
    for layer in zip_longest(*(group.findings for group in groups)):
        yield from (found for found in layer if found is not None)
