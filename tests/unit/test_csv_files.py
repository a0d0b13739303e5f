"""CSV files: each fault has its rule, line and row, and both ways of reading agree."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictdp
from conflictdp.engine.store import Store, UnreadableError, connect
from conflictdp.limits import DEFAULTS
from conflictdp.readers import csv_blocks
from conflictdp.readers.csv_blocks import needs_care
from conflictdp.readers.csv_files import CsvReader, characters_of, lines_of
from conflictdp.report.findings import Findings
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conflictdp.readers.inputs import TableFile

TABLE = tables()["claim_links"]
HEADER = "claim_id,related_claim_id,relation\n"
LONG = b'a,"' + b"x,\n" * (DEFAULTS.record_bytes // 3 + 1) + b'",c\n'
"""A record of more bytes than are taken."""

Row = tuple[str | None, ...]
Fault = tuple[str, int | None, int | None]


@dataclass(frozen=True)
class Bench:
    """Reads texts as the table claim_links, in one way or the other."""

    folder: Path
    store: Store

    def reader(self, data: bytes) -> CsvReader:
        path = self.folder / "given.csv"
        path.write_bytes(data)
        return CsvReader(TABLE, "claim_links.csv", path, Findings(1000, shows_sensitive=True))

    def rows(self, file: TableFile) -> dict[int, Row]:
        """The rows by number; a file that the engine refuses raises UnreadableError."""
        self.store.loaded.pop(TABLE.name, None)
        self.store.rows("DROP TABLE IF EXISTS raw.claim_links")
        self.store.load_csv(TABLE, file.path, file.columns, is_copy=file.is_copy)
        count = self.store.rows("SELECT count(*) FROM raw.claim_links")[0][0]
        found = self.store.raw_rows(TABLE.name, range(1, 2 * count + 100))
        return {n: tuple(d[c] for c in file.columns if c) for n, d in found.items()}

    def read(self, data: bytes) -> tuple[dict[int, Row] | None, list[Fault]]:
        """As a validation reads it: handed to the engine, or with care where there are signs of trouble."""
        reader = self.reader(data)
        file = reader.prepare(self.folder / "copy.csv")
        if file is None:
            return None, faults(reader)
        try:
            return self.rows(file), faults(reader)
        except UnreadableError:
            assert not file.is_copy, "what was read with care must be readable"
            return self.rows(reader.clean(self.folder / "copy.csv", file.columns)), faults(reader)

    def with_care(self, data: bytes) -> tuple[dict[int, Row], list[Fault]]:
        reader = self.reader(data)
        return self.rows(reader.clean(self.folder / "copy.csv", tuple(HEADER.strip().split(",")))), faults(reader)


def faults(reader: CsvReader) -> list[Fault]:
    return sorted(((f.rule, f.line, f.row) for f in reader.findings), key=lambda f: (f[1] or 0, f[0]))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bench")
    store = connect(folder, is_typed=False)
    yield Bench(folder, store)
    store.connection.close()


SOUND = {
    "plain": ("a,b,denies\nc,d,uses\n", {1: ("a", "b", "denies"), 2: ("c", "d", "uses")}),
    "no line end at the end": ("a,b,denies", {1: ("a", "b", "denies")}),
    "header only": ("", {}),
    "empty cells, quoted or not": ('a,"",denies\n,,\n', {1: ("a", None, "denies"), 2: (None, None, None)}),
    "quotes": ('"a","b ""c"" d","e, f"\n', {1: ("a", 'b "c" d', "e, f")}),
    "a quote inside a bare cell": ('a"b,c""d,e"\n', {1: ('a"b', 'c""d', 'e"')}),
    "line breaks in cells": ('a,"b\nc",d\ne,f,g\n', {1: ("a", "b\nc", "d"), 2: ("e", "f", "g")}),
    "spaces are text": ("  a , b,c  \n", {1: ("  a ", " b", "c  ")}),
    "a space before a quote is text": ('a, "b",c\n', {1: ("a", ' "b"', "c")}),
    "signs for missing are text": ("NULL,NA,nan\n", {1: ("NULL", "NA", "nan")}),
    "backslashes and hashes": ("#a,\\N,\\\n", {1: ("#a", "\\N", "\\")}),
    "other line separators are text": ("a\u2028b,c\x85d,e\x0bf\n", {1: ("a\u2028b", "c\x85d", "e\x0bf")}),
    "an empty last cell": ("a,b,\nc,d,\n", {1: ("a", "b", None), 2: ("c", "d", None)}),
    "a lone carriage return in quotes": ('a,"b\rc",d\n', {1: ("a", "b\rc", "d")}),
}


@pytest.mark.parametrize(("text", "expected"), SOUND.values(), ids=SOUND)
def test_sound_files_are_read_alike_in_both_ways(text: str, expected: dict[int, Row], bench: Bench) -> None:
    data = (HEADER + text).encode()
    assert bench.read(data) == (expected, [])
    assert bench.with_care(data) == (expected, [])


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_other_line_ends_are_read(end: str, bench: Bench) -> None:
    data = (HEADER + "a,b,c\nd,e,f\n").replace("\n", end).encode()
    assert bench.read(data) == ({1: ("a", "b", "c"), 2: ("d", "e", "f")}, [])


ABC, GHI = ("a", "b", "c"), ("g", "h", "i")
FAULTY: dict[str, tuple[bytes, dict[int, Row], list[Fault]]] = {
    "not UTF-8": (b"a,b,c\nd,\xe4,f\ng,h,i\n", {1: ABC, 3: GHI}, [("TAB002", 3, 2)]),
    "half a character": (b"a,b,c\nd,\xc3,f\ng,h,i\n", {1: ABC, 3: GHI}, [("TAB002", 3, 2)]),
    "overlong": (b"d,\xc0\xaf,f\n", {}, [("TAB002", 2, 1)]),
    "a surrogate": (b"d,\xed\xa0\x80,f\n", {}, [("TAB002", 2, 1)]),
    "NUL": (b"a,b,c\nd,e\x00,f\ng,h,i\n", {1: ABC, 3: GHI}, [("TAB011", 3, 2)]),
    "a cell too few": (b"a,b,c\nd,e\ng,h,i\n", {1: ABC, 3: GHI}, [("TAB006", 3, 2)]),
    "a cell too many": (b"a,b,c\nd,e,f,x\ng,h,i\n", {1: ABC, 3: GHI}, [("TAB006", 3, 2)]),
    "an empty cell too many": (b"a,b,c\nd,e,f,\ng,h,i\n", {1: ABC, 3: GHI}, [("TAB006", 3, 2)]),
    "an empty quoted cell too many, at the end": (b'a,b,c\nd,e,f,""', {1: ABC}, [("TAB006", 3, 2)]),
    "a lone space": (b"a,b,c\n \ng,h,i\n", {1: ABC, 3: GHI}, [("TAB006", 3, 2)]),
    "a blank line": (b"a,b,c\n\n\ng,h,i\n", {1: ABC, 2: GHI}, [("TAB010", 3, None), ("TAB010", 4, None)]),
    "a blank line at the end": (b"a,b,c\n\n", {1: ABC}, [("TAB010", 3, None)]),
    "text after a quote": (b'a,b,c\n"d"x,e,f\ng,h,i\n', {1: ABC, 3: GHI}, [("TAB007", 3, 2)]),
    "a space after a quote": (b'a,b,c\nd,"e" ,f\ng,h,i\n', {1: ABC, 3: GHI}, [("TAB007", 3, 2)]),
    "a space after a quote, at the end": (b'a,b,c\nd,e,"f" ', {1: ABC}, [("TAB007", 3, 2)]),
    "quotes and a space between": (b'd,e,"f" "g"\n', {}, [("TAB007", 2, 1)]),
    "an open quote": (b'a,b,c\nd,"e,f\ng,h,i\n', {1: ABC}, [("TAB007", 3, 2)]),
    "lines are counted through cells": (
        b'a,"b\nb",c\nd,e\n"g\r\ng\rg",h,i,j\n',
        {1: ("a", "b\nb", "c")},
        [("TAB006", 4, 2), ("TAB006", 5, 3)],
    ),
    "several": (
        b"a,b\n\nc,d,e,f\n\x00,,\n",
        {},
        [("TAB006", 2, 1), ("TAB010", 3, None), ("TAB006", 4, 2), ("TAB011", 5, 3)],
    ),
}


@pytest.mark.parametrize(("data", "expected", "found"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_record_is_placed_and_left_out(
    data: bytes, expected: dict[int, Row], found: list[Fault], bench: Bench
) -> None:
    assert bench.read(HEADER.encode() + data) == (expected, found)


def test_records_of_a_copy_keep_their_lines(bench: Bench) -> None:
    data = HEADER.encode() + b'a,b,c\n\nd,"e\ne",f\nx,y\ng,h,i\n'
    assert bench.read(data)[1] == [("TAB010", 3, None), ("TAB006", 6, 3)]
    places = bench.store.raw_rows(TABLE.name, range(1, 10))
    assert {row: record["_place"] for row, record in places.items()} == {1: "2", 2: "4", 4: "7"}


@pytest.mark.parametrize("before", [b"", b"\n"], ids=["as it stands", "a copy"])
def test_only_the_records_asked_for_are_looked_up(before: bytes, bench: Bench) -> None:
    bench.read(HEADER.encode() + before + b"a,b,c\n" * 3000)
    first = 1 + bool(before)
    assert list(bench.store.raw_rows(TABLE.name, [2900, first, 70, 70])) == [first, 70, 2900]
    assert bench.store.raw_rows(TABLE.name, []) == {}


def test_mixed_line_ends_are_read_with_their_lines(bench: Bench) -> None:
    data = (HEADER + "a,b,c\r\nd,e\rg,h,i\n\r\nj,k\n").encode()
    assert bench.read(data) == ({1: ABC, 3: GHI}, [("TAB006", 3, 2), ("TAB010", 5, None), ("TAB006", 6, 4)])


UNREADABLE = {
    "empty": (b"", [("TAB001", 1)]),
    "a blank first line": (b"\na,b,c\n", [("TAB001", 1)]),
    "only commas": (b",,\na,b,c\n", [("TAB001", 1)]),
    "UTF-16, little end first": (HEADER.encode("utf-16-le").join([b"\xff\xfe", b""]), [("TAB002", 1)]),
    "UTF-16, big end first": (b"\xfe\xff" + HEADER.encode("utf-16-be"), [("TAB002", 1)]),
    "a header that is not UTF-8": (b"claim_id,rel\xe4ted\na,b\n", [("TAB002", 1)]),
    "an open quote in the header": (b'claim_id,"related\na,b\n', [("TAB007", 1)]),
    "semicolons": (HEADER.replace(",", ";").encode() + b"a;b;c\n", [("TAB008", 1)]),
    "tabs": (HEADER.replace(",", "\t").encode(), [("TAB008", 1)]),
    "vertical bars": (HEADER.replace(",", "|").encode(), [("TAB008", 1)]),
}


@pytest.mark.parametrize(("data", "found"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_without_a_usable_header_is_not_read(data: bytes, found: list[tuple[str, int]], bench: Bench) -> None:
    assert bench.read(data) == (None, [(rule, line, None) for rule, line in found])


def test_a_byte_order_mark_is_reported_and_is_no_part_of_the_header(bench: Bench) -> None:
    assert bench.read(b"\xef\xbb\xbf" + HEADER.encode() + b"a,b,c\n") == ({1: ABC}, [("TAB009", 1, None)])


HEADERS = {
    "unknown": ("claim_id,related_claim_id,relation,mood", ["TAB003 mood"]),
    "a space": ("claim_id,related_claim_id, relation", ["TAB003  relation", "TAB004 relation"]),
    "capitals": ("Claim_id,related_claim_id,relation", ["TAB003 Claim_id", "TAB004 claim_id"]),
    "twice": ("claim_id,related_claim_id,relation,relation", ["TAB005 relation"]),
    "without a name": ("claim_id,related_claim_id,relation,", ["TAB003 "]),
    "missing": ("claim_id,relation", ["TAB004 related_claim_id"]),
    "own columns": ("x_a,claim_id,related_claim_id,relation,x_1_b", []),
    "own columns in the wrong form": (
        "claim_id,related_claim_id,relation,x_,X_a,x_B,x_ä",
        ["TAB003 X_a", "TAB003 x_", "TAB003 x_B", "TAB003 x_ä"],
    ),
    "own column twice": ("claim_id,x_a,related_claim_id,relation,x_a", ["TAB005 x_a"]),
}


@pytest.mark.parametrize(("header", "expected"), HEADERS.values(), ids=HEADERS)
def test_headers(header: str, expected: list[str], bench: Bench) -> None:
    reader = bench.reader(header.encode() + b"\n")
    assert reader.prepare(bench.folder / "copy.csv") is not None
    assert [f"{f.rule} {f.column}" for f in reader.findings] == expected


def test_columns_that_are_left_aside_do_not_shift_the_others(bench: Bench) -> None:
    rows, _ = bench.read(b"mood,relation,claim_id,relation,related_claim_id\nx,denies,a,uses,b\n")
    assert rows == {1: ("denies", "a", "b")}


def test_a_cell_of_a_mebibyte_is_read_in_both_ways(bench: Bench) -> None:
    long = "x" * (1 << 20)
    data = f"{HEADER}a,{long},c\n".encode()
    assert bench.read(data)[0] == bench.with_care(data)[0] == {1: ("a", long, "c")}


def test_a_cell_beyond_the_limit_is_said_to_be_so(bench: Bench) -> None:
    data = HEADER.encode() + LONG + b"d,e,f\n"
    reader = bench.reader(data)
    bench.rows(reader.clean(bench.folder / "copy.csv", ("claim_id", "related_claim_id", "relation")))
    first = next(iter(reader.findings))
    assert (first.rule, first.line, first.row) == ("TAB007", 2, 1)
    assert "a cell has over 8,388,608 characters, as after an open quote (limit record_bytes)" in first.message


@pytest.mark.parametrize("before", [0, 100_000], ids=["in a small file", "in a large file"])
def test_a_record_beyond_the_limit_is_found_wherever_it_is(before: int, tmp_path: Path) -> None:
    path = tmp_path / "claim_links.csv"
    path.write_bytes(HEADER.encode() + b"a,%b,uses\n" % (b"b" * 200) * before + LONG)
    found = list(conflictdp.validate(path, select=("TAB",)).findings)
    assert [(f.rule, f.file, f.row) for f in found[:1]] == [("TAB007", "claim_links.csv", before + 1)]
    assert "(limit record_bytes)" in found[0].message


def test_records_of_a_mebibyte_are_none_of_the_careful_readers(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_bytes(HEADER.encode() + (b'a,"' + b"x\n" * (1 << 19) + b'",c\n') * 20)
    assert not needs_care(path, 3)


@pytest.mark.parametrize(
    ("text", "problem"),
    [('"a"x,b,c\n', "text follows a closing quote"), ('a,"b,c\n', "a quote is opened and never closed")],
)
def test_faults_of_quotes_are_said_in_plain_words(text: str, problem: str, bench: Bench) -> None:
    reader = bench.reader((HEADER + text).encode())
    reader.clean(bench.folder / "copy.csv", ("claim_id", "related_claim_id", "relation"))
    assert [f.message for f in reader.findings] == [rules()["TAB007"].message.replace("{problem}", problem)]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_signs_of_trouble_are_seen_across_the_pieces_in_which_a_file_is_read(
    size: int, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [bench.read(HEADER.encode() + data) for data, _, _ in FAULTY.values()]
    monkeypatch.setattr(csv_blocks, "_BLOCK", size)
    assert [bench.read(HEADER.encode() + data) for data, _, _ in FAULTY.values()] == expected
    assert not needs_care(bench.reader((HEADER + 'a,"b ""c"", d\ne",f\n').encode()).path, 3)


CELLS = st.sampled_from(
    ["", "a", '"a"', '"a,b"', '"a\nb"', '"a\r\nb"', '""', '"a""b"', ' "a"', '"a" ', 'a"b', " ", "é", '"', "\0"]
)
RECORDS = st.lists(st.lists(CELLS, min_size=2, max_size=4).map(",".join), max_size=4).map("\n".join)
SCRAPS = st.text(st.sampled_from('ab",, \n\n\r\t\\é'), max_size=20)


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(RECORDS | SCRAPS, st.sampled_from(["", "\n"]))
def test_both_ways_agree_on_any_text(bench: Bench, text: str, end: str) -> None:
    data = (HEADER + text + end).encode()
    rows, found = bench.read(data)
    assert (rows, found) == bench.with_care(data)
    if not found:
        expected = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))[1:]
        assert rows == {i: tuple(c or None for c in r) for i, r in enumerate(expected, start=1)}


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(st.lists(st.tuples(*[st.text('ab\n"', max_size=4)] * 3), min_size=1, max_size=5))
def test_lines_agree_with_those_noted_in_writing(bench: Bench, records: list[tuple[str, ...]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER.strip().split(","))
    expected, starts = [], {}
    for record in records:
        line = out.getvalue().count("\n") + 1
        expected.append(line)
        at = 1
        for i, cell in enumerate(record):
            starts[line, i] = at
            if "\n" in cell:
                break  # what follows stands on another line
            at += len(cell) + cell.count('"') + 3
        writer.writerow(record)
    path = bench.reader(out.getvalue().encode()).path
    assert lines_of(path, None).tolist() == expected
    assert lines_of(path, 1).tolist() == expected[:1]
    assert characters_of(path, {(line, i) for line in expected for i in range(3)}) == starts
    assert characters_of(path, set()) == {}


def test_spectrum_of_csv(shared_data: Path, bench: Bench) -> None:
    """The files of csv-spectrum, read with care under a header of their own."""
    folder = shared_data / "corpora" / "csv-spectrum"
    if not folder.is_dir():
        pytest.skip("../shared/data/corpora/csv-spectrum is not there: CSV is checked by our own cases only")
    files = sorted(folder.glob("csvs/*.csv"))
    assert len(files) == 12
    for file in files:
        data = file.read_bytes().replace(b"\r\n", b"\n")
        if file.stem.endswith("_crlf"):  # a checkout may have changed the line ends
            data = data.replace(b"\n", b"\r\n")
        reader = bench.reader(data)
        told = json.loads((folder / "json" / f"{file.stem}.json").read_text(encoding="utf-8"))
        expected = told if isinstance(told, list) else [told | {"Contact Phone Number": "2095257564"}]  # a slip there
        header = list(expected[0])
        found = [dict(zip(header, record[2:], strict=True)) for record in reader._sound_records(len(header))]
        assert (file.stem, found, faults(reader)) == (file.stem, expected, [])


def test_one_bad_number_costs_no_other_row(tmp_path: Path) -> None:
    """DuckDB 2.0.0 (issue 23818) makes a hard cast of TRY_CAST over its CSV reader, and drops rows without a word."""
    lines = [f"e{i},killed,exact,{i}" for i in range(1, 2001)]
    lines[1233] = "e1234,killed,exact,many"
    path = tmp_path / "casualties.csv"
    path.write_text("event_id,outcome,count_kind,best\n" + "\n".join(lines) + "\n", encoding="utf-8")
    report = conflictdp.validate(path, select=("TAB", "CEL"))
    assert [(t.table, t.rows) for t in report.tables] == [("casualties", 2000)]
    assert [(f.rule, f.row, f.line, f.value) for f in report.findings] == [("CEL002", 1234, 1235, "many")]
