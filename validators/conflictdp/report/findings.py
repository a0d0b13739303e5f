"""One finding, and the collection that counts all and keeps the first of each kind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any

from conflictdp.limits import DEFAULTS, Limits
from conflictdp.report.privacy import ABOUT_NOTHING, HIDDEN, is_sensitive, masked, without_people

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from conflictdp.report.review import Review
    from conflictdp.report.spool import Spool
    from conflictdp.spec.rules import Rule

LONGEST = 500
"""No name or pointer in a finding is longer, in characters."""
_OF_DATA = ("file", "column", "pointer", "record_id", "hint")
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
        cell: Cell or row of a workbook, such as casualties!F3; None for other forms.
        record_id: Id of the record, or the ids of its parents for a detail row.
        value: The value at fault, as text; None where it is absent or too long to show.
        hint: A likely mend, such as the code that was probably meant.
        identity: What tells the record from others whatever its line; see `fingerprint`.
        character: Number of the character on the line where the value begins, from 1; None where it is not known.
        revealed: The same with nothing hidden, where something is.
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
    cell: str | None = None
    record_id: str | None = None
    value: str | None = None
    hint: str | None = None
    identity: str = ""
    character: int | None = None
    revealed: Finding | None = field(default=None, compare=False, repr=False)

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


_Key = tuple[str, str, str, str]
Kind = tuple[str, str | None, str | None]
"""What the findings of a group have in common: rule, table and column."""
_BEYOND = "\0"
"""Stands for the columns whose findings are counted together, for there are too many groups."""
_UNWANTED: _Key = ("", "", "", "")
"""Where the findings of rules go that do not count."""


@dataclass(slots=True)
class Findings:
    """Counts every finding and keeps the first of each group.

    Attributes:
        keep: How many findings of a group to keep.
        wanted: The ids of the rules that count; None for all.
        review: Sets findings aside or gives them another severity; None: all stand as they are.
        spool: Takes every finding that counts; None: only the first of each group are kept.
        shows_sensitive: Whether values that can expose somebody are shown.
        people: Ids of parties that are people, or may be.
        broken: The rules that found something, with the table; those too that do not count.
        limits: How many groups there may be, and findings in all.
    """

    keep: int = 10
    wanted: Container[str] | None = None
    review: Review | None = None
    spool: Spool | None = None
    shows_sensitive: bool = False
    people: set[str] = field(default_factory=set)
    broken: set[tuple[str, str | None]] = field(default_factory=set)
    limits: Limits = DEFAULTS
    _room: int = field(init=False)
    _counts: dict[_Key, int] = field(default_factory=dict)
    _kept: dict[_Key, list[Finding]] = field(default_factory=dict)
    _full: dict[Kind, tuple[_Key, Finding]] = field(default_factory=dict)

    @property
    def needs_every(self) -> bool:
        """Whether every finding has to be given one by one, not only a number and the first."""
        return self.spool is not None or (self.review is not None and self.review.needs_every)

    @property
    def _is_regraded(self) -> bool:
        """Whether findings of one rule may count differently."""
        return self.review is not None and bool(self.review.overrides)

    def __post_init__(self) -> None:
        self._room = self.limits.findings

    def add(self, *found: Finding) -> None:
        """Counts findings one by one and keeps them while there is room."""
        for finding in found:
            self.add_counted(1, [finding])

    def add_counted(self, count: int, first: Iterable[Finding]) -> None:
        """Counts `count` findings of one group, of which `first` are the first (at least one)."""
        shown = list(first)
        if not shown:
            return
        self.broken.add((shown[0].rule, shown[0].table))
        if self.wanted is not None and shown[0].rule not in self.wanted:
            self._full[shown[0].rule, shown[0].table, shown[0].column] = _UNWANTED, shown[0]
            return
        if count == len(shown):
            for one in shown:
                self._settle(one, 1, [one])
        else:
            self._settle(shown[0], count, shown)

    def only_counted(self, *kinds: Kind, times: int = 1) -> bool:
        """Counts further findings of each kind, where nothing further of any is shown; else False, and none counts.

        So a million faults of a file need not be put into words to be counted.
        """
        if self.needs_every:
            return False
        full = []
        for kind in kinds:
            if (one := self._full.get(kind) or self._full_beyond(*kind)) is None:
                return False
            full.append(one)
        for key, like in full:
            if self._is_regraded:
                self._settle(like, times, [like])
            elif key != _UNWANTED:
                self._counts[key] += times
        return True

    def _full_beyond(self, rule: str, table: str | None, column: str | None) -> tuple[_Key, Finding] | None:
        """Where findings of a kind are counted that has no group of its own, and one of them; None where it may."""
        beyond = None if self._is_regraded else self._full.get((rule, table, _BEYOND))
        is_beyond = beyond and (beyond[0][0], rule, table or "", column or "") not in self._counts
        return beyond if is_beyond else None

    def _settle(self, like: Finding, count: int, shown: list[Finding]) -> None:
        """Counts findings that are alike in all that a review asks of them."""
        severity = self.review.severity(like, count) if self.review else like.severity
        if severity is None:
            return
        key, kind = (severity, like.rule, like.table or "", like.column or ""), (like.rule, like.table, like.column)
        if key not in self._counts and len(self._counts) >= self.limits.groups:
            key = (*key[:3], "")  # a column of any name may be a group; a table and a rule are of the standard
            kind = (*kind[:2], _BEYOND)
        self._counts[key] = self._counts.get(key, 0) + count
        kept = self._kept.setdefault(key, [])
        room = max(min(self.keep - len(kept), self._room), 0 if kept else 1)  # a group shows at least one
        told = [self._told(f, severity) for f in (shown if self.spool is not None else shown[:room])]
        kept.extend(told[:room])
        self._room -= len(told[:room])
        if len(kept) >= self.keep or self._room < 1:
            self._full[kind] = key, like
        if self.spool is not None:
            for one in told:
                self.spool.add(one)

    def _told(self, found: Finding, severity: str) -> Finding:
        """The finding as reports tell it."""
        if self.shows_sensitive:
            found = found.revealed or found
        elif self.people:
            found = _without_people(found, self.people)
        if found.severity == severity and found.revealed is None:
            return found
        return replace(found, severity=severity, revealed=None)

    def __iter__(self) -> Iterator[Finding]:
        for group in self.groups():
            yield from group.findings

    def counted(self, rule: str, table: str | None, column: str | None) -> int:
        """How many findings a group has so far, whatever their severity."""
        return sum(self._counts.get((s, rule, table or "", column or ""), 0) for s in SEVERITIES)

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


def _without_people(found: Finding, people: set[str]) -> Finding:
    def told(text: str | None) -> str | None:
        return None if text is None else without_people(text, people)

    return replace(
        found,
        message=without_people(found.message, people),
        record_id=told(found.record_id),
        value=told(found.value),
        hint=told(found.hint),
    )


def shorten(value: object, limit: int = 200) -> str:
    """The value as text that is safe to show: at most `limit` characters, the rest replaced by an ellipsis."""
    text = str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "(empty)"


def finding(
    rule: Rule,
    values: Mapping[str, object] | None = None,
    private: Mapping[str, object] | None = None,
    /,
    **place: Any,
) -> Finding:
    """A finding of the rule, its message filled in; what can expose somebody is hidden.

    Args:
        rule: The rule at fault.
        values: What the placeholders of the rule's message stand for; an absent or None value prints as "(empty)".
        private: What stands in for some of the values where nothing may be revealed, beyond what the schemas say.
        place: Any further attributes of `Finding`.
    """
    named = _placeholders(rule.message)
    given = {k: values[k] for k in named if values.get(k) is not None} if values else {}
    told: dict[str, Any] = {
        k: shorten(v, LONGEST) if isinstance(v, str) and k in _OF_DATA else v for k, v in place.items()
    }
    table, column = told.get("table"), told.get("column")
    revealed = Finding(rule.id, rule.name, rule.severity, _filled(rule, given), **told)
    if is_sensitive(table, column) and rule.id not in ABOUT_NOTHING:
        told |= {name: HIDDEN for name in ("value", "hint") if told.get(name) is not None}
    shown = {**masked(given, rule, table, column), **(private or {})}
    message = revealed.message if shown == given else _filled(rule, shown)
    if message == revealed.message and told == place:
        return revealed
    return Finding(rule.id, rule.name, rule.severity, message, **told, revealed=revealed)


@lru_cache(4096)
def _placeholders(message: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(message) if name))


def _filled(rule: Rule, values: Mapping[str, object]) -> str:
    return rule.message.format_map(_Values({k: shorten(v) for k, v in values.items()}))
