"""One finding, and the collection that counts all and keeps the first of each kind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conflictdp.spec.rules import Rule

SEVERITIES = ("error", "warning", "info")
"""From gravest to mildest."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one place in the data.

    Attributes:
        rule: Id of the rule, such as "CAS001".
        name: Name of the fault, such as "bounds-out-of-order".
        severity: "error", "warning" or "info".
        message: What was found and what was expected, for people.
        table: Table of the record at fault; None where no table is meant.
        file: File, relative to the input; None where no file is meant.
        row: Number of the record in its table, from 1; None where no record is meant.
        line: Physical line of the file where the record begins, from 1; None for Parquet.
        column: Column or property at fault; None where the whole record is meant.
        pointer: JSON Pointer into the document; None for tables.
        record_id: Id of the record, or the ids of its parents for a detail row.
        value: The value at fault, as text; None where it is absent or too long to show.
        hint: A likely mend, such as the code that was probably meant.
        identity: What tells the record from others whatever its line; see `fingerprint`.
    """

    rule: str
    name: str
    severity: str
    message: str
    table: str | None = None
    file: str | None = None
    row: int | None = None
    line: int | None = None
    column: str | None = None
    pointer: str | None = None
    record_id: str | None = None
    value: str | None = None
    hint: str | None = None
    identity: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same fault of the same record, wherever its line has moved to."""
        parts = (
            self.rule,
            self.table or self.file or "",
            self.column or "",
            self.identity or self.record_id or "",
        )
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one rule on one column of one table: their exact number, and the first of them."""

    rule: str
    name: str
    severity: str
    table: str | None
    column: str | None
    count: int
    findings: tuple[Finding, ...]


def _order(key: tuple[str, str, str, str]) -> tuple[int, str, str, str]:
    severity, rule, table, column = key
    return SEVERITIES.index(severity), rule, table, column


@dataclass(slots=True)
class Findings:
    """Counts every finding and keeps the first of each group.

    Attributes:
        keep: How many findings of a group to keep.
    """

    keep: int = 10
    _counts: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    _kept: dict[tuple[str, str, str, str], list[Finding]] = field(default_factory=dict)

    def add(self, *found: Finding) -> None:
        """Counts findings one by one and keeps them while there is room."""
        for finding in found:
            self.add_counted(1, [finding])

    def add_counted(self, count: int, first: Iterable[Finding]) -> None:
        """Counts `count` findings of one group, of which `first` are the first (at least one)."""
        shown = list(first)
        if not shown:
            return
        key = (shown[0].severity, shown[0].rule, shown[0].table or "", shown[0].column or "")
        self._counts[key] = self._counts.get(key, 0) + count
        kept = self._kept.setdefault(key, [])
        kept.extend(shown[: self.keep - len(kept)])

    def clear(self) -> None:
        """Forgets all findings."""
        self._counts.clear()
        self._kept.clear()

    def __iter__(self) -> Iterator[Finding]:
        for group in self.groups():
            yield from group.findings

    def groups(self) -> tuple[Group, ...]:
        """The groups, gravest first, then by rule, table and column."""
        return tuple(
            Group(
                rule=key[1],
                name=self._kept[key][0].name,
                severity=key[0],
                table=key[2] or None,
                column=key[3] or None,
                count=self._counts[key],
                findings=tuple(self._kept[key]),
            )
            for key in sorted(self._counts, key=_order)
        )


def shorten(value: object, limit: int = 200) -> str:
    """The value as text that is safe to show: at most `limit` characters, the rest replaced by an ellipsis."""
    text = str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "(empty)"


def finding(rule: Rule, values: Mapping[str, object] | None = None, **place: str | int | None) -> Finding:
    """A finding of the rule, its message filled in.

    Args:
        rule: The rule at fault.
        values: What the placeholders of the rule's message stand for; an absent or None value prints as "(empty)".
        place: Any further attributes of `Finding`.
    """
    filled = _Values({k: shorten(v) for k, v in (values or {}).items() if v is not None})
    return Finding(rule.id, rule.name, rule.severity, rule.message.format_map(filled), **place)  # type: ignore[arg-type]
