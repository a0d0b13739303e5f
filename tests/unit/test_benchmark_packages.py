"""The packages that benchmarks are run on: nothing is found in a clean one, in others exactly what was planted."""

import tempfile
from collections import Counter

import pytest
from benchmarks.generate import Order, generate

from conflictdp.engine import resources
from conflictdp.spec.tables import tables
from conflictdp.validation import validate


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl", "json"])
def test_a_clean_package_has_no_finding_and_every_table(tmp_path, form):
    out = tmp_path / "world" if form in ("csv", "parquet") else tmp_path / f"world.{form}"
    assert not generate(Order(400, form), out)
    report = validate(out)
    assert [(g.rule, g.count) for g in report.groups] == []
    assert {t.table for t in report.tables if t.rows} == set(tables())


def test_a_faulty_package_has_what_was_planted(tmp_path):
    planted = generate(Order(900, faults=0.9, bad_cells=0.2), tmp_path)
    found = Counter({(g.rule, g.table, g.column): g.count for g in validate(tmp_path).groups})
    assert len({rule for rule, _, _ in planted}) > 150
    assert found == planted


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_tables_that_memory_does_not_hold_are_checked_as_others(tmp_path, form, monkeypatch):
    """Those are kept in a file, which goes with the other temporary files."""
    out = tmp_path / ("world" if form == "csv" else f"world.{form}")
    generate(Order(900, form, faults=0.9, bad_cells=0.2), out)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    kept = []

    def look(data, _):
        found = data.store.rows("SELECT path FROM duckdb_databases() WHERE database_name = current_database()")
        kept.append(bool(found[0][0]))

    in_memory = validate(out, look=look)
    monkeypatch.setattr(resources, "_SHARE_IN_MEMORY", 1e9)
    assert validate(out, look=look) == in_memory
    assert kept == [False, True]
    assert list(temporary.iterdir()) == []


def test_the_same_order_gives_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        generate(Order(200), tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()
