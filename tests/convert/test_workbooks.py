"""Workbooks: the form and what it offers, the way there and back, findings by sheet and cell, hostile files."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import conflictdp
from conflictdp.cli import main
from conflictdp.convert import exporter
from conflictdp.convert.forms import convert_form
from conflictdp.errors import InputError, LimitError, OutputError, UsageError
from conflictdp.readers.sheet_cells import as_text
from conflictdp.spec.codelists import codelists
from conflictdp.spec.sheets import CODES, DATASET, DATASET_ROWS, as_rows, described, letter
from conflictdp.spec.tables import tables
from conflictdp.workbooks.layout import coded
from conflictdp.workbooks.template import write_template
from packages import base, write

if TYPE_CHECKING:
    from pathlib import Path

TOPICS = "casualties|time"
DAY = dt.datetime(2031, 4, 12)  # noqa: DTZ001 - cells of a workbook know no time zone
HALF_PAST_FIVE = DAY.replace(hour=5, minute=30)
FILLED: dict[str, list[dict[str, Any]]] = {
    "sources": [{"source_id": "courier", "title": "Three days in Ostra", "source_type": "news_report"}],
    "events": [
        {
            "event_id": "bridge", "event_type": "shelling", "title": "=1+1", "start_date": DAY,
            "end_date": "2031-04-12", "date_precision": "day", "date_meaning": "within",
        },
    ],
    "claims": [
        {"claim_id": "c1", "event_id": "bridge", "source_id": "courier", "stance": "asserts", "topics": TOPICS}
    ],
    "casualties": [{"event_id": "bridge", "claim_id": "c1", "outcome": "killed", "count_kind": "exact", "best": 14}],
}  # fmt: skip


@pytest.fixture
def template(tmp_path: Path) -> Path:
    write_template(tmp_path / "form.xlsx")
    return tmp_path / "form.xlsx"


def fill(path: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Fills the form as a person does: in the first free rows, leaving the examples where they are."""
    book = openpyxl.load_workbook(path)
    for name, records in rows.items():
        sheet = book[name]
        heads = [c.value for c in sheet[1]]
        for number, record in enumerate(records, start=3):
            for column, value in record.items():
                cell = sheet.cell(number, heads.index(column) + 1, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    for (name, _, shown), cells in zip(DATASET_ROWS, book[DATASET].iter_rows(min_row=2), strict=True):
        assert cells[0].value == name
        cells[1].value = shown or None
    book.save(path)


def test_the_form_has_a_sheet_for_each_table_with_all_its_columns(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["read me", DATASET, *tables(), CODES]
    for table in tables().values():
        sheet = book[table.name]
        assert [c.value for c in sheet[1]] == list(table.columns)
        assert all(c.comment and table.columns[c.value].title in c.comment.text for c in sheet[1])
        assert sheet["A2"].value.startswith("e.g. ")
        assert sheet.freeze_panes == "B2"


def test_choices_are_the_codes_and_the_ids_of_other_sheets(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for table in tables().values():
        laid = {
            str(d.sqref).split(":")[0].rstrip("0123456789"): d for d in book[table.name].data_validations.dataValidation
        }
        for number, column in enumerate(table.columns.values()):
            check = laid.get(letter(number))
            if column.codelist and column.type != "list":
                place = letter(coded().index(column.codelist))
                codes = [c.value for c in book[CODES][place][1:] if c.value]
                assert codes == list(codelists()[column.codelist].codes)
                assert check.formula1 == f"'{CODES}'!${place}$2:${place}${len(codes) + 1}"
                assert check.errorStyle in (
                    (None, "stop") if not codelists()[column.codelist].is_open else ("information",)
                )
            elif column.references and column.type != "list":
                assert check.formula1.startswith(f"'{column.references}'!$A$2")
            elif column.name == table.key:
                assert check.type == "custom"
                assert "COUNTIF" in check.formula1


def test_ids_and_days_are_text_so_that_no_program_changes_them(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for table in tables().values():
        for number, column in enumerate(table.columns.values()):
            if column.type not in ("integer", "number"):
                assert book[table.name].cell(1, number + 1).number_format == "@"


def test_a_filled_form_is_a_valid_dataset_and_becomes_a_package(
    template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(template, FILLED)
    report = conflictdp.validate(template)
    assert [(f.rule, f.cell) for f in report.findings if f.severity == "error"] == []
    assert (report.form, report.verdict) == ("workbook", "valid")
    assert {t.table: t.rows for t in report.tables if t.rows} == {name: len(rows) for name, rows in FILLED.items()}
    assert main(["convert", str(template), str(tmp_path / "package")]) == 0
    assert capsys.readouterr().out == f"wrote {tmp_path / 'package'}\n"
    with conflictdp.open(tmp_path / "package") as data:
        assert data.sql("SELECT title, start_date FROM events").fetchall() == [("=1+1", dt.date(2031, 4, 12))]
        assert data.sql("SELECT best FROM casualties").fetchall() == [(14,)]
        assert data.sql("SELECT topics FROM claims").fetchall() == [(["casualties", "time"],)]
    described_as = json.loads((tmp_path / "package" / "datapackage.json").read_text(encoding="utf-8"))
    assert described_as["licenses"] == [{"name": "CC-BY-4.0"}]
    assert described_as["temporal"] == {"start_date": "2031-04-01", "end_date": "2031-04-30"}


def test_findings_name_sheet_and_cell(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {n: [dict(r) for r in records] for n, records in FILLED.items()}
    rows["casualties"][0]["best"] = -99
    rows["claims"][0]["source_id"] = "curier"
    fill(template, rows)
    found = {(f.rule, f.file, f.cell, f.line) for f in conflictdp.validate(template).findings if f.severity == "error"}
    best = letter(list(tables()["casualties"].columns).index("best"))
    source = letter(list(tables()["claims"].columns).index("source_id"))
    assert found == {
        ("CEL007", "form.xlsx", f"casualties!{best}3", None),
        ("KEY002", "form.xlsx", f"claims!{source}3", None),
    }
    assert main(["validate", str(template)]) == 1
    assert f"form.xlsx casualties!{best}3 [bridge / c1]: best is -99" in capsys.readouterr().out


def test_an_empty_form_says_what_is_to_be_filled(template: Path) -> None:
    report = conflictdp.validate(template)
    assert {f.rule for f in report.findings} == {"PKG003"}
    assert report.counts["error"] == 7


@pytest.mark.parametrize("name", ["khasham-2018", "minimal"])
def test_an_example_goes_there_and_back_to_the_byte(name: str, root: Path, tmp_path: Path) -> None:
    source = root / "examples" / name
    exporter("xlsx")(source, tmp_path / "book.xlsx")
    convert_form(tmp_path / "book.xlsx", tmp_path / "again")
    for path in sorted(source.glob("*.csv")):
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_awkward_cells_go_there_and_back(tmp_path: Path) -> None:
    package = base()
    events = package["tables"]["events"]
    texts = ["=1+1", "-5", "'=x", "0012", "1e5", "TRUE", "3/4", "ünï \U0001f600", "a\nb", "#N/A", " x ", "e.g. this"]
    for number, text in enumerate(texts):
        events.append({**events[0], "event_id": f"t{number}", "description": text, "x_own": text})
    source = write(package, tmp_path / "p")
    exporter("xlsx")(source, tmp_path / "book.xlsx")
    convert_form(tmp_path / "book.xlsx", tmp_path / "again")
    assert rows(tmp_path / "again") == rows(source)
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def rows(package: Path) -> list[dict[str, str]]:
    with (package / "events.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_what_a_sheet_has_no_room_for_is_told(root: Path, tmp_path: Path) -> None:
    done = exporter("xlsx")(root / "examples" / "khasham-2018", tmp_path / "k.xlsx")
    assert [f.column for f in done.fates] == [
        "dataset: licenses", "dataset: contributors", "dataset: sources", "dataset: keywords",
    ]  # fmt: skip


def test_sheets_that_are_no_tables_are_left_aside_and_said(template: Path) -> None:
    fill(template, FILLED)
    book = openpyxl.load_workbook(template)
    book.create_sheet("My notes").append(["whatever"])
    book.save(template)
    assert [n.what for n in conflictdp.validate(template).not_checked] == ["sheet My notes"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"), (7.0, "7"), (0.1, "0.1"), (1e-7, "0.0000001"), (-3.5, "-3.5"), (True, "true"), (False, "false"),
        (DAY, "2031-04-12"), (dt.date(2031, 4, 12), "2031-04-12"),
        (HALF_PAST_FIVE, "2031-04-12T05:30:00"), ("7.0", "7.0"), ("", ""),
    ],
)  # fmt: skip
def test_cells_become_the_text_of_the_standard(value: object, text: str) -> None:
    assert as_text(value) == text


def test_the_sheet_on_the_dataset_goes_there_and_back() -> None:
    metadata = {
        "name": "x", "title": "X", "licenses": [{"name": "CC0-1.0"}], "contributors": [{"title": "A"}, {"title": "B"}],
        "temporal": {"start_date": "2031-01-01"}, "spatial": {"countries": ["SYR", "IRQ"], "description": "There."},
    }  # fmt: skip
    pairs, untold = as_rows(metadata)
    assert (described(pairs), untold) == (metadata, [])


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 << 20))


HOSTILE = {
    "text": (lambda p: p.write_bytes(b"not a workbook"), InputError, "not a readable zip archive"),
    "empty": (lambda p: p.write_bytes(b""), InputError, "not a readable zip archive"),
    "another archive": (lambda p: zipfile.ZipFile(p, "w").writestr("a.txt", "x"), InputError, "not a workbook"),
    "bomb": (bomb, LimitError, "times its packed size"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_plain_words(name: str, tmp_path: Path) -> None:
    make, kind, message = HOSTILE[name]
    make(tmp_path / "book.xlsx")
    with pytest.raises(kind, match=message):
        conflictdp.validate(tmp_path / "book.xlsx")


def test_entities_in_a_sheet_are_not_expanded_without_end(tmp_path: Path) -> None:
    write_template(tmp_path / "good.xlsx")
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    with zipfile.ZipFile(tmp_path / "good.xlsx") as good, zipfile.ZipFile(tmp_path / "evil.xlsx", "w") as evil:
        for name in good.namelist():
            content = good.read(name)
            if name == "xl/worksheets/sheet3.xml":
                declared = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'.encode()
                content = declared + content.partition(b"?>")[2].replace(b"<sheetData>", b"<sheetData>&l11;", 1)
            evil.writestr(name, content)
    with pytest.raises(InputError, match=r"(cannot|can) be read"):
        conflictdp.validate(tmp_path / "evil.xlsx")


def test_a_template_is_whole_and_replaces_only_when_told(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OutputError, match="exists already"):
        write_template(template)
    write_template(template, overwrite=True)
    assert [p.name for p in template.parent.iterdir()] == ["form.xlsx"]
    assert main(["template", str(template.parent / "form.ods")]) == 2
    assert "its name ends in .xlsx" in capsys.readouterr().err


def test_a_table_that_no_sheet_holds_is_told_before_any_is_written(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def table(*_given: object, **_options: object) -> int:
        raise AssertionError("a sheet is written")

    monkeypatch.setattr("conflictdp.workbooks.to_xlsx.ROOM", 2)
    monkeypatch.setattr("conflictdp.workbooks.writing.Book.table", table)
    with pytest.raises(LimitError, match="more records than a sheet has room for"):
        exporter("xlsx")(root / "examples" / "minimal", tmp_path / "book.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_limits_of_a_sheet_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflictdp.workbooks.writing.ROOM", 2)
    with pytest.raises(LimitError, match="more records than a sheet has room for"):
        exporter("xlsx")(write(base(), tmp_path / "p"), tmp_path / "book.xlsx")
    assert [p.name for p in tmp_path.iterdir()] == ["p"]


def test_without_the_libraries_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(UsageError, match=r"pip install 'conflictdp\[xlsx\]'"):
        write_template(tmp_path / "form.xlsx")


def test_a_real_spreadsheet_program_opens_fills_and_saves_it(template: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: the form is not opened by a spreadsheet program")
    fill(template, FILLED)
    out = tmp_path / "saved"
    command = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), str(template)], check=True, capture_output=True, timeout=120)
    saved = openpyxl.load_workbook(out / "form.xlsx")
    assert any(d.type == "list" and CODES in d.formula1 for d in saved["events"].data_validations.dataValidation)
    assert saved["events"]["A1"].comment is not None
    before, after = (conflictdp.validate(p) for p in (template, out / "form.xlsx"))
    assert after.verdict == "valid"
    assert [(f.rule, f.cell) for f in after.findings] == [(f.rule, f.cell) for f in before.findings]
    convert_form(template, tmp_path / "a")
    convert_form(out / "form.xlsx", tmp_path / "b")
    for path in sorted((tmp_path / "a").glob("*.csv")):
        assert (tmp_path / "b" / path.name).read_bytes() == path.read_bytes(), path.name
