"""SARIF 2.1.0, for code scanning: each finding with its rule, file, line and record.

GitHub keeps 5,000 results of a run and refuses more than 25,000; the exact totals of each rule stand beside them.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import conflictdp
from conflictdp.report.findings import SEVERITIES
from conflictdp.reporters.json import dump
from conflictdp.reporters.places import path_of
from conflictdp.reporters.turns import in_turn
from conflictdp.reporters.wording import number, remarks
from conflictdp.spec.rules import fix_for, rules
from conflictdp.spec.versions import version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictdp.report import Finding, Report
    from conflictdp.reporters.registry import View
    from conflictdp.spec.rules import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SITE = "https://w3id.org/conflictdp"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
MAX_RESULTS = 5_000


def report(reports: Sequence[Report], view: View) -> Iterator[str]:
    """One log with one run for each input; an input that could not be checked has a run that failed."""
    runs = [_run(one, view) for one in reports]
    runs += [_failed_run(path, reason) for path, reason in view.failed]
    yield dump({"$schema": SCHEMA, "version": "2.1.0", "runs": runs})


def _run(one: Report, view: View) -> dict[str, Any]:
    used = list(dict.fromkeys(g.rule for g in one.groups))
    chosen = list(islice(in_turn(one.groups), MAX_RESULTS))
    results = [_result(one, found, used.index(found.rule), view) for found in chosen]
    return {
        "tool": {"driver": _driver(used)},
        "automationDetails": {"id": f"conflictdp/{path_of(one, None, view.root)}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder that the command was run in."}}},
        "invocations": [
            {
                "executionSuccessful": one.verdict != "indeterminate",
                "toolExecutionNotifications": _notifications(one, len(results)),
            }
        ],
        "results": results,
        "properties": {
            "verdict": one.verdict,
            "counts": one.counts,
            "countsByRule": {rule: sum(g.count for g in one.groups if g.rule == rule) for rule in used},
            "resultsShown": len(results),
            "standard": {"version": one.standard, "sha256": one.standard_digest},
        },
    }


def _driver(used: Sequence[str]) -> dict[str, Any]:
    return {
        "name": "conflictdp",
        "semanticVersion": conflictdp.__version__,
        "informationUri": SITE,
        "rules": [_descriptor(rules()[rule]) for rule in used],
    }


@cache
def _descriptor(rule: Rule) -> dict[str, Any]:
    fix = fix_for(rule, None, None)
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ").capitalize() + "."},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": f"Why: {rule.why}\nHow to mend it: {fix}\nSource: {rule.source}",
            "markdown": f"**Why:** {rule.why}\n\n**How to mend it:** {fix}\n\n**Source:** {rule.source}",
        },
        "helpUri": f"{SITE}/{version().number}/rules/{rule.id}",
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": ["conflictdp", rule.chapter], "precision": "high"},
    }


def _result(one: Report, found: Finding, index: int, view: View) -> dict[str, Any]:
    hint = f" ({found.hint})" if found.hint else ""
    return {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": LEVELS[found.severity],
        "kind": "fail",
        "message": {"text": found.message + hint},
        "locations": [_location(one, found, view)],
        "partialFingerprints": {"conflictdpRecord/v1": found.fingerprint},
    }


def _location(one: Report, found: Finding, view: View) -> dict[str, Any]:
    uri = quote(path_of(one, found, view.root), errors="surrogateescape")
    base = {} if uri.startswith("/") or ":" in uri.partition("/")[0] else {"uriBaseId": "SRCROOT"}
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri, **base}}
    if found.line:
        start = {"startColumn": found.character} if found.character else {}
        physical["region"] = {"startLine": found.line, **start}
    location: dict[str, Any] = {"physicalLocation": physical}
    if logical := _logical(found):
        location["logicalLocations"] = [logical]
    return location


def _logical(found: Finding) -> dict[str, Any]:
    """The table, record and column, for those who look for the record and not for the line."""
    name = found.column or found.record_id or found.table
    if name is None:
        return {}
    row = f"[{found.row}]" if found.row else ""
    whole = ".".join(p for p in (f"{found.table or ''}{row}", found.column) if p)
    properties = {"table": found.table, "row": found.row, "recordId": found.record_id, "pointer": found.pointer}
    return {
        "name": name,
        "fullyQualifiedName": found.pointer or whole,
        "kind": "property" if found.column else "object",
        "properties": {k: v for k, v in properties.items() if v is not None},
    }


def _notifications(one: Report, shown: int) -> list[dict[str, Any]]:
    said = [_notification("note", f"{kind}: {sentence}") for kind, sentence in remarks(one)]
    for gap in said[: len(one.not_checked)]:
        gap["level"] = "warning"
    total = sum(one.counts.values())
    if shown < total:
        counts = ", ".join(number(one.counts[s], s) for s in SEVERITIES if one.counts[s])
        said.append(_notification("note", f"{shown:,} of {total:,} findings are shown here; in all: {counts}"))
    return said


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": text}}


def _failed_run(path: str, reason: str) -> dict[str, Any]:
    return {
        "tool": {"driver": _driver([])},
        "automationDetails": {"id": f"conflictdp/{path}/"},
        "invocations": [
            {
                "executionSuccessful": False,
                "exitCode": 2,
                "toolExecutionNotifications": [_notification("error", reason)],
            }
        ],
        "results": [],
    }
