"""When a signal ends the work, and when it waits."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from many_records import parties

from conflictdp.cli.signals import NUMBERS, EndedError, answered

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_ends_the_work_at_once(number: signal.Signals) -> None:
    before = [signal.getsignal(n) for n in NUMBERS]
    with answered(to_the_end=False) as received, pytest.raises(EndedError):
        signal.raise_signal(number)
    assert received == [number]
    assert [signal.getsignal(n) for n in NUMBERS] == before


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_waits_until_a_module_is_imported(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "interrupted_module.py").write_text(
        f"import signal, time\nsignal.raise_signal({int(number)})\ntime.sleep(0.1)\nWHOLE = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with answered(to_the_end=False) as received:
        with pytest.raises(EndedError):  # noqa: PT012 -- it comes at any time after the import
            module = importlib.import_module("interrupted_module")
            whole = module.WHOLE
            for _ in range(1000):
                time.sleep(0.01)
        sys.modules.pop("interrupted_module")
    assert whole
    assert received == [number]


def test_what_comes_when_all_is_done_changes_nothing(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import signal\n"
        "from conflictdp.cli.signals import answered\n"
        "with answered(to_the_end=True) as received:\n    pass\n"
        "signal.raise_signal(signal.SIGINT)\n"
        "print('told', received)\n"
    )
    done = subprocess.run([sys.executable, str(script)], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "told []\n", "")


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_a_command_interrupted_while_it_imports_the_engine_ends_in_order(tmp_path: Path) -> None:
    """Native modules end the process where an exception is raised under their import, so none may be."""
    script = tmp_path / "script.py"
    script.write_text(
        "import enum, signal, sys\n"
        "sent = []\n"
        "made = enum.EnumMeta.__call__\n"
        "def call(cls, *args, **named):\n"  # DuckDB makes enumerations in C++
        "    if any('duckdb' in name for name in sys.modules) and len(args) > 1 and not sent:\n"
        "        sent.append(open('sent', 'x').close())\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "    return made(cls, *args, **named)\n"
        "enum.EnumMeta.__call__ = call\n"
        "from conflictdp.cli import main\n"
        "sys.exit(main())\n"
    )
    arguments = ["convert", str(parties(tmp_path, 300_000)), str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, str(script), *arguments], check=False, capture_output=True, text=True, cwd=tmp_path
    )
    if not (tmp_path / "sent").exists():
        pytest.skip("this DuckDB makes no enumeration while it is imported")
    assert (done.returncode, done.stderr) == (130, "conflictdp: interrupted\n")
    assert not (tmp_path / "out").exists()
