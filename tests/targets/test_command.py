"""conflictdp models: what it writes, that --check sees a difference, and what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conflictdp.cli import main
from conflictdp.codegen.targets import TARGETS, difference, made
from conflictdp.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

SINGLE = [name for name in TARGETS if name != "sql"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", SINGLE)
def test_a_target_is_written_and_found_up_to_date(name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", name]) == 0
    printed = capsys.readouterr().out
    assert main(["models", name, "-o", "out"]) == 0
    assert (here / "out").read_text(encoding="utf-8") == printed
    assert main(["models", name, "-o", "out", "--check"]) == 0
    (here / "out").write_bytes(printed.replace("\n", "\r\n").encode())
    assert main(["models", name, "-o", "out", "--check"]) == 0


def test_check_names_the_first_difference(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = made("pydantic")[""].decode()
    lines = text.splitlines(keepends=True)
    spoilt = {
        "changed": ("".join([*lines[:9], "# mine\n", *lines[10:]]), "line 10 is '# mine', and should be "),
        "short": ("".join(lines[:-1]), f"it ends before line {len(lines)}, "),
        "long": (text + "# mine\n", f"line {len(lines) + 1}, '# mine', is too much"),
    }
    for name, (content, told) in spoilt.items():
        (here / name).write_text(content, encoding="utf-8")
        assert main(["models", "pydantic", "-o", name, "--check"]) == 1
        assert capsys.readouterr().err.startswith(f"conflictdp: {name} is out of date: {told}")
        assert (here / name).read_text(encoding="utf-8") == content
    assert main(["models", "pydantic", "-o", "nowhere", "--check"]) == 1
    assert capsys.readouterr().err == "conflictdp: nowhere is not there\n"


def test_what_is_out_of_date_is_written_anew_and_nothing_else(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "models.py").write_text("import os\n", encoding="utf-8")
    assert main(["models", "pydantic", "-o", "models.py"]) == 2
    assert "was not made by this command" in capsys.readouterr().err
    old = made("pydantic")[""].decode().replace("CasualtyOutcome", "Outcome")
    (here / "models.py").write_text(old, encoding="utf-8")
    assert main(["models", "pydantic", "-o", "models.py"]) == 0
    assert (here / "models.py").read_bytes() == made("pydantic")[""]
    assert [p.name for p in here.iterdir()] == ["models.py"]


def test_ipc_files_are_written_to_a_folder(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow")
    assert main(["models", "arrow", "--ipc", "-o", "schemas"]) == 0
    assert main(["models", "arrow", "--ipc", "-o", "schemas", "--check"]) == 0
    (here / "schemas" / "events.arrow").write_bytes((here / "schemas" / "claims.arrow").read_bytes())
    assert main(["models", "arrow", "--ipc", "-o", "schemas", "--check"]) == 1
    assert capsys.readouterr().err.endswith("events.arrow is out of date: its schema is another\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["pydantc"], ["sql"], ["pydantic", "--dialect", "duckdb"], ["pydantic", "--check"], ["pydantic", "--ipc"],
        ["arrow", "--ipc"], ["pydantic", "-o", "nowhere/models.py"], ["pydantic", "-o", "."],
    ],
)  # fmt: skip
@pytest.mark.usefixtures("here")
def test_what_makes_no_sense_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err


def test_an_unknown_target_names_the_known() -> None:
    with pytest.raises(UsageError, match="pydantic, dataclasses, typeddict"):
        made("rust")


def test_line_endings_are_no_difference() -> None:
    assert difference(b"a\r\nb\r\n", b"a\nb\n") is None
