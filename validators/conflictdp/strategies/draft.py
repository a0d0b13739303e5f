"""A package while it is drawn: the records so far, and what can be asked of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from conflictdp.spec.tables import tables
from conflictdp.strategies.records import record
from conflictdp.strategies.values import identifiers, pick

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from conflictdp.conformance.cases import Row
    from conflictdp.strategies.setting import Cells, Setting

LOOSE = ("allied_with", "opposes", "splinter_of")
"""Relations between parties by which neither answers for the other (view party_bonds)."""


def day(text: str | None) -> date | None:
    """The day of a cell."""
    return date.fromisoformat(text) if text else None


def sure_day(row: Row, column: str) -> date:
    """The day of a cell that is filled."""
    return date.fromisoformat(row[column])


def is_within(row: Row, first: date | None, last: date | None) -> bool:
    """Whether a span can share a day with another: nothing is certain where an end is open."""
    start, end = day(row.get("start_date")), day(row.get("end_date"))
    return not ((last and start and start > last) or (first and end and end < first))


@dataclass(slots=True)
class Draft:
    """The records drawn so far, by table.

    Attributes:
        setting: Where and when.
        rows: The records of each table.
    """

    setting: Setting
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in tables()})

    def ids(self, table: str) -> list[str]:
        """The ids of a table's records."""
        key = tables()[table].key or ""
        return [r[key] for r in self.rows[table]]

    def find(self, table: str, record_id: str) -> Row:
        """The record of that id."""
        return self.rows[table][self.ids(table).index(record_id)]

    def add(self, draw: DrawFn, table: str, decided: Cells) -> Row | None:
        """Draws a record and keeps it; None for a detail row whose like is there already."""
        kind = tables()[table]
        if kind.key:
            decided = {kind.key: self._new_id(draw, table), **decided}
        known = {name: self.ids(name) for name, t in tables().items() if t.key}
        drawn = record(draw, table, replace(self.setting, ids=known), decided)
        if kind.identity and any(all(drawn.get(c) == r.get(c) for c in kind.identity) for r in self.rows[table]):
            return None
        self.rows[table].append(drawn)
        return drawn

    def _new_id(self, draw: DrawFn, table: str) -> str:
        found, taken = draw(identifiers()), self.ids(table)
        while found in taken:
            found += str(len(taken))
        return found

    def any_id(self, draw: DrawFn, table: str) -> str | None:
        """The id of some record, or None."""
        known = self.ids(table)
        return pick(draw, [None, *known]) if known else None

    def speakers(self) -> list[Row]:
        """The parties that can say or sign something: no collective labels."""
        return [p for p in self.rows["parties"] if p.get("is_collective_label") != "true"]

    def tied_to(self, party: str) -> list[str]:
        """The parties that belong to a party or answer for it, or the other way round, by one link."""
        links = [r for r in self.rows["party_links"] if r["relation"] not in LOOSE]
        pairs = {(r["party_id"], r["related_party_id"]) for r in links}
        return sorted({b for a, b in pairs if a == party} | {a for a, b in pairs if b == party})

    def circle(self, party: str) -> set[str]:
        """The party and everyone that it is tied to, through any number of others."""
        found, waiting = {party}, [party]
        while waiting:
            new = set(self.tied_to(waiting.pop())) - found
            found |= new
            waiting += sorted(new)
        return found
