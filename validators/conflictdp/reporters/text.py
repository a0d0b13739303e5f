"""A report for people, in a terminal: the verdict, then the findings by rule, each with its place and the mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from conflictdp.report.findings import SEVERITIES
from conflictdp.reporters.registry import plain
from conflictdp.safe_text import visible
from conflictdp.spec.rules import fix_for, rules
from conflictdp.spec.versions import version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictdp.report import Finding, Group, Report
    from conflictdp.reporters.registry import View

Style = Callable[[str, str], str]
COLOURS = {
    "error": "red",
    "warning": "yellow",
    "info": "blue",
    "valid": "green",
    "invalid": "red",
    "indeterminate": "yellow",
}


def report(reports: Sequence[Report], view: View) -> Iterator[str]:
    """The reports one after the other; of each only the verdict where that is all that is wanted."""
    for one in reports:
        yield _verdict(one, view.style) + "\n" if view.is_quiet else render(one, view.style)


def render(report: Report, style: Style = plain) -> str:
    """The report as lines of text.

    Args:
        report: What was found.
        style: Gives a text its look, by severity, verdict, "bold" or "dim".
    """
    return "\n".join(_lines(report, style)) + "\n"


def _lines(report: Report, style: Style) -> Iterator[str]:
    for group in report.groups:
        yield from _group(group, style)
        yield ""
    if report.not_checked:
        yield style("not checked", "bold")
        yield from (f"  {visible(n.what)}: {visible(n.reason)}" for n in report.not_checked)
        yield ""
    yield _verdict(report, style)


def _verdict(report: Report, style: Style) -> str:
    counts = ", ".join(_number(report.counts[s], s) for s in SEVERITIES if report.counts[s]) or "nothing found"
    records = sum(t.rows for t in report.tables)
    standard = version(report.standard)
    draft = ", draft" if standard.status == "draft" else ""
    scope = (
        f"{_number(records, 'record')} in {_number(len(report.tables), 'table')}, {_number(report.rules_run, 'rule')}"
    )
    held_against = f"{scope}; Conflict DP {standard.number}{draft}"
    return f"{style(report.verdict, report.verdict)}: {visible(report.input)}: {counts} ({held_against})"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("s" if count != 1 and noun != "info" else "")


def _group(group: Group, style: Style) -> Iterator[str]:
    where = ".".join(p for p in (group.table, group.column) if p)
    count = f" ({group.count:,})" if group.count > 1 else ""
    name = f"{style(group.severity, group.severity)} {style(group.rule, 'bold')} {group.name}"
    yield name + (f"  {style(visible(where), 'dim')}" if where else "") + count
    for found in group.findings:
        yield f"  {_place(found)}{visible(found.message)}" + (
            f"  {style(f'({visible(found.hint)})', 'bold')}" if found.hint else ""
        )
    rest = group.count - len(group.findings)
    if rest:
        yield style(f"  … and {rest:,} more", "dim")
    yield style(f"  fix: {visible(fix_for(rules()[group.rule], group.table, group.column))}", "dim")


def _place(found: Finding) -> str:
    spot = f":{found.line}" if found.line else (f", row {found.row}" if found.row else "")
    parts = [
        f"{found.file}{spot}" if found.file else "",
        found.pointer or "",
        f"[{found.record_id}]" if found.record_id else "",
    ]
    place = " ".join(p for p in parts if p)
    return f"{visible(place)}: " if place else ""
