"""Copies of the conformance cases in a package: clean ones, and ones with a fault, of which the count is known.

A copy is the base package of the cases (three events with what belongs to them, in all sixteen tables) after the
change of one case, under ids and names of its own. The copies are multiplied in SQL.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.conformance.cases import Case, cases, marked
from conflictdp.spec.rules import quote
from conflictdp.strategies.cell_faults import cell_faults

if TYPE_CHECKING:
    import duckdb

Key = tuple[str, str, str | None]
"""Rule, table and column, as findings are counted."""

_NUMBER = 987654321
"""Stands for the number of a copy until the copies are made; no cell of a case holds it."""

_OF_THE_WHOLE = ("DAT012",)
"""Rules that speak of shares of all records, which a copy in a large package does not shift."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Copies of one case: `count` of them, numbered from `first`."""

    case: Case
    first: int
    count: int


def plans(clean: int, faulty: int) -> list[Plan]:
    """As many clean copies and faulty ones, the latter of all kinds in turn."""
    found = [Plan(Case("", "quiet", "the base package", (), ()), 1, clean)]
    known = _breaking()
    for i, case in enumerate(known):
        count = faulty // len(known) + (i < faulty % len(known))
        found.append(Plan(case, found[-1].first + found[-1].count, count))
    return [p for p in found if p.count]


def _breaking() -> list[Case]:
    """The first case of each rule that breaks it and no other, and changes nothing beyond its own records."""
    found = {
        rule: (*cases().get(rule, ()), *cell_faults().get(rule, ())) for rule in sorted({*cases(), *cell_faults()})
    }
    usable = ([c for c in found[rule] if _is_its_own(c)] for rule in found if rule not in _OF_THE_WHOLE)
    return [first for first, *_ in filter(None, usable)]


def _is_its_own(case: Case) -> bool:
    """Whether it breaks its own rule only, in any number of copies: none has a name that is the same in all."""
    if not case.is_pure or case.changes_metadata:
        return False
    one, other = (marked(case, number)["tables"] for number in (_NUMBER, _NUMBER + 1))
    named = [("parties", "name"), ("sources", "title"), ("sources", "url")]
    cells = [(a[c], b[c]) for t, c in named for a, b in zip(one[t], other[t], strict=True) if c in a]
    return all(a != b for a, b in cells)


def counts(planned: list[Plan]) -> Counter[Key]:
    """What is to be found in all the copies together."""
    found: Counter[Key] = Counter()
    for plan in planned:
        for place in plan.case.findings:
            found[place.rule, place.table, place.column] += plan.count
    return found


def queries(connection: duckdb.DuckDBPyConnection, planned: list[Plan]) -> dict[str, str]:
    """Puts one copy of each case into the schema `seed`; a query for each table that multiplies them."""
    connection.execute("CREATE SCHEMA seed")
    rows: dict[str, list[dict[str, str]]] = {}
    for plan in planned:
        counted = {"_first": str(plan.first), "_count": str(plan.count)}
        for table, records in marked(plan.case, _NUMBER)["tables"].items():
            rows.setdefault(table, []).extend(counted | r for r in records)
    return {table: _multiplied(connection, table, records) for table, records in rows.items()}


def _multiplied(connection: duckdb.DuckDBPyConnection, table: str, records: list[dict[str, str]]) -> str:
    columns = list(dict.fromkeys(c for r in records for c in r))
    listed = ", ".join(f"unnest(?::VARCHAR[]) AS {quote(c)}" for c in columns)
    values = [[r.get(c) for r in records] for c in columns]
    connection.execute(f"CREATE TABLE seed.{quote(table)} AS SELECT {listed}", values)
    number = "format('{:03d}', CAST(_first AS BIGINT) + copy)"
    cells = [f"replace({quote(c)}, '{_NUMBER}', {number}) AS {quote(c)}" for c in columns if not c.startswith("_")]
    most = max(int(r["_count"]) for r in records)
    return (
        f"SELECT {', '.join(cells)} FROM range({most}) AS t(copy), seed.{quote(table)}"
        " WHERE copy < CAST(_count AS BIGINT)"
    )
