"""Datasets merged: nothing is lost, ids that clash are renamed with all that refers to them, the result is sound."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

import conflictdp
from conflictdp.cli import main
from conflictdp.convert.merging import merge
from conflictdp.errors import InputError, OutputError, UsageError
from conflictdp.spec.tables import tables
from conflictdp.strategies import packages
from packages import base, write

if TYPE_CHECKING:
    from pathlib import Path


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def errors(path: Path) -> list[tuple[str, str]]:
    return [(f.rule, f.message) for f in conflictdp.validate(path).findings if f.severity == "error"]


def test_two_examples_of_different_provenance_keep_all_they_say(root: Path, tmp_path: Path) -> None:
    sources = [root / "examples" / name for name in ("khasham-2018", "minimal")]
    done = merge(sources, tmp_path / "both")
    assert errors(tmp_path / "both") == []
    for name, count in done.tables.items():
        given = sum(len(rows(s, name)) for s in sources if (s / f"{name}.csv").exists())
        assert count == given, name
    assert (done.shared, done.renamed) == ({}, {})
    described = json.loads((tmp_path / "both" / "datapackage.json").read_text(encoding="utf-8"))
    assert [lic["name"] for lic in described["licenses"]] == ["CC-BY-4.0", "CC0-1.0"]
    assert described["temporal"] == {"start_date": "2014-01-01", "end_date": "2031-04-30"}
    assert described["name"] == "both"


def test_a_dataset_merged_with_itself_is_itself(root: Path, tmp_path: Path) -> None:
    source = root / "examples" / "khasham-2018"
    merge([source, source], tmp_path / "again")
    for path in source.glob("*.csv"):
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def two(tmp_path: Path, change: Any) -> tuple[Path, Path]:
    """The base of the conformance cases, and a changed copy of it under another name."""
    first, second = base(), base()
    first["package"]["name"], second["package"]["name"] = "first", "second"
    change(second["tables"])
    return write(first, tmp_path / "first"), write(second, tmp_path / "second")


def test_an_id_that_means_another_record_is_renamed_with_all_that_refers_to_it(tmp_path: Path) -> None:
    def other_party(found: dict[str, list[dict[str, str]]]) -> None:
        found["parties"][0]["name"] = "Somebody else"

    first, second = two(tmp_path, other_party)
    old = rows(first, "parties")[0]["party_id"]
    done = merge([first, second], tmp_path / "out")
    assert done.renamed["parties"] == 1
    assert errors(tmp_path / "out") == []
    names = {r["party_id"]: r["name"] for r in rows(tmp_path / "out", "parties")}
    assert names[f"second~{old}"] == "Somebody else"
    assert names[old] == rows(first, "parties")[0]["name"]
    for table in tables().values():
        if not (first / f"{table.name}.csv").exists():
            continue
        for column in (c.name for c in table.columns.values() if c.references == "parties"):
            given = [r.get(column) for r in rows(second, table.name)]
            found = [r.get(column) for r in rows(tmp_path / "out", table.name)]
            assert found.count(f"second~{old}") == given.count(old), f"{table.name}.{column}"


def test_what_refers_to_a_renamed_record_is_another_record_too(tmp_path: Path) -> None:
    def other_place(found: dict[str, list[dict[str, str]]]) -> None:
        found["locations"][0]["name"] = "Elsewhere"

    first, second = two(tmp_path, other_place)
    place = rows(first, "locations")[0]["location_id"]
    events = {r["event_id"] for r in rows(first, "events") if r["location_id"] == place}
    assert events, "the base has an event at its first place"
    done = merge([first, second], tmp_path / "out")
    assert errors(tmp_path / "out") == []
    merged = {r["event_id"]: r["location_id"] for r in rows(tmp_path / "out", "events")}
    for event in events:
        assert (merged[event], merged[f"second~{event}"]) == (place, f"second~{place}")
    assert done.renamed["events"] >= len(events)


def test_an_id_that_looks_like_a_renamed_one_is_not_taken_again(tmp_path: Path) -> None:
    """A dataset that was merged before has ids such as second~p1, and may be merged with another of that name."""

    def other_party(found: dict[str, list[dict[str, str]]]) -> None:
        found["parties"][0]["name"] = "Somebody else"

    first, second = two(tmp_path, other_party)
    old = rows(first, "parties")[0]["party_id"]
    merge([first, second], tmp_path / "once")

    def third_party(found: dict[str, list[dict[str, str]]]) -> None:
        found["parties"][0]["name"] = "A third one"

    (tmp_path / "later").mkdir()
    _, third = two(tmp_path / "later", third_party)
    merge([tmp_path / "once", third], tmp_path / "out")
    assert errors(tmp_path / "out") == []
    names = {r["party_id"]: r["name"] for r in rows(tmp_path / "out", "parties")}
    assert names[old] == rows(first, "parties")[0]["name"]
    assert names[f"second~{old}"] == "Somebody else"
    assert names[f"second~{old}-2"] == "A third one"
    assert len(names) == len(rows(tmp_path / "out", "parties"))
    claims = [c["claimant_id"] for c in rows(third, "claims")].count(old)
    assert [c["claimant_id"] for c in rows(tmp_path / "out", "claims")].count(f"second~{old}-2") == claims


def test_datasets_of_one_long_name_do_not_share_new_ids(tmp_path: Path) -> None:
    sources = []
    for number in range(3):
        package = base()
        package["package"]["name"] = "one-name-that-is-longer-than-forty-characters"
        package["tables"]["parties"][0]["name"] = f"Party {number}"
        sources.append(write(package, tmp_path / str(number)))
    done = merge(sources, tmp_path / "out")
    assert done.renamed["parties"] == 2
    assert errors(tmp_path / "out") == []
    named = {r["party_id"] for r in rows(tmp_path / "out", "parties") if r["name"].startswith("Party ")}
    assert len(named) == 3


def test_own_columns_of_one_dataset_are_kept(tmp_path: Path) -> None:
    def own(found: dict[str, list[dict[str, str]]]) -> None:
        for event in found["events"]:
            event["x_code"] = "7"

    first, second = two(tmp_path, own)
    merge([first, second], tmp_path / "out")
    found = rows(tmp_path / "out", "events")
    assert [r["x_code"] for r in found].count("7") == len(rows(second, "events"))
    assert errors(tmp_path / "out") == []


@settings(max_examples=6, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)
@given(packages(), packages())
def test_any_two_datasets_merge_without_a_clash(first: Any, second: Any) -> None:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        folder = Path(name)
        given = [write(first, folder / "a"), write(second, folder / "b")]
        done = merge(given, folder / "out")
        structural = [e for e in errors(folder / "out") if e[0].startswith(("KEY", "TAB", "CEL", "PKG"))]
        assert structural == []
        for table, count in done.tables.items():
            total = sum(len(p["tables"].get(table, [])) for p in (first, second))
            assert count + done.shared.get(table, 0) == total, table


def test_faulty_or_too_few_datasets_are_refused(root: Path, tmp_path: Path) -> None:
    minimal = root / "examples" / "minimal"
    with pytest.raises(UsageError, match="two datasets or more"):
        merge([minimal], tmp_path / "out")
    with pytest.raises(InputError, match="no such file"):
        merge([minimal, tmp_path / "none"], tmp_path / "out")
    (tmp_path / "out").mkdir()
    with pytest.raises(OutputError, match="exists already"):
        merge([minimal, minimal], tmp_path / "out")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_command_tells_what_it_did(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    minimal = str(root / "examples" / "minimal")
    assert main(["merge", minimal, minimal, str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"wrote {tmp_path / 'out'}"
    assert said[1].split() == ["table", "records", "were", "in", "several", "ids", "renamed"]
    assert said[2].split() == ["sources", "2", "2", "0"]
