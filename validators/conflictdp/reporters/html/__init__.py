"""A report as one page that opens anywhere, asks for nothing, and runs nothing of the data.

elements    markup by function calls: all text is escaped unless it is markup already
selection   which findings the page shows, so that it stays small whatever was found
page        the document: head, security policy, navigation, and the parts of each report
summary     the verdict, and the counts by severity, family and table
findings    the findings in groups, each row with its faulty cell, why, and how to fix it
gaps        what was not checked, what the project sets aside, and what was read
overview    the dataset at a glance: which charts, and what they say in words
charts      bars, shares, ranges, and a time line
world       the map
land        the outline of land, cut to the map
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.reporters.html.page import page
from conflictdp.reporters.html.selection import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictdp.glance import Look
    from conflictdp.report import Report
    from conflictdp.reporters.registry import View
    from conflictdp.validation.loading import Opened


def gather(data: Opened, report: Report) -> Look:
    """What the page shows beyond the report, taken from the dataset while it is open."""
    from conflictdp.glance import look

    findings = (f for group in shown(report) for f in group.findings)
    people = None if data.findings.shows_sensitive else data.findings.people
    return look(data.store, findings, data.input.metadata, people=people)


def report(reports: Sequence[Report], view: View) -> Iterator[str]:
    """The page; the same reports and looks give the same text."""
    yield page(reports, view.looks, view.failed)
