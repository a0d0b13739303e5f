"""Real runs over large inputs, killed in the middle: nothing is left behind, or the next run removes it.

A run that is ended by a signal it can answer (SIGINT, SIGTERM) removes its temporary files and leaves its target as it
was. One that is killed outright (SIGKILL) cannot: its folder for temporary files is removed by a later run, once no
process holds it and a minute has passed; what stands beside a target under `.NAME.tmp-` is left to whoever killed it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from many_records import parties

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals and locks")

MINIMAL = str(Path(__file__).resolve().parents[2] / "examples" / "minimal")
ENDS = {signal.SIGINT: (130, "conflictdp: interrupted\n"), signal.SIGTERM: (143, "conflictdp: ended by a signal\n")}
MOMENTS = (0.0, 0.4)
"""Seconds after the run has begun to work; it lasts for several."""
RECORDS = 2_000_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """JSON Lines that take seconds."""
    return parties(tmp_path_factory.mktemp("large"), RECORDS)


def begun(arguments: list[str], temporary: Path) -> subprocess.Popen[str]:
    """A run that has made what it has to remove."""
    others = set(temporary.iterdir())
    process = subprocess.Popen(
        [sys.executable, "-m", "conflictdp", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_until = time.monotonic() + 60
    while all(path.parent in others for path in temporary.glob("*/*.jsonl")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < wait_until
        time.sleep(0.01)
    return process


def beside(target: Path) -> list[str]:
    """The temporary files that stand beside a target."""
    return [path.name for path in target.parent.iterdir() if ".tmp-" in path.name]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", ENDS, ids=lambda n: n.name)
def test_a_validation_that_is_ended_leaves_nothing(
    number: signal.Signals, moment: float, large: Path, temporary: Path
) -> None:
    with begun(["validate", str(large)], temporary) as process:
        time.sleep(moment)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (ENDS[number][0], "", ENDS[number][1])
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", ENDS, ids=lambda n: n.name)
@pytest.mark.parametrize("name", ["data.json", "package"])
def test_a_conversion_that_is_ended_leaves_its_target_as_it_was(
    name: str, number: signal.Signals, moment: float, large: Path, temporary: Path, tmp_path: Path
) -> None:
    target = tmp_path / name
    assert (
        subprocess.run([sys.executable, "-m", "conflictdp", "convert", MINIMAL, str(target)], check=False).returncode
        == 0
    )
    before = {p: p.read_bytes() for p in [target, *target.rglob("*")] if p.is_file()}
    with begun(["convert", str(large), str(target), "--overwrite"], temporary) as process:
        time.sleep(moment)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == ENDS[number]
    assert {p: p.read_bytes() for p in [target, *target.rglob("*")] if p.is_file()} == before
    assert (beside(target), list(temporary.iterdir())) == ([], [])


def test_what_a_killed_run_left_is_removed_by_the_next_but_one_that_still_works_is_let_be(
    large: Path, temporary: Path
) -> None:
    with begun(["validate", str(large)], temporary) as killed:
        killed.kill()
        killed.communicate()
    (left,) = temporary.iterdir()
    with begun(["validate", str(large)], temporary) as working:
        working.send_signal(signal.SIGSTOP)
        (used,) = set(temporary.iterdir()) - {left}
        for folder in (left, used):
            os.utime(folder / "lock", (time.time() - 120,) * 2)
        done = subprocess.run(
            [sys.executable, "-m", "conflictdp", "validate", MINIMAL], check=False, capture_output=True
        )
        found = list(temporary.iterdir())
        working.send_signal(signal.SIGCONT)
        working.terminate()
    assert (done.returncode, found) == (0, [used])
    assert list(temporary.iterdir()) == []
