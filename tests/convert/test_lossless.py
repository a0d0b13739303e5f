"""What goes from one form to another comes out as it went in, and what has no place in a form is refused."""

from __future__ import annotations

import json
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

import conflictdp
from conflictdp.convert import forms
from conflictdp.convert.forms import convert_form
from conflictdp.convert.sources import read_rows
from conflictdp.errors import InputError, OutputError, UsageError
from packages import base, changed, write

if TYPE_CHECKING:
    from pathlib import Path

ODD = {
    "x_code": "007",
    "x_number": "1.50",
    "x_large": "123456789012345678901234567890",
    "x_bars": "a|b||c",
    "x_quotes": 'say "no", twice',
    "x_lines": "one\ntwo\r\nthree",
    "x_null": "null",
    "x_spaces": "  kept  ",
    "x_composed": "é",
    "x_decomposed": "e\u0301",
    "x_astral": "\U00010330\U0001f54a",
    "x_controls": "\x01\x1f\x7f\u2028\ufeff",
    "x_formula": "=1+1",
    "x_backslash": "\\N \\u0041 \\",
}
METADATA = {
    "licenses": [{"name": "CC-BY-4.0", "path": "https://example.org/licence", "title": "Naïve “licence”"}],
    "contributors": [{"title": "Example Recorders", "roles": ["creator"], "organization": "e\u0301"}],
    "x_large": 123456789012345678901234567890,
    "x_nested": {"b": [1, True, None, "|"], "a": 0.1},
}
ROUND = ("d.json", "l.jsonl", "p", "z.zip", "t")


def _go(start: Path, folder: Path, stations: tuple[str, ...] = ROUND) -> list[Path]:
    """Converts from station to station; p and z.zip hold Parquet."""
    paths = [start, *(folder / name for name in stations)]
    for source, out in pairwise(paths):
        convert_form(source, out, tables="parquet" if out.name in ("p", "z.zip") else None)
    return paths


def _odd() -> Any:
    package = changed(base(), ({"table": "events", "row": 1, "set": ODD},))
    package["package"] |= METADATA
    return package


def test_odd_texts_and_metadata_go_through_every_form(tmp_path: Path) -> None:
    package = _odd()
    for path in _go(write(package, tmp_path / "start"), tmp_path):
        metadata, rows = read_rows(path)
        assert metadata == package["package"], path.name
        assert list(metadata) == list(package["package"]), path.name
        assert {k: v for k, v in rows["events"][0].items() if k in ODD} == ODD, path.name


def test_the_second_time_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    end = _go(write(_odd(), tmp_path / "start"), first)[-1]
    _go(end, second)
    for name in ("d.json", "l.jsonl", "z.zip"):
        assert (second / name).read_bytes() == (first / name).read_bytes(), name
    for name in ("p", "t"):
        here = {p.name: p.read_bytes() for p in (second / name).iterdir()}
        assert here == {p.name: p.read_bytes() for p in (first / name).iterdir()}, name


DECIMALS = [
    ("10.5", "10.5"),
    ("-0.25", "-0.25"),
    ("0.000001", "0.000001"),
    ("33.123456789012344", "33.123456789012344"),
    ("10.50", "10.5"),
    ("7.000000", "7"),
    ("0.0", "0"),
    ("33.12345678901234567890", "33.123456789012344"),
]
"""What a JSON number keeps is the value, as a double has it; noughts at the end are not written."""


@pytest.mark.parametrize(("text", "kept"), DECIMALS)
def test_decimals_keep_their_value(text: str, kept: str, tmp_path: Path) -> None:
    package = changed(base(), ({"table": "locations", "row": 1, "set": {"latitude": text}},))
    start, *others = _go(write(package, tmp_path / "start"), tmp_path)
    assert read_rows(start)[1]["locations"][0]["latitude"] == text
    for path in others:
        assert read_rows(path)[1]["locations"][0]["latitude"] == kept, path.name


def test_between_tables_decimals_stay_as_they_are_written(tmp_path: Path) -> None:
    package = changed(base(), ({"table": "locations", "row": 1, "set": {"latitude": "10.50"}},))
    for path in _go(write(package, tmp_path / "start"), tmp_path, ("a", "b.zip", "c")):
        assert read_rows(path)[1]["locations"][0]["latitude"] == "10.50", path.name


def test_large_whole_numbers_stay(tmp_path: Path) -> None:
    large = {"count_kind": "exact", "best": "1000000000000", "low": None, "high": None}
    package = changed(base(), ({"table": "casualties", "row": 1, "set": large},))
    for path in _go(write(package, tmp_path / "start"), tmp_path):
        found = [r["best"] for r in read_rows(path)[1]["casualties"] if "best" in r]
        assert "1000000000000" in found, path.name


def test_parquet_has_native_types_where_nothing_is_lost(tmp_path: Path) -> None:
    convert_form(write(base(), tmp_path / "start"), tmp_path / "p", tables="parquet")
    with duckdb.connect() as connection:
        query = "DESCRIBE SELECT * FROM read_parquet(?)"
        kinds = {
            (name, row[0]): row[1]
            for name in ("events", "claims", "casualties", "locations")
            for row in connection.execute(query, [str(tmp_path / "p" / f"{name}.parquet")]).fetchall()
        }
    assert kinds["events", "start_date"] == "DATE"
    assert kinds["claims", "topics"] == "VARCHAR[]"
    assert kinds["casualties", "best"] == "BIGINT"
    assert kinds["locations", "latitude"] == "DOUBLE"
    assert kinds["events", "event_id"] == "VARCHAR"


def test_every_form_of_a_valid_dataset_is_valid(tmp_path: Path) -> None:
    for path in _go(write(base(), tmp_path / "start"), tmp_path):
        assert conflictdp.validate(path).verdict == "valid", path.name


def test_order_within_a_parent_is_kept(tmp_path: Path) -> None:
    package = base()
    package["tables"]["casualties"].reverse()
    _, rows = read_rows(_go(write(package, tmp_path / "start"), tmp_path)[-1])

    def by_parent(found: list[dict[str, str]]) -> dict[Any, list[Any]]:
        parents = {(r["event_id"], r.get("claim_id")) for r in found}
        return {p: [r for r in found if (r["event_id"], r.get("claim_id")) == p] for p in parents}

    assert by_parent(rows["casualties"]) == by_parent(package["tables"]["casualties"])


def test_an_archive_holds_the_package_without_times(tmp_path: Path) -> None:
    convert_form(write(base(), tmp_path / "start"), tmp_path / "z.zip")
    with zipfile.ZipFile(tmp_path / "z.zip") as archive:
        assert archive.namelist()[0] == "datapackage.json"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def _refused(source: Path, out: Path) -> str:
    with pytest.raises(InputError) as caught:
        convert_form(source, out)
    assert not out.exists()
    return str(caught.value)


def test_a_list_item_with_the_delimiter_in_it_is_refused(tmp_path: Path) -> None:
    convert_form(write(base(), tmp_path / "start"), tmp_path / "d.json")
    document = json.loads((tmp_path / "d.json").read_bytes())
    document["parties"][0]["aliases"] = ["North|Army", "Northern Army"]
    faulty = tmp_path / "faulty.json"
    faulty.write_text(json.dumps(document), encoding="utf-8")
    assert {f.rule for f in conflictdp.validate(faulty).findings} == {"CEL004"}
    assert "aliases" in _refused(faulty, tmp_path / "out")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"table": "casualties", "row": 1, "set": {"best": "many"}}, "row 1 of casualties: best is many, which is not"),
        ({"table": "events", "row": 1, "set": {"is_aggregate": "yes"}}, "is_aggregate is yes, which is not"),
        ({"table": "casualties", "row": 1, "set": {"event_id": "nowhere", "claim_id": None}}, "a parent that is not"),
        ({"table": "claims", "row": 1, "set": {"event_id": "nowhere"}}, "a parent that is not there (nowhere)"),
        ({"table": "identifiers", "row": 1, "set": {"record_table": "breaches"}}, "a parent that is not there (none)"),
    ],
)
@pytest.mark.parametrize("name", ["d.json", "l.jsonl"])
def test_what_has_no_place_in_a_document_is_refused(change: Any, said: str, name: str, tmp_path: Path) -> None:
    assert said in _refused(write(changed(base(), (change,)), tmp_path / "start"), tmp_path / name)


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    package = base()
    package["tables"]["parties"].append(dict(package["tables"]["parties"][0]))
    key = package["tables"]["parties"][0]["party_id"]
    assert f"party_id {key} was used before" in _refused(write(package, tmp_path / "start"), tmp_path / "d.json")


def test_a_fact_that_contradicts_its_claim_is_refused(tmp_path: Path) -> None:
    package = base()
    events = [e["event_id"] for e in package["tables"]["events"]]
    row = next(r for r in package["tables"]["casualties"] if "claim_id" in r)
    row["event_id"] = next(e for e in events if e != row["event_id"])
    assert "but that of its parent" in _refused(write(package, tmp_path / "start"), tmp_path / "d.json")


def test_faulty_cells_go_from_table_to_table_as_they_are(tmp_path: Path) -> None:
    cells = {"low": "many", "best": "1.5", "high": "-99"}
    package = changed(base(), ({"table": "casualties", "row": 1, "set": cells},))
    _, rows = read_rows(_go(write(package, tmp_path / "start"), tmp_path, ("p", "t"))[-1])
    assert {k: rows["casualties"][0][k] for k in cells} == cells


def test_a_dataset_without_records_is_no_document_but_lines_and_tables(tmp_path: Path) -> None:
    package: Any = {"package": base()["package"], "tables": {"sources": [], "events": []}}
    start = write(package, tmp_path / "start")
    assert "there are no sources and no events" in _refused(start, tmp_path / "d.json")
    paths = _go(start, tmp_path, ("l.jsonl", "p", "t"))
    assert [read_rows(path)[0] for path in paths] == [package["package"]] * 4
    assert conflictdp.validate(paths[-1]).verdict == "valid"


@pytest.mark.parametrize("name", ["d.json", "l.jsonl", "z.zip", "t"])
def test_a_dataset_may_be_replaced_and_nothing_else(name: str, tmp_path: Path) -> None:
    start = write(base(), tmp_path / "start")
    out = tmp_path / name
    convert_form(start, out)
    with pytest.raises(OutputError, match="exists already"):
        convert_form(start, out)
    convert_form(start, out, overwrite=True)
    if out.is_file():
        out.write_bytes(b"mine")
        with pytest.raises(OutputError, match="is not a package or document of this standard"):
            convert_form(start, out, overwrite=True)
        assert out.read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["d.json", "l.jsonl"])
def test_nothing_is_left_of_a_file_that_breaks_off(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks_off(*_: Any) -> Any:
        yield "{"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(forms, "document_text", breaks_off)
    monkeypatch.setattr(forms, "lines_text", breaks_off)
    start = write(base(), tmp_path / "start")
    with pytest.raises(OutputError, match="No space left on device"):
        convert_form(start, tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == ["start"]


@pytest.mark.parametrize("name", ["d.json", "l.jsonl"])
def test_tables_are_asked_for_where_there_are_tables(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--tables is for packages"):
        convert_form(write(base(), tmp_path / "start"), tmp_path / name, tables="parquet")
