"""Datasets with planted faults: valid but for what one case of each rule says.

A rule of the chapters in SQL is broken as its conformance case breaks it, on a copy of the base package that stands
among the records of a drawn valid package; the rules on cells and keys are broken in such a copy by a bad cell. The
rules on packages, files and documents are broken in the bytes of a drawn valid package or document.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from conflictdp.conformance.cases import Case, Place, base, cases, changed, marked
from conflictdp.errors import UsageError
from conflictdp.spec.codelists import codelists
from conflictdp.spec.tables import LIST_DELIMITER, tables
from conflictdp.strategies import document_faults, file_faults
from conflictdp.strategies.cell_faults import cell_faults
from conflictdp.strategies.file_faults import with_identifier
from conflictdp.strategies.files import package_files, write_files
from conflictdp.strategies.packages import packages
from conflictdp.strategies.values import pick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hypothesis.strategies import DrawFn

    from conflictdp.conformance.cases import Package, Row
    from conflictdp.report import Report
    from conflictdp.strategies.files import Files


@dataclass(frozen=True, slots=True)
class Faulty:
    """A dataset with planted faults.

    Attributes:
        package: Its records. Where the fault is in the files, the records that were put into them.
        findings: All that is to be found in it, in no particular order.
        files: The bytes of its files by name.
        deprecated: A code of a codelist, and the one to use instead, for the rule on deprecated codes: as long as the
            standard has none, `validate` behaves as if this one were.
    """

    package: Package = field(repr=False)
    findings: tuple[Place, ...]
    files: Files = field(repr=False)
    deprecated: tuple[str, str, str] | None = None

    def write(self, folder: Path) -> Path:
        """Writes the files into a folder, which is made; gives the path to validate."""
        return write_files(self.files, folder)

    def validate(self, *, keep: int = 1000) -> Report:
        """The report of Conflict DP's own validator."""
        from conflictdp.validation import validate

        with tempfile.TemporaryDirectory(prefix="conflictdp-") as folder, self._deprecated():
            return validate(self.write(Path(folder)), keep=keep)

    @contextmanager
    def _deprecated(self) -> Iterator[None]:
        if self.deprecated is None:
            yield
            return
        codelist, code, instead = self.deprecated
        codes = codelists()[codelist].codes
        kept = codes[code]
        codes[code] = replace(kept, status="deprecated", replaced_by=instead)
        try:
            yield
        finally:
            codes[code] = kept


def breakable(*, beside_others: bool = False) -> tuple[str, ...]:
    """The rules that `faulty` can break, by id: all of them.

    Args:
        beside_others: Only those that can be broken together with others in one package.
    """
    known = sorted(r for r in {*cases(), *cell_faults()} if _pure_cases(r, is_alone=not beside_others))
    return tuple(known) if beside_others else tuple(sorted({*known, *PLANTERS}))


@st.composite
def faulty(draw: DrawFn, *rule_ids: str) -> Faulty:
    """Datasets that break each of the rules, and no other.

    Args:
        draw: Draws a value.
        rule_ids: Rules that `breakable` names. Of several, each is broken in a copy of the base package of its own, and
            no case is taken that changes what the dataset says of itself.

    Raises:
        UsageError: When a rule cannot be broken, or not beside others.
    """
    if len(rule_ids) == 1 and rule_ids[0] in PLANTERS:
        return PLANTERS[rule_ids[0]](draw, draw(packages(base()["package"])))
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
        if p.table and p.row
    ]
    package: Package = {"package": metadata, "tables": rows}
    return Faulty(package, tuple(places), package_files(package))


def _in_files(plant: Callable[[DrawFn, Package], tuple[Files, Place]]) -> Callable[[DrawFn, Package], Faulty]:
    def planted(draw: DrawFn, package: Package) -> Faulty:
        files, place = plant(draw, package)
        return Faulty(package, (place,), files)

    return planted


def _deprecated_code(draw: DrawFn, package: Package) -> Faulty:
    """One code that the package uses once is taken for deprecated."""
    whole = with_identifier(package)
    uses: dict[tuple[str, str], list[Place]] = {}
    for name, rows in whole["tables"].items():
        coded = [c for c in tables()[name].columns.values() if c.codelist]
        for i, row in enumerate(rows, start=1):
            for column in coded:
                for code in row.get(column.name, "").split(LIST_DELIMITER):
                    uses.setdefault((column.codelist or "", code), []).append(Place("CEL010", name, i, column.name))
    once = [(key, places[0]) for key, places in uses.items() if key[1] and len(places) == 1]
    (codelist, code), place = pick(draw, once)
    instead = pick(draw, [c for c in codelists()[codelist].codes if c != code])
    return Faulty(whole, (place,), package_files(whole), (codelist, code, instead))


PLANTERS: dict[str, Callable[[DrawFn, Package], Faulty]] = {
    "CEL010": _deprecated_code,
    **{rule: _in_files(plant) for rule, plant in {**file_faults.PLANTERS, **document_faults.PLANTERS}.items()},
}
"""For each rule that no changed cell can break, what plants its fault in a valid package."""


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
