"""Packages with planted faults: valid but for what one case of each rule says.

A rule of the chapters in SQL is broken as its conformance case breaks it, on a copy of the base package that stands
among the records of a drawn valid package; the rules on cells and keys are broken in such a copy by a bad cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from conflictdp.errors import UsageError
from conflictdp.spec.tables import tables
from conflictdp.strategies.cell_faults import cell_faults
from conflictdp.strategies.conformance import Case, Place, base, cases, changed, marked
from conflictdp.strategies.packages import packages
from conflictdp.strategies.values import pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

    from conflictdp.strategies.draft import Package
    from conflictdp.strategies.setting import Row


@dataclass(frozen=True, slots=True)
class Faulty:
    """A package with planted faults.

    Attributes:
        package: The package.
        findings: All that is to be found in it, in no particular order.
    """

    package: Package = field(repr=False)
    findings: tuple[Place, ...]


def breakable(*, beside_others: bool = False) -> tuple[str, ...]:
    """The rules that `faulty` can break, by id.

    Args:
        beside_others: Only those that can be broken together with others in one package.
    """
    known = sorted({*cases(), *cell_faults()})
    return tuple(rule for rule in known if _pure_cases(rule, is_alone=not beside_others))


@st.composite
def faulty(draw: DrawFn, *rule_ids: str) -> Faulty:
    """Packages that break each of the rules, and no other.

    Args:
        draw: Draws a value.
        rule_ids: Rules that `breakable` names. Of several, each is broken in a copy of the base package of its own, and
            no case is taken that changes what the dataset says of itself.

    Raises:
        UsageError: When a rule cannot be broken, or not beside others.
    """
    chosen = [pick(draw, _cases_of(rule, is_alone=len(rule_ids) == 1)) for rule in rule_ids]
    metadata = changed(base(), chosen[0].change if len(chosen) == 1 else ())["package"]
    around = draw(packages(metadata))
    if "DAT012" in rule_ids:  # counts days of the month over all events
        for event in around["tables"]["events"]:
            event.pop("date_precision", None)
    copies = [marked(case, number) for number, case in enumerate(chosen)]
    rows, numbers = _combined(draw(st.integers(0, 9999)), [around, *copies])
    places = [
        Place(p.rule, p.table, numbers[i + 1, p.table][p.row - 1], p.column)
        for i, case in enumerate(chosen)
        for p in case.findings
    ]
    return Faulty({"package": metadata, "tables": rows}, tuple(places))


def _pure_cases(rule: str, *, is_alone: bool) -> list[Case]:
    known = (*cases().get(rule, ()), *cell_faults().get(rule, ()))
    return [c for c in known if c.is_pure and (is_alone or not c.changes_metadata)]


def _cases_of(rule: str, *, is_alone: bool) -> list[Case]:
    found = _pure_cases(rule, is_alone=is_alone)
    if not found:
        raise UsageError(f"there is no case that breaks rule {rule}" + ("" if is_alone else " beside others"))
    return found


def _combined(seed: int, parts: Sequence[Package]) -> tuple[dict[str, list[Row]], dict[tuple[int, str], list[int]]]:
    """The records of several packages in one, each part in its own order; and which row each record has become.

    Args:
        seed: How the parts are mixed; 0 for one after the other.
        parts: The packages.
    """
    mixed: dict[str, list[Row]] = {}
    numbers: dict[tuple[int, str], list[int]] = {}
    for table in tables():
        turns = [i for i, part in enumerate(parts) for _ in part["tables"].get(table, [])]
        if seed:
            Random(seed).shuffle(turns)  # noqa: S311
        waiting = [iter(part["tables"].get(table, [])) for part in parts]
        mixed[table] = [next(waiting[i]) for i in turns]
        for row, i in enumerate(turns, start=1):
            numbers.setdefault((i, table), []).append(row)
    return {name: rows for name, rows in mixed.items() if rows}, numbers
