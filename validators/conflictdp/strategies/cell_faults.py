"""Cases that break the rules on cells and keys, made from the columns of the standard, each on one record of the base.

A bad value is put where the cell is empty, if some record of the table has it empty: then nothing that was known is
lost, and no other rule can take offence. Where a rule looks at the text of the cells, and so at whether one is empty,
it is put into a filled one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from conflictdp.conformance.cases import Case, Place, base
from conflictdp.spec.codelists import OPEN_PATTERN
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import LIST_DELIMITER, Column, Table, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.conformance.cases import Row


NOBODY = "nobody"
"""An id that no record has."""

ECHOES = frozenset(
    {
        ("claims", "event_id"),  # the event is left without a claim
        ("claim_links", "claim_id"),  # the assessment is left without the claim that it used
        ("claim_links", "related_claim_id"),
        ("locations", "country"),  # no country that the dataset covers
        ("claims", "claim_kind"),  # what cannot be read is taken for a statement, which uses no claims
    }
)
"""Columns whose loss other rules remark on too."""

KEPT = ("title", "source_id", "event_id", "location_id", "is_aggregate", "start_date", "end_date")
"""What a record keeps beside what it must have, when its id is used again."""


def _typed(column: Column) -> Iterator[tuple[str, str]]:
    """Values of a number, a date or a truth value that break a rule."""
    wrong = {"integer": "1.5", "number": "1,5", "date": "2031-02-30", "boolean": "yes"}
    yield "CEL002", wrong[column.type]
    yield "CEL002", "12 "
    yield "CEL007", "n/a"
    if column.maximum is not None and column.minimum is not None:
        yield "CEL005", str(int(column.maximum) + 1)
        yield "CEL005", str(int(column.minimum) - 7)
        if column.minimum > -99:  # noqa: PLR2004
            yield "CEL007", "-99"


def _coded(column: Column) -> Iterator[tuple[str, str]]:
    """Values of a code that break a rule."""
    if column.enum:
        yield "CEL003" if column.codelist else "CEL004", "no_such_code"
    else:
        yield "CEL004", "No such code"
        yield "CEL008", "no_such_code" if column.pattern == OPEN_PATTERN else "QQQ"
    yield "CEL007", "Unknown " if "unknown" in (column.enum or ()) else "NA"


def _listed(column: Column) -> Iterator[tuple[str, str]]:
    """Values of a list that break a rule."""
    yield "CEL004", f"a{LIST_DELIMITER}"
    yield "CEL009", LIST_DELIMITER.join(["a", "b", "a"])
    yield "CEL011", LIST_DELIMITER.join(f"a{i}" for i in range((column.max_items or 0) + 1))
    if column.codelist:
        yield "CEL008", "no_such_code"
    elif column.max_length:
        yield "CEL006", "a" * (column.max_length + 1)


def _written(column: Column) -> Iterator[tuple[str, str]]:
    """Values of a text that break a rule."""
    if column.pattern:
        yield "CEL004", " no"
    if column.max_length:
        start, more = {"url": ("https://example.org/", "a"), "language": ("en", "-ab")}.get(column.kind, ("", "a"))
        yield "CEL006", start + more * (column.max_length + 1)


def bad_values(column: Column) -> Iterator[tuple[str, str]]:
    """Values that a cell of the column must not have, each with the rule that it breaks."""
    if column.type == "list":
        return _listed(column)
    if column.type in ("integer", "number", "date", "boolean"):
        return _typed(column)
    return _coded(column) if column.kind == "code" else _written(column)


def _set(rule: str, table: str, row: int, column: str, value: str | None) -> Case:
    title = f"{table}.{column}" + (f": {value[:20]}" if value else "")
    operation = {"table": table, "row": row, "set": {column: value}}
    return Case(rule, "fires", title, (operation,), (Place(rule, table, row, column),))


def _add(rule: str, table: str, column: str | None, added: Row) -> Case:
    row = len(base()["tables"][table]) + 1
    return Case(rule, "fires", table, ({"table": table, "add": added},), (Place(rule, table, row, column),))


@cache
def _looked_at() -> frozenset[tuple[str, str]]:
    """The columns of which some rule asks whether the cell is empty."""
    return frozenset((t, c) for r in rules().values() if r.is_on_text for t in r.tables for c in r.columns)


def _host(table: str, column: str) -> int | None:
    """The number of a record for a bad value; None when there is none that would not break another rule."""
    rows = base()["tables"][table]
    if (table, column) in ECHOES:
        return None
    filled = [i for i, row in enumerate(rows, start=1) if column in row]
    if (table, column) in _looked_at():
        return filled[-1] if filled else None
    empty = [i for i in range(1, len(rows) + 1) if i not in filled]
    return (empty or filled)[-1]


def _cells(table: Table) -> Iterator[Case]:
    for name, column in table.columns.items():
        row = None if name == table.key else _host(table.name, name)
        if row is None:
            continue
        now = base()["tables"][table.name][row - 1].get(name)
        if column.is_required:
            yield _set("CEL001", table.name, row, name, None)
        for rule, value in bad_values(column):
            further = column.type == "list" and now
            yield _set(rule, table.name, row, name, f"{now}{LIST_DELIMITER}{value}" if further else value)
        if column.references and column.references != "events":  # to speak of another event is a fault of its own
            yield _set("KEY002", table.name, row, name, NOBODY)


def _doubled(table: Table) -> Case:
    """An id used again by a record that says little, or a detail row said again."""
    last = base()["tables"][table.name][-1]
    if table.key is None:
        return _add("KEY003", table.name, None, last | {"note": "Again."})
    kept = {c: text for c, text in last.items() if table.columns[c].is_required or c in KEPT}
    return _add("KEY001", table.name, table.key, kept | {"note": "Again."})


def _identified() -> Iterator[Case]:
    for name in tables()["identifiers"].columns["record_table"].enum or ():
        record = {
            "record_table": name,
            "record_id": NOBODY,
            "scheme": "other",
            "value": "no-1",
            "note": "Its own register.",
        }
        yield _add("KEY004", "identifiers", "record_id", record)


@cache
def cell_faults() -> dict[str, tuple[Case, ...]]:
    """The cases of each rule on cells and keys that can be broken, by its id."""
    found: dict[str, list[Case]] = {}
    for table in tables().values():
        for case in (*_cells(table), _doubled(table)):
            found.setdefault(case.rule, []).append(case)
    for case in _identified():
        found.setdefault(case.rule, []).append(case)
    return {rule: tuple(cases) for rule, cases in sorted(found.items())}
