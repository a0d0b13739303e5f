"""Two implementations of JSON Schema agree on every document: valid, broken by a rule, or broken anyhow."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from checking import EFFORT, examples
from hypothesis import given
from hypothesis import strategies as st
from schemas import paths_at_fault

from conflictdp.conformance.cases import base, cases, changed
from conflictdp.errors import InputError
from conflictdp.spec.nesting import nest
from conflictdp.spec.tables import LIST_DELIMITER, Table, tables
from conflictdp.strategies import packages, records
from conflictdp.strategies.cell_faults import cell_faults

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


@pytest.mark.parametrize("rule", sorted(cases()))
def test_implementations_agree_on_the_conformance_cases(rule: str) -> None:
    for case in cases()[rule] if EFFORT > 1 else [c for c in cases()[rule] if c.kind == "fires"]:
        package = changed(base(), case.change)
        try:
            document = nest(package["package"], package["tables"])
        except InputError:
            continue  # a document has no place for a record without its parent
        _agree("package.schema.json", document)


def _line(table: Table, row: dict[str, str]) -> dict[str, Any]:
    """A record as a line of JSON Lines; a cell that cannot be read as its type stays text."""
    cells = {c: json_value(table.columns[c].type, text) for c, text in row.items()}
    return {"record": table.record, **cells}


def json_value(kind: str, text: str) -> Any:
    try:
        return READERS.get(kind, str)(text) if text == text.strip() else text
    except ValueError:
        return text


READERS: dict[str, Any] = {
    "integer": int,
    "number": float,
    "boolean": lambda text: {"true": True, "false": False}.get(text, text),
    "list": lambda text: text.split(LIST_DELIMITER),
}

LINES = [_line(table, row) for table in tables().values() for row in base()["tables"][table.name]]


@pytest.mark.parametrize("rule", sorted(cell_faults()))
def test_implementations_agree_on_bad_cells(rule: str) -> None:
    for case in cell_faults()[rule]:
        place = case.findings[0]
        row = changed(base(), case.change)["tables"][place.table][place.row - 1]
        is_valid = _agree("record.schema.json", _line(tables()[place.table], row))
        assert is_valid == (rule.startswith("KEY") or rule == "CEL008"), case.title


@examples(12)
@given(packages())
def test_implementations_agree_that_drawn_documents_are_valid(package: Any) -> None:
    assert _agree("package.schema.json", nest(package["package"], package["tables"]))


@examples(100)
@given(st.lists(change, min_size=1, max_size=4))
def test_implementations_agree_on_spoilt_documents(changes: list[Any]) -> None:
    package = base()
    document = nest(package["package"], package["tables"])
    for one in changes:
        _spoil(document, one)
    _agree("package.schema.json", document)


@examples(100)
@given(st.sampled_from(LINES), st.lists(change, max_size=3))
def test_implementations_agree_on_spoilt_lines(line: dict[str, Any], changes: list[Any]) -> None:
    record = deepcopy(line)
    for one in changes:
        _spoil(record, one)
    is_valid = _agree("record.schema.json", record)
    assert is_valid or changes


@pytest.mark.parametrize("table", tables())
def test_implementations_agree_that_drawn_records_are_valid(table: str) -> None:
    @examples(12)
    @given(records(table))
    def check(row: dict[str, str]) -> None:
        assert _agree("record.schema.json", _line(tables()[table], row))

    check()


def test_every_kind_of_record_has_a_line() -> None:
    assert {line["record"] for line in LINES} == {t.record for t in tables().values()}
