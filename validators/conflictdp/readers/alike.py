"""Remembers what is wrong with values, so that of a million that are alike most need not be looked at again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

    from conflictdp.report import Findings
    from conflictdp.report.findings import Kind

T = TypeVar("T")
_MOST, _SHORT = 10_000, 1000
"""So many values are remembered, and only texts of fewer bytes."""


def likeness(value: Any, text: bytes) -> Hashable:
    """What values with the same faults share: those that are no object their type, others the whole text.

    Args:
        value: The value; None where it is null, or was not read.
        text: Its JSON text.
    """
    if value is None or isinstance(value, dict):
        return text if len(text) < _SHORT else None
    return type(value), not value and isinstance(value, str | list)


@dataclass(frozen=True, slots=True)
class Alike(Generic[T]):
    """What was made of values, by what they share with others.

    Attributes:
        findings: Where faults go.
    """

    findings: Findings
    _known: dict[Hashable, tuple[tuple[Kind, ...], T]] = field(default_factory=dict)

    def recall(self, like: Hashable) -> T | None:
        """Counts the faults of a value as those of one like it and gives what was made of that.

        None where none is known, or one of its faults may still be shown: then it has to be looked at itself.
        """
        kinds, made = self._known.get(like, (None, None))
        return made if kinds is not None and self.findings.only_counted(*kinds) else None

    def learn(self, like: Hashable, kinds: tuple[Kind, ...], made: T) -> T:
        """Takes down what is wrong with a value, and gives what was made of it."""
        if like is not None and len(self._known) < _MOST:
            self._known[like] = kinds, made
        return made
