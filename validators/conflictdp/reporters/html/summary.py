"""The verdict in a sentence, and the counts by severity, family and table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conflictdp.report.findings import SEVERITIES
from conflictdp.reporters.html.elements import Html, element
from conflictdp.reporters.wording import excused, known
from conflictdp.spec.rules import rules
from conflictdp.spec.versions import version

if TYPE_CHECKING:
    from collections.abc import Callable

    from conflictdp.report import Group, Report

NAMES = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("remark", "remarks")}
MEANINGS = {
    "error": "breaks the standard and has to be mended",
    "warning": "probably a mistake; deserves a look",
    "info": "worth knowing; may well be right",
}
SIGNS = {"valid": "✓", "invalid": "✕", "indeterminate": "?"}


def counted(count: int, severity: str) -> str:
    """A number of findings in words: "6 errors"."""
    return f"{count:,} {NAMES[severity][count != 1]}"


def family(group: Group) -> str:
    """The family of a group's rule: its chapter."""
    return rules()[group.rule].chapter


def verdict(report: Report) -> Html:
    """The verdict, its meaning in a sentence, and the scope of the check."""
    badge = element("span", element("span", SIGNS[report.verdict], aria_hidden="true"), report.verdict, class_="badge")
    line = element("p", badge, " ", element("span", _sentence(report)), class_=f"verdict {report.verdict}")
    return element("div", line, element("p", _scope(report), class_="small"))


def _sentence(report: Report) -> str:
    counts = report.counts
    milder = [counted(counts[s], s) for s in ("warning", "info") if counts[s]]
    rest = " and ".join(milder)
    is_one = sum(counts[s] for s in ("warning", "info")) == 1
    if report.verdict == "invalid":
        errors = counted(counts["error"], "error") if counts["error"] else "the baseline knows the errors"
        begin = f"The data break the standard: {errors}."
        return begin + (f" There {'is' if is_one else 'are'} also {rest}." if rest else "")
    begin = "The data meet the standard."
    if report.verdict == "indeterminate":
        begin = "No error was found, but not everything could be checked."
    return begin + (f" {rest} {'is' if is_one else 'are'} worth a look." if rest else " Nothing was found.")


def _scope(report: Report) -> str:
    records = sum(t.rows for t in report.tables)
    standard = version(report.standard)
    draft = " (draft)" if standard.status == "draft" else ""
    tables = f"{len(report.tables)} table" + ("s" if len(report.tables) != 1 else "")
    return (
        f"{records:,} record{'s' if records != 1 else ''} in {tables} were held against {report.rules_run} rules"
        f" of Conflict DP {standard.number}{draft}.{_aside(report)}"
    )


def _aside(report: Report) -> str:
    counts = ((known(report), "known from the baseline"), (excused(report), "set aside by the project"))
    said = [f"{count:,} {words}" for count, words in counts if count]
    return f" Findings not counted: {', '.join(said)}." if said else ""


def counts(report: Report, ids: str) -> Html:
    """The section of numbers: by severity, by family, by table."""
    title = element("h2", "Findings in numbers", id=f"{ids}counts-title")
    tiles = element("ul", [_tile(report, s) for s in SEVERITIES], class_="tiles")
    parts: list[Html] = [title, tiles]
    if report.groups:
        by_family = _matrix(report, "family", "Findings by subject", family, ids)
        by_table = _matrix(report, "table", "Findings by table", lambda g: g.table or "(files)", ids)
        parts.append(element("div", by_family, by_table, class_="columns"))
    return element("section", parts, id=f"{ids}counts", aria_labelledby=f"{ids}counts-title")


def _tile(report: Report, severity: str) -> Html:
    count = report.counts[severity]
    return element(
        "li",
        element("span", count, class_="big"),
        element("span", NAMES[severity][count != 1], class_="name"),
        element("span", MEANINGS[severity], class_="small"),
        class_=f"tile {severity}" + ("" if count else " none"),
    )


def _matrix(report: Report, kind: str, caption: str, key: Callable[[Group], str], ids: str) -> Html:
    """Counts by a key of the groups and severity, most findings first, gravest before all."""
    found: dict[str, Counter[str]] = {}
    for group in report.groups:
        found.setdefault(key(group), Counter())[group.severity] += group.count
    ordered = sorted(found, key=lambda name: (*(-found[name][s] for s in SEVERITIES), name))[:60]
    head = [element("th", NAMES[s][1].capitalize(), scope="col", class_="number") for s in SEVERITIES]
    rows = [_matrix_row(kind, name, found[name], ids) for name in ordered]
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", element("th", caption.rpartition(" ")[2].capitalize(), scope="col"), head)),
        element("tbody", rows),
        class_="matrix",
    )


def _matrix_row(kind: str, name: str, counts: Counter[str], ids: str) -> Html:
    link = element("a", name, href=f"#{ids}findings", data_kind=kind, data_name=name, class_="filter-link")
    cells = [
        element("td", counts[s] or element("span", "0", class_="zero"), class_=f"number {s}" if counts[s] else "number")
        for s in SEVERITIES
    ]
    return element("tr", element("th", link, scope="row"), cells)
