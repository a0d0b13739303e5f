"""The one look at all tables: what it calls sound is sound, and what it rules out finds nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conflictdp.engine import store
from conflictdp.engine.keys import check_keys
from conflictdp.engine.survey import survey
from conflictdp.spec.rules import set_checks
from conflictdp.validation import validate
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from conflictdp.engine.survey import Survey

ARTICLE = Path(__file__).parents[2] / "examples" / "khasham-2018"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The article's package, to be read as a large one is."""
    monkeypatch.setattr(store, "FEW", 0)
    return Path(shutil.copytree(ARTICLE, tmp_path / "package"))


def _seen(package: Path) -> Survey:
    with opened(package) as data:
        for loaded in data.store.loaded.values():
            list(check_keys(data.store, loaded, 10))
        return survey(data.store, set_checks())


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _first_id(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("\n")[1].partition(",")[0]


def test_every_reference_of_a_sound_package_is_sound(package: Path) -> None:
    sound = _seen(package).sound
    assert {
        ("claims", "event_id"),
        ("claims", "source_id"),
        ("casualties", "claim_id"),
        ("events", "location_id"),
    } <= sound


def test_a_reference_that_leads_nowhere_is_not_sound(package: Path) -> None:
    event = _first_id(package / "events.csv")
    _edit(package / "claims.csv", event, "nowhere")
    sound = _seen(package).sound
    assert ("claims", "event_id") not in sound
    assert ("claims", "source_id") in sound
    report = validate(package)
    assert [(g.rule, g.table, g.column, g.count) for g in report.groups if g.rule == "KEY002"] == [
        ("KEY002", "claims", "event_id", 1)
    ]


def test_conditions_on_ids_that_several_records_bear_are_left_to_the_rules(package: Path) -> None:
    events = package / "events.csv"
    line = events.read_text(encoding="utf-8").split("\n")[1]
    _edit(events, line, f"{line}\n{line}")
    seen = _seen(package)
    followed = {n for c in set_checks() for n in c.needs if "event_id" in n.lookups and n.table == "claims"}
    assert followed
    assert followed <= seen.met
    assert ("claims", "event_id") not in seen.sound
    assert "KEY001" in {g.rule for g in validate(package).groups}
