"""All who judge a record agree, on valid ones, on faulty ones, and on those of the conformance cases.

Where one is weaker by design is said in docs/agreement.md, and why; the page is made from what is found here.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from checking import EFFORT
from constraints import violated
from hypothesis import Phase, given, seed, settings
from judges import JUDGES
from matrix import PAGE, REASONS, page, weaker
from test_schema_agreement import json_value

from conflictdp.conformance.cases import base, cases, changed
from conflictdp.spec.tables import Table, tables
from conflictdp.strategies import packages

judges = pytest.mark.parametrize("name", JUDGES)
WEAKER = {(name, kind) for name, (kinds, _) in REASONS.items() for kind in kinds}


def _lines(package: Any) -> list[dict[str, Any]]:
    found = ((tables()[name], row) for name, rows in package["tables"].items() for row in rows)
    return [{"record": table.record, **_values(table, row)} for table, row in found]


def _values(table: Table, row: dict[str, str]) -> dict[str, Any]:
    """The cells as JSON; one that cannot be read as its type stays text."""
    known = table.columns
    return {c: json_value(known[c].type, text) if c in known else text for c, text in row.items()}


@cache
def drawn() -> tuple[dict[str, Any], ...]:
    """The records of some drawn packages."""
    found: list[dict[str, Any]] = []

    @seed(4)
    @settings(max_examples=30 * EFFORT, phases=[Phase.generate], derandomize=False)
    @given(packages())
    def collect(package: Any) -> None:
        found.extend(_lines(package))

    collect()
    return tuple(found)


@cache
def of_cases() -> tuple[dict[str, Any], ...]:
    """The records that conformance cases change or add, each once."""
    known = {repr(line) for line in _lines(base())}
    made = (line for found in cases().values() for case in found for line in _lines(changed(base(), case.change)))
    return tuple({text: line for line in made if (text := repr(line)) not in known}.values())


@judges
def test_everybody_accepts_valid_records(name: str) -> None:
    verdicts = JUDGES[name](drawn())
    assert [line for line, verdict in zip(drawn(), verdicts, strict=True) if verdict is False] == []
    assert any(verdicts)


@judges
def test_everybody_agrees_on_the_records_of_the_conformance_cases(name: str) -> None:
    for line, verdict in zip(of_cases(), JUDGES[name](of_cases()), strict=True):
        kinds = {c.kind for c in violated("record.schema.json", line)}
        is_excused = bool(kinds) and all((name, kind) in WEAKER for kind in kinds)
        assert verdict is None or verdict is not bool(kinds) or is_excused, line


def test_weaker_is_only_who_is_so_by_design() -> None:
    assert weaker() == WEAKER


def test_the_models_and_our_validator_are_never_weaker() -> None:
    assert {name for name, _ in WEAKER}.isdisjoint({"Pydantic models", "conflictdp validate"})


def test_the_page_says_what_is_found() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tests/property/matrix.py"
