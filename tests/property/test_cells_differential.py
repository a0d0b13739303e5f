"""The same cells are at fault for us and for an independent reader: Python's csv module, and the Table Schema alone.

The reader below shares no line with ours. It knows `schema/1.0/tables/*.json`, and of lists, of which a Table Schema
says too little, the JSON Schema. It is asked which cells of a CSV file, by record and column, break their type or a
constraint; so is a validation, once as it reads small files and once as it reads large ones.
"""

# ruff: noqa: RUF001 - digits of other scripts are what is tested

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from checking import examples
from hypothesis import given
from hypothesis import strategies as st

import conflictdp
from conflictdp.engine import resources, store

SCHEMAS = Path(__file__).resolve().parents[2] / "schema" / "1.0"
TABLES = sorted(path.stem for path in (SCHEMAS / "tables").glob("*.json"))
OF_CELLS = ("CEL001", "CEL002", "CEL003", "CEL004", "CEL005", "CEL006", "CEL007", "CEL009", "CEL011")
"""The rules that a Table Schema can say; whether a code of an open list is known, it cannot."""
LONGEST_LIST = 50
Cells = set[tuple[int, str]]


@cache
def fields(table: str) -> dict[str, Any]:
    """The fields of a Table Schema by name."""
    return {f["name"]: f for f in json.loads((SCHEMAS / "tables" / f"{table}.json").read_text("utf-8"))["fields"]}


@cache
def items() -> dict[str, dict[str, Any]]:
    """What an item of each list column has to be, by name of the column."""
    found = {}
    for path in SCHEMAS.glob("*.schema.json"):
        for name, prop in json.loads(path.read_text("utf-8")).get("properties", {}).items():
            if prop.get("uniqueItems"):
                assert prop["maxItems"] == LONGEST_LIST
                file, _, steps = prop["items"]["$ref"].partition("#/$defs/")
                found[name] = {"constraints": json.loads((SCHEMAS / file).read_text("utf-8"))["$defs"][steps]}
    return found


def is_sound(field: dict[str, Any], cell: str) -> bool:
    """Whether a cell has its type and keeps its constraints."""
    rules = field.get("constraints", {})
    if not cell:
        return not rules.get("required")
    kind = field["type"]
    if kind == "boolean":
        return cell in field["trueValues"] + field["falseValues"]
    if kind == "date":
        return is_day(cell)
    if kind in ("integer", "number"):
        form = "-?(0|[1-9][0-9]*)" + (r"(\.[0-9]+)?" if kind == "number" else "")
        return bool(re.fullmatch(form, cell)) and rules["minimum"] <= Decimal(cell) <= rules["maximum"]
    if kind == "list":
        parts = cell.split(field["delimiter"])
        is_formed = all(part and is_text(items()[field["name"]], part) for part in parts)
        return is_formed and len(set(parts)) == len(parts) <= LONGEST_LIST
    return is_text(field, cell)


def is_text(field: dict[str, Any], text: str) -> bool:
    """Whether a text keeps the constraints of a field."""
    rules = field.get("constraints", {})
    is_listed = text in rules.get("enum", [text])
    return is_listed and len(text) <= rules.get("maxLength", len(text)) and matches(rules.get("pattern", ""), text)


def matches(pattern: str, cell: str) -> bool:
    # As ECMA-262 has it, $ is the end and nothing else; to Python it is before a line end too.
    return re.search(pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern, cell) is not None


def is_day(cell: str) -> bool:
    year, month, day = m.groups() if (m := re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", cell)) else "000"
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def independent(table: str, data: bytes) -> Cells:
    """The cells at fault as the independent reader has it, by number of the record and column."""
    records = [r for r in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True) if r]
    known = fields(table)
    numbered = enumerate(records[1:], start=1)
    cells = ((row, name, cell) for row, record in numbered for name, cell in zip(records[0], record, strict=True))
    return {(row, name) for row, name, cell in cells if not is_sound(known[name], cell)}


def ours(path: Path) -> Cells:
    """The cells at fault as a validation has it."""
    report = conflictdp.validate(path, select=("TAB", *OF_CELLS), keep=10_000)
    found = [f for f in report.findings if f.rule.startswith("CEL")]
    assert {f.rule for f in report.findings} <= {*OF_CELLS, "TAB004", "TAB009", "TAB010"}
    assert sum(g.count for g in report.groups if g.rule in OF_CELLS) == len(found)
    return {(f.row or 0, f.column or "") for f in found}


def agree(table: str, data: bytes, folder: Path) -> Cells:
    """Asserts that all find the same cells at fault, and gives them."""
    path = folder / f"{table}.csv"
    path.write_bytes(data)
    expected = independent(table, data)
    assert ours(path) == expected
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((store, "FEW"), (store, "SMALL"), (resources, "SMALL")):
            patch.setattr(module, name, 0)
        assert ours(path) == expected
    return expected


ODD = (
    "", " ", "x", "X", "-", "?", ".", "NA", "n/a", " na ", "null", "None", "unknown", "nan", "NaN", "inf", "-Infinity",
    "0", "-0", "00", "05", "+5", "5.0", "5.", ".5", "-0.0", "1e3", "1,000", "1_000", "0x5", "5 ", " 5", "5\n", "\t5",
    "5\u00a0", "٥", "５", "-1", "-9", "-99", "-999.0", "-9999", "1000000000000", "1000000000001", "9" * 19, "9" * 400,
    "90", "-90.000", "90.0000001", "-180", "180.5", "0." + "3" * 60, "0." + "0" * 40 + "1", "true", "false", "TRUE",
    "t", "1", "yes", "2031-05-03", "2031-02-29", "2032-02-29", "0001-01-01", "0000-01-01", "9999-12-31", "2031-5-3",
    "20310503", "2031-W05-1", "2031-05-03T00:00:00", "2031-05-03 ", "２０３１-05-03", "infinity", "epoch",
    "c1", "_c", "c:1", "c~1", "c 1", "c|1", "ä", "killed", "Killed", "casualties", "casualties|attack",
    "casualties|casualties", "casualties|", "|", "||", "a|b", "|".join(f"a{i}" for i in range(50)),
    "|".join(f"a{i}" for i in range(51)), "BRA", "BRA|SYR", "bra", "XYZ", "é" * 200, "é" * 201, "e\u0301" * 150,
    "\U0001f54a" * 500, "\U0001f54a" * 501, "a" * 500, "a" * 2000, "a" * 10001, "\u2028", "a\u0085b", "\ufeff",
    "a\nb", "a\r\nb", 'say "x"', '"', "a,b", ",", "'", ";", "\\", "\\N", "%s", "{x}", "#", "https://example.org/a",
    "http://example.org", "example.org", "x" * 300,
)  # fmt: skip


def cell_of(field: dict[str, Any]) -> st.SearchStrategy[str]:
    """Cells of a column: such as its example, its codes, odd ones, and any text."""
    codes = field.get("constraints", {}).get("enum", [])
    fit = [str(field.get("example", "")), *codes[:3]]
    any_text = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)
    return st.sampled_from(fit) | st.sampled_from(ODD) | any_text


@st.composite
def files(draw: st.DrawFn, table: str) -> bytes:
    """A CSV file of a table, in one of the dialects that are allowed."""
    known = fields(table)
    names = draw(st.permutations(list(known)).map(lambda n: n[: max(2, len(n) // 2)]))
    names += [n for n, f in known.items() if f.get("constraints", {}).get("required") and n not in names]
    records = draw(st.lists(st.tuples(*(cell_of(known[n]) for n in names)), min_size=1, max_size=5))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    is_all_quoted = draw(st.booleans())

    def written(cell: str) -> str:
        needs = is_all_quoted or any(c in cell for c in '",\n\r')
        return '"' + cell.replace('"', '""') + '"' if needs else cell

    text = end.join(",".join(map(written, record)) for record in (tuple(names), *records))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return (mark + text + draw(st.sampled_from(["", end, end + end]))).encode()


@pytest.mark.parametrize("table", TABLES)
def test_files_of_chance(table: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp(table)

    @examples(3)
    @given(files(table))
    def check(data: bytes) -> None:
        agree(table, data, folder)

    check()


@pytest.mark.parametrize("table", TABLES)
def test_every_odd_cell_in_every_column(table: str, tmp_path: Path) -> None:
    """Each row has one odd cell, the others are examples; so every column meets every oddity."""
    known = fields(table)
    fit = {n: str(f.get("example", "")) for n, f in known.items()}
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(known))
    writer.writeheader()
    writer.writerows(fit | {name: cell} for name in known for cell in ODD)
    found = agree(table, stream.getvalue().encode(), tmp_path)
    assert {name for _, name in found} <= set(known)
    assert len(found) > len(ODD)


def test_csv_spectrum_under_our_columns(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "corpora" / "csv-spectrum"
    if not folder.is_dir():
        pytest.skip("../shared/data/corpora/csv-spectrum is not there")
    sources = sorted(folder.rglob("*.csv"))
    assert len(sources) >= 10
    for source in sources:
        first, _, rest = source.read_bytes().partition(b"\n")
        width = len(next(csv.reader([first.decode()])))
        names = list(fields("claims"))[:width]
        agree("claims", ",".join(names).encode() + b"\r" * first.endswith(b"\r") + b"\n" + rest, tmp_path)


def test_the_reader_finds_what_is_wrong() -> None:
    head = b"event_id,event_type,start_date,is_aggregate\n"
    data = head + b"e1,armed_clash,2031-02-30,yes\n,x,,\n\ne3,,2031-02-28,true\n"
    assert independent("events", data) == {
        (1, "start_date"), (1, "is_aggregate"), (2, "event_id"), (3, "event_type"),
    }  # fmt: skip
