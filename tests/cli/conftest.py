"""What the tests of the command share: a run with its exit code and output; temporary files that must be gone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conflictdp.cli import main

if TYPE_CHECKING:
    from pathlib import Path


class Run(NamedTuple):
    """The exit code of a command, and what it printed."""

    code: int
    out: str
    err: str


Command = Callable[..., Run]


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files: no command leaves one behind, however it ends."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs `conflictdp` in this process."""

    def run(*arguments: object) -> Run:
        capsys.readouterr()
        code = main([str(a) for a in arguments])
        return Run(code, *capsys.readouterr())

    return run
