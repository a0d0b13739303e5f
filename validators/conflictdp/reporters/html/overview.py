"""The dataset at a glance: which charts there are, and what each says in words and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.reporters.html import charts
from conflictdp.reporters.html.elements import Html, element
from conflictdp.reporters.html.world import KINDS, said_of, world
from conflictdp.spec.codelists import codelists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictdp.glance.values import Bar, Figure, Glance, Statement, Timeline
    from conflictdp.reporters.html.elements import Child

MOST_ROWS = 70
MAP_NOTE = (
    "Places are rounded to a tenth of a degree, so that the map leads to nobody's door. Coasts: Natural Earth, public"
    " domain. Borders are not drawn."
)


def facts(glance: Glance) -> Html:
    """The numbers that describe the dataset, for the head of the page."""
    totals = glance.totals
    period = "no dates"
    if totals.first and totals.last:
        first, last = charts.when(totals.first, "day"), charts.when(totals.last, "day")
        period = first if first == last else f"{first} to {last}"
    pairs: list[tuple[str, Child]] = [("Events", totals.events), ("Period", period)]
    if totals.countries:
        code = totals.countries[0][0]
        pairs.append(("Countries", len(totals.countries)) if len(totals.countries) > 1 else ("Country", _country(code)))
    pairs += [("Sources", totals.sources), ("Claims", totals.claims), ("Parties", totals.parties)]
    return element("dl", [element("div", element("dt", k), element("dd", v)) for k, v in pairs], class_="facts")


def _country(code: str) -> str:
    known = codelists()["countries"].codes.get(code)
    return known.label if known else code


def overview(glance: Glance, ids: str) -> Html:
    """The section of charts."""
    parts = [
        _timeline(glance, ids),
        _map(glance, ids),
        element("div", _types(glance), _claims(glance), _agreement(glance), class_="columns wide"),
        _figures(glance),
    ]
    title = element("h2", "The dataset at a glance", id=f"{ids}glance-title")
    aside = glance.totals.set_aside
    note = f" {_events(aside)} marked as withdrawn or merged {'is' if aside == 1 else 'are'} left out." if aside else ""
    intro = element("p", f"Drawn from the data as they are, whatever the findings.{note}", class_="small")
    return element(
        "section",
        title,
        intro,
        element("div", parts, class_="charts"),
        id=f"{ids}glance",
        aria_labelledby=f"{ids}glance-title",
    )


def _events(count: int) -> str:
    return f"{count:,} event{'s' if count != 1 else ''}"


def _chart(title: str, drawn: Child, *, words: str = "", table: Html | None = None, class_: str = "") -> Html:
    """A chart with its title, what it says in words, and its numbers as a table for those who cannot see it."""
    details = (
        element("details", element("summary", "The numbers as a table"), table, class_="numbers") if table else None
    )
    caption = element("figcaption", element("h3", title), element("p", words) if words else None)
    return element("figure", caption, drawn, details, class_=f"card {class_}".strip())


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Child]]) -> Html:
    head = element("tr", [element("th", h, scope="col", class_="number" if i else None) for i, h in enumerate(heads)])
    body = [
        element("tr", element("th", row[0], scope="row"), [element("td", cell, class_="number") for cell in row[1:]])
        for row in rows[:MOST_ROWS]
    ]
    table = element("table", element("caption", caption), element("thead", head), element("tbody", body))
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label=caption)


def _timeline(glance: Glance, ids: str) -> Html:
    line = glance.timeline
    if line is None:
        return _chart("Events over time", element("p", "No event has a date.", class_="empty-chart"), class_="wide")
    words = _time_in_words(line, glance.totals.undated)
    rows = [(charts.when(p.start, line.unit), p.certain, p.possible) for p in line.periods]
    table = _table(f"Events by period ({line.unit})", ("Period from", "Certain", "Possible"), rows)
    legend = _legend([("bar", "certain in that period"), ("possible", "possible: known only to a longer span")])
    label = f"Column chart of events over time. {words}"
    drawn = [charts.timeline(line, label, ids), legend if any(p.possible for p in line.periods) else None]
    return _chart("Events over time", drawn, words=words, table=table, class_="wide")


def _time_in_words(line: Timeline, undated: int) -> str:
    most = max(line.periods, key=lambda p: (p.certain + p.possible, p.certain))
    count = most.certain + most.possible
    parts = [f"One column is one {line.unit}." if line.unit.isalpha() else f"One column is {line.unit}."]
    if len(line.periods) > 1:
        parts.append(f"Most events, up to {count:,}, fall in the one from {charts.when(most.start, line.unit)}.")
    if line.longer:
        parts.append(f"{_events(line.longer)} may belong to several columns and {_are(line.longer)} drawn in each.")
    if undated:
        parts.append(f"{_events(undated)} without a date {_are(undated)} not drawn.")
    if line.outside:
        parts.append(f"{_events(line.outside)} far before or after the others {_are(line.outside)} not drawn.")
    return " ".join(parts)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _legend(entries: Sequence[tuple[str, str]]) -> Html:
    items = [
        element("li", element("span", class_=f"key {class_}", aria_hidden="true"), text) for class_, text in entries
    ]
    return element("ul", items, class_="legend")


def _types(glance: Glance) -> Html:
    words = ""
    if len(glance.types) > 1 and glance.types[0].count > glance.types[1].count:
        share = 100 * glance.types[0].count / glance.totals.events
        words = f"{glance.types[0].label} is the most frequent: {share:.0f} % of events."
    return _bar_chart("Events by type", glance.types, words, ("Type", "Events"))


def _bar_chart(title: str, rows: Sequence[Bar], words: str, heads: tuple[str, str]) -> Html:
    table = _table(title, heads, [(r.label, r.count) for r in rows])
    return _chart(title, charts.bars(rows, f"Bar chart: {title}. {words}"), words=words, table=table)


def _map(glance: Glance, ids: str) -> Html:
    atlas = glance.atlas
    unplaced = sum(b.count for b in atlas.unplaced)
    why = "; ".join(f"{b.label}: {b.count:,}" for b in atlas.unplaced[:5])
    missing = f"{_events(unplaced)} without coordinates cannot be drawn ({why})." if unplaced else ""
    if not atlas.spots:
        return _chart("Events on the map", element("p", missing, class_="empty-chart"), class_="wide")
    drawn = sum(s.count for s in atlas.spots)
    words = f"{_events(drawn)} drawn; the larger the circle, the more events. {missing}".strip()
    kinds = [(k, text) for k, text in KINDS.items() if any(s.kind == k for s in atlas.spots)]
    rows = [(said_of(s).rpartition(":")[0], KINDS[s.kind], s.count) for s in atlas.spots[:25]]
    table = _table("Places with the most events", ("Place", "Known", "Events"), rows)
    drawing = world(glance, ids, f"Map of events. {words}")
    frame = element("div", drawing, class_="map-frame", tabindex=0, role="region", aria_label="Map of events")
    figure = [frame, _legend(kinds), element("p", MAP_NOTE, class_="small")]
    return _chart("Events on the map", figure, words=words, table=table, class_="wide")


def _claims(glance: Glance) -> Html:
    totals = glance.totals
    mean = totals.claims / totals.events if totals.events else 0
    words = f"{totals.claims:,} claims on {_events(totals.events)}: {mean:.1f} for each on average."
    return _bar_chart("Claims per event", glance.claims_per_event, words, ("Claims", "Events"))


def _agreement(glance: Glance) -> Html:
    title, rows = "Contested figures", glance.agreement
    if not rows:
        return _chart(title, element("p", "No casualties are recorded.", class_="empty-chart"))
    total, several = sum(a.total for a in rows), sum(a.contested + a.compatible for a in rows)
    contested = sum(a.contested for a in rows)
    if several:
        share = f"{contested:,} of {total:,} figures ({100 * contested / total:.0f} %)"
        words = f"{share} {_are(contested)} contested: claims on them cannot all be true."
    else:
        words = f"Each of {total:,} figures rests on one claim, so that nothing can be said of how far sources agree."
    heads = ("Outcome", "Contested", "Agree or may both be true", "One claim only")
    table = _table(
        "Figures by how far their claims agree", heads, [(a.outcome, a.contested, a.compatible, a.single) for a in rows]
    )
    legend = _legend([(name, meaning) for name, meaning in charts.PARTS if any(getattr(a, name) for a in rows)])
    note = element("p", "A figure is one outcome of one event for the people of one party.", class_="small")
    drawn = [charts.shares(rows, f"Shares of figures by how far their claims agree. {words}"), legend, note]
    return _chart(title, drawn, words=words, table=table)


def _figures(glance: Glance) -> Html | None:
    if not glance.figures:
        return None
    title, words = _headline(glance.figures)
    legend = _legend([("dot", "the number stated"), ("range", "from lowest to highest; an arrow is an open end")])
    drawn = element("div", [_figure(f) for f in glance.figures], class_="figures")
    return _chart(title, [drawn, legend], words=words, class_="wide")


def _headline(figures: Sequence[Figure]) -> tuple[str, str]:
    if figures[0].apart:
        return "The most contested figures", "Casualties by source, for the events whose sources lie furthest apart."
    if figures[0].voices > 1:
        return "Casualties by source", "The figures with the most claims; none is contested."
    return (
        "The widest ranges",
        "Casualties by source: no figure has two claims that could differ; these leave most open.",
    )


def _figure(figure: Figure) -> Html:
    """One figure: every statement in words, and below the words its range on one scale for all."""
    gap = f" The claims lie {figure.apart:,} apart." if figure.apart else ""
    more = f" {figure.more:,} further statements are not shown." if figure.more else ""
    end = charts.end_of(figure)
    said = [element("li", _words(s), charts.range_of(s, end)) for s in figure.statements]
    title = element("h4", element("bdi", figure.event), " ", element("code", figure.event_id))
    people = element("p", element("bdi", figure.people), f".{gap}{more}", class_="small")
    return element("div", title, people, element("ul", said, class_="statements"), charts.scale(end), class_="figure")


def _words(said: Statement) -> Html:
    part = f" ({said.part})" if said.part else ""
    manner = f", {said.manner}" if said.manner else ""
    read = element("cite", element("bdi", said.source)) if said.source and said.source != said.claimant else None
    whose = [element("bdi", said.claimant), manner, ". " if read else None, read]
    return element("p", element("strong", f"{said.words}{part}"), " ", element("span", whose, class_="whose"))
