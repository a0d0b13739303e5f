"""Every finding as one line of JSON, for programs that read as they go; the last line of each input says how it ended.

A line has `record`: `finding`, or `summary`. A finding has the keys of those in report.schema.json, and those of its
group; they come in the order in which they were found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.reporters.json import as_json, dump_line, finding_as_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictdp.report import Finding, Report
    from conflictdp.reporters.registry import View


def report(reports: Sequence[Report], _: View) -> Iterator[str]:
    """The findings of each report and then its summary, a line each."""
    for one in reports:
        for found in one.findings if one.every is None else one.every:
            yield dump_line(_finding(one, found))
        summary = {k: v for k, v in as_json(one).items() if k != "groups"}
        yield dump_line({"record": "summary", **summary})


def _finding(one: Report, found: Finding) -> dict[str, Any]:
    head = {
        "record": "finding",
        "input": one.input,
        "rule": found.rule,
        "name": found.name,
        "severity": found.severity,
        "table": found.table,
    }
    return {k: v for k, v in head.items() if v is not None} | finding_as_json(found)
