"""One look at each table and the records that it refers to, which tells what need not be looked at again.

Most rules over several tables follow references: a claim and its event, its source. Each of these joins is made once
here, for all rules and for the references themselves; only rules that have something to find are then run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.spec.rules import Need, quote
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflictdp.engine.store import Loaded, Store
    from conflictdp.spec.rules import SetCheck


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen.

    Attributes:
        met: The conditions that some record meets, or may meet.
        sound: The references of which every one leads to a record, as tables with columns.
    """

    met: frozenset[Need]
    sound: frozenset[tuple[str, str]]


def survey(store: Store, checks: Iterable[SetCheck]) -> Survey:
    """Looks once through each table for all that the checks need, and at its references."""
    asked = {need for check in checks for need in check.needs}
    met: set[Need] = set()
    sound: set[tuple[str, str]] = set()
    for name, loaded in store.loaded.items():
        if loaded.rows:
            needs = sorted(need for need in asked if need.table == name and _is_filled(loaded, need))
            open_ended = {need for need in needs if any(_parent(name, way) in store.repeated for way in need.lookups)}
            met |= open_ended
            seen = _look(store, loaded, [need for need in needs if need not in open_ended])
            met |= seen.met
            sound |= seen.sound
    return Survey(frozenset(met), frozenset(sound))


def _is_filled(loaded: Loaded, need: Need) -> bool:
    """Whether there is anything at all in the columns that a condition follows."""
    return all(loaded.filled.get(way.partition(".")[0]) for way in need.lookups)


def _parent(table: str, way: str) -> str:
    """The table to which a way leads."""
    for column in way.split("."):
        table = tables()[table].columns[column].references or ""
    return table


def _look(store: Store, loaded: Loaded, needs: list[Need]) -> Survey:
    """Looks for what is asked of a table; ids that several records bear would make it endless, so none has any."""
    name = loaded.table.name
    dangling = {} if store.is_small else {_dangling(name, c): (name, c) for c in _references(store, loaded)}
    met: set[Need] = set()
    for ways, group in _together([*needs, *dangling]):
        counts = ", ".join(f"count(CASE WHEN {need.predicate} THEN 1 END)" for need in group)
        joins = " ".join(_join(name, way) for way in sorted(ways))
        found = store.rows(f"SELECT {counts} FROM {quote(name)} AS record {joins}")[0]
        met.update(need for need, count in zip(group, found, strict=True) if count)
    return Survey(frozenset(met - set(dangling)), frozenset(dangling[need] for need in dangling if need not in met))


def _dangling(table: str, column: str) -> Need:
    """What a record meets whose reference leads nowhere."""
    return Need(table, f"record.{quote(column)} IS NOT NULL AND {_key(table, column)} IS NULL", (column,))


def _together(needs: list[Need]) -> Iterator[tuple[set[str], list[Need]]]:
    """The conditions in groups that follow no reference in common, each with those that it follows."""
    left = needs
    while left:
        ways = set(left[0].lookups)
        while more := {way for need in left if ways.intersection(need.lookups) for way in need.lookups} - ways:
            ways |= more
        group = [need for need in left if ways.issuperset(need.lookups)]
        left = [need for need in left if not ways.issuperset(need.lookups)]
        yield ways, group


def _references(store: Store, loaded: Loaded) -> list[str]:
    columns = loaded.table.columns.values()
    return [
        c.name for c in columns if c.references and loaded.filled.get(c.name) and c.references not in store.repeated
    ]


def _key(table: str, way: str) -> str:
    return f"{quote(way)}.{quote(tables()[_parent(table, way)].key or '')}"


def _join(table: str, way: str) -> str:
    before, _, column = way.rpartition(".")
    reference = f"{quote(before) if before else 'record'}.{quote(column)}"
    return f"LEFT JOIN {quote(_parent(table, way))} AS {quote(way)} ON {_key(table, way)} = {reference}"
