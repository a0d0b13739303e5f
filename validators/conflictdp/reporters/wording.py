"""Sentences that several forms of a report share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.report.findings import SEVERITIES
from conflictdp.report.privacy import HIDDEN
from conflictdp.report.review import BASELINE
from conflictdp.spec.versions import version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.report import Group, Report


def number(count: int, noun: str) -> str:
    """A number with its noun: "1 error", "2 errors", "3 info"."""
    return f"{count:,} {noun}" + ("s" if count != 1 and noun != "info" else "")


def counted(report: Report) -> str:
    """The exact numbers of findings by severity."""
    return ", ".join(number(report.counts[s], s) for s in SEVERITIES if report.counts[s]) or "nothing found"


def scope(report: Report) -> str:
    """What was held against what."""
    records = sum(t.rows for t in report.tables)
    standard = version(report.standard)
    draft = ", draft" if standard.status == "draft" else ""
    tables = f"{number(records, 'record')} in {number(len(report.tables), 'table')}"
    return f"{tables}, {number(report.rules_run, 'rule')}; Conflict DP {standard.number}{draft}"


def column_of(group: Group) -> str:
    """The table and column that a group is about."""
    return ".".join(p for p in (group.table, group.column) if p)


def remarks(report: Report) -> Iterator[tuple[str, str]]:
    """What a reader has to know besides the findings: kind of remark, and a sentence."""
    for gap in report.not_checked:
        yield "not checked", f"{gap.what}: {gap.reason}"
    for aside in report.set_aside:
        where = ".".join(p for p in (aside.table, aside.column) if p)
        what = number(aside.count, aside.severity)
        yield "set aside", f"{aside.rule} {aside.name}{' ' + where if where else ''}: {what}: {aside.reason}"
    for gone in report.vanished:
        where = ".".join(p for p in (gone.table, gone.column) if p)
        yield "no longer found", f"{gone.rule}{' ' + where if where else ''}: {gone.count:,} of the baseline"
    for breach in report.breaches:
        yield "limit exceeded", breach
    if any(HIDDEN in f.message or f.record_id == HIDDEN for f in report.findings):
        yield "hidden", "values that can expose a person; --show-sensitive shows them"


def known(report: Report) -> int:
    """How many findings are known from the baseline."""
    return sum(s.count for s in report.set_aside if s.kind == BASELINE)


def excused(report: Report) -> int:
    """How many findings the configuration sets aside."""
    return sum(s.count for s in report.set_aside if s.kind != BASELINE)
