"""The rules in SQL: row rules in one pass per table, set rules as one query each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from conflictdp.engine.hits import Hit, number
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflictdp.engine.store import Loaded, Store
    from conflictdp.spec.rules import RowCheck, SetCheck

_SET = """
SELECT *, count(*) OVER () AS _count FROM (
  SELECT DISTINCT ON (_row) * FROM (
{query}
  ) ORDER BY ALL
) ORDER BY _row"""


def _source(loaded: Loaded, *, is_text: bool) -> str:
    """What row rules read: the typed table, or the cells as text under every column of the table."""
    if not is_text:
        return quote(loaded.table.name)
    cells = ", ".join(quote(c) if c in loaded.columns else f"NULL::VARCHAR AS {quote(c)}" for c in loaded.table.columns)
    return f"(SELECT {loaded.row} AS _row, {cells} FROM raw.{quote(loaded.table.name)})"


def check_rows(store: Store, loaded: Loaded, checks: Iterable[RowCheck], keep: int | None) -> Iterator[Hit]:
    """Runs the row rules of one table; a rule for each value of a column that the file lacks has nothing to check."""
    checks = [c for c in checks if c.needs is None or c.needs in loaded.columns]
    if not loaded.rows or not checks:
        return
    for is_text, group in groupby(sorted(checks, key=lambda c: c.rule.is_on_text), key=lambda c: c.rule.is_on_text):
        for check in (found := list(group)):
            store.need(check.predicate)
        source = _source(loaded, is_text=is_text)
        counts = store.rows(
            f"SELECT {', '.join(f'count(*) FILTER (WHERE NOT ({c.predicate}))' for c in found)} FROM {source}"
        )[0]
        for check, count in zip(found, counts, strict=True):
            if count:
                query = f"SELECT _row FROM {source} WHERE NOT ({check.predicate}) ORDER BY _row"
                for batch in store.first(query, keep=keep):
                    rows = tuple(d["_row"] for d in batch)
                    yield Hit(check.rule.id, check.table, check.column, number(count, rows, keep), rows)


def check_set(store: Store, check: SetCheck, keep: int | None) -> Iterator[Hit]:
    """Runs one set rule on one table."""
    store.need(check.query)
    column = check.rule.columns[0] if check.rule.columns else None
    for found in store.first(_SET.format(query=check.query), keep=keep):
        if found:
            rows = tuple(d["_row"] for d in found)
            values = tuple({k: v for k, v in d.items() if k not in ("_row", "_count")} for d in found)
            yield Hit(check.rule.id, check.table, column, number(found[0]["_count"], found, keep), rows, values)
