"""Turns hits into findings: looks up the records that are shown, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from conflictdp.readers.csv_files import lines_of
from conflictdp.report.findings import Finding, finding
from conflictdp.report.privacy import is_person
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import LIST_DELIMITER, Column, Table, tables
from conflictdp.spec.values import hint_for, nearest

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable

    from conflictdp.engine.hits import Hit
    from conflictdp.engine.store import Store
    from conflictdp.readers.inputs import TableFile
    from conflictdp.validation.loading import Opened

HINTED = ("CEL003", "CEL007", "CEL008")
MAX_HINTS = 1000
"""So many findings of a group get a hint: it takes a comparison with every code or id, and nobody reads more."""


def people_in(store: Store) -> set[str]:
    """The ids of the parties that are people, or may be."""
    loaded = store.loaded.get("parties")
    if loaded is None or "party_id" not in loaded.columns:
        return set()
    kind = "party_type" if "party_type" in loaded.columns else "NULL"
    found = store.rows(f"SELECT party_id, {kind} FROM {store.text('parties')} WHERE party_id IS NOT NULL")
    return {party for party, kind in found if is_person(kind)}


def place(opened: Opened, hits: Iterable[Hit], progress: Callable[[str], None]) -> None:
    """Adds the hits to the findings, each shown row with its file, line or pointer, id and value."""
    placer = _Placer(opened)
    if opened.findings.needs_every:  # there may be millions: each batch is placed as it comes
        for hit in hits:
            placer.place(hit.table, [hit])
        return
    by_table: dict[str, list[Hit]] = {}
    for hit in hits:
        by_table.setdefault(hit.table, []).append(hit)
    progress("placing findings")
    for name, found in by_table.items():
        placer.place(name, found)


@dataclass(slots=True)
class _Placer:
    """Places hits, and remembers what it had to look up for it."""

    opened: Opened
    _lines: dict[str, array[int]] = field(default_factory=dict)
    _ids: dict[str, list[str]] = field(default_factory=dict)

    def place(self, name: str, hits: list[Hit]) -> None:
        """Adds hits of one table to the findings."""
        rows = [row for hit in hits for row in hit.rows]
        records = self.opened.store.raw_rows(name, rows)
        self._count_lines(name, max(rows))
        for hit in hits:
            hinted = MAX_HINTS - self.opened.findings.counted(hit.rule, hit.table, hit.column)
            shown = [self._finding(hit, i, records[row], is_hinted=i < hinted) for i, row in enumerate(hit.rows)]
            self.opened.findings.add_counted(hit.count, shown)

    def _count_lines(self, name: str, last: int) -> None:
        """Counts the lines of a table's file up to a record, where the store does not know them."""
        file = self.opened.files[name]
        if file.format == "csv" and not file.is_copy and len(self._lines.get(name, ())) < last:
            self._lines[name] = lines_of(file.path, None if self.opened.findings.needs_every else last)

    def _line(self, name: str, row: int) -> int | None:
        lines = self._lines.get(name, ())
        return lines[row - 1] if row <= len(lines) else None

    def _finding(self, hit: Hit, index: int, record: dict[str, Any], *, is_hinted: bool) -> Finding:
        rule, table, file = rules()[hit.rule], tables()[hit.table], self.opened.files[hit.table]
        cell = record.get(hit.column) if hit.column else None
        values = {"column": hit.column, "value": cell, **hit.shared, **(hit.values[index] if hit.values else {})}
        pointer, known_line = _place(record["_place"], file.format, hit.column)
        line = self._line(hit.table, hit.rows[index])
        return finding(
            rule,
            {**record, **{k: _plain(v) for k, v in values.items()}},
            table=table.name,
            file=file.file,
            row=None if file.format == "shredded" else hit.rows[index],
            line=None if file.sheet else (line if line is not None else known_line),
            cell=_cell(file, known_line, hit.column),
            column=hit.column,
            pointer=pointer,
            record_id=_record_id(table, record),
            value=None if cell is None else str(cell)[:200],
            hint=self._hint(hit, table, cell) if is_hinted else None,
            identity=_identity(table, record),
        )

    def _hint(self, hit: Hit, table: Table, cell: str | None) -> str | None:
        column = table.columns.get(hit.column or "")
        if column is None or cell is None:
            return None
        if hit.rule in HINTED:
            return _code_hint(hit.rule, column, cell)
        if hit.rule == "KEY002" and column.references:
            return nearest(cell, self._known_ids(column.references))
        return None

    def _known_ids(self, name: str) -> list[str]:
        """The ids that a reference could have meant."""
        if name not in self._ids:
            key = tables()[name].key
            found = self.opened.store.rows(f'SELECT "{key}" FROM {name} WHERE "{key}" IS NOT NULL LIMIT 5000')
            self._ids[name] = [row[0] for row in found]
        return self._ids[name]


@lru_cache(4096)
def _code_hint(rule: str, column: Column, cell: str) -> str | None:
    known = rule == "CEL008" and column.type == "list"
    unknown = next((i for i in cell.split(LIST_DELIMITER) if hint_for(column, i)), cell) if known else cell
    return hint_for(column, unknown)


def _cell(file: TableFile, row: int | None, column: str | None) -> str | None:
    """The cell of a workbook at fault, or the row where no column is; None for other files."""
    if file.sheet is None or row is None:
        return None
    return f"{file.sheet}!{file.letters.get(column or '', '')}{row}"


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"  # noqa: PLR2004
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value


def _place(place: str | None, form: str, column: str | None) -> tuple[str | None, int | None]:
    """Pointer and line from what the store knows: "12" (a line), "/events/0" (a pointer), or "12:/claims/0"."""
    if place is None:
        return None, None
    if form != "shredded":
        return None, int(place)
    line, _, rest = place.partition(":") if not place.startswith("/") else ("", "", place)
    return rest + (f"/{column}" if column else ""), int(line) if line else None


def _record_id(table: Table, record: dict[str, Any]) -> str | None:
    if table.key:
        return record.get(table.key)
    parents = [record.get(c) for c in ("event_id", "claim_id", *(n for n, c in table.columns.items() if c.is_parent))]
    return " / ".join(dict.fromkeys(p for p in parents if p)) or None


def _identity(table: Table, record: dict[str, Any]) -> str:
    names = (table.key,) if table.key else table.identity
    return "\x1e".join(record.get(n) or "" for n in names)
