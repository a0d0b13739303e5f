"""Markdown, for job summaries and comments on pull requests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflictdp.reporters.places import path_of, place_of
from conflictdp.reporters.wording import column_of, counted, excused, known, remarks, scope
from conflictdp.safe_text import visible
from conflictdp.spec.rules import fix_for, rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictdp.report import Group, Report
    from conflictdp.reporters.registry import View

MAX_GROUPS = 50
MAX_SHOWN = 5
"""A comment on GitHub holds 65,536 characters; a summary of a step 1 MiB."""

SIGNS = {"valid": "✅", "invalid": "❌", "indeterminate": "❔"}
_MARKUP = re.compile(r"[\\`*_{}\[\]<>()#+\-.!|~&@:$^=\"']")


def report(reports: Sequence[Report], view: View) -> Iterator[str]:
    """A section for each input."""
    for one in reports:
        yield from _section(one, view)
    for path, reason in view.failed:
        yield f"## ❔ {plain(path)}: not checked\n\n{plain(reason)}\n\n"


def plain(text: str) -> str:
    """The text with all that Markdown or HTML could take for markup escaped, mentions and links included."""
    return _MARKUP.sub(lambda m: f"&#{ord(m[0])};", visible(text))


def _section(one: Report, view: View) -> Iterator[str]:
    aside = f", {known(one):,} known from the baseline" if known(one) else ""
    aside += f", {excused(one):,} set aside" if excused(one) else ""
    yield f"## {SIGNS[one.verdict]} {plain(one.input)}: {one.verdict}\n\n"
    yield f"**{counted(one)}**{aside} ({plain(scope(one))})\n\n"
    if one.groups:
        yield "| severity | rule | where | findings | the first |\n|---|---|---|---:|---|\n"
        yield from (_row(one, group, view) for group in one.groups[:MAX_GROUPS])
        yield "\n"
        if len(one.groups) > MAX_GROUPS:
            yield f"... and {len(one.groups) - MAX_GROUPS:,} more kinds of findings\n\n"
        for group in one.groups[:MAX_GROUPS]:
            yield from _details(one, group, view)
    if said := [*remarks(one)]:
        yield "".join(f"- **{kind}**: {plain(sentence)}\n" for kind, sentence in said) + "\n"


def _row(one: Report, group: Group, view: View) -> str:
    first = group.findings[0]
    cells = (
        group.severity,
        f"{group.rule} {group.name}",
        plain(column_of(group) or path_of(one, first, view.root)),
        f"{group.count:,}",
        plain(first.message),
    )
    return f"| {' | '.join(cells)} |\n"


def _details(one: Report, group: Group, view: View) -> Iterator[str]:
    named = f"{group.rule} {group.name} {plain(column_of(group))}".strip()
    yield f"<details><summary>{named} ({group.count:,})</summary>\n\n"
    rule = rules()[group.rule]
    yield f"{plain(rule.why)}\n\n**Fix:** {plain(fix_for(rule, group.table, group.column))}\n\n"
    for found in group.findings[:MAX_SHOWN]:
        line = f":{found.line}" if found.line else ""
        place = f"{path_of(one, found, view.root)}{line} {place_of(found)}".strip()
        yield f"- {plain(place)}: {plain(found.message)}" + (f" ({plain(found.hint)})" if found.hint else "") + "\n"
    rest = group.count - min(len(group.findings), MAX_SHOWN)
    yield (f"- ... and {rest:,} more\n" if rest else "") + "\n</details>\n\n"
