"""Which findings the page shows: the first of every kind, as many as keep it small; the counts stay exact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflictdp.report import Group, Report

MOST_GROUPS = 400
MOST_FINDINGS = 1500


def shown(report: Report) -> tuple[Group, ...]:
    """The groups that the page shows, gravest first, each with the findings that it shows."""
    groups = report.groups[:MOST_GROUPS]
    each = _of_each([len(g.findings) for g in groups])
    return tuple(replace(g, findings=g.findings[:each]) for g in groups)


def _of_each(sizes: list[int]) -> int:
    """How many of each group may be shown for all to stay within bounds."""
    each = max(sizes, default=0)
    while each > 1 and sum(min(each, size) for size in sizes) > MOST_FINDINGS:
        each -= max(1, each // 20)
    return each
