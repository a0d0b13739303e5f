"""Time and memory of a command, in a process of its own."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Measure:
    """Medians over the runs of a command.

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
    once = [_once(command) for _ in range(runs)]
    return Measure(*(statistics.median(values) for values in zip(*once, strict=True)))


def _once(command: list[str]) -> tuple[float, float, float]:
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            message = process.stderr.read().decode() if process.stderr else ""
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {message[-2000:]}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale


def python(module: str, *arguments: str | Path) -> list[str]:
    """The command that runs a module under this interpreter."""
    return [sys.executable, "-m", module, *map(str, arguments)]
