"""Remembers what is wrong with values, so that of a million that are alike most need not be looked at again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

    from conflictdp.report import Findings
    from conflictdp.report.findings import Kind

T = TypeVar("T")
_MOST, _SHORT = 10_000, 200
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
    _settled: dict[Hashable, T] = field(default_factory=dict)
    _further: dict[Hashable, int] = field(default_factory=dict)

    def recall(self, like: Hashable) -> T | None:
        """Counts the faults of a value as those of one like it and gives what was made of that.

        None where none is known, or one of its faults may still be shown: then it has to be looked at itself.
        """
        if (settled := self._settled.get(like)) is not None:
            self._further[like] += 1  # once nothing further is shown, nothing ever is
            return settled
        kinds, made = self._known.get(like, (None, None))
        if kinds is None or made is None or not self.findings.only_counted(*kinds):
            return None
        self._settled[like], self._further[like] = made, 0
        return made

    def learn(self, like: Hashable, kinds: tuple[Kind, ...], made: T) -> T:
        """Takes down what is wrong with a value, and gives what was made of it."""
        if like is not None and len(self._known) < _MOST:
            self._known[like] = kinds, made
        return made

    def count(self) -> None:
        """Counts the faults of all that was recalled; without this they are lost."""
        for like, number in self._further.items():
            if number:
                self.findings.only_counted(*self._known[like][0], times=number)
                self._further[like] = 0
