"""Tables to a document to JSON Lines to Parquet and back to tables is the identity.

Drawn packages are converted many at a time, side by side in one package under ids of their own: a conversion costs
nearly the same for five hundred as for one.
"""

from __future__ import annotations

import json
import os
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from checking import EFFORT
from hypothesis import Phase, given, seed, settings

from conflictdp.convert import converter
from conflictdp.convert.forms import convert_form
from conflictdp.convert.sources import read_rows
from conflictdp.spec.nesting import nest
from conflictdp.spec.tables import tables
from conflictdp.strategies import package_files, packages, write_files

EXAMPLES = int(os.environ.get("CONFLICTDP_ROUND_TRIPS", "160")) * EFFORT
"""So many drawn packages make the round; .ci/run asks for 400."""

PARTS = 4
TOGETHER = 500

Rows = dict[str, list[dict[str, str]]]


def _sorted(rows: Rows) -> Rows:
    """The records of each table, whatever their order."""
    return {n: sorted(found, key=lambda r: json.dumps(r, sort_keys=True)) for n, found in rows.items() if found}


def _own(table: str, row: dict[str, str], number: int) -> dict[str, str]:
    """The record under ids of its own, so that many packages can stand in one."""
    columns = tables()[table].columns
    is_id = {c for c in row if c in columns and columns[c].kind == "identifier"}
    return {c: f"k{number}~{text}" if c in is_id else text for c, text in row.items()}


def _beside(drawn: list[Any]) -> tuple[dict[str, Any], Rows]:
    rows: Rows = {}
    for number, package in enumerate(drawn):
        for table, found in package["tables"].items():
            rows.setdefault(table, []).extend(_own(table, row, number) for row in found)
    return drawn[0]["package"], rows


def _round(metadata: dict[str, Any], rows: Rows, folder: Path) -> None:
    """Goes the round and compares content after each step, and bytes on the second time."""
    start = write_files(package_files({"package": metadata, "tables": rows}), folder / "start")
    stations = [start, folder / "d.json", folder / "l.jsonl", folder / "p", folder / "t", folder / "d2.json"]
    for number, (source, out) in enumerate(pairwise(stations)):
        convert_form(source, out, tables="parquet" if out.name == "p" else None)
        if number in (0, 3):
            found = read_rows(out)
            assert found[0] == metadata
            assert _sorted(found[1]) == _sorted(rows)
    assert json.loads((folder / "d.json").read_bytes()) == nest(metadata, rows)
    assert (folder / "d2.json").read_bytes() == (folder / "d.json").read_bytes()


def _check(drawn: list[Any]) -> None:
    """All at once; when that fails, one by one, so that the failure shows a single package."""
    try:
        with TemporaryDirectory(prefix="conflictdp-test-") as folder:
            _round(*_beside(drawn), Path(folder))
    except AssertionError:
        for package in drawn:
            with TemporaryDirectory(prefix="conflictdp-test-") as folder:
                _round(package["package"], package["tables"], Path(folder))
        raise


def _have_records(package: Any) -> bool:
    return all(package["tables"].get(name) for name in ("sources", "events"))


@pytest.mark.parametrize("part", range(PARTS))
def test_the_round_is_the_identity_on_drawn_packages(part: int) -> None:
    drawn: list[Any] = []

    @seed(part)
    @settings(max_examples=EXAMPLES // PARTS, phases=[Phase.generate], derandomize=False)
    @given(packages())
    def collect(package: Any) -> None:
        drawn.append(deepcopy(package))

    collect()
    whole = [p for p in drawn if _have_records(p)]
    assert len(drawn) == EXAMPLES // PARTS
    assert len(whole) > len(drawn) * 0.9
    for first in range(0, len(whole), TOGETHER):
        _check(whole[first : first + TOGETHER])


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def _go_round(start: Path, folder: Path) -> None:
    """The round of a package on disk: the same content after it, and the same bytes the second time."""
    before = read_rows(start)
    for lap in ("one", "two"):
        here = folder / lap
        here.mkdir()
        convert_form(start, here / "d.json")
        convert_form(here / "d.json", here / "l.jsonl")
        convert_form(here / "l.jsonl", here / "p", tables="parquet")
        convert_form(here / "p", here / "t")
        start = here / "t"
    after = read_rows(start)
    assert after[0] == before[0]
    assert _sorted(after[1]) == _sorted(before[1])
    for name in ("d.json", "l.jsonl"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
    for name in ("p", "t"):
        assert _bytes(folder / "one" / name) == _bytes(folder / "two" / name)


@pytest.mark.parametrize("name", ["khasham-2018", "minimal"])
def test_the_round_is_the_identity_on_the_examples(name: str, root: Path, tmp_path: Path) -> None:
    _go_round(root / "examples" / name, tmp_path)


def test_the_round_is_the_identity_on_a_converted_release_of_ged(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "ucdp" / "ged_v26_0_1_candidate.csv"
    if not source.exists():
        pytest.skip("the GED Candidate release 26.0.1 is not beside the checkout")
    converter("ucdp-ged")(source, tmp_path / "ged")
    _go_round(tmp_path / "ged", tmp_path)
