"""Every finding, on disk: for reports that hold them all, in bounded memory."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field, fields, replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conflictdp.report.findings import Finding

UNSAID = "revealed"
"""What no report says."""
_ENCODER = json.JSONEncoder(separators=(",", ":"))


@cache
def _told() -> Callable[[Finding], tuple[Any, ...]]:
    """Takes out of a finding what is spooled of it."""
    from conflictdp.report.findings import Finding

    return attrgetter(*(f.name for f in fields(Finding) if f.name != UNSAID))


def _temporary() -> Any:
    return tempfile.TemporaryFile("w+", encoding="ascii", newline="\n")


@dataclass(slots=True)
class Spool:
    """Takes findings in as they come and gives them back in that order, as often as wanted; for a `with` statement.

    Attributes:
        count: How many there are.
        lines: The line of each JSON Pointer whose finding did not know its line yet.
    """

    count: int = 0
    lines: Mapping[str, int] = field(default_factory=dict)
    _stream: Any = field(default_factory=_temporary)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def add(self, found: Finding) -> None:
        """Takes one finding in."""
        # As ASCII, since JSON can escape any half of a character that a file name holds, and UTF-8 cannot.
        self._stream.write(_ENCODER.encode(_told()(found)) + "\n")
        self.count += 1

    def __iter__(self) -> Iterator[Finding]:
        from conflictdp.report.findings import Finding

        self._stream.seek(0)
        for line in self._stream:
            found = Finding(*json.loads(line))
            at = self.lines.get(found.pointer or "") if found.line is None else None
            yield replace(found, line=at) if at else found
        self._stream.seek(0, 2)

    def unplaced(self) -> set[str]:
        """The pointers of findings that do not know their line."""
        return {f.pointer for f in self if f.line is None and f.pointer is not None}
