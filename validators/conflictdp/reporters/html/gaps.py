"""What was not checked and why, what the project sets aside, and what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.reporters.html.elements import Html, element
from conflictdp.reporters.wording import remarks

if TYPE_CHECKING:
    from conflictdp.report import Report

ASIDE = {
    "limit exceeded": "Limits that are exceeded",
    "set aside": "Findings that are known or set aside",
    "no longer found": "Findings of the baseline that are gone",
}
"""What a project's configuration and baseline bring about, and its heading."""


def not_checked(report: Report, ids: str) -> Html:
    """The section on what was left unchecked; what makes the verdict uncertain first."""
    heading = element("h2", "What was not checked", id=f"{ids}gaps-title")
    if report.not_checked:
        ordered = sorted(report.not_checked, key=lambda n: not n.is_gap)
        body = element("ul", [_gap(n.what, n.reason, is_gap=n.is_gap) for n in ordered], class_="gaps")
    else:
        body = element("p", f"Nothing was left out: all {report.rules_run} rules were run on all that was read.")
    return element("section", heading, body, id=f"{ids}gaps", aria_labelledby=f"{ids}gaps-title")


def set_aside(report: Report, ids: str) -> Html | None:
    """The section on findings that the project does not count, or that are gone; None where there are none."""
    kinds: dict[str, list[Html]] = {}
    for kind, sentence in remarks(report):
        if kind in ASIDE:
            kinds.setdefault(kind, []).append(element("li", element("bdi", sentence)))
    if not kinds:
        return None
    title = element("h2", "What the project itself says", id=f"{ids}aside-title")
    body = [[element("h3", ASIDE[kind]), element("ul", items[:200])] for kind, items in kinds.items()]
    return element("section", title, body, id=f"{ids}aside", aria_labelledby=f"{ids}aside-title")


def _gap(what: str, reason: str, *, is_gap: bool) -> Html:
    mark = element("span", "leaves the verdict open", class_="tag warning") if is_gap else None
    return element("li", element("strong", what), ": ", reason, " " if mark else None, mark)


def what_was_read(report: Report, ids: str) -> Html:
    """The section on the tables and their files, and what they were held against."""
    head = element("tr", element("th", "Table", scope="col"), element("th", "File", scope="col"), _right("Records"))
    rows = [
        element("tr", element("th", t.table, scope="row"), element("td", element("bdi", t.file)), _cell(t.rows))
        for t in report.tables
    ]
    caption = element("caption", "Tables as they were read")
    table = element("table", caption, element("thead", head), element("tbody", rows))
    held = element(
        "p",
        f"Held against Conflict DP {report.standard} (SHA-256 of its files ",
        element("code", report.standard_digest),
        f"), {report.rules_run} rules.",
        class_="small",
    )
    body = element("div", table, class_="scroll", tabindex=0, role="region", aria_label="Tables as they were read")
    title = element("h2", "What was read", id=f"{ids}read-title")
    nothing = element("p", "No table could be read.")
    return element(
        "section", title, body if rows else nothing, held, id=f"{ids}read", aria_labelledby=f"{ids}read-title"
    )


def _right(text: str) -> Html:
    return element("th", text, scope="col", class_="number")


def _cell(count: int) -> Html:
    return element("td", count, class_="number")
