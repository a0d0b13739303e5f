"""Programs that the targets are tried with, and that may not be there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def program(name: str) -> str:
    """The path of a program of Node.js, as package.json pins it, or that of the machine; skips where there is none."""
    pinned = Path(sys.prefix) / "node" / "node_modules" / ".bin" / name
    found = str(pinned) if pinned.exists() else shutil.which(name)
    if not found or not shutil.which("node"):
        pytest.skip(f"{name} is not installed: make .venv/node/.installed, which needs npm")
    return found


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a program in a folder."""
    return subprocess.run([str(c) for c in command], cwd=folder, capture_output=True, text=True, check=False)
