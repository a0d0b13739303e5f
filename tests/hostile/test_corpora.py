"""Corpora of others: the JSON test suite, csv-spectrum, and the big list of naughty strings."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from corpus import RECORDS, document, file, package

import conflictdp
from conflictdp.readers.json_text import NotJSONError, decode, loads
from conflictdp.reporters import text
from conflictdp.reporters.json import render
from conflictdp.safe_text import visible
from property.checking import EFFORT

if TYPE_CHECKING:
    from pathlib import Path

TWICE = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}
"""Valid JSON that we refuse all the same: a key that stands twice says two things."""


def corpus(shared: Path, name: str) -> Path:
    folder = shared / "corpora" / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there: {name} is not checked")
    return folder


def parsed(data: bytes) -> bool:
    try:
        loads(decode(data))
    except NotJSONError:
        return False
    return True


def test_the_json_test_suite(shared_data: Path) -> None:
    files = sorted((corpus(shared_data, "JSONTestSuite") / "test_parsing").glob("*.json"))
    accepted = {f.name for f in files if parsed(f.read_bytes())}
    known = {kind: {f.name for f in files if f.name.startswith(kind)} for kind in "yni"}
    assert {kind: len(names) for kind, names in known.items()} == {"y": 95, "n": 188, "i": 35}
    assert known["y"] - accepted == TWICE
    assert known["n"] & accepted == set()


def test_the_json_test_suite_as_documents(shared_data: Path, tmp_path: Path) -> None:
    """What must be refused is not JSON as a document either, whichever parser reads it; what must not, is JSON.

    By default every fourth file.
    """
    files = sorted((corpus(shared_data, "JSONTestSuite") / "test_parsing").glob("*.json"))
    wrong = []
    for source in files[:: 4 if EFFORT == 1 else 1]:
        (tmp_path / "data.json").write_bytes(source.read_bytes())
        report = conflictdp.validate(tmp_path / "data.json", select=("DOC", "CEL"))
        is_json = not any(f.rule in ("DOC001", "DOC010") for f in report.findings)
        assert report.verdict == "invalid"
        if source.name[0] in "yn" and is_json != (source.name[0] == "y" and source.name not in TWICE):
            wrong.append(source.name)
    assert wrong == []


def test_the_json_test_suite_as_lines(shared_data: Path, tmp_path: Path) -> None:
    files = sorted((corpus(shared_data, "JSONTestSuite") / "test_parsing").glob("[yn]*.json"))
    lines = [(f.name, f.read_bytes()) for f in files]
    single = [(name, data) for name, data in lines if data.strip() and not {10, 13} & set(data.strip())]
    (tmp_path / "data.jsonl").write_bytes(b"\n".join(data.strip(b"\n") for _, data in single) + b"\n")
    report = conflictdp.validate(tmp_path / "data.jsonl", keep=1000, select=("DOC", "CEL"))
    refused = {f.line for f in report.findings if f.rule in ("DOC001", "DOC010")}
    expected = {i for i, (name, _) in enumerate(single, 1) if name.startswith("n") or name in TWICE}
    assert [single[i - 1][0] for i in sorted(refused ^ expected)] == []
    assert len(single) > 200


def test_csv_spectrum(shared_data: Path, tmp_path: Path) -> None:
    """Cells come out as they must, read as columns of one's own."""
    folder = corpus(shared_data, "csv-spectrum")
    for source in sorted((folder / "csvs").glob("*.csv")):
        expected = json.loads((folder / "json" / f"{source.stem}.json").read_text(encoding="utf-8"))
        records = expected if isinstance(expected, list) else [expected]
        data = source.read_bytes()
        if source.stem.endswith("_crlf"):  # a checkout may have changed its line ends
            data = data.replace(b"\r", b"").replace(b"\n", b"\r\n")
        if source.stem == "location_coordinates":  # its two files disagree on the number
            assert b"\n2095257564," in data.replace(b"\r", b"")
            records[0]["Contact Phone Number"] = "2095257564"
        header = next(csv.reader(io.StringIO(data.decode(), newline="")))
        assert "\n" not in "".join(header)
        names = ",".join(f"x_{i}" for i in range(len(header)))
        start = next(i for i, byte in enumerate(data + b"\n") if byte in b"\r\n")
        (tmp_path / "claim_links.csv").write_bytes(names.encode() + data[start:])
        with conflictdp.open(tmp_path / "claim_links.csv") as opened:
            rows = opened.sql(f"SELECT {names} FROM claim_links ORDER BY _row").fetchall()
        cells = [[v or None for v in record.values()] for record in records]
        assert [[None if v is None else v for v in row] for row in rows] == cells, source.name


def naughty(shared: Path) -> list[str]:
    path = corpus(shared, "blns") / "blns.json"
    return [s for s in json.loads(path.read_text(encoding="utf-8")) if s]


def events(texts: list[str]) -> list[dict[str, Any]]:
    """An event for each text: its title, and a value of one's own."""
    return [RECORDS["events"] | {"event_id": f"e{i}", "title": t, "x_note": t} for i, t in enumerate(texts, 1)]


def check(path: Path, texts: list[str]) -> None:
    report = conflictdp.validate(path, keep=1000)
    assert report.tables[-1].rows == len(texts)
    said = text.render(report) + render(report).decode()
    assert [line for line in said.split("\n") if visible(line) != line] == []
    with conflictdp.open(path) as data:
        rows = data.sql("SELECT title, x_note FROM events ORDER BY _row").fetchall()
    assert [note for _, note in rows] == texts
    assert [title for title, _ in rows if title is not None] == [
        t for (t, _), n in zip(rows, texts, strict=True) if t == n
    ]


def test_naughty_strings_as_cells(shared_data: Path, tmp_path: Path) -> None:
    texts = naughty(shared_data)
    assert len(texts) > 500
    stream = io.StringIO(newline="")
    records = events(texts)
    writer = csv.DictWriter(stream, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    check(package(tmp_path, {"events.csv": stream.getvalue().encode()}), texts)


def test_naughty_strings_in_documents(shared_data: Path, tmp_path: Path) -> None:
    texts = naughty(shared_data)
    check(file("data.json", document(events=events(texts)))(tmp_path), texts)
