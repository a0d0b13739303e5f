"""Two implementations of JSON Schema agree on every document: valid, broken by a rule, or broken anyhow."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from checking import examples
from hypothesis import given
from hypothesis import strategies as st
from schemas import paths_at_fault

from conflictdp.convert.documents import nest
from conflictdp.errors import InputError
from conflictdp.spec.tables import by_record, tables
from conflictdp.strategies import packages
from conflictdp.strategies.cell_faults import cell_faults
from conflictdp.strategies.conformance import base, cases, changed

ODD: list[Any] = [
    None, "", [], {}, "junk", "2031-02-30", "2031-5-3", "2031-05-03 ", "20310503", "exact\n", "no_such_code", "a b",
    "ümlaut",
    -1, 0, 1.0, 1.5, 1e300, 10**30, True, False, ["killed"], ["a", "a"], [None], [[]], {"x_a": "b"}, "a" * 501,
]  # fmt: skip
KEYS = ["x_own", "x_", "X_OWN", "unknown", "record", "event_id", "claim_id", "note", "claims", "casualties"]


def _containers(value: Any) -> list[Any]:
    """Every object and list of a document, outermost first."""
    if not isinstance(value, dict | list):
        return []
    inner = value.values() if isinstance(value, dict) else value
    return [value, *(c for v in inner for c in _containers(v))]


def _spoil(document: Any, change: tuple[str, int, int, str, Any]) -> None:
    """Changes one place of a document: a value, a key that is missing or added, an item said twice."""
    how, where, which, key, odd = deepcopy(change)
    found = _containers(document)
    place = found[where % len(found)]
    names = list(place) if isinstance(place, dict) else list(range(len(place)))
    if how == "add" and isinstance(place, dict):
        place[key] = odd
    elif how == "add":
        place.append(deepcopy(place[which % len(place)]) if place else odd)
    elif names and how == "remove":
        del place[names[which % len(names)]]
    elif names:
        place[names[which % len(names)]] = odd


number = st.integers(0, 10_000)
change = st.tuples(
    st.sampled_from(["set", "set", "add", "remove"]), number, number, st.sampled_from(KEYS), st.sampled_from(ODD)
)


def _agree(name: str, value: Any) -> bool:
    """Whether both find the same places at fault; gives whether there are none."""
    expected, found = paths_at_fault(name, value)
    assert found == expected, json.dumps(value, ensure_ascii=False)[:2000]
    return not expected


@pytest.mark.parametrize("rule", sorted({*cases(), *cell_faults()}))
def test_implementations_agree_on_the_conformance_cases(rule: str) -> None:
    for case in (*cases().get(rule, ()), *cell_faults().get(rule, ())):
        package = changed(base(), case.change)
        try:
            document = nest(package["package"], package["tables"])
        except (InputError, ValueError):
            continue  # a document has no place for a record without its parent, nor for a number that is none
        _agree("package.schema.json", document)


@examples(25)
@given(packages())
def test_implementations_agree_that_drawn_documents_are_valid(package: Any) -> None:
    assert _agree("package.schema.json", nest(package["package"], package["tables"]))


@examples(150)
@given(st.lists(change, min_size=1, max_size=4))
def test_implementations_agree_on_spoilt_documents(changes: list[Any]) -> None:
    package = base()
    document = nest(package["package"], package["tables"])
    for one in changes:
        _spoil(document, one)
    _agree("package.schema.json", document)


def _lines() -> list[dict[str, Any]]:
    """Each record of the base package as a line of JSON Lines."""
    package = base()
    found = []
    for kind, table in by_record().items():
        lists = {c.name for c in table.columns.values() if c.type == "list"}
        for row in package["tables"][table.name]:
            cells = {c: (v.split("|") if c in lists else _typed(table.columns[c].type, v)) for c, v in row.items()}
            found.append({"record": kind, **cells})
    return found


def _typed(kind: str, text: str) -> Any:
    return {"integer": int, "number": float, "boolean": lambda t: t == "true"}.get(kind, str)(text)


@examples(150)
@given(st.sampled_from(_lines()), st.lists(change, max_size=3))
def test_implementations_agree_on_spoilt_lines(line: dict[str, Any], changes: list[Any]) -> None:
    record = deepcopy(line)
    for one in changes:
        _spoil(record, one)
    is_valid = _agree("record.schema.json", record)
    assert is_valid or changes


def test_every_kind_of_record_has_a_line() -> None:
    assert {line["record"] for line in _lines()} == {t.record for t in tables().values()}
