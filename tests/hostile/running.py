"""Runs the command on a hostile input, and says in one text what came of it."""

from __future__ import annotations

import hashlib
import json
import stat
from typing import TYPE_CHECKING, Any

from conflictdp.cli import main
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SHOWN = 3


def snapshot(folder: Path) -> dict[str, str]:
    """Everything under a folder: what it is, and what it holds."""
    return {str(p.relative_to(folder)): _state(p) for p in sorted(folder.rglob("*"))}


def _state(path: Path) -> str:
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        return f"-> {path.readlink()}"
    content = hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(found.st_mode) else ""
    return f"{stat.filemode(found.st_mode)} {content}"


def run(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of a validation."""
    capsys.readouterr()
    code = main(["validate", str(path), *options])
    return (code, *capsys.readouterr())


def told(code: int, out: str, err: str, path: Path) -> str:
    """What came of a validation, as cases say it."""
    if not out:
        return f"{code} {err.strip().replace(str(path), '{path}').replace(str(path.parent), '{folder}')}"
    report = json.loads(out)
    parts = [part for group in report["groups"] for part in _group(group)]
    gaps = [n["what"] for n in report["not_checked"] if n["is_gap"]]
    return f"{code} " + "; ".join(parts) + (f" | not checked: {', '.join(gaps)}" if gaps else "")


def _group(group: dict[str, Any]) -> list[str]:
    shown = [_finding(group["rule"], f) for f in group["findings"][:SHOWN]]
    rest = group["count"] - len(shown)
    return [*shown, f"{rest} more"] if rest else shown


def _finding(rule: str, found: dict[str, Any]) -> str:
    where = found.get("file", "") + (f":{found['line']}" if "line" in found else "")
    where += f" row {found['row']}" if "row" in found and "line" not in found else ""
    spot = found.get("pointer") or found.get("column") or ""
    return " ".join(shown(p) for p in (rule, where, spot) if p)


def shown(text: str) -> str:
    """A name or pointer as cases say it."""
    return visible(text)[:80]
