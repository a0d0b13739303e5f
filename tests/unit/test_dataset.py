"""A dataset opened for analysis: every form, every way out, and nothing that it can reach besides."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

import conflictdp
from conflictdp.dataset import Dataset, views
from conflictdp.errors import InputError, UsageError
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "examples" / "khasham-2018"
MINIMAL = ROOT / "examples" / "minimal"


@pytest.fixture(scope="module")
def article() -> Iterator[Dataset]:
    with conflictdp.open(ARTICLE) as data:
        yield data


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def count(data: Dataset, name: str) -> int:
    return len(data[name].fetchall())


def test_every_table_has_every_column_typed(article: Dataset) -> None:
    types = {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "list": "VARCHAR[]",
    }
    for table in tables().values():
        relation = article[table.name]
        expected = {"_row": "BIGINT", **{c.name: types[c.type] for c in table.columns.values()}}
        assert dict(zip(relation.columns, map(str, relation.types), strict=True)) == expected


def test_values_are_typed_and_absence_is_null(article: Dataset) -> None:
    columns = "start_date, duration_minutes, is_aggregate, modified_date"
    row = article.sql(f"SELECT {columns} FROM events WHERE event_id = 'clash-near-khusham'")
    assert row.fetchall() == [(dt.date(2018, 2, 7), 180, False, None)]
    assert article.sql("SELECT topics FROM claims WHERE claim_id = 'commander-losses'").fetchall() == [
        (["casualties"],)
    ]


@pytest.mark.parametrize("form", ["folder", "descriptor", "archive", "document", "lines"])
def test_every_form_opens_with_the_same_records(form: str, tmp_path: Path) -> None:
    paths = {
        "folder": MINIMAL,
        "descriptor": MINIMAL / "datapackage.json",
        "archive": tmp_path / "minimal.zip",
        "document": MINIMAL / "minimal.json",
        "lines": tmp_path / "minimal.jsonl",
    }
    with zipfile.ZipFile(paths["archive"], "w") as archive:
        for file in MINIMAL.iterdir():
            archive.write(file, file.name)
    document = json.loads(paths["document"].read_text(encoding="utf-8"))
    lines = [{"record": "package", **document["package"]}]
    lines += [{"record": t.record, **r} for t in tables().values() for r in document.get(t.name, ())]
    paths["lines"].write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with conflictdp.open(paths[form]) as data:
        assert data.metadata["name"] == "minimal"
        assert {t: count(data, t) for t in tables() if count(data, t)} == {
            "sources": 2,
            "events": 2,
            "claims": 3,
            "casualties": 4,
        }
        query = "SELECT * EXCLUDE (_row) FROM casualties ORDER BY ALL"
        with conflictdp.open(MINIMAL) as other:
            assert data.sql(query).fetchall() == other.sql(query).fetchall()


def test_a_lone_table_opens_with_the_others_empty(tmp_path: Path) -> None:
    shutil.copy(MINIMAL / "casualties.csv", tmp_path / "figures.csv")
    with conflictdp.open(tmp_path / "figures.csv", table="casualties") as data:
        assert (count(data, "casualties"), count(data, "events"), data.metadata) == (4, 0, {})
        assert repr(data) == "<Dataset (unnamed): casualties>"


def test_ready_views_are_there(article: Dataset) -> None:
    assert list(views()) == ["casualties_by_source", "claims_with_sources"]
    assert count(article, "casualties_by_source") == count(article, "casualties")
    assert count(article, "claims_with_sources") == count(article, "claims")
    lowest, highest = article.sql(
        "SELECT min(low), max(low) FROM casualties_by_source WHERE outcome = 'killed' AND low > 1"
    ).fetchall()[0]
    assert (lowest, highest) == (7, 101)


@pytest.mark.parametrize("name", ["events", "casualties_by_source"])
def test_arrow_pandas_and_polars(name: str, article: Dataset) -> None:
    for library in ("pyarrow", "pandas", "polars"):
        pytest.importorskip(library)
    rows = article[name].fetchall()
    columns = article[name].columns
    arrow = article.arrow(name)
    assert (arrow.num_rows, arrow.column_names) == (len(rows), columns)
    assert [tuple(r.values()) for r in arrow.to_pylist()] == rows
    assert article.polars(name).rows() == rows
    assert (len(article.pandas(name)), list(article.pandas(name).columns)) == (len(rows), columns)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("event", "there is no table 'event'; did you mean events?"),
        ("casualties_by_sources", "there is no table 'casualties_by_sources'; did you mean casualties_by_source?"),
        ("raw.events", "there is no table 'raw.events'"),
        ("package", "there is no table 'package'"),
        ('events" --', "there is no table 'events\" --'"),
    ],
)
def test_a_table_that_is_not_there(name: str, message: str, article: Dataset) -> None:
    with pytest.raises(UsageError) as caught:
        article[name]
    assert str(caught.value).startswith(message)


ESCAPES = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM read_parquet('/etc/passwd')",
    "SELECT * FROM read_json('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_csv('https://example.org/a.csv')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "COPY events TO '/tmp/escaped.csv'",
    "COPY events FROM '/etc/passwd'",
    "EXPORT DATABASE '/tmp/escaped'",
    "IMPORT DATABASE '/tmp/escaped'",
    "ATTACH '/tmp/escaped.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "SET temp_directory = '/tmp'",
    "PRAGMA enable_profiling",
    "SELECT * FROM secret",
]


@pytest.mark.parametrize("query", ESCAPES)
def test_queries_reach_nothing_but_the_dataset(query: str, article: Dataset) -> None:
    secret = pytest.importorskip("pandas").DataFrame({"a": [1]})  # a variable that a query must not see
    with pytest.raises(duckdb.Error):
        article.sql(query).fetchall()
    assert len(secret) == 1
    assert not list(Path("/tmp").glob("escaped*"))  # noqa: S108 - nothing may be there


def test_closing_removes_temporary_files_and_ends_the_connection(temporary: Path) -> None:
    data = conflictdp.open(MINIMAL)
    assert len(list(temporary.iterdir())) == 1
    data.close()
    assert list(temporary.iterdir()) == []
    with pytest.raises(duckdb.Error):
        data.sql("SELECT 1")
    data.close()


def test_nothing_is_left_of_a_dataset_that_does_not_open(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError):
        conflictdp.open(temporary / "nowhere")
    monkeypatch.setattr("conflictdp.dataset.views", lambda: {"broken": "SELECT * FROM nowhere"})
    with pytest.raises(duckdb.Error):
        conflictdp.open(MINIMAL)
    assert list(temporary.iterdir()) == []


def test_cells_that_break_their_type_are_null(tmp_path: Path) -> None:
    path = tmp_path / "casualties.csv"
    path.write_text(
        "event_id,outcome,count_kind,best,x_mood\ne1,killed,exact,many,fair\ne 2,kiled,exact,7,\n", encoding="utf-8"
    )
    with conflictdp.open(path) as data:
        assert data.sql("SELECT _row, event_id, outcome, best, x_mood FROM casualties").fetchall() == [
            (1, "e1", "killed", None, "fair"),
            (2, None, None, 7, None),
        ]


def test_it_says_what_it_is_and_can_be_queried_after(article: Dataset) -> None:
    assert repr(article) == f"<Dataset khasham-2018: {', '.join(tables())}>"
    assert article.sql("SELECT count(*) FROM events").fetchall() == [(11,)]
