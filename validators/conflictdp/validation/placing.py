"""Turns hits into findings: looks up the records that are shown, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.readers.csv_files import lines_of
from conflictdp.readers.json_text import decode
from conflictdp.readers.json_text import lines_of as json_lines_of
from conflictdp.report.findings import Finding, finding
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import LIST_DELIMITER, Table, tables
from conflictdp.spec.values import hint_for, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflictdp.engine.hits import Hit
    from conflictdp.validation.loading import Opened

HINTED = ("CEL003", "CEL007", "CEL008")


def place(opened: Opened, hits: Iterable[Hit]) -> None:
    """Adds the hits to the findings, each shown row with its file, line or pointer, id and value."""
    by_table: dict[str, list[Hit]] = {}
    for hit in hits:
        by_table.setdefault(hit.table, []).append(hit)
    for name, found in by_table.items():
        records = opened.store.raw_rows(name, (r for h in found for r in h.rows))
        lines = _lines(opened, name, records)
        for hit in found:
            shown = [_finding(opened, hit, i, records[row], lines.get(row)) for i, row in enumerate(hit.rows)]
            opened.findings.add_counted(hit.count, shown)


def _lines(opened: Opened, name: str, records: dict[int, dict[str, Any]]) -> dict[int, int]:
    """The line of each record, as far as the store does not know it."""
    file = opened.files[name]
    if file.format == "csv" and not file.is_copy:
        return lines_of(file.path, set(records))
    return {}


def _finding(opened: Opened, hit: Hit, index: int, record: dict[str, Any], line: int | None) -> Finding:
    rule, table, file = rules()[hit.rule], tables()[hit.table], opened.files[hit.table]
    cell = record.get(hit.column) if hit.column else None
    values = {"column": hit.column, "value": cell, **hit.shared, **(hit.values[index] if hit.values else {})}
    pointer, known_line = _place(record["_place"], file.format, hit.column)
    return finding(
        rule,
        {**record, **{k: _plain(v) for k, v in values.items()}},
        table=table.name,
        file=file.file,
        row=None if file.format == "shredded" else hit.rows[index],
        line=line if line is not None else known_line,
        column=hit.column,
        pointer=pointer,
        record_id=_record_id(table, record),
        value=None if cell is None else str(cell)[:200],
        hint=_hint(opened, hit, table, cell),
        identity=_identity(table, record),
    )


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


def _hint(opened: Opened, hit: Hit, table: Table, cell: str | None) -> str | None:
    if hit.column is None or cell is None:
        return None
    column = table.columns.get(hit.column)
    if column and hit.rule in HINTED:
        known = rules()[hit.rule].id == "CEL008" and column.type == "list"
        unknown = next((i for i in cell.split(LIST_DELIMITER) if hint_for(column, i)), cell) if known else cell
        return hint_for(column, unknown)
    if column and hit.rule == "KEY002" and column.references:
        key = tables()[column.references].key
        ids = opened.store.rows(f'SELECT "{key}" FROM {column.references} WHERE "{key}" IS NOT NULL LIMIT 5000')
        return nearest(cell, [i[0] for i in ids])
    return None


def document_lines(opened: Opened, text: bytes) -> dict[str, int]:
    """The line of each JSON Pointer that the findings name; of its record, where it leads to an absent key."""
    wanted = {p for f in opened.findings if (p := f.pointer) is not None and f.line is None}
    found = json_lines_of(decode(text), wanted | {p.rpartition("/")[0] for p in wanted}) if wanted else {}
    return {p: line for p in wanted if (line := found.get(p) or found.get(p.rpartition("/")[0]))}
