"""JUnit XML, for build servers: a suite for each input, a case for each rule on a table and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from conflictdp.reporters.places import path_of, place_of
from conflictdp.reporters.wording import column_of, remarks
from conflictdp.safe_text import visible
from conflictdp.spec.rules import fix_for, rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictdp.report import Group, Report
    from conflictdp.reporters.registry import View

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report(reports: Sequence[Report], view: View) -> Iterator[str]:
    """The suites. A warning or info is a case that passed, with what was found as its output."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    failures = sum(_is_failure(g) for one in reports for g in one.groups)
    tests = sum(_tests(one) for one in reports) + len(view.failed)
    yield _tag("testsuites", name="conflictdp", tests=tests, failures=failures, errors=_errors(reports, view)) + "\n"
    for one in reports:
        yield from _suite(one, view)
    for path, reason in view.failed:
        yield _tag("testsuite", name=path, tests=1, failures=0, errors=1, skipped=0) + "\n"
        yield _tag("testcase", classname=path, name="check") + "\n"
        yield _tag("error", message=reason, type="undone") + "</error>\n</testcase>\n</testsuite>\n"
    yield "</testsuites>\n"


def _suite(one: Report, view: View) -> Iterator[str]:
    gaps = [n for n in one.not_checked if n.is_gap]
    counts = {"failures": sum(map(_is_failure, one.groups)), "errors": len(gaps), "skipped": 0}
    yield _tag("testsuite", name=one.input, tests=_tests(one), **counts) + "\n"
    yield "<properties>\n"
    for name, value in (("verdict", one.verdict), ("standard", one.standard), ("rules_run", str(one.rules_run))):
        yield _tag("property", name=name, value=value) + "</property>\n"
    yield "</properties>\n"
    for group in one.groups:
        yield from _case(one, group, view)
    for gap in gaps:
        yield _tag("testcase", classname=one.input, name=f"check {gap.what}") + "\n"
        yield _tag("error", message=f"not checked: {gap.reason}", type="not-checked") + "</error>\n</testcase>\n"
    if not one.groups and not gaps:
        yield _tag("testcase", classname=one.input, name="Conflict DP") + "</testcase>\n"
    if said := "\n".join(f"{kind}: {visible(sentence)}" for kind, sentence in remarks(one)):
        yield f"<system-out>{_text(said)}</system-out>\n"
    yield "</testsuite>\n"


def _case(one: Report, group: Group, view: View) -> Iterator[str]:
    where = column_of(group)
    name = f"{group.rule} {group.name}" + (f" {where}" if where else "")
    first = group.findings[0]
    line = {"line": first.line} if first.line else {}
    yield _tag("testcase", classname=one.input, name=name, file=path_of(one, first, view.root), **line) + "\n"
    more = f" (and {group.count - 1:,} more)" if group.count > 1 else ""
    body = "\n".join(_lines(one, group, view))
    if _is_failure(group):
        yield _tag("failure", message=visible(first.message) + more, type=group.severity)
        yield f"{_text(body)}</failure>\n"
    else:
        yield f"<system-out>{_text(f'{group.severity}: {body}')}</system-out>\n"
    yield "</testcase>\n"


def _lines(one: Report, group: Group, view: View) -> Iterator[str]:
    for found in group.findings:
        line = f":{found.line}" if found.line else ""
        place = f"{path_of(one, found, view.root)}{line} {place_of(found)}".strip()
        yield visible(f"{place}: {found.message}" + (f" ({found.hint})" if found.hint else ""))
    if group.count > len(group.findings):
        yield f"... and {group.count - len(group.findings):,} more"
    yield visible(f"fix: {fix_for(rules()[group.rule], group.table, group.column)}")


def _is_failure(group: Group) -> bool:
    return group.severity == "error"


def _tests(one: Report) -> int:
    return len(one.groups) + sum(n.is_gap for n in one.not_checked) or 1


def _errors(reports: Sequence[Report], view: View) -> int:
    return sum(n.is_gap for one in reports for n in one.not_checked) + len(view.failed)


def _tag(element: str, /, **attributes: str | int) -> str:
    told = "".join(f" {k}={quoteattr(_allowed(visible(str(v))))}" for k, v in attributes.items())
    return f"<{element}{told}>"


def _text(text: str) -> str:
    return escape(_allowed(text))


def _allowed(text: str) -> str:
    """The text without what XML 1.0 cannot hold, not even escaped."""
    return _NOT_XML.sub(lambda m: m[0].encode("unicode_escape").decode(), text)
