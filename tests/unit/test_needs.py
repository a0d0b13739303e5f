"""Rules are left out only where they can find nothing: what says so must hold for everything that they find."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import duckdb
import pytest

from conflictdp.engine.sql import literal
from conflictdp.spec.needs import needs_of, needs_stated
from conflictdp.spec.rules import rules, set_checks

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECES = (
    "", " ", "\t", "\n", "\u00a0", "\u3000", "a", "Bridge", "é", "NA", "n/a", "#N/A", "0000-00-00", "un\u212anown",
    "Not Specified", "unknown", "\u200b", "\u0007", "\ufeff", "Ã©", "â€™", "\ufffd", "&amp;", "<b>", "#REF!", "=",
    "-a(", "+@", "a@b.co", "+49 30 1234567", ";", "10", "-Oct", "dec ",
)  # fmt: skip


@pytest.fixture(scope="module")
def texts() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    every = ["".join(parts) for parts in itertools.product(PIECES, repeat=3)]
    connection.execute("CREATE TABLE texts AS SELECT DISTINCT unnest(?::VARCHAR[]) AS t", [every])
    yield connection
    connection.close()


@pytest.mark.parametrize("rule_id", [r.id for r in rules().values() if r.suspect])
def test_every_text_at_fault_is_suspect(rule_id: str, texts: duckdb.DuckDBPyConnection) -> None:
    rule = rules()[rule_id]
    predicate = rule.predicate if rule.each else rule.predicate.replace(rule.columns[0], "$column")
    broken = f"NOT ({predicate.replace('$column', 't')})"
    suspect = f"regexp_matches(t, {literal(rule.suspect)})"
    found, missed, spared = texts.execute(
        f"SELECT count(*) FILTER ({w(broken)}), count(*) FILTER ({w(broken, f'NOT {suspect}')}),"
        f" count(*) FILTER ({w(f'NOT {suspect}')}) FROM texts"
    ).fetchall()[0]
    assert found
    assert not missed
    assert spared


def w(*conditions: str) -> str:
    return "WHERE " + " AND ".join(conditions)


@pytest.mark.parametrize(
    ("query", "needs"),
    [
        ("SELECT c._row FROM claims AS c WHERE c.stance = 'denies'", [("claims", "(record.stance = 'denies')", ())]),
        (
            "SELECT c._row FROM claims c JOIN events AS e ON e.event_id = c.event_id WHERE e.end_date < c.stated_date",
            [
                ("claims", "(event_id.end_date < record.stated_date)", ("event_id",)),
                ("events", 'record."event_id" IS NOT NULL AND record."end_date" IS NOT NULL', ()),
            ],
        ),
        (
            """SELECT k._row FROM casualties k JOIN claims c ON k.claim_id = c.claim_id
            JOIN events e ON e.event_id = c.event_id JOIN claims d ON d.claim_id = k.claim_id
            WHERE k.end_date < e.start_date AND d.stance = 'denies'""",
            [
                ("casualties", '(record.end_date < "claim_id.event_id".start_date)', ("claim_id", "claim_id.event_id")),
                ("claims", 'record."claim_id" IS NOT NULL AND record."event_id" IS NOT NULL', ()),
                ("events", 'record."event_id" IS NOT NULL AND record."start_date" IS NOT NULL', ()),
                ("claims", "record.\"claim_id\" IS NOT NULL AND (record.stance = 'denies')", ()),
            ],
        ),
        ("SELECT c._row FROM claims AS c LEFT JOIN events AS e ON e.event_id = c.event_id", [("claims", "TRUE", ())]),
        (
            "SELECT c._row FROM claims AS c WHERE NOT EXISTS (SELECT 1 FROM events AS e WHERE e.event_id = c.event_id)",
            [("claims", "TRUE", ())],
        ),
        (
            "SELECT c._row FROM claims AS c WHERE EXISTS (SELECT 1 FROM events AS e WHERE e.event_id = c.event_id)",
            [("claims", "TRUE", ()), ("events", 'record."event_id" IS NOT NULL', ())],
        ),
        ("SELECT c._row FROM claims AS c WHERE COALESCE(c.stance, '') = '' OR c.basis = 'x'", [("claims", None, ())]),
        ("SELECT _row FROM claims UNION ALL SELECT _row FROM events", []),
    ],
)
def test_what_a_query_cannot_do_without(query: str, needs: list[tuple[str, str | None, tuple[str, ...]]]) -> None:
    with duckdb.connect() as connection:
        found = needs_of(connection, query)
    assert [(n.table, n.lookups) for n in found] == [(table, lookups) for table, _, lookups in needs]
    assert all(predicate in (None, n.predicate) for n, (_, predicate, _) in zip(found, needs, strict=True))


def test_the_catalogue_tells_the_needs_of_the_rules_as_they_are() -> None:
    with duckdb.connect() as connection:
        for check in set_checks():
            stated = needs_stated(connection, check.rule)
            assert check.needs == (*needs_of(connection, check.query), *stated), check.rule.id
