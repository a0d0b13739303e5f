"""A report as JSON; the same report gives the same bytes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson

import conflictdp
from conflictdp.safe_text import visible_json
from conflictdp.spec.rules import fix_for, rules
from conflictdp.spec.versions import version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictdp.report import Finding, Group, Report
    from conflictdp.report.baseline import Vanished
    from conflictdp.report.review import SetAside
    from conflictdp.reporters.registry import View


def report(reports: Sequence[Report], view: View) -> Iterator[str]:
    """One report as an object, several as an array."""
    if view.is_list:
        yield render_all(list(reports)).decode()
    elif reports:
        yield render(reports[0]).decode()


def render(report: Report) -> bytes:
    """The report as indented JSON with a final newline."""
    return _dump(as_json(report))


def render_all(reports: list[Report]) -> bytes:
    """Several reports as one JSON array."""
    return _dump([as_json(r) for r in reports])


def _dump(value: Any) -> bytes:
    return dump(value).encode()


def dump(value: Any) -> str:
    """A value as indented JSON with a final newline; nothing in it commands a terminal."""
    return _dumped(value, orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def dump_line(value: Any) -> str:
    """A value as one line of JSON."""
    return _dumped(value, orjson.OPT_APPEND_NEWLINE)


def _dumped(value: Any, options: int) -> str:
    try:
        data = orjson.dumps(value, option=options)
    except TypeError:  # the name of a file is not UTF-8
        data = orjson.dumps(_spelt_out(value), option=options)
    return visible_json(data.decode())


def _spelt_out(value: Any) -> Any:
    """The value with bytes of file names that are not UTF-8 spelt out: JSON holds Unicode only."""
    if isinstance(value, dict):
        return {k: _spelt_out(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_spelt_out(v) for v in value]
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def as_json(report: Report) -> dict[str, Any]:
    """The report as a value that `report.schema.json` describes; absent values are left out."""
    standard = version(report.standard)
    return {
        "$schema": standard.uri("report.schema.json"),
        "tool": {"name": "conflictdp", "version": conflictdp.__version__},
        "standard": {"version": standard.number, "status": standard.status, "sha256": report.standard_digest},
        "input": {"path": report.input, "form": report.form, "tables": [asdict(t) for t in report.tables]},
        "verdict": report.verdict,
        "counts": report.counts,
        "rules_run": report.rules_run,
        "groups": [_group(g) for g in report.groups],
        "not_checked": [asdict(n) for n in report.not_checked],
        **_reviewed(report),
    }


def _reviewed(report: Report) -> dict[str, Any]:
    """What the project says of the findings; nothing where it says nothing."""
    parts: dict[str, list[Any]] = {
        "set_aside": [_said(s) for s in report.set_aside],
        "vanished": [_said(v) for v in report.vanished],
        "breaches": list(report.breaches),
    }
    return {k: v for k, v in parts.items() if v}


def _said(value: SetAside | Vanished) -> dict[str, Any]:
    return {k: v for k, v in asdict(value).items() if v is not None}


def _group(group: Group) -> dict[str, Any]:
    rule = rules()[group.rule]
    head = {
        "rule": group.rule,
        "name": group.name,
        "severity": group.severity,
        "table": group.table,
        "column": group.column,
    }
    texts = {"count": group.count, "why": rule.why, "fix": fix_for(rule, group.table, group.column)}
    return {k: v for k, v in (head | texts).items() if v is not None} | {
        "findings": [finding_as_json(f) for f in group.findings]
    }


def finding_as_json(found: Finding) -> dict[str, Any]:
    """A finding as a value, without what it shares with its group."""
    names = (
        "message",
        "file",
        "row",
        "line",
        "character",
        "column",
        "pointer",
        "cell",
        "record_id",
        "value",
        "hint",
        "fingerprint",
    )
    return {n: v for n in names if (v := getattr(found, n)) is not None}
