"""The page as a document: whole, sealed, accessible, and true to the report, whatever the data."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import time
from pathlib import Path
from typing import Any

import pytest
from pages import EVENT, SOURCE, Parsed, page_of, parsed, written

from conflictdp.report import Finding, Group, InputTable, NotChecked, Report
from conflictdp.report.review import SetAside
from conflictdp.reporters.html.page import page
from conflictdp.reporters.html.selection import MOST_FINDINGS, MOST_GROUPS, shown

ROOT = Path(__file__).resolve().parents[2]
STYLE = ROOT / "validators" / "conflictdp" / "reporters" / "html" / "style.css"


@pytest.fixture(scope="module")
def khasham() -> str:
    return page_of(ROOT / "examples" / "khasham-2018")


def report(groups: tuple[Group, ...] = (), **more: Any) -> Report:
    values: dict[str, Any] = {
        "input": "data", "form": "package", "standard": "1.0", "standard_digest": "0" * 64,
        "tables": (InputTable("events", "events.csv", 3),), "groups": groups, "not_checked": (), "rules_run": 9,
    }  # fmt: skip
    return Report(**(values | more))


def group(rule: str, severity: str, count: int, kept: int = 1, table: str | None = "events") -> Group:
    findings = tuple(Finding(rule, "wrong-type", severity, f"m{i}", table, row=i + 1) for i in range(kept))
    return Group(rule, "wrong-type", severity, table, "title", count, findings)


# Sealed


def test_policy_allows_the_own_style_and_script_and_nothing_else(khasham: str) -> None:
    found = parsed(khasham)
    style, script = found.all("style")[0].text, found.all("script")[0].text
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in (style, script)]
    policy = found.all("meta", http_equiv="Content-Security-Policy")[0].attributes["content"]
    assert policy == (
        f"default-src 'none'; style-src {hashes[0]}; script-src {hashes[1]};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert (len(found.all("style")), len(found.all("script"))) == (1, 1)


def test_nothing_is_asked_of_any_server(khasham: str) -> None:
    found = parsed(khasham)
    for element in found.elements:
        assert not element.attributes.keys() & {"src", "srcset", "action", "style", "ping", "background"}
        assert not [a for a in element.attributes if a.startswith("on")]
        for name in ("href", "fill"):
            assert re.match(r"#|data:image/svg|url\(#|none$", element.attributes.get(name) or "#")
    assert not re.search(r"url\((?!#)|@import|@font-face", found.all("style")[0].text)
    assert not re.search(
        r"\b(fetch|XMLHttpRequest|import|WebSocket|sendBeacon|eval|innerHTML)\b", found.all("script")[0].text
    )


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title></style></script><svg/onload=alert(1)>",
    "&lt;b&gt;&#x3C;",
    "<!--",
    "\u202egnp.exe\u2066",
    "javascript:alert(1)",
)


def test_hostile_values_stay_text_wherever_they_stand(tmp_path: Path) -> None:
    events, locations, parties, claims, casualties = [], [], [], [], []
    for i, value in enumerate(HOSTILE):
        events.append(
            EVENT | {"event_id": value, "event_type": value, "title": value, "location_id": f"l{i}", value: value}
        )
        locations.append({"location_id": f"l{i}", "name": value, "latitude": "10", "longitude": str(i * 9)})
        parties.append({"party_id": value, "name": value, "party_type": "state"})
        for n in (1, 9):
            claim = {"claim_id": f"c{i}-{n}", "event_id": value, "source_id": "s1", "claimant_id": value}
            claims.append(claim | {"stance": "asserts", "certainty": value})
            counted = {"event_id": value, "claim_id": f"c{i}-{n}", "outcome": "killed", "party_id": value}
            casualties.append(counted | {"count_kind": "exact", "best": str(n)})
    tables = {"events": events, "sources": [SOURCE | {"publisher": HOSTILE[0], "title": HOSTILE[1]}]}
    tables |= {"locations": locations, "parties": parties, "claims": claims, "casualties": casualties}
    text = page_of(written(tables, tmp_path / "data"), keep=1000)
    found = parsed(text)
    assert {e.tag for e in found.elements} <= set(TAGS.split())
    assert {a for e in found.elements for a in e.attributes} <= set(ATTRIBUTES.split())
    assert len(found.all("script")) == 1
    assert "\u202e" not in text
    assert "\u2066" not in text
    seen = found.all("body")[0].text
    assert [v for v in HOSTILE[:6] if v not in seen] == []


TAGS = """
html head meta title link style body a main header p h1 h2 h3 h4 bdi span dl dt dd div nav ul li section table caption
thead tbody tr th td form fieldset legend label input select option button output article details summary code strong
mark cite figure figcaption svg rect text line circle path g pattern defs tspan footer script
"""
ATTRIBUTES = """
lang charset http-equiv content name rel href class id aria-labelledby aria-label aria-hidden aria-live aria-pressed
role tabindex scope type value checked for autocomplete maxlength hidden open data-severity data-family data-table
data-count data-kind data-name width height x y x1 x2 y1 y2 cx cy r d dx fill viewbox transform patternunits
patterntransform
"""


# Accessible


def test_landmarks_headings_and_names(khasham: str) -> None:
    found = parsed(khasham)
    assert [len(found.all(tag)) for tag in ("main", "h1", "header", "footer")] == [1, 1, 1, 1]
    assert found.all("html")[0].attributes["lang"] == "en"
    levels = [int(e.tag[1]) for e in found.elements if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []
    ids = [e.attributes["id"] for e in found.elements if "id" in e.attributes]
    assert len(set(ids)) == len(ids)
    for element in found.elements:
        for name in ("aria-labelledby", "for"):
            assert element.attributes.get(name, ids[0]) in ids
        href = element.attributes.get("href") or ""
        assert not href.startswith("#") or href[1:] in ids
    named = [e for e in found.elements if e.tag in ("input", "select")]
    assert {e.attributes["id"] for e in named} <= {e.attributes.get("for") for e in found.all("label")}


def test_every_table_has_a_caption_and_every_drawing_words(khasham: str) -> None:
    found = parsed(khasham)
    assert len(found.all("table")) == len(found.all("caption")) > 8
    for cell in found.all("th"):
        assert cell.attributes.get("scope") in ("row", "col")
    drawings = [e for e in found.all("svg") if "svg" not in e.inside]
    assert len(drawings) > 6
    for drawing in drawings:
        words = drawing.attributes.get("aria-label") or ""
        assert drawing.attributes.get("aria-hidden") == "true" or (
            drawing.attributes["role"] == "img" and len(words) > 20
        )
    assert found.texts("summary").count("The numbers as a table") == 5


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT = [
    ("text", "page"), ("text", "card"), ("muted", "page"), ("muted", "card"), ("accent", "page"), ("accent", "card"),
    ("error", "card"), ("warning", "card"), ("info", "card"), ("error", "page"), ("warning", "page"), ("info", "page"),
    ("error", "error-soft"), ("warning", "warning-soft"), ("info", "info-soft"), ("valid", "valid-soft"),
    ("mark-text", "mark"), ("text", "land"), ("muted", "land"), ("muted", "sea"), ("text", "error-soft"),
]  # fmt: skip
GRAPHICS = [("accent", "card"), ("accent", "land"), ("accent", "sea"), ("error", "land"), ("error", "card")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_told_apart(scheme: str) -> None:
    """WCAG 2.2, success criteria 1.4.3 (4.5 to 1 for text) and 1.4.11 (3 to 1 for graphics)."""
    blocks = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", b))
        for b in re.findall(r":root \{(.*?)\}", STYLE.read_text("utf-8"), re.DOTALL)
    ]
    colours = blocks[0] if scheme == "light" else blocks[0] | blocks[1]
    weak = {
        p: round(contrast(colours[p[0]], colours[p[1]]), 2)
        for p in TEXT
        if contrast(colours[p[0]], colours[p[1]]) < 4.5
    }
    faint = {
        p: round(contrast(colours[p[0]], colours[p[1]]), 2)
        for p in GRAPHICS
        if contrast(colours[p[0]], colours[p[1]]) < 3
    }
    assert (weak, faint) == ({}, {})


# True to the report


def test_counts_by_severity_family_and_table() -> None:
    groups = (group("CEL002", "error", 1200), group("CEL002", "error", 1, table="claims"), group("CAS008", "info", 30))
    found = parsed(page([report(groups)]))
    assert found.texts("span", class_="big") == ["1,201", "0", "30"]
    rows = [t.text for t in found.all("tr") if "tbody" in t.inside and len(t.text) < 30]
    assert rows[:4] == ["cells1,20100", "casualties0030", "events1,200030", "claims100"]
    cards = found.all("article", class_="group error")
    assert [c.attributes["data-count"] for c in cards] == ["1200", "1"]
    assert found.texts("caption")[2] == "The first 1 of 1,200 places where it was found"
    assert found.texts("caption")[3] == "Where it was found"


@pytest.mark.parametrize(
    ("groups", "gaps", "verdict", "sentence"),
    [
        ((), (), "valid", "The data meet the standard. Nothing was found."),
        ((("CEL002", "warning", 1),), (), "valid", "The data meet the standard. 1 warning is worth a look."),
        ((("CEL002", "error", 2),), (), "invalid", "The data break the standard: 2 errors."),
        ((), (("table claims", "claims.csv could not be read", True),), "indeterminate",
         "No error was found, but not everything could be checked. Nothing was found."),
    ],
)  # fmt: skip
def test_verdict_in_a_sentence(groups: Any, gaps: Any, verdict: str, sentence: str) -> None:
    made = report(tuple(group(*g) for g in groups), not_checked=tuple(NotChecked(*g) for g in gaps))
    found = parsed(page([made]))
    line = found.texts("p", class_=f"verdict {verdict}")[0]
    assert line.endswith(sentence)
    if gaps:
        assert found.texts("ul", class_="gaps") == [
            "table claims: claims.csv could not be read leaves the verdict open"
        ]


def test_a_finding_is_shown_with_its_row_why_and_how_to_fix_it(tmp_path: Path) -> None:
    events = [EVENT | {"start_date": "2031-02-30", "end_date": "2031-03-01", "date_precision": "days"}]
    found = parsed(page_of(written({"events": events, "sources": [SOURCE]}, tmp_path / "d")))
    card = next(e for e in found.all("article", class_="group error") if "CEL002" in e.text)
    assert card.attributes["data-table"] == "events"
    for words in ("Why it matters", "How to fix it", "Where the rule comes from", "events.csv:2", "2031-03-01"):
        assert words in card.text
    assert "2031-02-30" in [m.text for m in found.all("mark")]


def test_rows_of_documents_are_shown_too(tmp_path: Path) -> None:
    source = (ROOT / "examples" / "khasham-2018" / "khasham-2018.json").read_text("utf-8")
    (tmp_path / "d.json").write_text(source.replace('"best": 27', '"best": -3'), "utf-8")
    found = parsed(page_of(tmp_path / "d.json"))
    assert "-3" in [m.text for m in found.all("mark")]


SECRETS = ("Names somebody", "Jo Invented", "jo-invented", "35.33333", "who lives there")


@pytest.fixture
def exposing(tmp_path: Path) -> Path:
    """A dataset whose rows at fault, and the figures of which, would expose somebody."""
    event = EVENT | {"title": SECRETS[0], "location_id": "l1", "start_date": "2031-02-30", "x_note": SECRETS[4]}
    party = {"party_id": SECRETS[2], "name": SECRETS[1], "party_type": "person", "start_date": "2031-02-30"}
    place = {"location_id": "l1", "name": "Ostra", "latitude": SECRETS[3], "longitude": "500"}
    claim = {"event_id": "e1", "source_id": "s1", "claimant_id": SECRETS[2], "stance": "asserts", "certainty": "stated"}
    count = {"event_id": "e1", "outcome": "killed", "count_kind": "exact"}
    tables = {
        "sources": [SOURCE], "events": [event], "parties": [party], "locations": [place],
        "claims": [claim | {"claim_id": c} for c in "ab"],
        "casualties": [count | {"claim_id": c, "best": n} for c, n in (("a", "1"), ("b", "9"))],
    }  # fmt: skip
    return written(tables, tmp_path / "data")


def test_nobody_is_exposed_unless_it_is_asked_for(exposing: Path) -> None:
    text = page_of(exposing)
    assert [secret for secret in SECRETS if secret in text] == []
    assert {"(hidden)", "500"} & set(parsed(text).texts("td")) == {"(hidden)"}
    assert "a person" in text
    assert [secret for secret in SECRETS if secret not in page_of(exposing, show_sensitive=True)] == []


def test_what_the_project_sets_aside_is_said() -> None:
    aside = SetAside("override", "CAS008", "wide-range", "info", "casualties", "high", 51, "as the source has them")
    known = SetAside("baseline", "CEL002", "wrong-type", "error", "events", "title", 2, "known")
    made = report(set_aside=(aside, known), breaches=("5 warnings, of at most 3",))
    found = parsed(page([made]))
    assert found.texts("section", id="aside")[0].endswith("Limits that are exceeded5 warnings, of at most 3")
    assert [t for t in found.texts("li") if "CAS008" in t or "CEL002" in t] == [
        "CAS008 wide-range casualties.high: 51 info: as the source has them",
        "CEL002 wrong-type events.title: 2 errors: known",
    ]
    verdict = found.texts("p", class_="verdict invalid")[0]
    assert "The data break the standard: the baseline knows the errors." in verdict
    assert "2 known from the baseline, 51 set aside by the project." in found.all("header")[0].text


# Whatever the data


def test_a_hundred_thousand_findings_make_a_small_page_with_exact_counts() -> None:
    groups = tuple(group("CEL002", "error", 5000, kept=1000, table=t) for t in ["events", "claims"] * 50)
    made = report(groups)
    began = time.process_time()
    text = page([made])
    spent = time.process_time() - began
    found = parsed(text)
    assert found.texts("span", class_="big") == ["500,000", "0", "0"]
    assert sum(len(g.findings) for g in shown(made)) == MOST_FINDINGS
    assert len(found.all("td", class_="message")) == MOST_FINDINGS
    assert len(text.encode()) < 3_000_000
    assert spent < 5


def test_kinds_of_finding_beyond_number_are_counted_and_said() -> None:
    made = report(tuple(group("CEL002", "error", 3, table=f"t{i}") for i in range(MOST_GROUPS + 7)))
    found = parsed(page([made]))
    assert len(found.all("article", class_="group error")) == MOST_GROUPS
    assert "7 further kinds of finding (21 findings) are counted above and not listed here." in found.texts("p")


def headings(found: Parsed) -> list[str]:
    return found.texts("h2") + [t for t in found.texts("h3") if t[0].isupper()]


def test_no_events_no_glance(tmp_path: Path) -> None:
    found = parsed(page_of(written({"events": [], "sources": [SOURCE]}, tmp_path / "d")))
    assert "The dataset at a glance" not in found.texts("h2")
    assert found.all("svg") == []


def test_one_event_without_anything(tmp_path: Path) -> None:
    found = parsed(page_of(written({"events": [EVENT], "sources": [SOURCE]}, tmp_path / "d")))
    assert {"No event has a date.", "No casualties are recorded."} <= set(found.texts("p", class_="empty-chart"))
    assert found.texts("dd")[:2] == ["1", "no dates"]


def test_a_single_table(tmp_path: Path) -> None:
    written({"casualties": [{"event_id": "e1", "outcome": "killed", "count_kind": "exact", "best": "x"}]}, tmp_path)
    found = parsed(page_of(tmp_path / "casualties.csv"))
    assert len(found.texts("ul", class_="gaps")) == 1
    assert "The dataset at a glance" not in found.texts("h2")


def test_several_datasets_and_what_could_not_be_read() -> None:
    made = report((group("CEL002", "error", 1),))
    text = page([made, report()], (), [("none", "there is no such file or folder")])
    found = parsed(text)
    assert len(found.all("article", class_="report")) == 2
    ids = [e.attributes["id"] for e in found.elements if "id" in e.attributes]
    assert len(set(ids)) == len(ids)
    assert {e.attributes["href"] for e in found.all("a")} >= {"#r1-title", "#r2-title", "#r1-findings"}
    assert found.texts("section", class_="failed") == [
        "What could not be checked at allnone: there is no such file or folder"
    ]


def test_the_same_data_give_the_same_bytes(khasham: str) -> None:
    assert page_of(ROOT / "examples" / "khasham-2018") == khasham
