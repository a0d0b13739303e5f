"""How much a project tolerates: which severities fail a run, and limits that stand in their stead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.report.findings import SEVERITIES
from conflictdp.spec.rules import names_rule, rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from conflictdp.report.findings import Group
    from conflictdp.report.report import Report


@dataclass(frozen=True, slots=True)
class Limit:
    """How many findings are tolerated; for the findings that it speaks of it stands in the stead of `fail_on`.

    Attributes:
        at_most: So many in all; None: any number.
        percent: For each rule, table and column, findings in so many of a hundred records; None: in any.
        severities: Of these severities; empty for all.
        rules: Of these rules: ids, their beginnings, or names; empty for all.
        tables: Of these tables; empty for all.
    """

    at_most: int | None = None
    percent: Fraction | None = None
    severities: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    def speaks_of(self, group: Group) -> bool:
        """Whether it is about findings of this group."""
        return (
            (not self.severities or group.severity in self.severities)
            and (not self.rules or any(names_rule(word, rules()[group.rule]) for word in self.rules))
            and (not self.tables or group.table in self.tables)
        )

    def breaches(self, report: Report) -> Iterator[str]:
        """What exceeds it, in words."""
        groups = [g for g in report.groups if self.speaks_of(g)]
        total = sum(g.count for g in groups)
        if self.at_most is not None and total > self.at_most:
            yield f"{total:,} findings of {self._named}; at most {self.at_most:,} are tolerated"
        if self.percent is None:
            return
        rows = {t.table: t.rows for t in report.tables}
        for group in groups:
            of = rows.get(group.table or "", 0)
            if group.count * 100 > self.percent * of:
                where = ".".join(p for p in (group.table, group.column) if p)
                tolerated = f"at most {float(self.percent):g} % are tolerated"
                yield f"{group.rule} {where}: {group.count:,} findings in {of:,} records; {tolerated}"

    @property
    def _named(self) -> str:
        named = (self.severities, self.rules, self.tables)
        return " and ".join("/".join(words) for words in named if words) or "any kind"


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides whether a run fails.

    Attributes:
        fail_on: The mildest severity that fails it, or "never".
        limits: What is tolerated; a finding that a limit speaks of fails only where the limit is exceeded.
    """

    fail_on: str = "error"
    limits: tuple[Limit, ...] = ()

    def breaches(self, report: Report) -> tuple[str, ...]:
        """The limits that a report exceeds, in words."""
        return tuple(breach for limit in self.limits for breach in limit.breaches(report))

    def fails(self, report: Report) -> bool:
        """Whether the run fails."""
        if self.breaches(report):
            return True
        if self.fail_on == "never":
            return False
        grave = SEVERITIES[: SEVERITIES.index(self.fail_on) + 1]
        return any(g.severity in grave and not any(limit.speaks_of(g) for limit in self.limits) for g in report.groups)
