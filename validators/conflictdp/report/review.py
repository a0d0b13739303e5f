"""Findings that a project has looked at: those that its configuration re-grades or sets aside, and those it knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictdp.report.baseline import Known
    from conflictdp.report.findings import Finding
    from conflictdp.report.overrides import Override

OVERRIDE, BASELINE = "override", "baseline"


@dataclass(frozen=True, slots=True)
class SetAside:
    """Findings of one group that do not count, and why.

    Attributes:
        kind: "override" or "baseline".
        rule: Id of the rule.
        name: Name of the fault.
        severity: Their severity.
        table: Table; None where no table is meant.
        column: Column; None where the whole record is meant.
        count: Exact number of findings.
        reason: The reason that the configuration gives; that of a baseline is that they are known.
    """

    kind: str
    rule: str
    name: str
    severity: str
    table: str | None
    column: str | None
    count: int
    reason: str


@dataclass(slots=True)
class Review:
    """Decides of each finding whether it counts, and with which severity; counts what it sets aside.

    Attributes:
        overrides: What holds of the configuration; of several entries that speak of a finding, the last decides.
        known: The findings of the baseline; None without one.
    """

    overrides: Sequence[Override] = ()
    known: Known | None = None
    _aside: dict[tuple[str, str, str, str, str, str, str], int] = field(default_factory=dict)

    @property
    def needs_every(self) -> bool:
        """Whether findings have to be given one by one."""
        return self.known is not None or any(o.records for o in self.overrides)

    def severity(self, found: Finding, count: int) -> str | None:
        """The severity of findings that are alike in rule, table, file and column; None: they do not count."""
        severity = found.severity
        last = next((o for o in reversed(self.overrides) if o.speaks_of(found)), None)
        if last and last.severity == "ignore":
            self._set_aside(OVERRIDE, found, severity, count, last.reason)
            return None
        severity = last.severity if last else severity
        if self.known is not None and self.known.take(found):
            self._set_aside(BASELINE, found, severity, count, "known from the baseline")
            return None
        return severity

    def _set_aside(self, kind: str, found: Finding, severity: str, count: int, reason: str) -> None:
        key = (kind, found.rule, found.name, severity, found.table or "", found.column or "", reason)
        self._aside[key] = self._aside.get(key, 0) + count

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """What was set aside, in order of kind, rule, table and column."""
        return tuple(
            SetAside(kind, rule, name, severity, table or None, column or None, self._aside[key], reason)
            for key in sorted(self._aside)
            for kind, rule, name, severity, table, column, reason in [key]
        )
