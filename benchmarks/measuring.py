"""Time and memory of a command, in a process of its own."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Measure:
    """One run of a command, or medians over several.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of processor time, of all threads and children.
        memory: The most memory that the process held, in MB.
    """

    wall: float
    cpu: float
    memory: float


def measure(command: list[str], *, runs: int) -> Measure:
    """Runs a command some times; its output is thrown away. Exit codes 0 and 1 (findings) will do."""
    return median([_once(command) for _ in range(runs)])


def in_turn(*commands: list[str], runs: int) -> list[tuple[Measure, ...]]:
    """Runs commands by turns, so that whatever else goes on falls on all of them; the measures of each round."""
    return [tuple(map(_once, commands)) for _ in range(runs)]


def ratio(rounds: Iterable[tuple[Measure, ...]], *, to: int) -> tuple[float, float]:
    """The first command's time to that of another: medians of the ratios of the rounds, of wall and processor time."""
    pairs = [(each[0], each[to]) for each in rounds]
    return (
        statistics.median(one.wall / other.wall for one, other in pairs),
        statistics.median(one.cpu / other.cpu for one, other in pairs),
    )


def median(measures: Iterable[Measure]) -> Measure:
    """The median of each number."""
    wall, cpu, memory = zip(*((m.wall, m.cpu, m.memory) for m in measures), strict=True)
    return Measure(statistics.median(wall), statistics.median(cpu), statistics.median(memory))


def _once(command: list[str]) -> Measure:
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            message = process.stderr.read().decode() if process.stderr else ""
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {message[-2000:]}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Measure(time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def python(module: str, *arguments: str | Path) -> list[str]:
    """The command that runs a module under this interpreter."""
    return [sys.executable, "-m", module, *map(str, arguments)]
