"""The faults of flat records, counted, are those that are told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictdp.readers import structure
from conflictdp.readers.alike import likeness
from conflictdp.readers.flat_records import flat_kinds
from conflictdp.readers.structure import Structure
from conflictdp.report.findings import Findings
from conflictdp.spec.documents import child_validator, nested_validator, top_tables, validator
from conflictdp.spec.tables import Table, tables

TEXTS = ("", " ", "x", "c1", "c:1", "_c", "ä", "NA", "-", "2031-05-03", "2031-02-30", "0", "killed", "true", "e" * 300)
SCALARS = st.sampled_from([*TEXTS, None, 0, -1, -99, 5, 5.0, 5.5, 1e300, 10**18, True, False])
VALUES = SCALARS | st.sampled_from([[], {}, [5], ["casualties"], ["casualties"] * 2, [""], {"a": 1}, [[]]])


def records(table: Table) -> st.SearchStrategy[dict[str, Any]]:
    """Records of a table with any keys and values; the values of most are fit for the key."""
    keys = st.sampled_from([*table.columns, "x_own", "X_own", "x_", "kind", "é"])
    codes = {n: st.sampled_from(c.enum[:3]) for n, c in table.columns.items() if c.enum}
    fitting = keys.flatmap(lambda k: st.tuples(st.just(k), codes.get(k, VALUES) | VALUES))
    return st.lists(fitting, max_size=6).map(dict)


def told(value: Any, schema: Any, *way: str | int) -> list[tuple[str, str | None, str | None]]:
    return sorted(map(repr, Structure("data", Findings(), value).check(schema, *way)))  # type: ignore[arg-type]


def counted(table: Table, record: dict[str, Any], left_out: tuple[str, ...]) -> Any:
    kinds = flat_kinds(table, record, left_out)
    return kinds if kinds is None else sorted(map(repr, kinds))


@pytest.mark.parametrize("name", tables())
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_on_a_line(name: str, data: st.DataObject) -> None:
    table = tables()[name]
    record = {"record": table.record, **data.draw(records(table))}
    assert counted(table, record, ()) in (None, told(record, validator("record.schema.json")))


@pytest.mark.parametrize("name", top_tables())
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_in_a_document(name: str, data: st.DataObject) -> None:
    record = data.draw(records(tables()[name]))
    found = told({name: {7: record}}, nested_validator(name), name, 7)
    assert counted(tables()[name], record, ("record",)) in (None, found)


@pytest.mark.parametrize(("parent", "child"), [(t, n) for t in tables().values() for n in t.children], ids=str)
@settings(max_examples=50, deadline=None)
@given(st.data())
def test_within_another(parent: Table, child: Any, data: st.DataObject) -> None:
    record = data.draw(records(tables()[child.table]))
    whole = {"record": parent.record, child.table: [record]}
    found = told(whole, child_validator(parent.record, child.table), child.table, 0)
    assert counted(tables()[child.table], record, (*child.leaves_out, "record")) in (None, found)


def test_most_flat_records_are_told_of() -> None:
    event = tables()["events"]
    assert flat_kinds(event, {"a": 1, "event_id": 5, "event_type": "X", "end_date": "?", "x_a": "b"}, ("record",)) == (
        ("DOC002", "events", "a"),
        ("CEL002", "events", "event_id"),
        ("CEL004", "events", "event_type"),
        ("CEL007", "events", "end_date"),
    )
    assert flat_kinds(event, {"claims": []}, ("record",)) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(["stance", "claim_id", "a", "casualties"]), VALUES) | VALUES, max_size=9)
)
def test_long_lists_have_the_faults_that_short_ones_have(claims: list[Any]) -> None:
    event = {"event_id": "e1", "event_type": "armed_clash", "claims": claims}
    reports = []
    for long in (2, 100):
        findings = Findings(3)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(structure, "LONG", long)
            Structure("data", findings, {"events": {0: event}}).check(nested_validator("events"), "events", 0)
        reports.append([(g.rule, g.table, g.column, g.count, g.findings) for g in findings.groups()])
    assert reports[0] == reports[1]


def test_no_value_is_remembered_that_holds_a_long_list() -> None:
    assert likeness({}, b"{" + b"5," * structure.LONG) is None
