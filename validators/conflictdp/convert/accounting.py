"""What became of every cell of a source: counted in the tables that were made of it, not assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.convert.conversion import Fate
from conflictdp.convert.crosswalks import own_name
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from conflictdp.convert.crosswalks import Correspondence, Provider
    from conflictdp.convert.reading import Loaded

FURTHER = "A column that the crosswalk does not know."
FIRST = "Of several rows of one record, the first is kept."


def cells_given(connection: DuckDBPyConnection, loaded: Loaded) -> dict[str, int]:
    """How many cells of each field of a loaded file are not empty."""
    return dict(zip(loaded.fields, _counts(connection, "whole_file", loaded.fields), strict=True))


def fates(
    connection: DuckDBPyConnection, provider: Provider, loaded: Loaded, given: Mapping[str, int]
) -> tuple[Fate, ...]:
    """What became of each column of the crosswalk that the file has, then of its further columns.

    A cell is kept where a table has the column `<prefix><column>`, counted once for every record of the source that
    the row of the table stands for; it is dropped where the crosswalk has no field for the column and nothing is kept.
    """
    lines: dict[str, list[Correspondence]] = {}
    for line in provider.lines:
        lines.setdefault(line.column, []).append(line)
    names = [n for n in lines if n in loaded.fields]
    kept = _kept(connection, [line for n in names for line in lines[n]], provider.prefix)
    told = [_fate(n, lines[n], given[n], kept.get(n, 0)) for n in names]
    still = _found(connection, {c: c for c in loaded.further.values()})
    further = ((h, given[c], still.get(c, 0)) for h, c in loaded.further.items())
    return (
        *told,
        *(Fate(h, n, 0, kept, n - kept, _joined(FURTHER, FIRST if n > kept else "")) for h, n, kept in further),
    )


def _fate(column: str, lines: Sequence[Correspondence], cells: int, kept: int) -> Fate:
    is_held = any(line.relation != "none" and not line.is_own for line in lines)
    dropped = 0 if is_held else cells - kept
    in_part = FIRST if dropped and any(line.is_own for line in lines) else ""
    reason = _joined(_reason(lines), in_part) if kept or dropped else ""
    return Fate(column, cells, cells - kept - dropped, kept, dropped, reason)


def _reason(lines: Sequence[Correspondence]) -> str:
    """Why cells of a column are kept or dropped, and which fields are read from them all the same."""
    read = [line for line in lines if line.relation != "none" and not line.is_own]
    others = [line.note for line in lines if line not in read] or [line.note for line in read]
    fields = ", ".join(dict.fromkeys(f"{line.table}.{line.field}" for line in read))
    return _joined(*dict.fromkeys(others), f"Read into {fields}." if fields else "")


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _kept(connection: DuckDBPyConnection, lines: Iterable[Correspondence], prefix: str) -> dict[str, int]:
    """How many cells of each column are kept in a column of the publisher's own, in whichever table has it."""
    columns = {line.column: own_name(prefix, line.column) for line in lines}
    return _found(connection, columns | {line.column: line.field for line in lines if line.is_own})


def _found(connection: DuckDBPyConnection, columns: Mapping[str, str]) -> dict[str, int]:
    """How many cells the tables have of each column of the publisher's own, by the column that it stands for."""
    kept: dict[str, int] = {}
    for relation in ("events", "agreements", "claims", "locations"):
        present = _columns(connection, relation)
        there = [c for c, own in columns.items() if own in present and not kept.get(c)]
        if there:
            # A place is shared by events: its cell stood in each of their records.
            rows = "events JOIN locations USING (location_id)" if relation == "locations" else relation
            kept |= zip(there, _counts(connection, rows, [columns[c] for c in there]), strict=True)
    return kept


def _counts(connection: DuckDBPyConnection, relation: str, columns: Sequence[str]) -> list[int]:
    """How many cells of each column are not empty."""
    if not columns:
        return []
    chosen = ", ".join(f"count({quote(c)})" for c in columns)
    return [int(n) for n in connection.execute(f"SELECT {chosen} FROM {relation}").fetchall()[0]]


def _columns(connection: DuckDBPyConnection, table: str) -> set[str]:
    found = connection.execute("SELECT column_name FROM information_schema.columns WHERE table_name = ?", [table])
    return {str(row[0]) for row in found.fetchall()}
