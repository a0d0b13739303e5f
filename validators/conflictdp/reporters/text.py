"""A report for people, in a terminal: the verdict, then the findings by rule, each with its place and the mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from conflictdp.reporters.registry import plain
from conflictdp.reporters.wording import column_of, counted, excused, known, remarks, scope
from conflictdp.safe_text import visible
from conflictdp.spec.rules import fix_for, rules

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
    for kind, sentences in groupby(remarks(report), key=itemgetter(0)):
        yield style(kind, "bold")
        yield from (f"  {visible(sentence)}" for _, sentence in sentences)
        yield ""
    yield _verdict(report, style)


def _verdict(report: Report, style: Style) -> str:
    aside = "".join(
        f", {count:,} {words}"
        for count, words in ((known(report), "known from the baseline"), (excused(report), "set aside"))
        if count
    )
    said = f"{visible(report.input)}: {counted(report)}{aside} ({scope(report)})"
    return f"{style(report.verdict, report.verdict)}: {said}"


def _group(group: Group, style: Style) -> Iterator[str]:
    where = column_of(group)
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
    spot = f":{found.line}" if found.line else (f", row {found.row}" if found.row and not found.cell else "")
    parts = [
        f"{found.file}{spot}" if found.file else "",
        found.cell or found.pointer or "",
        f"[{found.record_id}]" if found.record_id else "",
    ]
    place = " ".join(p for p in parts if p)
    return f"{visible(place)}: " if place else ""
