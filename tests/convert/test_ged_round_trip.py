"""UCDP GED to a package and back: the same header, the same records, the same cells, to the letter."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from conflictdp.convert import converter, exporter
from conflictdp.errors import InputError, OutputError

INVENTED = Path(__file__).parent / "ged_invented.csv"
CSV_FILES = (
    "ucdp/ged_2023_sample1000.csv",
    "ucdp/ged_v26_0_1_candidate.csv",
    "ucdp_hdx/conflict_data_BGD.csv",
    "ucdp_hdx/conflict_data_SSD.csv",
)
GEOJSON = "ucdp/ged_v23_1_CAF.geojson"


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, strict=True))


def returned(source: Path, folder: Path) -> list[list[str]]:
    converter("ucdp-ged")(source, folder / "package")
    exporter("ucdp-ged")(folder / "package", folder / "again.csv")
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
