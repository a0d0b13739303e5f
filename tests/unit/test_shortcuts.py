"""Views that leave out most records, so that rules are quick, leave out none that a rule would find."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import duckdb
import pytest

from conflictdp.engine.sql import TYPES
from conflictdp.spec.codelists import codelist
from conflictdp.spec.rules import codelists_read, set_checks, views, views_read
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ALL_STATEMENTS = """
SELECT DISTINCT COALESCE(claim_id, event_id) AS stated_in, TRUE AS parts, TRUE AS sums FROM casualties
"""
ONE_OF = {
    "event_id": ("e1", "e2", "e3", None),
    "claim_id": (*(f"c{i}" for i in range(4_000)), "e1", None),
    "outcome": ("killed", "killed", "killed", "injured", None),
    "party_id": (None, None, None, "p1", "p2", "p3"),
    "victim_status": (*[None] * 3, "civilian", "combatant", *["armed_forces_member"] * 2, "another"),
    "sex": (*[None] * 9, "female", "male"),
    "age_group": (*[None] * 9, "child", "infant", "adult"),
    "cause": (*[None] * 9, "shelling"),
    "protected_role": (*[None] * 9, "journalist"),
    "count_kind": ("exact", "exact", "none", "range", "at_least", "at_most", "approximate", "unknown", None),
    "low": (None, 0, 1, 2, 5),
    "best": (None, -1, 0, 1, 2, 3, 5),
    "high": (None, 0, 2, 3, 6),
    "partition": (None, None, "by side", "by side", "by side", "by sex"),
    "count_scope": (*[None] * 5, "event_total", "cumulative", "increment"),
    "as_of_date": (*[None] * 9, "2030-01-01", "2030-01-02"),
    "death_basis": (*[None] * 6, "direct", "indirect", "excess"),
}
CATEGORIES = ("party_id", "victim_status", "sex", "age_group", "cause", "protected_role")
ALIKE = {"event_id", "claim_id", "outcome", "count_scope", "as_of_date", "death_basis", "partition"}
"""What counts of one statement mostly have in common."""
MANY = 12_000


def found(rows: list[tuple[object, ...]], query: str, **instead: str) -> list[tuple[object, ...]]:
    """What a query finds in casualties, with other queries in the place of some views."""
    texts = {**views(), **instead}
    with duckdb.connect() as connection:
        fields = tables()["casualties"].columns.values()
        columns = ", ".join(f'"{c.name}" {TYPES[c.type]}' for c in fields)
        connection.execute(f"CREATE TABLE casualties (_row BIGINT, {columns})")
        names = ("_row", *ONE_OF)
        cells = ", ".join(f'unnest(?::VARCHAR[]) AS "{n}"' for n in names)
        given = [[None if v is None else str(v) for v in values] for values in zip(*rows, strict=True)]
        connection.execute(f"INSERT INTO casualties BY NAME SELECT {cells}", given)
        make(connection, query, texts, set())
        return sorted(connection.execute(query).fetchall(), key=repr)


def make(connection: duckdb.DuckDBPyConnection, query: str, texts: Mapping[str, str], made: set[str]) -> None:
    for name in codelists_read(query) - made:
        codes = [(c.code, c.broader or None) for c in codelist(name).codes.values()]
        connection.execute(f"CREATE TABLE codelist_{name} (code VARCHAR, broader VARCHAR)")
        connection.executemany(f"INSERT INTO codelist_{name} VALUES (?, ?)", codes)
        made.add(name)
    for name in sorted(views_read(query)):
        if name in made:
            continue
        make(connection, texts[name], texts, made)
        connection.execute(f"CREATE TABLE {name} AS {texts[name]}")
        made.add(name)


def statements(seed: int, number: int) -> list[tuple[object, ...]]:
    """So many casualty rows: statements in disorder, and others of few counts of which each has a category or two."""
    draw = Random(seed)  # noqa: S311 - the same rows in every run
    rows: list[dict[str, object]] = []
    while len(rows) < number:
        usual = {name: draw.choice(values) for name, values in ONE_OF.items()}
        rows += (disorderly if draw.random() < 0.5 else orderly)(draw, usual)
    return [(n, *row.values()) for n, row in enumerate(rows, start=1)]


def disorderly(draw: Random, usual: dict[str, object]) -> Iterator[dict[str, object]]:
    for _ in range(draw.choice((1, 2, 3, 5))):
        kept = [n for n in usual if n in ALIKE and draw.random() < 0.9]
        row = {name: usual[name] if name in kept else draw.choice(values) for name, values in ONE_OF.items()}
        if draw.random() < 0.7:
            row |= {"count_kind": "exact", "low": None, "high": None}
        if draw.random() < 0.3:
            row |= dict.fromkeys((*CATEGORIES, "partition"))
            row |= draw.choice(({}, {"count_kind": "range", "low": 0, "best": 2, "high": 9}))
        yield row


def orderly(draw: Random, usual: dict[str, object]) -> Iterator[dict[str, object]]:
    usual |= {"outcome": "killed", "count_kind": "exact", "low": None, "high": None} | dict.fromkeys(CATEGORIES)
    likely = draw.sample(CATEGORIES, 2)
    for _ in range(draw.choice((1, 2, 3))):
        chosen = [draw.choice(likely), *draw.sample(CATEGORIES, draw.choice((0, 0, 1)))]
        row = usual | {"best": draw.choice((0, 1, 2))} | {n: draw.choice([v for v in ONE_OF[n] if v]) for n in chosen}
        if draw.random() < 0.3:
            other = draw.choice(sorted(ALIKE))
            row[other] = draw.choice(ONE_OF[other])
        yield row
    whole = usual | {"partition": None}
    if draw.random() < 0.4:
        yield whole | draw.choice(({"best": 3}, {"count_kind": "range", "low": 0, "best": 3, "high": 9}))


@pytest.mark.parametrize("rule_id", ["CAS011", "CAS012", "CAS013", "CAS014", "CAS015", "CAS016"])
def test_what_is_left_out_is_not_at_odds(rule_id: str) -> None:
    query = next(c.query for c in set_checks() if c.rule.id == rule_id)
    for seed, number in ((0, MANY), *((s, 60) for s in range(1, 30))):
        rows = statements(seed, number)
        everything = found(rows, query, statements_at_odds=ALL_STATEMENTS)
        assert found(rows, query) == everything
        assert everything or number < MANY


def test_statements_that_add_up_are_left_out() -> None:
    rows: list[tuple[object, ...]] = []
    for i in range(100):
        whole = {"best": 5 if i else 4}
        parts = [{"party_id": "p1", "best": 2}, {"party_id": "p2", "best": 3}, {"victim_status": "civilian", "best": 0}]
        for said in (whole, *({"partition": "by side"} | part for part in parts)):
            count = {"event_id": "e1", "claim_id": f"c{i}", "outcome": "killed", "count_kind": "exact"} | said
            rows.append((len(rows) + 1, *(count.get(name) for name in ONE_OF)))
    assert found(rows, "SELECT * FROM statements_at_odds") == [("c0", False, True)]
