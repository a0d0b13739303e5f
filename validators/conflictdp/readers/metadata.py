"""What a dataset says of itself, as far as JSON Schema cannot judge it: moments that do not exist, unsafe paths."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from conflictdp.readers.json_text import pointer
from conflictdp.readers.paths import problem_of
from conflictdp.report.findings import finding
from conflictdp.spec.rules import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conflictdp.limits import Limits
    from conflictdp.report import Findings

Fault = tuple[list[str | int], str]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(_DAY.pattern + r"T[0-9:]{8}([.][0-9]+)?(Z|[+-][0-9:]{5})")
_ADDRESS = re.compile(r"https?://[^\s]+", re.IGNORECASE)


def check_size(value: Any, limits: Limits, where: str) -> None:
    """Counts the values within a value: the schema tells all their faults at once, and one alone takes a kilobyte.

    Raises:
        LimitError: When there are too many.
    """
    count = 0
    waiting: list[Any] = [[value]]
    while waiting:
        inner = waiting.pop()
        inner = inner.values() if isinstance(inner, dict) else inner
        count += len(inner)
        limits.check("descriptor_values", count, where)
        waiting += [v for v in inner if isinstance(v, dict | list)]


def check_metadata(metadata: dict[str, Any], form: str, file: str, findings: Findings) -> None:
    """Reports faults of what a dataset says of itself.

    Args:
        metadata: The descriptor without its resources, or what a document says in `package`.
        form: "package", "document" or "lines".
        file: Where it was said.
        findings: Where faults go.
    """
    rule, before = ("PKG004", []) if form == "package" else ("DOC009", ["package"] if form == "document" else [])
    for steps, problem in _faults(metadata):
        values = {"property": ".".join(map(str, steps)), "problem": problem}
        findings.add(finding(rules()[rule], values, file=file, pointer=pointer([*before, *steps])))


def _faults(metadata: dict[str, Any]) -> Iterator[Fault]:
    created = metadata.get("created")
    if isinstance(created, str) and _MOMENT.fullmatch(created) and not _exists(created, datetime.fromisoformat):
        yield ["created"], f"{created} does not exist"
    yield from _period(metadata.get("temporal"))
    for steps, path in _paths(metadata):
        if isinstance(path, str) and not _ADDRESS.fullmatch(path) and (problem := problem_of(path)):
            yield steps, f"it is neither a web address nor a safe path: {problem}"


def _exists(text: str, parse: Callable[[str], object]) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _period(temporal: Any) -> Iterator[Fault]:
    days = temporal if isinstance(temporal, dict) else {}
    known = []
    for name in ("start_date", "end_date"):
        day = days.get(name)
        if isinstance(day, str) and _DAY.fullmatch(day):
            if _exists(day, date.fromisoformat):
                known.append(day)
            else:
                yield ["temporal", name], f"{day} does not exist"
    if len(known) > 1 and known[0] > known[1]:
        yield ["temporal"], f"it begins on {known[0]} and ends before, on {known[1]}"


def _paths(metadata: dict[str, Any]) -> Iterator[tuple[list[str | int], Any]]:
    """Whatever the descriptor lets stand for a file or an address."""
    yield ["image"], metadata.get("image")
    for name in ("licenses", "sources", "contributors"):
        items = metadata.get(name)
        for i, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield [name, i, "path"], item.get("path")
