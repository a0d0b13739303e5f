"""The whole result of a validation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflictdp.report.findings import SEVERITIES
from conflictdp.report.review import BASELINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflictdp.report.baseline import Vanished
    from conflictdp.report.findings import Finding, Group
    from conflictdp.report.review import SetAside


@dataclass(frozen=True, slots=True)
class InputTable:
    """A table as it was read.

    Attributes:
        table: Its name.
        file: The file that it came from, relative to the input.
        rows: How many records were read.
    """

    table: str
    file: str
    rows: int


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something that was left unchecked, and why.

    Attributes:
        what: What was not checked.
        reason: Why.
        is_gap: Whether the verdict suffers: the standard asks for the check, but it could not be made.
    """

    what: str
    reason: str
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found.

    Attributes:
        input: The path that was validated, as given.
        form: "package", "document", "lines" or "table".
        standard: Version of the standard that it was held against.
        standard_digest: SHA-256 over the files of that version.
        tables: The tables that were read, in canonical order.
        groups: The findings, grouped by rule, table and column; gravest first.
        not_checked: What was left unchecked.
        rules_run: How many rules were run.
        set_aside: The findings that do not count, by what the project says of them.
        vanished: Findings of the baseline that are found no more.
        breaches: What of the project's own limits is exceeded, in words.
        every: All findings; None where only the first of each group were kept.
    """

    input: str
    form: str
    standard: str
    standard_digest: str
    tables: tuple[InputTable, ...]
    groups: tuple[Group, ...]
    not_checked: tuple[NotChecked, ...]
    rules_run: int
    set_aside: tuple[SetAside, ...] = ()
    vanished: tuple[Vanished, ...] = ()
    breaches: tuple[str, ...] = ()
    every: Iterable[Finding] | None = field(default=None, compare=False, repr=False)

    @property
    def counts(self) -> dict[str, int]:
        """Exact number of findings by severity."""
        return {s: sum(g.count for g in self.groups if g.severity == s) for s in SEVERITIES}

    @property
    def verdict(self) -> str:
        """Verdict of the whole.

        "invalid" with any error, known from a baseline or not; "indeterminate" when something that the standard asks
        for could not be checked; else "valid".
        """
        if self.counts["error"] or any(s.kind == BASELINE and s.severity == "error" for s in self.set_aside):
            return "invalid"
        return "indeterminate" if any(n.is_gap for n in self.not_checked) else "valid"

    @property
    def findings(self) -> Iterator[Finding]:
        """The findings that were kept, in the order of the groups."""
        for group in self.groups:
            yield from group.findings

    def fails(self, level: str = "error") -> bool:
        """Whether there is a finding of this severity or a graver one; `level` may be "never"."""
        if level == "never":
            return False
        return any(self.counts[s] for s in SEVERITIES[: SEVERITIES.index(level) + 1])
