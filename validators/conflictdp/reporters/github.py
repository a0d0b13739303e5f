"""Workflow commands of GitHub Actions: findings as annotations beside the lines that they are about.

GitHub shows ten errors, ten warnings and ten notices of a step and drops the rest without a word. So one annotation of
each kind of finding comes first, gravest first; the report in text follows, folded, and says everything.
"""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING

from conflictdp.report.findings import SEVERITIES
from conflictdp.reporters import text
from conflictdp.reporters.places import path_of
from conflictdp.reporters.turns import in_turn
from conflictdp.reporters.wording import counted
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictdp.report import Finding, Group, Report
    from conflictdp.reporters.registry import View

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
MAX_OF_A_KIND = 10


def report(reports: Sequence[Report], view: View) -> Iterator[str]:
    """The annotations of all reports, then each report in text."""
    for path, reason in view.failed:
        yield _command("error", reason, {"title": f"conflictdp: {path}"})
    for severity in SEVERITIES:
        room = MAX_OF_A_KIND - (len(view.failed) if severity == "error" else 0)
        yield from islice(_annotations(reports, severity, view), max(room, 0))
    for one in reports:
        yield f"::group::{_data(visible(f'{one.verdict}: {one.input}: {counted(one)}'))}\n"
        yield from _log(text.render(one))
        yield "::endgroup::\n"


def _annotations(reports: Sequence[Report], severity: str, view: View) -> Iterator[str]:
    for one in reports:
        groups = [g for g in one.groups if g.severity == severity]
        for found in in_turn(groups):
            group = next(g for g in groups if found in g.findings)
            yield _annotation(one, group, found, view)


def _annotation(one: Report, group: Group, found: Finding, view: View) -> str:
    more = f" (and {group.count - 1:,} more of this kind)" if found is group.findings[0] and group.count > 1 else ""
    record = f" [{found.record_id}]" if found.record_id else ""
    hint = f" ({found.hint})" if found.hint else ""
    properties = {"file": path_of(one, found, view.root)}
    if found.line:
        properties["line"] = str(found.line)
        if found.character:
            properties["col"] = str(found.character)
    properties["title"] = f"{found.rule} {found.name}"
    return _command(COMMANDS[found.severity], f"{found.message}{hint}{record}{more}", properties)


def _command(name: str, message: str, properties: dict[str, str]) -> str:
    told = ",".join(f"{k}={_property(visible(v))}" for k, v in properties.items())
    return f"::{name} {told}::{_data(visible(message))}\n"


def _data(text: str) -> str:
    """As `escapeData` of actions/toolkit, packages/core/src/command.ts."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As `escapeProperty` there."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _log(told: str) -> Iterator[str]:
    """A text of which no line is taken for a command: its digest, which it cannot contain, ends it."""
    token = hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()
    yield f"::stop-commands::{token}\n{told}::{token}::\n"
