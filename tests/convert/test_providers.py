"""The converter of every provider, on invented rows in the shape of its files."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import pytest
from csv_rows import rows

import conflictdp
from conflictdp.convert import CONVERTERS, converter
from conflictdp.convert.conversion import Options
from conflictdp.convert.crosswalks import columns, crosswalk, own_name, provider
from conflictdp.errors import InputError, UsageError
from conflictdp.spec.tables import tables

INVENTED = Path(__file__).parent / "invented"
DATED = Options(version="2030")
TEMPLATED = [n for n in CONVERTERS if n != "ucdp-ged"]

FOUND = {
    "acled.csv": {},
    "acled.json": {},
    "acled_2017.csv": {},
    # Two attacks for which no source is cited.
    "gtd.csv": {"CLM015": 2},
    "scad.csv": {"CLM015": 3},
    # VIINA says that an event took place on a day or before.
    "viina.csv": {"DAT010": 2},
    "gdelt.export.CSV": {"PAR014": 1},
    # A latitude that reads "north".
    "awsd.csv": {"CLM015": 2, "LOC001": 1, "LOC006": 1},
    # The filled-in total falls twice.
    "tfp_gaza.json": {"CAS020": 2},
    "tfp_west_bank.json": {},
    # Of the sources of three incidents only one is named; one incident has neither figures nor a belligerent.
    "airwars.csv": {"CLM015": 5, "EVT017": 1},
    "ibc.csv": {},
    # The parties of an agreement are free text.
    "pa_x.csv": {"AGR005": 1},
    "eth_prio_ceasefires.csv": {},
}
"""What validation says of each: what the rows themselves are made to contain."""


def of(file: str) -> str:
    return next(n for n in TEMPLATED if file.startswith(n.replace("-", "_")))


def header(file: Path) -> list[str]:
    names = provider(of(file.name)).header
    with file.open(encoding="utf-8", newline="") as stream:
        return list(names) or next(csv.reader(stream))


def test_every_converter_has_invented_rows():
    assert {of(file) for file in FOUND} == set(TEMPLATED)
    assert {p.name for p in INVENTED.iterdir()} == set(FOUND)


@pytest.mark.parametrize("file", FOUND)
def test_findings_are_those_of_the_rows(file, tmp_path):
    converter(of(file))(INVENTED / file, tmp_path / "out", DATED)
    report = conflictdp.validate(tmp_path / "out")
    found: dict[str, int] = {}
    for group in report.groups:
        found[group.rule] = found.get(group.rule, 0) + group.count
    assert found == FOUND[file]
    assert not report.not_checked


@pytest.mark.parametrize("file", [f for f in FOUND if not f.endswith(("json", "CSV"))])
def test_every_column_is_mapped_kept_or_named(file, tmp_path):
    done = converter(of(file))(INVENTED / file, tmp_path / "out", DATED)
    given = rows(INVENTED / file)
    assert {f.column for f in done.fates} == set(given[0])
    assert {f.column for f in done.fates} | set(done.lacking) >= set(columns(of(file)))
    kept = {k: sum(bool(r[k]) for r in table) for table in tables_of(tmp_path / "out") for k in table[0] if table}
    for fate in done.fates:
        assert fate.cells == sum(bool(r[fate.column]) for r in given), fate.column
        assert (fate.mapped + fate.kept + fate.dropped, min(fate.mapped, fate.kept, fate.dropped) >= 0) == (
            fate.cells,
            True,
        )
        assert fate.kept == kept.get(own_name(provider(of(file)).prefix, fate.column), 0), fate.column
        assert bool(fate.reason) == bool(fate.kept or fate.dropped), fate.column


def tables_of(package: Path) -> list[list[dict[str, str]]]:
    return [table for p in sorted(package.glob("*.csv")) if (table := rows(p))]


def with_a_column(file: Path, folder: Path) -> tuple[Path, int]:
    """A copy of a file whose records have a further column, and how many they are."""
    out = folder / file.name
    if file.suffix == ".json":
        given = json.loads(file.read_text(encoding="utf-8"))
        records = given if isinstance(given, list) else given["data"]
        for record in records:
            record["Never seen"] = "something"
        out.write_text(json.dumps(given), encoding="utf-8")
        return out, len(records)
    with file.open(encoding="utf-8", newline="") as stream:
        head, *lines = csv.reader(stream)
    with out.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([[*head, "Never seen"], *([*r, "something"] for r in lines)])
    return out, len(lines)


@pytest.mark.parametrize("file", [f for f in FOUND if not f.endswith(".CSV")])
def test_an_unknown_column_is_kept_and_named(file, tmp_path):
    name = of(file)
    path, records = with_a_column(INVENTED / file, tmp_path)
    done = converter(name)(path, tmp_path / "out", DATED)
    own = f"{provider(name).prefix}never_seen"
    found = [row[own] for table in tables_of(tmp_path / "out") if own in table[0] for row in table if row[own]]
    assert set(found) == {"something"}
    # Where several rows are one record, only the first is kept.
    assert len(found) == (records - 1 if name in ("scad", "eth-prio-ceasefires") else records)
    told = [(f.kept, f.dropped) for f in done.fates if f.column == "Never seen"]
    assert told == [(len(found), records - len(found))]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda cells: [[*r, "something"] for r in cells], "line 1 has 62 cells where 61 were expected"),
        (lambda cells: [r[:58] for r in cells], "line 1 has 58 cells where 61 were expected"),
        (lambda cells: [cells[0], [*cells[1], "x"]], "line 2 has 62 cells where 61 were expected"),
        (lambda _: [["GLOBALEVENTID", "SQLDATE"]], "line 1 has 2 cells where 61 were expected"),
    ],
)
def test_a_file_without_a_header_has_the_columns_of_its_dataset(change, told, tmp_path):
    cells = [r.split("\t") for r in (INVENTED / "gdelt.export.CSV").read_text(encoding="utf-8").splitlines()]
    path = tmp_path / "gdelt.export.CSV"
    path.write_text("".join("\t".join(r) + "\n" for r in change(cells)), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        converter("gdelt")(path, tmp_path / "out")
    said = "a file of this dataset has 61 columns and no header"
    assert str(caught.value) == f"gdelt.export.CSV cannot be read as CSV: {told}; {said}"
    assert not (tmp_path / "out").exists()


def test_a_faulty_line_is_named(tmp_path):
    path = tmp_path / "acled.csv"
    text = (INVENTED / "acled.csv").read_text(encoding="utf-8")
    path.write_text(text + "one,two\n", encoding="utf-8")
    last = text.count("\n") + 1
    with pytest.raises(InputError, match=f"line {last} has 2 cells where 31 were expected$"):
        converter("acled")(path, tmp_path / "out")
    path.write_text(text + 'one,"two', encoding="utf-8")
    with pytest.raises(InputError, match=f"a quotation mark on line {last} is not closed$"):
        converter("acled")(path, tmp_path / "out")


@pytest.mark.parametrize("more", [0, 100_000], ids=["small", "large"])
@pytest.mark.parametrize("start", ['"', '"XYZ" '])
def test_so_is_the_record_with_a_quotation_mark_out_of_place(start, more, tmp_path):
    path = tmp_path / "acled.csv"
    head, first, *others = (INVENTED / "acled.csv").read_text(encoding="utf-8").split("\n")
    records = [first, first, start + first, *[first] * more, *others]
    path.write_text("\n".join([head, *records]), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        converter("acled")(path, tmp_path / "out")
    told = "text follows a closing quotation mark in the record that begins on line 4"
    assert str(caught.value) == f"acled.csv cannot be read as CSV: {told}"


@pytest.mark.parametrize("name", CONVERTERS)
def test_a_crosswalk_speaks_of_fields_that_exist(name):
    lines = crosswalk(name)
    for line in lines:
        assert line.relation in ("exact", "close", "broad", "narrow", "none")
        assert bool(line.table) == (line.relation != "none"), line
        assert not line.table or line.is_own or line.field in tables()[line.table].columns, line
        assert not line.is_own or line.field == own_name(provider(name).prefix, line.column), line
    assert len({(line.column, line.table, line.field) for line in lines}) == len(lines)


def test_a_place_holder_of_scad_is_no_event_of_that_number(tmp_path):
    converter("scad")(INVENTED / "scad.csv", tmp_path / "out", DATED)
    events = {e["event_id"]: e["status"] for e in rows(tmp_path / "out" / "events.csv")}
    assert events == {
        "scad-9000001": "active",
        "scad-9000002": "active",
        "scad-placeholder-9000001": "under_review",
    }
    counts = rows(tmp_path / "out" / "casualties.csv")
    assert [(c["event_id"], c["count_kind"], c["best"]) for c in counts] == [
        ("scad-9000001", "exact", "2"),
        ("scad-9000002", "unknown", ""),
        ("scad-placeholder-9000001", "unknown", ""),
    ]


@pytest.mark.parametrize("name", CONVERTERS)
def test_a_provider_says_what_it_demands(name):
    described = provider(name)
    assert bool(described.seen) == any(line.is_verified for line in described.lines)
    assert described.terms.endswith(".")
    assert described.citation
    assert described.event_definition
    assert described.licence_url.startswith("https://")
    assert set(described.required) <= set(columns(name))
    assert set(described.aliases.values()) <= set(columns(name))
    assert not described.header or list(described.header) == list(dict.fromkeys(described.header))


def test_no_file_lies_beside_the_crosswalks_that_nothing_reads(root):
    there = {p.stem for p in (root / "schema" / "1.0" / "crosswalks").iterdir()}
    assert there == {n.replace("-", "_") for n in CONVERTERS}
    for path in (root / "schema" / "1.0" / "crosswalks").glob("*.toml"):
        tomllib.loads(path.read_text(encoding="utf-8"))


def acled(tmp_path: Path, dates: list[str]) -> Path:
    given = rows(INVENTED / "acled.csv")
    path = tmp_path / "acled.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(given[0]))
        writer.writeheader()
        writer.writerows([r | {"event_date": d, "time_precision": "1"} for r, d in zip(given, dates, strict=True)])
    return path


def days(package: Path) -> list[str]:
    return [e["start_date"] for e in rows(package / "events.csv")]


def test_the_order_of_dates_is_found_out_or_asked_for(tmp_path):
    path = acled(tmp_path, ["03/04/2030", "05/06/2030", "07/07/2030", "01/02/2030"])
    with pytest.raises(
        UsageError, match=r"dates such as 0./0./2030 could be day or month first; say with --date-order"
    ):
        converter("acled")(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    done = converter("acled")(path, tmp_path / "out", Options(date_order="mdy"))
    assert days(tmp_path / "out") == ["2030-03-04", "2030-05-06", "2030-07-07", "2030-01-02"]
    assert str(done.dialect) == "CSV in UTF-8, cells parted by commas, dates as month, day, year"

    path = acled(tmp_path, ["03/04/2030", "25/06/2030", "07/07/2030", "2030-02-01"])
    done = converter("acled")(path, tmp_path / "found")
    assert days(tmp_path / "found") == ["2030-04-03", "2030-06-25", "2030-07-07", "2030-02-01"]
    assert done.dialect.date_order == "dmy"

    path = acled(tmp_path, ["03/14/2030", "25/06/2030", "07/07/2030", "2030-02-01"])
    with pytest.raises(UsageError, match="are written in both orders"):
        converter("acled")(path, tmp_path / "both")


def test_a_date_that_cannot_be_read_is_kept_as_text(tmp_path):
    path = acled(tmp_path, ["3 May 2030", "soon", "2030-13-01", "03/05/30"])
    converter("acled")(path, tmp_path / "out", Options(date_order="dmy"))
    found = rows(tmp_path / "out" / "events.csv")
    assert [(e["start_date"], e["x_acled_event_date"]) for e in found] == [
        ("2030-05-03", "3 May 2030"),
        ("", "soon"),
        ("", "2030-13-01"),
        ("", "03/05/30"),
    ]


@pytest.mark.parametrize(
    ("encoding", "sign", "told"),
    [
        ("windows-1252", ";", "CSV in WINDOWS-1252, cells parted by semicolons"),
        ("utf-16", "\t", "CSV in UTF-16, cells parted by tabs"),
        ("utf-8-sig", "|", "CSV in UTF-8, cells parted by vertical bars"),
    ],
)
def test_how_a_file_is_written_is_found_out_and_said(encoding, sign, told, tmp_path):
    given = [r | {"location": "São Félix"} for r in rows(INVENTED / "acled.csv")]
    path = tmp_path / "acled.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(given[0]), delimiter=sign)
        writer.writeheader()
        writer.writerows(given)
    done = converter("acled")(path, tmp_path / "out")
    assert str(done.dialect) == told
    assert {p["name"] for p in rows(tmp_path / "out" / "locations.csv")} == {"São Félix"}


def acled_with_late_letters(folder, letters, encoding):
    """A file of over a mebibyte of plain letters, and then others."""
    given = [r | {"notes": "x" * 2000} for r in rows(INVENTED / "acled.csv")]
    given = [r | {"event_id_cnty": f"XYZ{i}"} for i, r in enumerate(given * (700 // len(given) + 1))]
    given[-1]["location"] = letters
    path = folder / "acled.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(given[0]))
        writer.writeheader()
        writer.writerows(given)
    return path


@pytest.mark.parametrize(("encoding", "told"), [("windows-1252", "CSV in WINDOWS-1252"), ("utf-8", "CSV in UTF-8")])
def test_how_a_large_file_is_written_may_show_late(encoding, told, tmp_path):
    path = acled_with_late_letters(tmp_path, "São Félix", encoding)
    done = converter("acled")(path, tmp_path / "out")
    assert str(done.dialect).startswith(told)
    assert "São Félix" in {p["name"] for p in rows(tmp_path / "out" / "locations.csv")}


def test_a_large_file_in_two_encodings_is_refused(tmp_path):
    path = acled_with_late_letters(tmp_path, "São Félix", "utf-8")
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xe9"))
    with pytest.raises(InputError, match=r"acled.csv is UTF-8 in some places and not in others; say with --encoding"):
        converter("acled")(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (Options(delimiter="ab"), "cells are parted by one sign, not by 'ab'"),
        (Options(encoding="klingon"), "cannot be read as CSV in klingon: unknown encoding"),
        (Options(encoding="ascii"), "cannot be read as CSV in ascii"),
    ],
)
def test_what_the_user_says_of_a_file_is_not_taken_on_trust(options, told, tmp_path):
    text = (INVENTED / "acled.csv").read_text(encoding="utf-8").replace("Blue Ford", "São Félix")
    (tmp_path / "acled.csv").write_text(text, encoding="utf-8")
    with pytest.raises((InputError, UsageError), match=told):
        converter("acled")(tmp_path / "acled.csv", tmp_path / "out", options)
    assert not (tmp_path / "out").exists()


def test_a_row_of_hxl_tags_is_set_aside(tmp_path):
    head, first, *others = (INVENTED / "awsd.csv").read_text(encoding="utf-8").split("\n")
    tags = ",".join(["#event+id", *[""] * (head.count(","))])
    path = tmp_path / "awsd.csv"
    path.write_text("\n".join([head, tags, first, *others]), encoding="utf-8")
    done = converter("awsd")(path, tmp_path / "out", DATED)
    assert (done.rows, done.skipped) == (2, {"row of HXL tags": 1})


def test_reasons_say_what_was_read_all_the_same(tmp_path):
    done = converter("scad")(INVENTED / "scad.csv", tmp_path / "out", DATED)
    reasons = {f.column: f.reason for f in done.losses}
    assert reasons["etype"] == "As the database writes it. Read into events.event_type."
    first = "Of several rows of one record, the first is kept."
    assert reasons["escalation"] == f"What the event turned into. {first}"


ABOVE = 'Iraq Body Count\n\n"Incidents", as of 1 June 2030 (see "Terms, of use")\nStart Date,of all,incidents\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_above_the_header_are_set_aside(encoding, tmp_path):
    text = (INVENTED / "ibc.csv").read_text(encoding="utf-8")
    path = tmp_path / "ibc.csv"
    path.write_text(ABOVE + text, encoding=encoding)
    done = converter("ibc")(path, tmp_path / "below")
    assert ", set aside above the header: 4 lines" in str(done.dialect)
    converter("ibc")(INVENTED / "ibc.csv", tmp_path / "plain")
    for name in set(done.tables) - {"sources"}:  # there the digest of the file stands
        assert (tmp_path / "below" / f"{name}.csv").read_text() == (tmp_path / "plain" / f"{name}.csv").read_text()


def test_a_faulty_line_is_counted_from_the_beginning_of_the_file(tmp_path):
    path = tmp_path / "ibc.csv"
    path.write_text(ABOVE + (INVENTED / "ibc.csv").read_text(encoding="utf-8") + "k9,1\n", encoding="utf-8")
    number = path.read_text(encoding="utf-8").count("\n")
    with pytest.raises(InputError, match=rf"line {number} has 2 cells where 10 were expected"):
        converter("ibc")(path, tmp_path / "out")


def test_without_a_header_within_fifty_lines_the_first_line_is_one(tmp_path):
    path = tmp_path / "ibc.csv"
    path.write_text("Iraq Body Count\n" * 50 + (INVENTED / "ibc.csv").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InputError, match=r"'IBC code', .*; the first line of a file must be its header$"):
        converter("ibc")(path, tmp_path / "out")


def test_files_of_others_are_refused(tmp_path):
    for name in TEMPLATED:
        if not provider(name).header:
            with pytest.raises(InputError, match="lacks the column"):
                converter(name)(Path(__file__).parent / "ged_invented.csv", tmp_path / "out")
    for content in ("[]", "{}", "3", '{"data": [1, 2]}', "{"):
        (tmp_path / "acled.json").write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match=r"acled\.json"):
            converter("acled")(tmp_path / "acled.json", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_grading_is_of_what_is_said_of_a_belligerent(tmp_path):
    converter("airwars")(INVENTED / "airwars.csv", tmp_path / "out", DATED)
    accused = {p["claim_id"]: p["party_id"] for p in rows(tmp_path / "out" / "participants.csv") if p["claim_id"]}
    told = {
        c["claim_id"]: (c["claimant_id"], c["stance"], c["certainty"], accused[c["claim_id"]])
        for c in rows(tmp_path / "out" / "claims.csv")
        if c["topics"] == "responsibility"
    }
    army, front = "airwars-party-northland-air-force", "airwars-party-front-of-the-ford"
    assert told == {
        "airwars-ex0001-graded-1": ("airwars-provider", "alleges", "confirmed", army),
        "airwars-ex0002-graded-1": ("airwars-provider", "alleges", "suspected", army),
        "airwars-ex0002-graded-2": ("airwars-provider", "alleges", "suspected", front),
        "airwars-ex0004-graded-1": ("airwars-provider", "denies", "believed", army),
    }


def test_what_a_belligerent_concedes_is_its_own_claim(tmp_path):
    converter("airwars")(INVENTED / "airwars.csv", tmp_path / "out", DATED)
    claims = {c["claim_id"]: c for c in rows(tmp_path / "out" / "claims.csv") if "conceded" in c["claim_id"]}
    assert [(c, d["claimant_id"], d["stance"]) for c, d in claims.items()] == [
        ("airwars-ex0001-conceded-1", "airwars-party-northland-air-force", "accepts_responsibility"),
        ("airwars-ex0002-conceded-1", "airwars-party-northland-air-force", "cannot_determine"),
    ]
    killed = [
        (c["claim_id"].rsplit("ex0001-")[-1], c["low"], c["best"], c["high"])
        for c in rows(tmp_path / "out" / "casualties.csv")
        if (c["event_id"], c["outcome"], c["victim_status"]) == ("airwars-ex0001", "killed", "civilian")
        and not (c["sex"] or c["age_group"] or c["protected_role"])
    ]
    assert killed == [("assessment", "3", "", "5"), ("conceded-1", "", "2", "")]


SERIES = {
    "tfp-gaza": ("casualties_daily.json", ["killed_cum", "injured_cum", "killed_children_cum", "killed_women_cum"]),
    "tfp-west-bank": ("west_bank_daily.json", ["killed_cum", "injured_cum", "displaced_persons_cum"]),
}


@pytest.mark.parametrize("name", SERIES)
def test_daily_counts_are_all_there_and_nothing_is_smoothed(name, shared_data, tmp_path):
    file, series = SERIES[name]
    given = json.loads((shared_data / "gaza_tfp" / file).read_text(encoding="utf-8"))
    converter(name)(shared_data / "gaza_tfp" / file, tmp_path / "out", DATED)
    claims = {c["claim_id"]: c for c in rows(tmp_path / "out" / "claims.csv")}
    counted = [c for c in rows(tmp_path / "out" / "casualties.csv") if c["count_scope"] == "cumulative"]
    tags = ("reported", "flash")
    for column in series:
        outcome = {"killed": "killed", "injured": "injured", "displaced": "displaced"}[column.split("_")[0]]
        group = {"killed_children_cum": ("", "child"), "killed_women_cum": ("woman", "adult")}.get(column, ("", ""))
        found = [
            (claims[c["claim_id"]]["stated_date"], int(c["best"]))
            for c in counted
            if c["claim_id"].endswith(tags)
            and (c["outcome"], c.get("sex", ""), c["age_group"], c.get("protected_role", "")) == (outcome, *group, "")
        ]
        assert found == [(r["report_date"], r[column]) for r in given if r.get(column) is not None], column


def test_aid_workers_of_afghanistan(shared_data, tmp_path):
    """Counted apart from our code in the raw file."""
    path = shared_data / "awsd" / "AWSD_AF_security_incidents.csv"
    given = rows(path)
    done = converter("awsd")(path, tmp_path / "out", DATED)
    counted = rows(tmp_path / "out" / "casualties.csv")
    columns_of = {"killed": "Total killed", "injured": "Total wounded", "abducted": "Total kidnapped"}
    for outcome, column in columns_of.items():
        assert sum(int(c["best"]) for c in counted if c["outcome"] == outcome) == sum(int(r[column]) for r in given)
    events = rows(tmp_path / "out" / "events.csv")
    assert [e["date_precision"] for e in events] == ["day" if r["Day"] else "month" for r in given]
    assert [e["start_date"][:7] for e in events] == [f"{r['Year']}-{int(r['Month']):02}" for r in given]
    assert done.tables["events"] == len({r["Incident ID"] for r in given}) == len(given)
    # One incident has coordinates that are none; they are kept as they stand.
    beyond = {r["Incident ID"]: r["Latitude"] for r in given if not -90 <= float(r["Latitude"]) <= 90}
    kept = {e["event_id"].removeprefix("awsd-"): e["x_awsd_latitude"] for e in events if e["x_awsd_latitude"]}
    assert kept == beyond
    assert len(kept) == 1
