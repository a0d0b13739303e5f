"""Large datasets in another form: how much memory that may take, and what is said when it is not enough."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from conflictdp.cli import main
from conflictdp.convert import EXPORTERS, exporter
from conflictdp.convert.exports import ExportOptions
from conflictdp.convert.sources import room
from conflictdp.engine.resources import Resources
from conflictdp.errors import LimitError
from packages import base, write

GED = Path(__file__).parent / "ged_invented.csv"


def test_half_of_the_machine_may_be_taken_unless_something_else_is_said() -> None:
    assert room() == Resources("50%")
    assert room("2GB") == Resources("2GB")


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_every_exporter_keeps_to_what_is_allowed(name: str, root: Path, tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="memory ran out; allow more with --memory"):
        exporter(name)(root / "examples" / "khasham-2018", tmp_path / "out", ExportOptions(memory="1MB"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", ["k.json", "k.jsonl", "k", "k.zip"])
def test_so_do_the_forms_of_the_standard(out: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    command = ["convert", str(root / "examples" / "khasham-2018"), str(tmp_path / out)]
    assert main([*command, "--memory", "1MB"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("memory ran out"), list(tmp_path.iterdir())) == ("", 1, [])
    assert main([*command, "--memory", "200MB"]) == 0


def test_so_does_a_conversion(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    command = ["convert", str(GED), str(tmp_path / "ged"), "--from", "ucdp-ged", "--memory"]
    assert main([*command, "1MB"]) == 2
    assert "memory ran out" in capsys.readouterr().err
    assert main([*command, "a lot"]) == 2
    assert "is not a size such as" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert main([*command, "200MB"]) == 0


def test_so_does_a_merge(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    examples = [str(root / "examples" / name) for name in ("minimal", "khasham-2018")]
    assert main(["merge", *examples, str(tmp_path / "out"), "--memory", "1MB"]) == 2
    assert "memory ran out" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert main(["merge", *examples, str(tmp_path / "out"), "--memory", "200MB"]) == 0


def test_a_database_is_made_of_tables_that_are_kept_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are when memory holds too little of them."""
    package = write(base(), tmp_path / "package")
    exporter("duckdb")(package, tmp_path / "a.duckdb")
    monkeypatch.setattr("conflictdp.engine.resources._SHARE_IN_MEMORY", 1e15)
    exporter("duckdb")(package, tmp_path / "b.duckdb")
    with duckdb.connect() as connection:
        for name in "ab":
            connection.execute(f"ATTACH '{tmp_path / name}.duckdb' AS {name} (READ_ONLY)")
        for (table,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'a'"
        ).fetchall():
            rows = [connection.execute(f"FROM {name}.{table}").fetchall() for name in "ab"]
            assert rows[0] == rows[1]
            assert rows[0] or table == "package"
