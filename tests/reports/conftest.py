"""What the tests of reports share: a faulty copy of the article's package, and the command in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from conflictdp.cli import main

ROOT = Path(__file__).resolve().parents[2]
NASTY = "::error::owned%0A::set-output name=a::b ##[error]owned <b>@everyone</b> [x](http://evil.example) ]]> | `a`"
"""What a crafted value would like to do to a build server, a page or a comment."""


class Run(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Run]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: object) -> Run:
        capsys.readouterr()
        code = main([str(a) for a in arguments])
        return Run(code, *capsys.readouterr())

    return run


def replace(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= count, f"{path.name} does not hold {old!r} so often"
    path.write_text(text.replace(old, new, count), encoding="utf-8", newline="\n")


@pytest.fixture
def khasham(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the article's package with faults of several kinds, in the folder khasham of the current one."""
    folder = tmp_path / "khasham"
    shutil.copytree(ROOT / "examples" / "khasham-2018", folder)
    replace(folder / "claims.csv", ",asserts,", ",assertz,", 3)  # a misspelt code
    replace(folder / "casualties.csv", ",exact,", f',"{NASTY}",')  # a crafted one
    replace(folder / "casualties.csv", ",101,", ",-99,")  # a sign for "missing"
    replace(folder / "events.csv", "clash-near-khusham,", "clash near khusham,")  # an id with spaces
    replace(folder / "locations.csv", ",35.", ",95.")  # beyond the pole, and sensitive
    with (folder / "party_links.csv").open("a", encoding="utf-8", newline="") as stream:
        stream.write("one,cell\n")  # a record that breaks off
    monkeypatch.chdir(tmp_path)
    return Path("khasham")
