"""What a project says of findings: that they count less or more than the standard has it, or not at all, and why."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conflictdp.spec.rules import names_rule, rules

if TYPE_CHECKING:
    from datetime import date

    from conflictdp.report.findings import Finding


@dataclass(frozen=True, slots=True)
class Override:
    """One entry of the configuration. What it leaves open fits every finding.

    Attributes:
        severity: "error", "warning" or "info" from now on; "ignore" to set the findings aside.
        reason: Why, for those who read the report.
        rules: Ids, their beginnings, or names.
        tables: Names of tables.
        columns: Names of columns.
        paths: Patterns for the file, relative to the input: `*` stands for any characters.
        records: Ids of records; of a detail row, the id of its event or claim.
        expires: The last day on which it holds; None: it holds on.
    """

    severity: str
    reason: str
    rules: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    expires: date | None = None

    def has_expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.expires is not None and today > self.expires

    def speaks_of(self, found: Finding) -> bool:
        """Whether the finding is one of those that it means."""
        return (
            (not self.rules or any(names_rule(word, rules()[found.rule]) for word in self.rules))
            and (not self.tables or found.table in self.tables)
            and (not self.columns or found.column in self.columns)
            and (not self.paths or any(fnmatchcase(found.file or "", pattern) for pattern in self.paths))
            and (not self.records or any(part in self.records for part in (found.record_id or "").split(" / ")))
        )
