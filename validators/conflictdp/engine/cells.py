"""Types, constraints and codes of cells.

The typed table already holds NULL where a cell is wrong, and the text of rows that have such a cell: only those are
looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.engine.hits import Hit, number
from conflictdp.engine.small_tables import current_codes, has_current_codes
from conflictdp.engine.sql import code_checks, first_fault, literals
from conflictdp.engine.typed_tables import given
from conflictdp.spec.codelists import codelists
from conflictdp.spec.rules import quote
from conflictdp.spec.values import NOUNS, expected_form, expected_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.engine.store import Loaded, Store
    from conflictdp.spec.tables import Column


def check_cells(store: Store, loaded: Loaded, keep: int | None) -> Iterator[Hit]:
    """The faults of the cells of a table that was read from CSV or Parquet."""
    present = [c for n, c in loaded.table.columns.items() if n in loaded.columns]
    if not present or not loaded.rows:
        return
    lost = _lost_values(store, loaded, present)
    for column in present:
        filled = loaded.filled[column.name] + lost.get(column.name, 0)
        if column.is_required and filled < loaded.rows:
            yield from _missing(store, loaded, column, loaded.rows - filled, keep)
        if lost.get(column.name):
            yield from _faulty(store, loaded, column, keep)


def _lost_values(store: Store, loaded: Loaded, columns: list[Column]) -> dict[str, int]:
    """For each column how many of its cells have no value though something stands in them."""
    if not loaded.odd:
        return {}
    lost = (
        f"count(*) FILTER (WHERE {given(loaded.reading, c)} IS NOT NULL AND {quote(c.name)} IS NULL)" for c in columns
    )
    query = f"SELECT {', '.join(lost)} FROM {loaded.reading.name} WHERE _cells IS NOT NULL"
    return {c.name: n for c, n in zip(columns, store.rows(query)[0], strict=True)}


def check_codes(store: Store, loaded: Loaded, keep: int | None) -> Iterator[Hit]:
    """Codes that an open list does not have, and deprecated codes; for tables of every form."""
    filled = [c for n, c in loaded.table.columns.items() if loaded.filled.get(n) and code_checks(c)]
    if not filled or loaded.plain == loaded.rows:
        return
    if store.is_small:
        values = store.values(loaded.table.name)
        checked = [c for c in filled if not has_current_codes(values, c)]
    else:
        checked = _with_other_codes(store, loaded, filled)
    checks = [(c, rule, p) for c in checked for rule, p in code_checks(c)]
    if not checks:
        return
    name = quote(loaded.table.name)
    counts = store.rows(f"SELECT {', '.join(f'count(CASE WHEN {p} THEN 1 END)' for _, _, p in checks)} FROM {name}")[0]
    for (column, rule, predicate), count in zip(checks, counts, strict=True):
        if count:
            shared = {"codelist": column.codelist, "replacement": _replacements(column)}
            for batch in store.first(f"SELECT _row FROM {name} WHERE {predicate} ORDER BY _row", keep=keep):
                rows = tuple(d["_row"] for d in batch)
                yield Hit(rule, loaded.table.name, column.name, number(count, rows, keep), rows, shared=shared)


def _with_other_codes(store: Store, loaded: Loaded, columns: list[Column]) -> list[Column]:
    """The columns that hold anything but current codes of their lists; each code that occurs is looked at once."""
    name = quote(loaded.table.name)
    looks = []
    for place, column in enumerate(columns):
        code = f"unnest({quote(column.name)})" if column.type == "list" else quote(column.name)
        known = literals(sorted(current_codes(column.codelist or "")))
        looks.append(
            f"(SELECT {place} FROM (SELECT DISTINCT {code} AS code FROM {name}) WHERE code NOT IN {known} LIMIT 1)"
        )
    return [columns[row[0]] for row in store.rows(" UNION ALL ".join(looks))]


def _replacements(column: Column) -> str:
    """What to use instead of the deprecated codes of a column's list."""
    codes = codelists()[column.codelist].codes.values() if column.codelist else ()
    return ", ".join(f"{c.replaced_by} for {c.code}" for c in codes if c.status == "deprecated")


def _missing(store: Store, loaded: Loaded, column: Column, count: int, keep: int | None) -> Iterator[Hit]:
    source = f"{store.text(loaded.table.name)} WHERE {quote(column.name)} IS NULL"
    for batch in store.first(f"SELECT {loaded.row} AS n FROM {source} ORDER BY n", keep=keep):
        rows, shared = tuple(d["n"] for d in batch), {"table": loaded.table.name}
        yield Hit("CEL001", loaded.table.name, column.name, number(count, rows, keep), rows, shared=shared)


def _faulty(store: Store, loaded: Loaded, column: Column, keep: int | None) -> Iterator[Hit]:
    reading = loaded.reading
    cells = f"{reading.number} AS n, {given(reading, column)} AS {quote(column.name)}"
    lost = f"SELECT {cells} FROM {reading.name} WHERE _cells IS NOT NULL AND {quote(column.name)} IS NULL"
    source = f"(SELECT n, {quote(column.name)} AS v, {first_fault(column)} AS fault FROM ({lost}))"
    counts = store.rows(f"SELECT fault, count(*) FROM {source} WHERE fault IS NOT NULL GROUP BY fault ORDER BY fault")
    for rule, count in counts:
        for batch in store.first(f"SELECT n, v FROM {source} WHERE fault = ? ORDER BY n", [rule], keep=keep):
            yield Hit(
                rule,
                loaded.table.name,
                column.name,
                number(count, batch, keep),
                tuple(d["n"] for d in batch),
                tuple({"found": _size(rule, d["v"])} for d in batch),
                _shared(rule, column),
            )


def _size(rule: str, value: str) -> int:
    return value.count("|") + 1 if rule == "CEL011" else len(value)


def _shared(rule: str, column: Column) -> dict[str, object]:
    """What the message of a rule needs to know of the column."""
    expected: dict[str, object] = {
        "CEL002": NOUNS[column.type],
        "CEL004": "one of " + ", ".join(column.enum) if column.enum else expected_form(column),
        "CEL005": expected_range(column) if column.minimum is not None else "",
        "CEL006": column.max_length or "",
        "CEL011": column.max_items or "",
    }
    return {"expected": expected.get(rule, ""), "codelist": column.codelist}
