"""The page in a real browser: it draws, asks for nothing, says nothing in the console, and works by keyboard alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import Browser, browser, found
from pages import EVENT, SOURCE, page_of, written

from conflictdp.convert import converter

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.skipif(found() is None, reason="no Chromium here (chromium, google-chrome, or CONFLICTDP_BROWSER)"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    path = found()
    assert path
    with browser(path) as page:
        yield page


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a dataset with one error, two warnings of a kind, and values that would like to be more than text."""
    folder = tmp_path_factory.mktemp("browser")
    attack = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    dated = {"start_date": "2031-02-01", "end_date": "2031-02-01", "date_precision": "day", "title": attack}
    events = [
        EVENT | dated | {"location_id": "l1"},
        EVENT | dated | {"event_id": "e2", "start_date": "2031-02-30"},
        EVENT | dated | {"event_id": "e3", "event_type": "duel"},
        EVENT | dated | {"event_id": "e4", "event_type": "duel"},
    ]
    places = [{"location_id": "l1", "name": attack, "latitude": "10", "longitude": "20", "precision": "settlement"}]
    path = folder / "page.html"
    tables = {"events": events, "sources": [SOURCE], "locations": places}
    path.write_text(page_of(written(tables, folder / "data")), "utf-8")
    return path


def shown(window: Browser) -> list[str]:
    script = (
        "[...document.querySelectorAll('.group')].filter((g) => g.checkVisibility()).map((g) => g.dataset.severity)"
    )
    kinds: list[str] = window.run(script)
    return kinds


def status(window: Browser) -> str:
    text: str = window.run("document.querySelector('output').textContent")
    return text


def focus(window: Browser, wanted: str) -> None:
    """Moves with Tab until the element of that selector has the focus."""
    for _ in range(60):
        if window.run(f"document.activeElement.matches({json.dumps(wanted)})"):
            return
        window.press("Tab")
    raise AssertionError(f"{wanted} is not reached by keyboard")


def test_no_request_no_complaint_and_no_value_runs(window: Browser, faulty: Path) -> None:
    window.look(width=1280)
    window.open(faulty)
    window.settle()
    assert (window.requests(), window.complaints()) == ([], [])
    assert window.run("document.title").startswith("Invalid: ")
    assert window.run("document.querySelectorAll('img, iframe, object, script').length") == 1


def test_filters_work_by_keyboard_and_say_what_is_left(window: Browser, faulty: Path) -> None:
    window.open(faulty)
    everything = shown(window)
    whole = status(window)
    assert {"error", "warning"} <= set(everything)
    window.press("Tab")
    assert window.run("document.activeElement.textContent") == "Skip to the report"
    focus(window, "[name=severity][value=error]")
    window.press("Space")
    window.settle()
    assert shown(window) == [s for s in everything if s != "error"]
    assert status(window) != whole
    focus(window, "[name=search]")
    window.press(*"cel008")
    window.settle()
    assert (shown(window), status(window)) == (["warning"], "1 kind of finding, 2 findings")
    window.press(*"zzz")
    window.settle()
    assert (shown(window), status(window)) == ([], "0 kinds of finding, 0 findings")
    assert window.run("document.querySelector('.none-left').checkVisibility()")
    focus(window, "button[type=reset]")
    window.press("Enter")
    window.settle()
    assert (shown(window), status(window)) == (everything, whole)


def test_details_open_by_keyboard_and_all_at_once(window: Browser, faulty: Path) -> None:
    window.open(faulty)
    opened = "[...document.querySelectorAll('.group > details')].map((d) => d.open)"
    groups = len(window.run(opened))
    assert window.run(opened) == [True] + [False] * (groups - 1)
    focus(window, ".toggle")
    window.press("Enter")
    assert window.run(opened) == [True] * groups
    assert window.run("document.activeElement.textContent") == "Close all"
    focus(window, ".group summary")
    window.press("Enter")
    assert window.run(opened) == [False] + [True] * (groups - 1)


def test_a_number_in_the_summary_leads_to_its_findings(window: Browser, faulty: Path) -> None:
    window.open(faulty)
    focus(window, ".filter-link[data-kind=table][data-name=events]")
    window.press("Enter")
    window.settle()
    assert window.run("document.querySelector('[name=table]').value") == "events"
    assert window.run("document.activeElement.name") == "table"
    tables = "[...document.querySelectorAll('.group')].filter((g) => !g.hidden).map((g) => g.dataset.table)"
    assert set(window.run(tables)) == {"events"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_nothing_sticks_out_at_any_width(window: Browser, faulty: Path, width: int, scheme: str) -> None:
    window.look(width=width, scheme=scheme, is_phone=width < 600)
    window.open(faulty)
    assert window.run("document.documentElement.scrollWidth") == width
    assert window.run("getComputedStyle(document.body).backgroundColor") == {
        "light": "rgb(247, 246, 242)", "dark": "rgb(19, 22, 26)"
    }[scheme]  # fmt: skip


def test_charts_are_drawn(window: Browser, faulty: Path) -> None:
    window.look(width=1280)
    window.open(faulty)
    sizes = "[...document.querySelectorAll('svg[role=img]')].map((s) => s.getBoundingClientRect().height > 30)"
    assert window.run(sizes) == [True] * 4
    drawn = "document.querySelector('.spots circle').getBoundingClientRect().width > 4"
    assert window.run(drawn)


@pytest.fixture(scope="module")
def ged(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of UCDP's candidate release, as the command converts it."""
    folder = tmp_path_factory.mktemp("ged")
    converter("ucdp-ged")(shared_data / "ucdp" / "ged_v26_0_1_candidate.csv", folder / "ged")
    path = folder / "ged.html"
    path.write_text(page_of(folder / "ged"), "utf-8")
    return path


def test_a_real_release_is_small_quiet_and_asks_for_nothing(window: Browser, ged: Path) -> None:
    window.look(width=390, is_phone=True)
    window.open(ged)
    window.settle()
    assert (window.requests(), window.complaints()) == ([], [])
    assert ged.stat().st_size < 3_000_000
    assert window.run("document.querySelector('.facts dd').textContent") == "1,727"
    assert window.run("document.querySelectorAll('.spots > *').length") > 300
    assert window.run("document.documentElement.scrollWidth") == 390
    focus(window, "[name=search]")
    window.press(*"cas001")
    window.settle()
    assert status(window) == "1 kind of finding, 5 findings"


def test_it_prints_open_and_closes_again(window: Browser, faulty: Path) -> None:
    window.open(faulty)
    window.run("document.documentElement.dataset.most = 0")
    window.run(
        "addEventListener('beforeprint', () => { document.documentElement.dataset.most ="
        " document.querySelectorAll('.group > details:not([open])').length; })"
    )
    printed = window.call("Page.printToPDF")["data"]
    assert len(printed) > 10_000
    assert window.run("document.documentElement.dataset.most") == "0"
    assert window.run("document.querySelectorAll('.group > details:not([open])').length") > 0
