"""UCDP GED to a package and back: the same header, the same records, the same cells, to the letter."""

from __future__ import annotations

import csv
import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from csv_rows import rows

from conflictdp.cli import main
from conflictdp.convert import converter, exporter
from conflictdp.convert.conversion import Options
from conflictdp.convert.forms import convert_form
from conflictdp.convert.ged_losses import NO_COLUMN, WHY
from conflictdp.engine.pieces import in_small_pieces
from conflictdp.errors import InputError, OutputError

INVENTED = Path(__file__).parent / "ged_invented.csv"
CSV_FILES = (
    "ucdp/ged_2023_sample1000.csv",
    "ucdp/ged_v26_0_1_candidate.csv",
    "ucdp_hdx/conflict_data_BGD.csv",
    "ucdp_hdx/conflict_data_SSD.csv",
)
EQUIPMENT = ("event_id", "equipment_class", "outcome")
GEOJSON = "ucdp/ged_v23_1_CAF.geojson"


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, strict=True))


def returned(source: Path, folder: Path, options: Options | None = None) -> list[list[str]]:
    converter("ucdp-ged")(source, folder / "package", options)
    done = exporter("ucdp-ged")(folder / "package", folder / "again.csv")
    assert done.fates == ()
    return cells(folder / "again.csv")


@pytest.mark.parametrize("name", CSV_FILES)
def test_every_file_comes_back(name, shared_data, tmp_path):
    assert returned(shared_data / name, tmp_path) == cells(shared_data / name)


def test_geojson_comes_back_as_a_table(shared_data, tmp_path):
    text = (shared_data / GEOJSON).read_text(encoding="utf-8")
    features = json.loads(text, parse_float=str, parse_int=str)["features"]
    header, *again = returned(shared_data / GEOJSON, tmp_path)
    wanted = [
        dict(zip(("longitude", "latitude"), f["geometry"]["coordinates"], strict=True)) | f["properties"]
        for f in features
    ]
    assert [dict(zip(header, r, strict=True)) for r in again] == wanted


def test_invented_events_come_back(tmp_path):
    assert returned(INVENTED, tmp_path) == cells(INVENTED)


def test_they_come_back_from_tables_of_parquet(tmp_path):
    assert returned(INVENTED, tmp_path, Options(tables="parquet")) == cells(INVENTED)
    assert {p.suffix for p in (tmp_path / "package").iterdir()} == {".json", ".parquet"}


def test_the_command_makes_tables_of_parquet(tmp_path, capsys):
    out = tmp_path / "package"
    assert main(["convert", str(INVENTED), str(out), "--from", "ucdp-ged", "--tables", "parquet"]) == 0
    assert (out / "events.parquet").exists()
    assert main(["convert", str(out), str(tmp_path / "a.csv"), "--to", "ucdp-ged", "--tables", "parquet"]) == 2
    assert "--tables is for packages" in capsys.readouterr().err


def written(path: Path, header: list[str], records: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *records])
    return path


def test_what_pandas_makes_of_a_file_comes_back(tmp_path):
    header, *given = cells(INVENTED)
    numbers = {header.index(c) for c in ("id", "best", "side_a_new_id", "gwnoa", "country_id", "where_prec")}
    mangled = [[f"{c}.0" if i in numbers and c.isdigit() else c for i, c in enumerate(r)] for r in given]
    days = {header.index("date_start"): " 00:00:00.000", header.index("date_end"): "T00:00:00"}
    mangled = [[c + days.get(i, "") for i, c in enumerate(r)] for r in mangled]
    path = written(tmp_path / "mangled.csv", ["", *header], [[str(i), *r] for i, r in enumerate(mangled)])
    assert returned(path, tmp_path) == cells(path)
    described = json.loads((tmp_path / "package" / "datapackage.json").read_text(encoding="utf-8"))["x_ucdp_ged"]
    assert {"best": ".0", "gwnoa": ".0", "date_start": " 00:00:00.000"}.items() <= described["tails"].items()
    with (tmp_path / "package" / "events.csv").open(encoding="utf-8", newline="") as stream:
        events = list(csv.DictReader(stream))
    # Only what is no number is kept beside the fields of the standard.
    assert {e["x_ucdp_best"] for e in events} & {f"{n}.0" for n in range(100)} == set()


def test_names_that_differ_in_capitals_and_numbers_used_twice_come_back(tmp_path):
    header, *given = cells(INVENTED)
    path = written(tmp_path / "twice.csv", [*header, "Year", "ID"], [[*r, "x", ""] for r in (*given, *given[:2])])
    assert returned(path, tmp_path) == cells(path)


def test_older_names_of_columns_come_back(tmp_path):
    header, *given = cells(INVENTED)
    older = {"best": "best_est", "high": "high_est", "low": "low_est"}
    path = written(tmp_path / "older.csv", [older.get(n, n) for n in header], given)
    assert returned(path, tmp_path) == cells(path)
    counted = (tmp_path / "package" / "casualties.csv").read_text(encoding="utf-8")
    converter("ucdp-ged")(INVENTED, tmp_path / "newer")
    assert counted == (tmp_path / "newer" / "casualties.csv").read_text(encoding="utf-8")


def test_order_of_records_comes_back(tmp_path):
    header, *given = cells(INVENTED)
    path = written(tmp_path / "turned.csv", header, given[::-1])
    assert returned(path, tmp_path) == cells(path)


def grown(path, rows):
    """So many records under ids of their own."""
    header, *records = cells(INVENTED)
    number = header.index("id")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        for i in range(rows):
            record = records[i % len(records)]
            writer.writerow([*record[:number], str(i + 1), *record[number + 1 :]])


def test_what_is_written_in_small_pieces_is_the_same(tmp_path, monkeypatch):
    """Also of a package that is read, whose views join and sort."""
    grown(tmp_path / "large.csv", 60_000)
    for name, pieces in (("small", in_small_pieces), ("large", lambda _: nullcontext())):
        monkeypatch.setattr("conflictdp.convert.writing.in_small_pieces", pieces)
        (tmp_path / name).mkdir()
        converter("ucdp-ged")(tmp_path / "large.csv", tmp_path / name / "converted")
        convert_form(tmp_path / name / "converted", tmp_path / name / "again")
    small, large = (
        {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.*")}
        for name in ("small", "large")
    )
    assert small == large


def test_tables_that_say_so_are_in_order_whatever_the_size(tmp_path, monkeypatch):
    """The engine works on a hundred thousand records at a time, on some of them at once."""
    grown(tmp_path / "large.csv", 130_000)
    checked = {}

    def look(connection, *_given, **_options):
        columns = connection.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = '_in_order'"
        ).fetchall()
        for (table,) in columns:
            before = f"SELECT _in_order, lag(_in_order) OVER () AS before FROM {table}"
            is_late = "before >= _in_order OR _in_order IS NULL"
            late = f"SELECT count(*), count(CASE WHEN {is_late} THEN 1 END) FROM ({before})"
            checked[table] = connection.execute(late).fetchall()[0]
        return {}

    monkeypatch.setattr("conflictdp.convert.converting.write_package", look)
    converter("ucdp-ged")(tmp_path / "large.csv", tmp_path / "package")
    assert sorted(checked) == ["casualties", "claim_links", "claims", "events", "identifiers", "participants"]
    assert all(records > 100_000 and late == 0 for records, late in checked.values())


def test_what_ged_has_nothing_for_is_named_column_by_column(tmp_path):
    converter("ucdp-ged")(INVENTED, tmp_path / "ged")
    convert_form(tmp_path / "ged", tmp_path / "ged.json")
    document = json.loads((tmp_path / "ged.json").read_text(encoding="utf-8"))
    event = document["events"][0]
    event |= {"note": "Seen again.", "x_mine": "1", "equipment": [{"equipment_class": "artillery", "outcome": "used"}]}
    event["participants"].append({"party_id": "ucdp-actor-90600", "role": "supporter", "side": "a"})
    event["claims"][0]["casualties"] += [
        {"outcome": "killed", "sex": "woman", "count_kind": "exact", "best": 1},
        {"outcome": "injured", "count_kind": "range", "low": 4, "high": 9},
    ]
    (tmp_path / "more.json").write_text(json.dumps(document), encoding="utf-8")
    done = exporter("ucdp-ged")(tmp_path / "more.json", tmp_path / "again.csv")
    assert cells(tmp_path / "again.csv") == cells(INVENTED)
    before = {
        f"{name}.{c}": sum(bool(r[c]) for r in table)
        for name in ("participants", "casualties")
        for table in [rows(tmp_path / "ged" / f"{name}.csv")]
        for c in table[0]
    }
    in_part = {
        **{f"participants.{c}": 1 for c in ("event_id", "party_id", "role", "side")},
        **{f"casualties.{c}": 2 for c in ("event_id", "claim_id", "outcome", "count_kind")},
        **{f"casualties.{c}": 1 for c in ("low", "best", "high")},
    }
    whole = ("events.note", "events.x_mine", *(f"equipment.{c}" for c in EQUIPMENT), "casualties.sex")
    assert {f.column: (f.dropped, f.cells, f.reason) for f in done.fates} == {
        **dict.fromkeys(whole, (1, 1, NO_COLUMN)),
        **{c: (n, before[c] + n, WHY[c.split(".")[0]]) for c, n in in_part.items()},
    }


def test_a_package_of_others_has_no_number_of_ucdp(root, tmp_path):
    with pytest.raises(InputError, match="no event has a number of UCDP"):
        exporter("ucdp-ged")(root / "examples" / "minimal", tmp_path / "ged.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_only_when_asked(tmp_path):
    converter("ucdp-ged")(INVENTED, tmp_path / "ged")
    out = tmp_path / "again.csv"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"again\.csv exists already"):
        exporter("ucdp-ged")(tmp_path / "ged", out)
    assert out.read_text(encoding="utf-8") == "mine"
    assert exporter("ucdp-ged")(tmp_path / "ged", out, overwrite=True).rows == 13
    assert cells(out) == cells(INVENTED)
