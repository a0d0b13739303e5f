"""The document: a page that stands by itself, asks for nothing, and lets nothing run but its own script."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import conflictdp
from conflictdp.glance.values import Look
from conflictdp.reporters.html.elements import Html, element
from conflictdp.reporters.html.findings import findings
from conflictdp.reporters.html.gaps import not_checked, set_aside, what_was_read
from conflictdp.reporters.html.overview import facts, overview
from conflictdp.reporters.html.summary import SIGNS, counts, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictdp.report import Report

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Ccircle cx='6' cy='8' r='5' fill='%23285f8f'/%3E"
    "%3Ccircle cx='11' cy='8' r='4' fill='none' stroke='%23b3401f' stroke-width='1.6'/%3E%3C/svg%3E"
)


def page(reports: Sequence[Report], looks: Sequence[Look] = (), failed: Sequence[tuple[str, str]] = ()) -> str:
    """The whole page.

    Args:
        reports: What was found, for each input that could be checked.
        looks: What the page shows beyond them, one for each report; none for a page without charts and rows.
        failed: The inputs that could not be checked, each with the reason.
    """
    shown = list(looks) or [Look() for _ in reports]
    prefixes = [f"r{i + 1}-" if len(reports) > 1 else "" for i in range(len(reports))]
    parts = [_report(r, look, ids) for r, look, ids in zip(reports, shown, prefixes, strict=True)]
    main = element("main", _failed(failed), _contents(reports, prefixes), parts, id="main")
    skip = element("a", "Skip to the report", href="#main", class_="skip")
    title = (
        f"{reports[0].verdict.capitalize()}: {reports[0].input}" if len(reports) == 1 else f"{len(reports)} datasets"
    )
    script = Html(f"<script>{_own('script.js')}</script>")
    body = element("body", skip, main, _footer(), script)
    return f"<!doctype html>\n{element('html', _head(title), body, lang='en')}\n"


@cache
def _own(name: str) -> Html:
    return Html(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def _digest(name: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(_own(name).encode()).digest()).decode()}'"


def _head(title: str) -> Html:
    policy = (
        f"default-src 'none'; style-src {_digest('style.css')}; script-src {_digest('script.js')};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{title} - Conflict DP validation report"),
        element("link", rel="icon", href=ICON),
        Html(f"<style>{_own('style.css')}</style>"),
    )


def _report(report: Report, look: Look, ids: str) -> Html:
    glance = look.glance
    name = look.title or Path(report.input).name or report.input
    header = element(
        "header",
        element("p", "Conflict DP validation report", class_="kicker"),
        element("h1", element("bdi", name), id=f"{ids}title"),
        element("p", element("bdi", report.input), class_="path") if name != report.input else None,
        verdict(report),
        facts(glance) if glance else None,
        class_="head",
    )
    sections = [
        counts(report, ids),
        findings(report, look, ids),
        not_checked(report, ids),
        set_aside(report, ids),
        overview(glance, ids) if glance else None,
        what_was_read(report, ids),
    ]
    return element(
        "article",
        header,
        _navigation(ids, has_glance=glance is not None),
        sections,
        class_="report",
        aria_labelledby=f"{ids}title",
    )


def _navigation(ids: str, *, has_glance: bool) -> Html:
    links = [("counts", "In numbers"), ("findings", "Findings"), ("gaps", "Not checked")]
    links += [("glance", "At a glance")] if has_glance else []
    items = [element("li", element("a", text, href=f"#{ids}{to}")) for to, text in [*links, ("read", "What was read")]]
    return element("nav", element("ul", items), aria_label="Parts of this report")


def _contents(reports: Sequence[Report], prefixes: Sequence[str]) -> Html | None:
    """Of several datasets: each with its verdict."""
    if len(reports) < 2:  # noqa: PLR2004
        return None
    items = [
        element(
            "li",
            element("a", r.input, href=f"#{ids}title"),
            " ",
            element("span", f"{SIGNS[r.verdict]} {r.verdict}", class_=f"tag {r.verdict}"),
        )
        for r, ids in zip(reports, prefixes, strict=True)
    ]
    return element("nav", element("h2", "Datasets"), element("ul", items), aria_label="Datasets", class_="contents")


def _failed(failed: Sequence[tuple[str, str]]) -> Html | None:
    if not failed:
        return None
    items = [element("li", element("strong", element("bdi", path)), ": ", element("bdi", why)) for path, why in failed]
    title = element("h2", "What could not be checked at all", id="failed-title")
    return element("section", title, element("ul", items), class_="failed", aria_labelledby="failed-title")


def _footer() -> Html:
    made = f"Made by conflictdp {conflictdp.__version__}. This page stands by itself: it asks no server for anything."
    return element("footer", element("p", made))
