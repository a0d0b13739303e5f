"""Files that are looked through while they are loaded give the same report as those looked through before."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from conflictdp.readers import csv_files
from conflictdp.readers.csv_blocks import look_through
from conflictdp.validation import validate
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from conflictdp.report import Report

ARTICLE = Path(__file__).parents[2] / "examples" / "khasham-2018"

FAULTS = {
    "none": lambda text: text,
    "blank line": lambda text: text.replace("\n", "\n\n", 2),
    "NUL": lambda text: text.replace(",", ",\0", 40),
    "stray quote": lambda text: text.replace("\nc", '\nc"', 3),
    "open quote": lambda text: text + '"and so on\n',
    "ragged": lambda text: text + "a,b\n",
    "too wide": lambda text: text.rstrip("\n") + ",,,\n",
    "old line ends": lambda text: text.replace("\n", "\r"),
    "mark": lambda text: "\ufeff" + text,
}


def _told(report: Report) -> list[object]:
    return [
        (g.rule, g.table, g.column, g.count, [(f.row, f.line, f.message) for f in g.findings]) for g in report.groups
    ]


@pytest.mark.parametrize("fault", FAULTS)
def test_when_a_file_is_looked_through_makes_no_difference(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Path(shutil.copytree(ARTICLE, tmp_path / "package"))
    claims = package / "claims.csv"
    claims.write_bytes(FAULTS[fault](claims.read_text(encoding="utf-8")).encode())
    before = validate(package)
    monkeypatch.setattr(csv_files, "LARGE", 0)
    monkeypatch.setattr("conflictdp.engine.store.FEW", 0)
    after = validate(package)
    assert _told(after) == _told(before)
    assert after.tables == before.tables
    assert bool(_told(before)) or fault == "none"
    assert threading.active_count() == 1


HEADER = b"claim_id,x_note,related_claim_id,relation,mood\n"
UNREAD = {
    "in a column of the publisher's own": b"c,caf\xe9,d,uses,fair\n",
    "in an unknown column": b"c,fair,d,uses,\xff\n",
    "half a letter": b"c,\xe2\x82,d,uses,fair\n",
    "half a letter in quotes": b'c,"\xe2\x82",d,uses,fair\n',
    "a surrogate": b"c,\xed\xa0\x80,d,uses,fair\n",
}


@pytest.mark.parametrize("is_large", [False, True], ids=["looked through before", "looked through meanwhile"])
@pytest.mark.parametrize("record", UNREAD.values(), ids=UNREAD)
def test_what_is_no_text_is_found_in_columns_that_nobody_reads(
    record: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_large: bool
) -> None:
    path = tmp_path / "claim_links.csv"
    path.write_bytes(HEADER + "a,\u20ac,b,uses,\u00e4\n".encode() + record + b"e,f,g,uses,h\n")
    if is_large:
        monkeypatch.setattr(csv_files, "LARGE", 0)
        monkeypatch.setattr("conflictdp.engine.store.FEW", 0)
    report = validate(path, select=("TAB002",))
    assert [(f.row, f.line) for f in report.findings] == [(2, 3)]
    assert [t.rows for t in report.tables] == [2]


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("options", "is_held"),
    [({}, False), ({"holds_extras": True}, True), ({"has_extras": True}, True), ({"is_typed": False}, True)],
    ids=["rules", "whole records", "typed tables with them", "text"],
)
def test_the_publishers_own_columns_are_held_for_those_who_show_them(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, options: dict[str, bool], is_held: bool
) -> None:
    monkeypatch.setattr("conflictdp.engine.store.FEW", 0)
    path = tmp_path / "claim_links.csv"
    path.write_bytes(b"claim_id,x_note,related_claim_id,relation\na,kept,b,uses\n")
    if form == "parquet":
        duckdb.read_csv(str(path)).write_parquet(str(path.with_suffix(".parquet")))
    with opened(path.with_suffix(f".{form}"), **options) as data:
        assert data.store.raw_rows("claim_links", [1])[1].get("x_note") == ("kept" if is_held else None)


def test_a_page_has_the_publishers_own_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflictdp.engine.store.FEW", 0)
    path = tmp_path / "claim_links.csv"
    path.write_bytes(b"claim_id,x_note,related_claim_id,relation\na,kept,b,uses\n")
    seen: list[object] = []
    validate(path, look=lambda data, _: seen.append(data.store.raw_rows("claim_links", [1])[1]["x_note"]))
    assert seen == ["kept"]


def test_who_is_not_wanted_any_more_stops(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 1_000_000)
    asked: list[None] = []

    def is_wanted() -> bool:
        asked.append(None)
        return len(asked) < 2

    assert not look_through(path, is_wanted=is_wanted).fits(2, 1_000_001)
    assert len(asked) == 2
    assert look_through(path).fits(2, 1_000_001)
