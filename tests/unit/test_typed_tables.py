"""Tables are typed as they are read: no row is lost, and every cell that was given can be shown again as it was."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from conflictdp.engine.plain_cells import plain_values
from conflictdp.engine.resources import Resources
from conflictdp.engine.store import connect
from conflictdp.errors import UsageError
from conflictdp.readers.csv_files import texts_of
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.engine.store import Store

CELLS = {
    "casualties": {
        "event_id": ["e1", "e:1", "_e", "-e", "e 1", "é", "e" * 200, "e" * 201, ""],
        "count_kind": ["exact", "Exact", "exact ", "", "x"],
        "best": ["0", "7", "-0", "07", "7.0", " 7", "+7", "7 ", "1e3", "-1", "9" * 30, "", "\u0667"],
        "as_of_date": ["2031-05-03", "0001-01-01", "0000-01-01", "999-01-01", "2031-5-3", "2031-02-30", "epoch", ""],
    },
    "claims": {
        "topics": ["casualties", "casualties|attack", "casualties|casualties", "|", "casualties|", "", "x|casualties"],
        "paraphrase": ["", "a", "é" * 1000, "é" * 5000, ' "', "a,b", "a\nb"],
    },
    "locations": {
        "latitude": ["1", "1.50", "-0", "-0.0", "90", "90.1", "1e1", "", "1."],
        "name": ["Ford", ""],
    },
    "parties": {"is_collective_label": ["true", "false", "TRUE", "1", ""], "name": ["a", ""]},
}
PLACES = [(t, c) for t, columns in CELLS.items() for c in columns]


def load(folder: Path, table: str, column: str, cells: list[str], *, jobs: int = 1) -> Store:
    path = folder / f"{table}.csv"
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
    path.write_text("x_n," + column + "\n" + "".join(f"{i},{q}\n" for i, q in enumerate(quoted)), encoding="utf-8")
    store = connect(folder, resources=Resources(jobs=jobs))
    store.load_csv(tables()[table], path, ("x_n", column), is_copy=False)
    store.type_tables({})
    return store


@pytest.mark.parametrize(("table", "column"), PLACES)
def test_every_cell_can_be_shown_as_it_was_given(table: str, column: str, tmp_path: Path) -> None:
    cells = CELLS[table][column]
    store = load(tmp_path, table, column, cells)
    shown = store.rows(f'SELECT _row, "{column}" FROM {store.text(table)} ORDER BY _row')
    assert shown == [(i, cell or None) for i, cell in enumerate(cells, start=1)]


SPARED = {
    "event_id": ("_e", "-e", "e 1", "é", "e" * 201),
    "count_kind": ("Exact", "exact ", "x"),
    "best": ("07", "7.0", " 7", "+7", "7 ", "1e3", "-1", "9" * 30, "9" * 5000, "\u0667", "7\n"),
    "as_of_date": ("2031-02-31", "2031-13-01", "2031-W01-1", "20310503", "\u0662031-05-03", "2031-05-03\n"),
    "topics": ("casualties|casualties", "|", "casualties|", "|".join(map("c{}".format, range(51))), "casualties\n"),
    "paraphrase": ("a" * 20_001,),
    "latitude": ("90.1", "1e1", "1.", "9" * 400, "nan"),
    "name": ("a" * 501,),
    "is_collective_label": ("TRUE", "1", "true\n"),
}  # fmt: skip


@pytest.mark.parametrize(("table", "column"), PLACES)
def test_what_is_plainly_good_the_engine_takes_for_the_same(table: str, column: str, tmp_path: Path) -> None:
    cells = [*dict.fromkeys((*CELLS[table][column], *SPARED[column]))]
    store = load(tmp_path, table, column, cells)
    typed = [row[0] for row in store.rows(f'SELECT "{column}" FROM {table} ORDER BY _row')]
    plain = [plain_values(tables()[table], {column: (cell or None,)}, 1) for cell in cells]
    assert [values[column][0] for values in plain if values] == [
        value for value, values in zip(typed, plain, strict=True) if values
    ]
    spared = [cell for cell, values in zip(cells, plain, strict=True) if values is None]
    bad = [cell for cell, value in zip(cells, typed, strict=True) if cell and value is None]
    assert spared == bad


@pytest.mark.parametrize("wrong", ["e1,seven\n", "e1\n", 'e1,"7\n', "e1,7,8\n"])
def test_a_small_file_is_taken_without_the_engine_only_whole(wrong: str, tmp_path: Path) -> None:
    path, columns = tmp_path / "casualties.csv", ("event_id", "best")
    good = "event_id,best\n" + "e1,7\n,\n" + 'e2,""\n'
    path.write_text(good, encoding="utf-8")
    texts = {"event_id": ("e1", None, "e2"), "best": ("7", None, None)}
    assert texts_of(path, columns) == (texts, 3)
    store = connect(tmp_path, size=path.stat().st_size)
    with closing(store.connection):
        assert store.load_texts(tables()["casualties"], texts, 3)
        assert store.loaded["casualties"].filled == {"event_id": 2, "best": 1}
    path.write_text(good + wrong, encoding="utf-8")
    read = texts_of(path, columns)
    assert read is None or not store.load_texts(tables()["casualties"], *read)


def test_a_bad_cell_loses_no_row_and_no_other_cell(tmp_path: Path) -> None:
    """DuckDB 2.0 lost rows where TRY_CAST met a reader (its issue 23818)."""
    cells = ["7", "seven", "8", ""] * 5000
    store = load(tmp_path, "casualties", "best", cells, jobs=4)
    assert store.loaded["casualties"].rows == len(cells)
    assert store.loaded["casualties"].filled["best"] == len(cells) // 2
    assert store.rows("SELECT sum(best), count(*), max(_row) FROM casualties") == [(75000, len(cells), len(cells))]


def test_rows_are_numbered_as_they_stand_whatever_the_threads(tmp_path: Path) -> None:
    cells = [str(i) for i in range(300_000)]
    store = load(tmp_path, "casualties", "best", cells, jobs=4)
    assert store.rows("SELECT count(*) FROM casualties WHERE best <> _row - 1") == [(0,)]


@pytest.mark.parametrize("memory", ["lots", "1", "-1GB", "2 GB; DROP", ""])
def test_memory_that_is_no_size(memory: str) -> None:
    with pytest.raises(UsageError, match="is not a size"):
        Resources(memory)


@pytest.mark.parametrize(("memory", "expected"), [("1GB", "1.0 GiB"), ("300MB", "300.0 MiB"), (None, "700.0 MiB")])
def test_memory_is_limited(memory: str | None, expected: str, tmp_path: Path) -> None:
    store = connect(tmp_path, resources=Resources(memory))
    assert store.rows("SELECT current_setting('memory_limit')") == [(expected,)]
