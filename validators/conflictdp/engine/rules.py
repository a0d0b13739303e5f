"""The rules in SQL: row rules in one pass per table, set rules as one query each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from conflictdp.engine.hits import Hit, number
from conflictdp.engine.small_tables import is_suspected
from conflictdp.engine.sql import literal
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflictdp.engine.small_tables import Values
    from conflictdp.engine.store import Loaded, Store
    from conflictdp.spec.rules import RowCheck, SetCheck

_SET = """
SELECT *, count(*) OVER () AS _count FROM (
  SELECT DISTINCT ON (_row) * FROM (
{query}
  ) ORDER BY ALL
) ORDER BY _row"""


def _source(store: Store, loaded: Loaded, *, is_text: bool) -> str:
    """What row rules read: the typed table, or the cells as text under every column of the table."""
    if not is_text:
        return quote(loaded.table.name)
    cells = ", ".join(quote(c) if c in loaded.columns else f"NULL::VARCHAR AS {quote(c)}" for c in loaded.table.columns)
    return f"(SELECT {loaded.row} AS _row, {cells} FROM {store.text(loaded.table.name)})"


def check_rows(store: Store, loaded: Loaded, checks: Iterable[RowCheck], keep: int | None) -> Iterator[Hit]:
    """Runs the row rules of one table; a rule for each value of a column without values has nothing to check."""
    checks = [c for c in checks if c.needs is None or loaded.filled.get(c.needs)]
    if not loaded.rows or not checks:
        return
    if store.is_small:
        checks = _suspected(store.values(loaded.table.name), checks)

    def on_text(check: RowCheck) -> bool:
        return check.rule.is_on_text and loaded.odd > 0  # else what is NULL stands for no text

    for is_text, group in groupby(sorted(checks, key=on_text), key=on_text):
        found = list(group)
        for predicate in {c.rule.predicate: None for c in found}:
            store.need(predicate)
        source = _source(store, loaded, is_text=is_text)
        alike = {"": found} if store.is_small else _by_suspicion(found)
        plain = alike.pop("", [])
        counts = _counts(store, source, [*(f"NOT ({c.predicate})" for c in plain), *alike])
        yield from _broken(store, source, zip(plain, counts, strict=False), keep)
        for (suspicion, suspected), count in zip(alike.items(), counts[len(plain) :], strict=True):
            if count:
                rows = f"(SELECT * FROM {source} WHERE {suspicion})"
                broken = _counts(store, rows, [f"NOT ({c.predicate})" for c in suspected])
                yield from _broken(store, rows, zip(suspected, broken, strict=True), keep)


def _suspected(values: Values, checks: list[RowCheck]) -> list[RowCheck]:
    """The checks without those on texts in which there is nothing of what their rules are suspicious of."""
    by_column = _suspicious(checks)
    found = by_column.pop("", [])
    for column, group in by_column.items():
        if is_suspected(values, column, _any_of(c.rule.suspect for c in group)):
            found.extend(c for c in group if is_suspected(values, column, c.rule.suspect))
    return found


def _by_suspicion(checks: list[RowCheck]) -> dict[str, list[RowCheck]]:
    """The checks under a predicate that is true of every row which breaks one of them; those without one under ""."""
    return {_suspicion(column, group) if column else "": group for column, group in _suspicious(checks).items()}


def _suspicious(checks: list[RowCheck]) -> dict[str, list[RowCheck]]:
    """The checks that are suspicious of texts by the column of these; the others under ""."""
    found: dict[str, list[RowCheck]] = {}
    for check in checks:
        is_suspicious = check.rule.suspect and not check.rule.is_on_text
        found.setdefault(check.column or "" if is_suspicious else "", []).append(check)
    return found


def _suspicion(column: str, checks: list[RowCheck]) -> str:
    """One search for all that the rules on the texts of a column look for, since most texts hold nothing of it."""
    return f"regexp_matches({quote(column)}, {literal(_any_of(c.rule.suspect for c in checks))})"


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _counts(store: Store, source: str, predicates: list[str]) -> tuple[int, ...]:
    counted = ", ".join(f"count(CASE WHEN {p} THEN 1 END)" for p in predicates)
    return store.rows(f"SELECT {counted} FROM {source}")[0]


def _broken(store: Store, source: str, counted: Iterable[tuple[RowCheck, int]], keep: int | None) -> Iterator[Hit]:
    for check, count in counted:
        if count:
            query = f"SELECT _row FROM {source} WHERE NOT ({check.predicate}) ORDER BY _row"
            for batch in store.first(query, keep=keep):
                rows = tuple(d["_row"] for d in batch)
                yield Hit(check.rule.id, check.table, check.column, number(count, rows, keep), rows)


def check_set(store: Store, check: SetCheck, keep: int | None) -> Iterator[Hit]:
    """Runs one set rule on one table."""
    store.need(check.query)
    if store.is_small and not store.rows(f"SELECT 1 FROM ({check.query}\n) LIMIT 1"):
        return  # what orders and counts the rows takes longer to plan than this
    column = check.rule.columns[0] if check.rule.columns else None
    for found in store.first(_SET.format(query=check.query), keep=keep):
        if found:
            rows = tuple(d["_row"] for d in found)
            values = tuple({k: v for k, v in d.items() if k not in ("_row", "_count")} for d in found)
            yield Hit(check.rule.id, check.table, column, number(found[0]["_count"], found, keep), rows, values)
