"""UCDP GED to a package: nothing lost, nothing invented."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from csv_rows import rows

import conflictdp
from conflictdp.convert import converter
from conflictdp.convert.conversion import Options
from conflictdp.convert.crosswalks import columns, crosswalk
from conflictdp.convert.ucdp_release import version_in_name
from conflictdp.errors import InputError, OutputError, UsageError
from conflictdp.spec.tables import tables

HERE = Path(__file__).parent
INVENTED = HERE / "ged_invented.csv"
GOLDEN = HERE / "ged_invented"
NAME = "ucdp-ged"
VERSION = "31.0.1"
EVERY = "which every file of UCDP Georeferenced Event Dataset (GED) and Candidate Events has"
WITHOUT_ID = "without it the event cannot be named"

convert = converter(NAME)


def test_invented_events_become_these_records(tmp_path):
    """To renew the expected files after a wanted change, convert `ged_invented.csv` anew and look at the difference."""
    convert(INVENTED, tmp_path / "ged", Options(version=VERSION))
    made = {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "ged").glob("*.csv")}
    wanted = {p.name: p.read_text(encoding="utf-8") for p in GOLDEN.glob("*.csv")}
    assert made == wanted


def test_same_bytes_every_time(tmp_path):
    for name in ("first", "second"):
        convert(INVENTED, tmp_path / name, Options(version=VERSION))
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("first", "second"))
    assert first == second


def test_findings_on_invented_events_are_those_of_their_faults(tmp_path):
    convert(INVENTED, tmp_path / "ged", Options(version=VERSION))
    report = conflictdp.validate(tmp_path / "ged", show_sensitive=True)
    found = {(g.rule, f.record_id) for g in report.groups for f in g.findings}
    assert found == {
        ("CAS001", "ucdp-900005 / ucdp-900005-assessment"),  # low 3, best 2, high 3
        ("CAS008", "ucdp-900011 / ucdp-900011-assessment"),  # low 2, high 40
        ("SRC001", "ucdp-900005-src-1"),  # article of April, event of July
        ("SRC002", "ucdp-900011-src-1"),  # article of the day before
        ("CLM015", "ucdp-900004-assessment"),  # one free text for sources
        ("CLM015", "ucdp-900006-assessment"),
        ("CLM015", "ucdp-900009-assessment"),
        ("CLM015", "ucdp-900013-assessment"),
        ("DAT010", "ucdp-900009"),  # date_start 2030-13-01
        ("LOC001", place_of(tmp_path / "ged", "ucdp-900009")),  # latitude "north"
        ("PAR008", "ucdp-actor-90600"),  # one name, two numbers, of which one cannot be read
        ("PAR008", "ucdp-actor-name-b41ac79c04aa"),
    }


def place_of(package: Path, event: str) -> str:
    return next(e["location_id"] for e in rows(package / "events.csv") if e["event_id"] == event)


def test_fates_account_for_every_cell(tmp_path):
    done = convert(INVENTED, tmp_path / "ged", Options(version=VERSION))
    given = rows(INVENTED)
    assert [f.column for f in done.fates] == list(columns(NAME)) == list(given[0])
    for fate in done.fates:
        assert fate.cells == sum(bool(r[fate.column]) for r in given), fate.column
        assert fate.mapped + fate.kept + fate.dropped == fate.cells, fate.column
        assert min(fate.mapped, fate.kept, fate.dropped) >= 0, fate.column
        assert bool(fate.reason) == bool(fate.kept or fate.dropped), fate.column
    assert {f.column: f.dropped for f in done.losses if f.dropped} == {}
    kept = {f.column: f.kept for f in done.fates}
    assert (kept["year"], kept["latitude"], kept["deaths_a"], kept["conflict_name"], kept["side_a"]) == (3, 8, 2, 13, 0)


def test_conversion_tells_what_it_wrote(tmp_path):
    done = convert(INVENTED, tmp_path / "ged", Options(version=VERSION))
    assert (done.source, done.out, done.version) == (INVENTED, tmp_path / "ged", VERSION)
    assert (done.rows, done.skipped) == (13, {})
    assert done.tables == {name: len(rows(tmp_path / "ged" / f"{name}.csv")) for name in done.tables}
    assert list(done.tables) == [name for name in tables() if name in done.tables]


def test_crosswalk_speaks_of_fields_that_exist():
    for line in crosswalk(NAME):
        assert line.relation in ("exact", "close", "broad", "narrow", "none")
        assert line.is_own or line.field in tables()[line.table].columns, line
    assert len(columns(NAME)) == 49


def test_descriptor_describes_the_dataset(tmp_path):
    convert(INVENTED, tmp_path / "ged", Options(version=VERSION, metadata={"name": "mine", "created": "2033-01-01"}))
    found = json.loads((tmp_path / "ged" / "datapackage.json").read_text(encoding="utf-8"))
    assert (found["name"], found["created"], found["version"]) == ("mine", "2033-01-01", VERSION)
    assert found["title"] == "UCDP Candidate Events Dataset 31.0.1"
    assert found["temporal"] == {"start_date": "1999-03-01", "end_date": "2032-06-30"}
    assert found["spatial"] == {"countries": ["BRA"]}
    assert found["update_frequency"] == "monthly"
    assert found["contributors"] == [
        {"title": "Uppsala Conflict Data Program", "path": "https://ucdp.uu.se/", "roles": ["author"]}
    ]


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("GEDEvent_v23_1.csv", "23.1"),
        ("GEDEvent_v25_0_11.csv", "25.0.11"),
        ("GEDEvent_v25_01_25_06.csv", "25.01.25.06"),
        ("ged_v26_0_1_candidate.csv", "26.0.1"),
        ("ged_2023_sample1000.csv", None),
        ("ged.csv", None),
    ],
)
def test_version_is_read_from_the_name_of_the_file(name, version):
    assert version_in_name(name) == version


def altered(tmp_path: Path, change: dict[str, str], *, row: int = 0, header: dict[str, str] | None = None) -> Path:
    """The invented file with cells of one row, or names of its header, changed; an empty name drops the column."""
    with INVENTED.open(encoding="utf-8", newline="") as stream:
        given = list(csv.DictReader(stream))
    given[row] |= change
    names = {n: (header or {}).get(n, n) for n in given[0]}
    path = tmp_path / "altered.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([new for new in names.values() if new])
        writer.writerows([[r[n] for n, new in names.items() if new] for r in given])
    return path


@pytest.mark.parametrize(
    ("change", "header", "message"),
    [
        ({}, {"side_b": "sideb"}, f"altered.csv lacks the column 'side_b' (did you mean sideb?), {EVERY}"),
        ({}, {"best": "", "latitude": ""}, f"altered.csv lacks the columns 'latitude', 'best', {EVERY}"),
        ({}, {"gwnob": "gwnoa"}, "the header of altered.csv names 'gwnoa' more than once"),
        (
            {"id": "9000o1"},
            {},
            f"altered.csv: the id of record 1 is '9000o1', which is not a whole number; {WITHOUT_ID}",
        ),
        ({"id": "9.5"}, {}, f"altered.csv: the id of record 1 is '9.5', which is not a whole number; {WITHOUT_ID}"),
        ({"id": ""}, {}, f"altered.csv: the id of record 1 is empty; {WITHOUT_ID}"),
    ],
)
def test_a_file_that_is_not_ged_is_refused(change, header, message, tmp_path):
    path = altered(tmp_path, change, header=header)
    with pytest.raises(InputError) as caught:
        convert(path, tmp_path / "ged")
    assert str(caught.value) == message
    assert [p.name for p in tmp_path.iterdir()] == ["altered.csv"]


def test_broken_files_are_refused_in_plain_words(tmp_path):
    faults = {
        "missing.csv": None,
        "empty.csv": b"",
        "semicolons.csv": b"id;relid;year\n",
        "mixed.csv": "id,é\n".encode() + b"1,\xff\n",
        "ragged.csv": (",".join(columns(NAME)) + "\n1,2\n").encode(),
    }
    for name, content in faults.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=name.split(".")[0]) as caught:
            convert(tmp_path / name, tmp_path / "ged")
        assert "\n" not in str(caught.value)
    assert not (tmp_path / "ged").exists()


def test_columns_that_ged_does_not_have_are_kept(tmp_path):
    header = "id,ISO 3,note é,Year," + ",".join(n for n in columns(NAME) if n != "id")
    lines = INVENTED.read_text(encoding="utf-8").splitlines()
    first = lines[1].split(",", 1)
    path = tmp_path / "more.csv"
    path.write_text(f"{header}\n{first[0]},BRA,a note,,{first[1]}\n", encoding="utf-8")
    done = convert(path, tmp_path / "ged")
    event = rows(tmp_path / "ged" / "events.csv")[0]
    assert (event["x_ucdp_iso_3"], event["x_ucdp_note"], "x_ucdp_year_2" in event) == ("BRA", "a note", False)
    assert [(f.column, f.cells, f.kept) for f in done.fates[49:]] == [("ISO 3", 1, 1), ("note é", 1, 1), ("Year", 0, 0)]


def test_a_row_of_hxl_tags_is_skipped(tmp_path):
    lines = INVENTED.read_text(encoding="utf-8").split("\n")
    tags = ["", "", "#date+year", *[""] * 46]
    path = tmp_path / "hxl.csv"
    path.write_text("\n".join([lines[0], ",".join(tags), *lines[1:]]), encoding="utf-8")
    done = convert(path, tmp_path / "ged", Options(version=VERSION))
    assert (done.rows, done.skipped) == (13, {"row of HXL tags": 1})
    assert done.fates[2].cells == 13


def test_file_names_are_never_patterns(tmp_path):
    path = tmp_path / "ged*[1]?.csv"
    path.write_bytes(INVENTED.read_bytes())
    assert convert(path, tmp_path / "out*[1]").rows == 13


def test_an_existing_package_is_overwritten_only_when_asked(tmp_path):
    convert(INVENTED, tmp_path / "ged")
    with pytest.raises(OutputError, match="exists already"):
        convert(INVENTED, tmp_path / "ged")
    convert(INVENTED, tmp_path / "ged", Options(version=VERSION), overwrite=True)
    assert conflictdp.validate(tmp_path / "ged").tables


def test_converters_are_known_by_name():
    with pytest.raises(UsageError, match="there is no converter from 'ged'"):
        converter("ged")


def test_frictionless_finds_the_package_valid(tmp_path):
    convert(INVENTED, tmp_path / "ged", Options(version=VERSION))
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    run = subprocess.run(command, cwd=tmp_path / "ged", capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
