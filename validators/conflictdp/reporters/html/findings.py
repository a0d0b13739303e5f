"""The findings in groups: each with why it matters, how to fix it, and the rows at fault, the faulty cell marked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conflictdp.report.findings import SEVERITIES, shorten
from conflictdp.report.privacy import HIDDEN
from conflictdp.reporters.html.elements import Html, element
from conflictdp.reporters.html.selection import shown
from conflictdp.reporters.html.summary import NAMES, family
from conflictdp.spec.rules import fix_for, rules
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictdp.glance import Look
    from conflictdp.report import Finding, Group, Report
    from conflictdp.reporters.html.elements import Child

PRIVACY = (
    "Values that can expose somebody (names of people, exact places, free text) are hidden or left out, and so are"
    " the publisher's own columns. With --show-sensitive they are shown."
)
MOST_COLUMNS, MOST_CHARACTERS, LONG = 9, 120, 36


def findings(report: Report, look: Look, ids: str) -> Html:
    """The section of findings, with the controls that filter them."""
    title = element("h2", "Findings", id=f"{ids}findings-title")
    attributes = {"id": f"{ids}findings", "aria_labelledby": f"{ids}findings-title", "class_": "findings"}
    if not report.groups:
        return element("section", title, element("p", "Nothing was found."), **attributes)
    groups = shown(report)
    cards = [_group(g, look.rows, is_open=i == 0) for i, g in enumerate(groups)]
    has_hidden = any(HIDDEN in row.values() for row in look.rows.values())
    privacy = element("p", PRIVACY, class_="small") if has_hidden else None
    nothing = element("p", "No finding fits these filters.", class_="none-left", hidden=True)
    parts = [title, _filters(report, ids), nothing, cards, privacy, _beyond(report.groups[len(groups) :])]
    return element("section", parts, **attributes)


def _beyond(rest: Sequence[Group]) -> Html | None:
    count = sum(g.count for g in rest)
    text = f"{len(rest):,} further kinds of finding ({count:,} findings) are counted above and not listed here."
    return element("p", text, class_="small") if rest else None


def _filters(report: Report, ids: str) -> Html:
    """The controls; without a script, which alone makes them work, they are not shown."""
    boxes = [_box(report, s, ids) for s in SEVERITIES if report.counts[s]]
    families, names = Counter[str](), Counter[str]()
    for group in report.groups:
        families[family(group)] += group.count
        names[group.table or "(files)"] += group.count
    search = element("input", type="search", id=f"{ids}search", name="search", autocomplete="off", maxlength=200)
    reset = element("button", "Show all", type="reset")
    toggle = element("button", "Open all", type="button", class_="toggle", aria_pressed="false")
    status = element("output", role="status", aria_live="polite", for_=f"{ids}search")
    return element(
        "form",
        element("fieldset", element("legend", "Severity"), boxes),
        _choice("family", "Subject", families, ids),
        _choice("table", "Table", names, ids),
        element("div", element("label", "Search what is listed", for_=f"{ids}search"), search, class_="field grow"),
        element("div", reset, toggle, class_="buttons"),
        status,
        class_="filters",
        role="search",
        aria_label="Filter findings",
    )


def _box(report: Report, severity: str, ids: str) -> Html:
    name = f"{ids}severity-{severity}"
    box = element("input", type="checkbox", id=name, name="severity", value=severity, checked=True)
    count = report.counts[severity]
    return element(
        "label", box, f" {NAMES[severity][1].capitalize()} ", element("span", count, class_="count"), for_=name
    )


def _choice(name: str, title: str, counts: Counter[str], ids: str) -> Html:
    options = [element("option", f"{key} ({count:,})", value=key) for key, count in sorted(counts.items())[:200]]
    select = element("select", element("option", "all", value=""), options, id=f"{ids}{name}", name=name)
    return element("div", element("label", title, for_=f"{ids}{name}"), select, class_="field")


def _group(group: Group, rows: Mapping[Finding, Mapping[str, str]], *, is_open: bool) -> Html:
    rule = rules()[group.rule]
    where = ".".join(p for p in (group.table, group.column) if p)
    heading = element("h3", group.name.replace("-", " ").capitalize())
    head = element(
        "summary",
        element("span", NAMES[group.severity][0], class_=f"tag {group.severity}"),
        heading,
        element("span", group.count, element("span", " findings", class_="unseen"), class_="count"),
        element("span", element("code", group.rule), " ", element("bdi", where), class_="where"),
    )
    texts = element(
        "dl",
        element("div", element("dt", "Why it matters"), element("dd", _flat(rule.why))),
        element("div", element("dt", "How to fix it"), element("dd", _flat(fix_for(rule, group.table, group.column)))),
        element("div", element("dt", "Where the rule comes from"), element("dd", _flat(rule.source))),
        class_="texts",
    )
    return element(
        "article",
        element("details", head, texts, _table(group, rows), open=is_open),
        class_=f"group {group.severity}",
        data_severity=group.severity,
        data_family=family(group),
        data_table=group.table or "(files)",
        data_count=str(group.count),
    )


def _flat(text: str) -> list[Child]:
    """The text of a rule on one line; what stands between backticks is code."""
    parts = " ".join(text.split()).split("`")
    return [element("code", part) if i % 2 else part for i, part in enumerate(parts)]


def _table(group: Group, rows: Mapping[Finding, Mapping[str, str]]) -> Html:
    """The findings, one to a line: where, what, and the row that it was found in."""
    columns = _columns(group, rows)
    caption = _extent(len(group.findings), group.count)
    faulty = set(rules()[group.rule].columns) | {group.column}
    head = [
        element("th", "Where", scope="col"),
        element("th", "What was found", scope="col"),
        [element("th", element("code", c), scope="col", class_="fault" if c in faulty else None) for c in columns],
    ]
    body = [_line(f, columns, rows.get(f), group.column) for f in group.findings]
    table = element("table", element("caption", caption), element("thead", element("tr", head)), element("tbody", body))
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label=f"{group.name}: {caption}")


def _extent(shown: int, count: int) -> str:
    """How much of a group its table shows."""
    if shown < count:
        return f"The first {shown:,} of {count:,} places where it was found"
    return f"All {count:,} places where it was found" if count > 1 else "Where it was found"


def _columns(group: Group, rows: Mapping[Finding, Mapping[str, str]]) -> list[str]:
    """The columns to show: those of the rule first, then the key, then what else the rows hold."""
    held = [c for f in group.findings for c, text in rows.get(f, {}).items() if text != HIDDEN]
    if not held:
        return []
    known = tables()[str(group.table)]
    first = [group.column, *rules()[group.rule].columns, known.key, *known.identity]
    wanted = [c for c in dict.fromkeys([*first, *known.columns, *held]) if c]
    present = set(held) | {group.column or ""}
    return [c for c in wanted if c in present and (c in known.columns or c in held)][:MOST_COLUMNS]


def _line(found: Finding, columns: list[str], row: Mapping[str, str] | None, faulty: str | None) -> Html:
    spot = f":{found.line}" if found.line else (f", row {found.row}" if found.row else "")
    place = f"{found.file}{spot}" if found.file else ""
    where: list[Child] = [element("span", element("bdi", place), class_="place") if place else None]
    where += [element("code", part) for part in (found.pointer, found.record_id) if part]
    message: list[Child] = [element("bdi", found.message)]
    if found.hint:
        message.append(element("strong", element("bdi", found.hint), class_="hint"))
    cells = [_cell(row.get(c) if row else None, is_faulty=c == faulty) for c in columns]
    return element("tr", element("th", where, scope="row"), element("td", message, class_="message"), cells)


def _cell(value: str | None, *, is_faulty: bool) -> Html:
    text = element("bdi", shorten(value, MOST_CHARACTERS)) if value else element("span", "empty", class_="empty")
    is_long = value is not None and len(value) > LONG
    return element("td", element("mark", text) if is_faulty else text, class_="long" if is_long else None)
