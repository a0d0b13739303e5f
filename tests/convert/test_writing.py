"""Packages are written whole or not at all, in one way only."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from conflictdp.convert import outputs
from conflictdp.convert.outputs import write_file
from conflictdp.convert.writing import write_package
from conflictdp.errors import OutputError
from conflictdp.spec.versions import version

METADATA = {
    "name": "invented",
    "licenses": [{"name": "CC0-1.0"}],
    "contributors": [{"title": "Example Recorders"}],
    "temporal": {"start_date": "2030-01-01"},
    "spatial": {"countries": ["BRA"]},
    "event_definition": "Anything.",
    "update_frequency": "never",
}


@pytest.fixture
def database():
    with duckdb.connect() as connection:
        connection.execute("""
            CREATE TABLE sources AS SELECT 's1' AS source_id, 'A paper' AS title, NULL::DATE AS published_date
        """)
        connection.execute("""
            CREATE TABLE events AS
            SELECT * FROM (VALUES
                ('e2', 'armed_clash', 'Two, "or" more', DATE '2030-05-04', TRUE, 90, '', 'kept', 2),
                ('e1', 'shelling', E'One\nline', NULL, FALSE, NULL, NULL, NULL, 1)
            ) AS e(event_id, event_type, title, start_date, is_aggregate, duration_minutes, note, x_mine, _order)
        """)
        yield connection


def text(folder: Path, name: str) -> str:
    return (folder / f"{name}.csv").read_bytes().decode("utf-8")


def test_tables_are_written_in_the_order_of_the_standard(database, tmp_path):
    counts = write_package(database, METADATA, tmp_path / "out")
    assert counts == {"sources": 1, "events": 2}
    assert text(tmp_path / "out", "sources") == "source_id,title\ns1,A paper\n"
    # The order column is obeyed and left out, an empty column is left out, and only what must be quoted is.
    assert text(tmp_path / "out", "events") == (
        "event_id,event_type,title,start_date,duration_minutes,is_aggregate,x_mine\n"
        'e1,shelling,"One\nline",,,false,\n'
        'e2,armed_clash,"Two, ""or"" more",2030-05-04,90,true,kept\n'
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out"]


def test_numbers_and_lists_have_one_spelling(database, tmp_path):
    database.execute("""
        CREATE TABLE locations AS
        SELECT * FROM (VALUES
            ('a', 'A', 36.0::DOUBLE, 1e-05::DOUBLE, 100::DECIMAL(9, 2)),
            ('b', 'B', -0.5, 120.25, 0.10)
        ) AS l(location_id, name, latitude, longitude, uncertainty_m)
    """)
    database.execute("""
        CREATE TABLE parties AS
        SELECT 'p' AS party_id, 'P' AS name, ['Q', 'R, S'] AS aliases, TRUE AS is_collective_label
    """)
    write_package(database, METADATA, tmp_path / "out")
    assert text(tmp_path / "out", "locations") == (
        "location_id,name,latitude,longitude,uncertainty_m\na,A,36,0.00001,100\nb,B,-0.5,120.25,0.1\n"
    )
    assert text(tmp_path / "out", "parties") == 'party_id,name,aliases,is_collective_label\np,P,"Q|R, S",true\n'


def test_required_tables_are_written_even_when_empty(tmp_path):
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE parties AS SELECT 'p' AS party_id, 'P' AS name WHERE FALSE")
        assert write_package(connection, METADATA, tmp_path / "out") == {"sources": 0, "events": 0}
    assert text(tmp_path / "out", "events") == "event_id,event_type\n"
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["datapackage.json", "events.csv", "sources.csv"]


def test_required_columns_are_written_even_when_absent(database, tmp_path):
    database.execute("CREATE TABLE claims AS SELECT 'c1' AS claim_id, 'e1' AS event_id, NULL AS stance")
    write_package(database, METADATA, tmp_path / "out")
    assert text(tmp_path / "out", "claims") == "claim_id,event_id,source_id,stance\nc1,e1,,\n"


def test_rows_without_an_order_are_sorted_by_what_tells_them_apart(database, tmp_path):
    database.execute("""
        CREATE TABLE casualties AS
        SELECT 'e1' AS event_id, 'killed' AS outcome, k AS count_kind, b AS best, x AS x_second
        FROM (VALUES ('exact', 9, 'b'), ('exact', 9, 'a'), ('exact', 10, NULL)) AS v(k, b, x)
    """)
    write_package(database, METADATA, tmp_path / "out")
    assert text(tmp_path / "out", "casualties") == (
        "event_id,outcome,count_kind,best,x_second\ne1,killed,exact,9,a\ne1,killed,exact,9,b\ne1,killed,exact,10,\n"
    )


def test_descriptor_describes_what_was_written(database, tmp_path):
    write_package(database, METADATA, tmp_path / "out")
    found = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert found["$schema"] == version().uri("profile.schema.json")
    assert {k: found[k] for k in METADATA} == METADATA
    fields = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in found["resources"]}
    assert fields == {n: text(tmp_path / "out", n).split("\n")[0].split(",") for n in ("sources", "events")}


def test_unknown_columns_are_a_fault_of_the_program(database, tmp_path):
    database.execute("ALTER TABLE sources ADD COLUMN colour VARCHAR")
    with pytest.raises(ValueError, match="colour"):
        write_package(database, METADATA, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_frictionless_finds_the_package_valid(database, tmp_path):
    write_package(database, METADATA, tmp_path / "out")
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    run = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert json.loads(run.stdout)["valid"]


def test_a_taken_place_is_refused(database, tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "folder", "link"):
        with pytest.raises(OutputError, match=f"{name} exists already"):
            write_package(database, METADATA, tmp_path / name)
        with pytest.raises(OutputError, match=f"{name} exists and is not a package"):
            write_package(database, METADATA, tmp_path / name, overwrite=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder", "link"]


def test_a_package_is_replaced_only_with_leave(database, tmp_path):
    out = tmp_path / "out"
    write_package(database, METADATA, out)
    database.execute("DELETE FROM events WHERE event_id = 'e2'")
    write_package(database, METADATA, out, overwrite=True)
    assert text(out, "events").startswith("event_id,event_type,title,is_aggregate\ne1,")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out"]


def test_files_of_the_users_own_are_never_overwritten(database, tmp_path):
    write_package(database, METADATA, tmp_path / "out")
    (tmp_path / "out" / "README.md").write_text("mine")
    with pytest.raises(OutputError, match=r"also holds README\.md"):
        write_package(database, METADATA, tmp_path / "out", overwrite=True)
    assert (tmp_path / "out" / "README.md").read_text() == "mine"


def test_a_missing_parent_is_told_in_plain_words(database, tmp_path):
    with pytest.raises(OutputError, match=r"cannot write .*No such file or directory"):
        write_package(database, METADATA, tmp_path / "no" / "out")


class Failing:
    """Stands in for a system call and fails the n-th time, as a full disk does."""

    def __init__(self, call, at: int) -> None:
        self.call, self.at, self.calls = call, at, 0

    def __call__(self, *args, **kwargs):
        self.calls += 1
        if self.calls == self.at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.call(*args, **kwargs)


@pytest.mark.parametrize("stands", [False, True], ids=["new", "replaced"])
@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (Path, "rename"), (Path, "write_bytes"), (Path, "chmod")])
def test_a_failure_leaves_everything_as_it_was(owner, name, stands, database, tmp_path, monkeypatch):
    out = tmp_path / "out"
    if stands:
        write_package(database, METADATA, out)
        database.execute("DELETE FROM events WHERE event_id = 'e2'")
    before = {p.name: p.read_bytes() for p in out.glob("*")}
    for at in range(1, 10):
        failing = Failing(getattr(owner, name), at)
        with monkeypatch.context() as patch:
            # A method is looked up on its class, so it must be a function.
            patch.setattr(owner, name, lambda *a, _f=failing, **k: _f(*a, **k))
            told = attempt(database, out)
        if not told:
            break
        assert told == f"cannot write {out}: No space left on device"
        assert {p.name: p.read_bytes() for p in out.glob("*")} == before
        assert [p.name for p in tmp_path.iterdir()] == (["out"] if stands else [])
    assert at > 1
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def attempt(database, out: Path) -> str:
    """What went wrong, or nothing."""
    try:
        write_package(database, METADATA, out, overwrite=True)
    except OutputError as error:
        return str(error)
    return ""


def test_a_full_disk_is_told_in_plain_words(database, tmp_path, monkeypatch):
    monkeypatch.setattr(outputs.tempfile, "mkdtemp", Failing(outputs.tempfile.mkdtemp, 1))
    with pytest.raises(OutputError, match="No space left on device"):
        write_package(database, METADATA, tmp_path / "out")


def test_an_interrupt_leaves_nothing_behind(database, tmp_path, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "_put_in_place", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_package(database, METADATA, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_files_have_the_usual_permissions(database, tmp_path):
    umask = os.umask(0o022)
    try:
        write_package(database, METADATA, tmp_path / "out")
        write_file(tmp_path / "a.json", b"{}")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o644


def test_documents_are_replaced_only_by_documents(tmp_path):
    out = tmp_path / "a.json"
    ours = json.dumps({"$schema": version().uri("package.schema.json")}).encode()
    write_file(out, ours)
    with pytest.raises(OutputError, match="exists already"):
        write_file(out, b"{}")
    write_file(out, b'{"mine": true}', overwrite=True)
    with pytest.raises(OutputError, match="is not a package or document of this standard"):
        write_file(out, ours, overwrite=True)
    assert out.read_bytes() == b'{"mine": true}'
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_document_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    out = tmp_path / "a.json"
    ours = json.dumps({"$schema": version().uri("package.schema.json")}).encode()
    write_file(out, ours)
    monkeypatch.setattr(os, "fsync", Failing(os.fsync, 1))
    with pytest.raises(OutputError, match="No space left on device"):
        write_file(out, b"{}", overwrite=True)
    assert out.read_bytes() == ours
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
