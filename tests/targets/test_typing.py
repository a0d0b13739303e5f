"""Type checkers understand the models: they find the faults of a small project, and nothing else."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from programs import program, run

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
USE = HERE / "typed_use.py"
WRONG = {n for n, line in enumerate(USE.read_text(encoding="utf-8").splitlines(), start=1) if "# wrong: " in line}


def test_mypy_finds_the_faults_and_nothing_else() -> None:
    # With the cache of `make types`, which checks the same packages just as strictly.
    done = run(sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml", str(USE), folder=ROOT)
    found = re.findall(r"^(\S+?):(\d+): error: ", done.stdout, flags=re.MULTILINE)
    assert {name for name, _ in found} == {"tests/targets/typed_use.py"}, done.stdout + done.stderr
    assert {int(number) for _, number in found} == WRONG, done.stdout


def test_pyright_finds_the_faults_and_nothing_else() -> None:
    checker = program("pyright")
    done = run(checker, "--outputjson", "--pythonpath", sys.executable, str(USE), folder=ROOT)
    found = json.loads(done.stdout)["generalDiagnostics"]
    assert {Path(f["file"]).name for f in found} == {"typed_use.py"}, done.stdout
    assert {f["range"]["start"]["line"] + 1 for f in found} == WRONG, done.stdout
