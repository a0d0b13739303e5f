"""UCDP GED to a package: nothing lost, nothing invented."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from restoring import Package, meaning, rows

import conflictdp
from conflictdp.convert import converter
from conflictdp.convert.conversion import crosswalk
from conflictdp.convert.ucdp_ged import columns
from conflictdp.convert.ucdp_release import version_in_name
from conflictdp.errors import InputError, OutputError, UsageError
from conflictdp.spec.codelists import codelist
from conflictdp.spec.tables import tables

HERE = Path(__file__).parent
INVENTED = HERE / "ged_invented.csv"
GOLDEN = HERE / "ged_invented"
VERSION = "31.0.1"
REAL = ("ucdp/ged_2023_sample1000.csv", "ucdp/ged_v26_0_1_candidate.csv", "ucdp_hdx/conflict_data_SSD.csv")

convert = converter("ucdp-ged")


@pytest.fixture(scope="module")
def states() -> dict[str, str]:
    """Gleditsch and Ward number of each country that has one."""
    return {c.code: c.mappings["gleditsch_ward"] for c in codelist("countries").codes.values()}


def differences(source: Path, package: Path, states: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """Cells that the package does not give back: (id, column, what UCDP wrote, what the package says)."""
    with source.open(encoding="utf-8-sig", newline="") as stream:
        wanted = [r for r in csv.DictReader(stream) if not (r["id"] or "#").startswith("#") or r["id"]]
    wanted = [r for r in wanted if r["id"]]
    restored = Package(package, states).restored()
    assert sorted(restored) == sorted(meaning("id", r["id"]) for r in wanted)
    return [
        (number, column, row[column], restored[number].get(column, ""))
        for row in wanted
        for number in [meaning("id", row["id"])]
        for column in columns()
        if meaning(column, row[column]) != restored[number].get(column, "") and not repeats(column, row)
    ]


def repeats(column: str, row: dict[str, str]) -> bool:
    """Whether the cell is a point of the same value as the coordinates, written with other zeros."""
    if column != "geom_wkt" or not row[column].startswith("POINT"):
        return False
    x, y = row[column].removeprefix("POINT").strip(" ()").split()
    return (float(x), float(y)) == (float(row["longitude"]), float(row["latitude"]))


def test_every_cell_of_invented_events_comes_back(tmp_path, states):
    convert(INVENTED, tmp_path / "ged", version=VERSION)
    # An empty point next to coordinates has no spelling of its own.
    assert differences(INVENTED, tmp_path / "ged", states) == [("900010", "geom_wkt", "", "POINT (-55.6 -10.2)")]


@pytest.mark.parametrize("name", REAL)
def test_every_cell_of_real_files_comes_back(name, shared_data, tmp_path, states):
    convert(shared_data / name, tmp_path / "ged")
    assert differences(shared_data / name, tmp_path / "ged", states) == []
