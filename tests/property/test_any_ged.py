"""UCDP GED rows of any content, to a package and back: the same cells to the letter."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from checking import examples
from hypothesis import given
from hypothesis import strategies as st

from conflictdp.convert import converter, exporter
from conflictdp.convert.crosswalks import columns, provider
from conflictdp.convert.ucdp_spelling import DAYS, WHOLE

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = columns("ucdp-ged")
LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
TEXTS = st.one_of(
    st.text(LETTERS, max_size=12),
    st.sampled_from(
        [
            "",
            " ",
            "Civilians",
            "XXX70",
            "Blue Ford",
            "Blue  Ford",
            "É",
            "E\u0301",
            'say "so"',
            "a;b",
            "a|b",
            "POINT (1 2)",
        ]
    ),
)
NUMBERS = st.one_of(
    st.integers(0, 20).map(str),
    st.integers(0, 20).map("{}.0".format),
    st.sampled_from(["", "-1", "-1.0", "007", "1e3", "1.5", "9" * 13, "NA", " 4"]),
)
DEGREES = st.sampled_from(["", "0", "-0.0", "34.5", "34.500000", "36.0", "north", "181", "12.3456789012345"])
DATES = st.sampled_from(
    [
        "",
        "2030-05-03",
        "2030-05-03 00:00:00.000",
        "2030-05-04T00:00:00",
        "2030-02-30",
        "0025-01-01",
        "2030-05-03 10:30:00",
    ]
)
ARTICLES = st.one_of(
    TEXTS,
    st.sampled_from(
        [
            '"Example Courier,2030-05-04,Clash at the ford"',
            '"Example Courier,2030-05-04,Clash at the ford";"Radio Ford,2030-05-05,Clash"',
            '"Radio Ford,2030-05-05,Clash";"Radio Ford,2030-05-05,Clash"',
            '"Example  Courier,2030-05-04,Two\nlines"',
        ]
    ),
)


def cell(column: str) -> st.SearchStrategy[str]:
    if column in WHOLE or column.endswith("dset_id") or column == "number_of_sources":
        return NUMBERS
    if column in DAYS:
        return DATES
    if column in ("latitude", "longitude"):
        return DEGREES
    if column == "geom_wkt":
        return st.sampled_from(["", "POINT (34.5 36.0)", "POINT(34.5 34.5)", "POINT (34.500000 34.500000)", "LINE"])
    if column == "source_article":
        return ARTICLES
    if column == "source_office":
        return st.one_of(
            TEXTS, st.sampled_from(["Example Courier", "Example Courier;Radio Ford", "Radio Ford;Radio Ford"])
        )
    if column == "source_date":
        return st.sampled_from(["", "2030-05-04", "2030-05-04;2030-05-05", "2030-05-05;2030-05-05", "2030-05-05"])
    if column == "source_headline":
        return st.one_of(TEXTS, st.sampled_from(["Clash at the ford", "Clash at the ford;Clash", "Clash;Clash"]))
    return TEXTS


ROWS = st.lists(
    st.fixed_dictionaries({c: cell(c) for c in COLUMNS if c != "id"})
    | st.fixed_dictionaries({c: cell(c) for c in COLUMNS if c != "id"}),
    min_size=1,
    max_size=4,
)
NUMBERED = st.sampled_from(["1", "2", "3", "3.0", "04", "5"])
FILES = st.tuples(
    ROWS, st.lists(NUMBERED, min_size=4, max_size=4), st.permutations(COLUMNS), st.sets(st.sampled_from(COLUMNS))
)


@given(FILES)
@examples(25)
def test_every_cell_comes_back(
    file: tuple[list[Mapping[str, str]], list[str], list[str], set[str]],
) -> None:
    rows, numbers, order, left_out = file
    header = [c for c in order if c not in left_out or c in provider("ucdp-ged").required]
    # A file without one date that can be read is not taken.
    rows = [{**rows[0], "date_start": "2030-05-03"}, *rows[1:]]
    records = [[{**row, "id": number}[c] for c in header] for row, number in zip(rows, numbers, strict=False)]
    with TemporaryDirectory(prefix="conflictdp-test-") as name:
        folder = Path(name)
        with (folder / "given.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *records])
        converter("ucdp-ged")(folder / "given.csv", folder / "package")
        exporter("ucdp-ged")(folder / "package", folder / "again.csv")
        with (folder / "again.csv").open(encoding="utf-8", newline="") as stream:
            assert list(csv.reader(stream, strict=True)) == [header, *records]
