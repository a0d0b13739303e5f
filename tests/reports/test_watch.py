"""validate --watch: checks again after a change, and only then; Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from conflictdp.cli.watch import stamps, watch

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "event_id,outcome,count_kind,best\ne1,killed,exact,7\n"


class EnoughError(Exception):
    """Ends a watch in a test."""


def test_it_checks_again_after_each_change_and_only_then(tmp_path: Path) -> None:
    path = tmp_path / "casualties.csv"
    path.write_text(GOOD, encoding="utf-8")
    report = tmp_path / "report.html"
    seen: list[str] = []
    waits: list[float] = []

    def check() -> None:
        seen.append(path.read_text(encoding="utf-8"))
        report.write_text("x" * len(waits), encoding="utf-8")  # what the check itself writes is no change

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            path.write_text("", encoding="utf-8")  # an editor begins to save ...
        elif len(waits) == 4:
            path.write_text(GOOD * 2, encoding="utf-8")  # ... and ends while we wait for it to
        elif len(waits) > 9:
            raise EnoughError

    with pytest.raises(EnoughError):
        watch([str(tmp_path)], check, apart={report.resolve()}, sleep=sleep)
    assert seen == [GOOD, GOOD * 2]


def test_new_and_removed_files_are_changes_and_hidden_ones_are_not(tmp_path: Path) -> None:
    before = stamps([str(tmp_path)])
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_text("x", encoding="utf-8")
    (tmp_path / ".casualties.csv.swp").write_text("x", encoding="utf-8")
    assert stamps([str(tmp_path)]) == before == {}
    (tmp_path / "events.csv").write_text("x", encoding="utf-8")
    assert [*stamps([str(tmp_path)])] == [str(tmp_path / "events.csv")]
    assert stamps([str(tmp_path / "nowhere.csv")]) == {}


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_ctrl_c_ends_it_in_order(tmp_path: Path) -> None:
    path = tmp_path / "casualties.csv"
    path.write_text(GOOD.replace("7", "seven"), encoding="utf-8")
    command = [sys.executable, "-m", "conflictdp", "validate", "--watch", "--quiet", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "\n"
        assert process.stderr.readline() == "watching for changes; end with Ctrl-C\n"
        path.write_text(GOOD, encoding="utf-8")
        assert process.stderr.readline() == "\n"  # it has checked again
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert [line.partition(":")[0] for line in out.splitlines()] == ["invalid", "valid"]
    assert err.endswith("conflictdp: interrupted\n")
