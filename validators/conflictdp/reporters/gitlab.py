"""Code quality of GitLab: an array of what was found, which a merge request compares with that of its target.

GitLab keeps one entry of those with an equal fingerprint; it needs a line, so what has none stands at line 1.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from conflictdp.reporters.json import dump
from conflictdp.reporters.places import path_of
from conflictdp.reporters.turns import in_turn
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictdp.report import Finding, Report
    from conflictdp.reporters.registry import View

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def report(reports: Sequence[Report], view: View) -> Iterator[str]:
    """One array for all inputs."""
    seen: dict[str, int] = {}
    entries = []
    for one in reports:
        for found in in_turn(one.groups):
            path = path_of(one, found, view.root)
            key = f"{path}\x1f{found.fingerprint}"
            seen[key] = seen.get(key, 0) + 1
            entries.append(_entry(found, path, f"{key}\x1f{seen[key]}"))
    for path, reason in view.failed:
        entries.append(_undone(path, reason))
    yield dump(entries)


def _entry(found: Finding, path: str, key: str) -> dict[str, Any]:
    hint = f" ({found.hint})" if found.hint else ""
    return {
        "description": visible(f"{found.rule} {found.name}: {found.message}{hint}"),
        "check_name": f"{found.rule} {found.name}",
        "fingerprint": _digest(key),
        "severity": SEVERITIES[found.severity],
        "location": {"path": path, "lines": {"begin": found.line or 1}},
    }


def _undone(path: str, reason: str) -> dict[str, Any]:
    return {
        "description": visible(f"could not be checked: {reason}"),
        "check_name": "conflictdp",
        "fingerprint": _digest(f"{path}\x1fundone"),
        "severity": "blocker",
        "location": {"path": path, "lines": {"begin": 1}},
    }


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
