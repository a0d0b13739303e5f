"""The Pydantic models: they read and write what the schemas allow, and refuse what they refuse."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

import conflictdp
from conflictdp import models
from conflictdp.errors import InputError, OutputError, UsageError
from conflictdp.models import (
    Casualty,
    CasualtyOutcome,
    Claim,
    CountKind,
    Event,
    Identifier,
    Location,
    Package,
    Record,
    Source,
)
from conflictdp.spec.codelists import codelists
from conflictdp.spec.tables import tables

EXAMPLES = Path(__file__).parents[2] / "examples"
KHASHAM = EXAMPLES / "khasham-2018"
SOURCE = {"source_id": "paper", "title": "A paper", "source_type": "news_report"}


def refused(model: type[Any], value: Any) -> list[tuple[Any, ...]]:
    """Where the model finds fault with a JSON value."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate_json(json.dumps(value))
    return [error["loc"] for error in caught.value.errors()]


def test_there_is_a_class_for_every_record_and_every_codelist() -> None:
    kinds = {c.model_fields["record"].annotation for c in Record.__subclasses__()}
    assert [t.record for t in tables().values() if not any(t.record in str(kind) for kind in kinds)] == []
    assert len(kinds) == len(tables())
    for name in models.records.__all__:
        assert getattr(models, name) is getattr(models.records, name)


def test_docstrings_are_those_of_the_schemas() -> None:
    for table in tables().values():
        model = next(c for c in Record.__subclasses__() if f"['{table.record}']" in str(c.model_fields["record"]))
        assert " ".join((model.__doc__ or "").split()) == table.description
        told = {n: " ".join((f.description or "").split()) for n, f in model.model_fields.items()}
        assert {n: told[n] for n in table.columns} == {n: c.description for n, c in table.columns.items()}


def test_closed_codelists_are_enums_in_the_order_of_the_list() -> None:
    assert [kind.value for kind in CountKind] == list(codelists()["count_kinds"].codes)
    assert Casualty(outcome=CasualtyOutcome.KILLED, count_kind=CountKind.SOME).outcome == "killed"
    assert refused(Casualty, {"outcome": "slain", "count_kind": "some"}) == [("outcome",)]


def test_open_codelists_take_further_codes_of_their_form() -> None:
    assert Event.model_validate_json('{"event_id": "e", "event_type": "air_war"}').event_type == "air_war"
    assert {loc[0] for loc in refused(Event, {"event_id": "e", "event_type": "Air war"})} == {"event_type"}


def test_what_is_absent_is_left_out() -> None:
    source = Source(source_id="paper", title="A paper", source_type="news_report", note=None, identifiers=[])
    assert source.model_dump() == SOURCE
    assert json.loads(source.model_dump_json()) == SOURCE
    assert TypeAdapter(list[Source]).dump_python([source]) == [SOURCE]


@pytest.mark.parametrize("empty", [None, [], "", {}])
def test_json_has_one_spelling_for_what_is_absent(empty: Any) -> None:
    refused(Source, SOURCE | {"note": empty})
    refused(Source, SOURCE | {"identifiers": empty})
    refused(Source, SOURCE | {"x_own": empty})


def test_publishers_own_keys_begin_with_x_and_hold_text() -> None:
    source = Source.model_validate_json(json.dumps(SOURCE | {"x_code": "007"}))
    assert (source.model_extra, source.model_dump()) == ({"x_code": "007"}, SOURCE | {"x_code": "007"})
    for name, value in (("code", "007"), ("x_Code", "007"), ("x_code", 7), ("x_", "007")):
        assert refused(Source, SOURCE | {name: value})[0][0] == name


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("best", "7.0", 7), ("best", "1e3", 1000), ("start_date", '"2018-02-07"', date(2018, 2, 7))],
)
def test_values_are_typed(name: str, text: str, value: Any) -> None:
    casualty = Casualty.model_validate_json(f'{{"outcome": "killed", "count_kind": "exact", "{name}": {text}}}')
    assert (getattr(casualty, name), type(getattr(casualty, name))) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("best", "7"), ("best", True), ("best", 7.5), ("best", -1), ("best", 10**12 + 1),
        ("start_date", "2018-02-30"), ("start_date", "20180207"), ("start_date", 1517961600),
        ("start_date", "2018-02-07T00:00:00"), ("party_id", "a b"), ("wording", "w" * 501),
    ],
)  # fmt: skip
def test_values_are_not_guessed(name: str, value: Any) -> None:
    assert refused(Casualty, {"outcome": "killed", "count_kind": "exact", name: value}) == [(name,)]


def test_numbers_and_truths_are_not_guessed() -> None:
    assert refused(Location, {"location_id": "a", "name": "A", "latitude": "36.5"}) == [("latitude",)]
    assert refused(Event, {"event_id": "e", "event_type": "shelling", "is_aggregate": "true"}) == [("is_aggregate",)]
    assert Location.model_validate_json('{"location_id": "a", "name": "A", "latitude": 36}').latitude == 36


def test_a_nested_record_leaves_out_what_its_parent_says() -> None:
    event = {"event_id": "e", "event_type": "shelling"}
    count = {"outcome": "killed", "count_kind": "some", "low": 1}
    assert Event.model_validate(event | {"casualties": [count]}).casualties[0].low == 1
    for repeated in ({"event_id": "e"}, {"claim_id": "c"}, {"record": "casualty"}):
        assert refused(Event, event | {"casualties": [count | repeated]})


def test_a_record_that_says_its_kind_stands_alone_and_names_its_parent() -> None:
    count = {"record": "casualty", "outcome": "killed", "count_kind": "some"}
    assert refused(Casualty, count) == [()]
    assert Casualty.model_validate_json(json.dumps(count | {"event_id": "e"})).event_id == "e"


def test_a_record_is_checked_when_it_is_changed() -> None:
    claim = Claim(claim_id="c", source_id="paper", stance=models.ClaimStance.ASSERTS)
    with pytest.raises(ValidationError):
        claim.topics = ["casualties", "casualties"]
    claim.stance = models.ClaimStance.DENIES
    assert claim.model_dump() == {"claim_id": "c", "source_id": "paper", "stance": "denies"}


def test_the_schema_of_what_is_written_describes_it() -> None:
    for mode in ("validation", "serialization"):
        shown = Identifier.model_json_schema(mode=mode)
        assert shown["properties"]["value"]["description"] == tables()["identifiers"].columns["value"].description


FORMS = ["package", "package/datapackage.json", "package.zip", "parquet", "document.json", "lines.jsonl"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article in every form that `dump` writes."""
    folder = tmp_path_factory.mktemp("written")
    package = Package.load(KHASHAM)
    for name in ("package", "document.json", "lines.jsonl", "package.zip"):
        package.dump(folder / name)
    package.dump(folder / "parquet", tables="parquet")
    return folder


@pytest.mark.parametrize("form", FORMS)
def test_a_package_is_the_same_from_every_form(form: str, written: Path) -> None:
    assert Package.load(written / form) == Package.load(KHASHAM)


def test_what_is_dumped_is_the_dataset(written: Path) -> None:
    document = json.loads((KHASHAM / "khasham-2018.json").read_text(encoding="utf-8"))
    assert json.loads((written / "document.json").read_text(encoding="utf-8")) == document
    for name in tables():
        csv = KHASHAM / f"{name}.csv"
        assert (written / "package" / csv.name).exists() == csv.exists()
        if csv.exists():
            lines, expected = ((p.read_text("utf-8").splitlines()) for p in (written / "package" / csv.name, csv))
            assert sorted(lines) == sorted(expected)


def test_a_package_from_scratch(tmp_path: Path) -> None:
    about = Package.load(EXAMPLES / "minimal").package
    event = Event(event_id="e", event_type="shelling", start_date=date(2031, 4, 12), end_date=date(2031, 4, 12))
    package = Package(package=about, sources=[Source(**SOURCE)], events=[event])
    package.dump(tmp_path / "new")
    assert Package.load(tmp_path / "new") == package
    with pytest.raises(OutputError, match="exists already"):
        package.dump(tmp_path / "new")
    package.dump(tmp_path / "new", overwrite=True)


def test_validate_finds_what_the_command_finds(tmp_path: Path) -> None:
    package = Package.load(EXAMPLES / "minimal")
    count = next(c for e in package.events for claim in e.claims for c in claim.casualties)
    count.count_kind, count.low, count.best, count.high = CountKind.RANGE, 9, None, 3
    report = package.validate()
    package.dump(tmp_path / "document.json")
    expected = conflictdp.validate(tmp_path / "document.json")
    assert report == replace(expected, input="minimal")
    assert {f.rule for f in report.findings if f.severity == "error"} == {"CAS001"}
    assert (report.verdict, package.validate(ignore=("CAS001",)).verdict) == ("invalid", "valid")


def test_a_record_that_was_put_in_unchecked_is_not_written(tmp_path: Path) -> None:
    package = Package.load(EXAMPLES / "minimal")
    package.events[0].casualties.append(
        Casualty(outcome=CasualtyOutcome.KILLED, count_kind=CountKind.SOME, low=1, event_id="other")
    )
    with pytest.raises(InputError, match=r"^minimal: event_id stands in"):
        package.dump(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
    assert [f.rule for f in package.validate().findings if f.severity == "error"] == ["DOC006"]


def test_what_cannot_be_read_is_said_plainly(tmp_path: Path) -> None:
    document = json.loads((KHASHAM / "khasham-2018.json").read_text(encoding="utf-8"))
    document["events"][0]["claims"][0]["stance"] = "shouts"
    (tmp_path / "bad.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.json: .*stance.*validate it first$"):
        Package.load(tmp_path / "bad.json")
    with pytest.raises(InputError):
        Package.load(tmp_path / "nothing")
    with pytest.raises(UsageError, match="no rule is called"):
        Package.load(KHASHAM).validate(select=("NO1",))
