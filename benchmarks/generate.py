"""Writes a package of any size: `python -m benchmarks.generate --events 1000000 OUT`.

Beside the files of the package OUT gets `planted.json`: what a validator has to find, and how often.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks import planted, world
from conflictdp.conformance.cases import base
from conflictdp.spec.rules import quote
from conflictdp.spec.table_schemas import descriptor
from conflictdp.spec.tables import LIST_DELIMITER, Column, tables
from conflictdp.spec.versions import version

if TYPE_CHECKING:
    from collections import Counter

    import duckdb

FORMS = ("csv", "parquet", "jsonl", "json")
_EVENTS_OF_A_COPY = 3
_COPIED = 0.005
"""Share of the events that come from clean copies of the base package, which has all sixteen tables."""

_BAD_CELLS: tuple[tuple[str, str, str], ...] = (
    ("CEL007", "best", "'-99'"),
    ("CEL002", "low", "'12 or more'"),
    ("CEL003", "outcome", "'slain'"),
    ("KEY002", "claim_id", "'no-such-' || claim_id"),
)
"""Rule, column and SQL of the cells that are planted in the world's casualties, each in a row of its own."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted.

    Attributes:
        events: How many events.
        form: One of FORMS.
        faults: Share of the events that stand in copies of conformance cases with a fault, of all kinds in turn.
        bad_cells: Share of the casualty rows that have one bad cell.
    """

    events: int
    form: str = "csv"
    faults: float = 0.0
    bad_cells: float = 0.0


def generate(order: Order, out: Path) -> Counter[planted.Key]:
    """Writes the package to the folder `out` (JSON Lines, a document: to the file) and counts what is to be found."""
    import duckdb

    faulty = round(order.events * order.faults / _EVENTS_OF_A_COPY)
    clean = max(1, round(order.events * _COPIED / _EVENTS_OF_A_COPY))
    planned = planted.plans(clean, faulty)
    sizes = world.Sizes(max(1, order.events - _EVENTS_OF_A_COPY * (faulty + clean)))
    expected = planted.counts(planned)
    with duckdb.connect() as connection:
        copies = planted.queries(connection, planned)
        worldly = world.queries(sizes)
        if order.bad_cells:
            worldly["casualties"] = _with_bad_cells(connection, worldly["casualties"], order.bad_cells, expected)
        for name in copies:
            parts = [q for q in (worldly.get(name), copies[name]) if q]
            connection.execute(f"CREATE VIEW {quote(name)} AS {' UNION ALL BY NAME '.join(f'({p})' for p in parts)}")
        _write(connection, [t for t in tables() if t in copies], order, out)
    return expected


def _with_bad_cells(
    connection: duckdb.DuckDBPyConnection, query: str, share: float, expected: Counter[planted.Key]
) -> str:
    """The casualties with bad cells, each kind of which is added to `expected`."""
    every = max(1, round(len(_BAD_CELLS) / share))
    drawn = f"hash(event_id, claim_id, outcome, victim_status) % {every}"
    cells = ", ".join(f"CASE WHEN {drawn} = {i} THEN {v} ELSE {c} END AS {c}" for i, (_, c, v) in enumerate(_BAD_CELLS))
    # A number can be spoilt without another fault only where it is given.
    allowed = f"(count_kind = 'exact' OR {drawn} <> 0) AND (count_kind = 'at_least' OR {drawn} <> 1)"
    bad = f"SELECT * REPLACE ({cells}) FROM ({query}) WHERE {allowed}"
    for i, (rule, column, _) in enumerate(_BAD_CELLS):
        found = connection.execute(f"SELECT count(*) FROM ({query}) WHERE {allowed} AND {drawn} = {i}").fetchall()
        if found[0][0]:
            expected[rule, "casualties", column] += found[0][0]
    return bad


def _write(connection: duckdb.DuckDBPyConnection, names: list[str], order: Order, out: Path) -> None:
    metadata = base()["package"]
    if order.form in ("csv", "parquet"):
        _write_tables(connection, names, order, out, metadata)
    elif order.form == "jsonl":
        _write_lines(connection, names, out, metadata)
    else:
        _write_document(connection, names, order, out)


def _write_tables(
    connection: duckdb.DuckDBPyConnection, names: list[str], order: Order, out: Path, metadata: dict[str, Any]
) -> None:
    out.mkdir(parents=True, exist_ok=True)
    files = {}
    for name in names:
        header = _header(connection, name)
        files[name] = (f"{name}.{order.form}", header)
        is_typed = order.form == "parquet" and not order.faults and not order.bad_cells
        cells = ", ".join(_typed(tables()[name].columns[c]) if is_typed else quote(c) for c in header)
        how = "FORMAT csv, HEADER" if order.form == "csv" else "FORMAT parquet, COMPRESSION zstd"
        connection.execute(f"COPY (SELECT {cells} FROM {quote(name)}) TO '{out / files[name][0]}' ({how})")
    text = json.dumps(descriptor(metadata, files), indent=2, ensure_ascii=False)
    (out / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _header(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    given = {r[0] for r in connection.execute(f"DESCRIBE {quote(name)}").fetchall()}
    return [c for c in tables()[name].columns if c in given]


def _typed(column: Column) -> str:
    kinds = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
    name = quote(column.name)
    if column.type == "list":
        return f"string_split({name}, '{LIST_DELIMITER}') AS {name}"
    return f"CAST({name} AS {kinds[column.type]}) AS {name}" if column.type in kinds else name


def _write_lines(connection: duckdb.DuckDBPyConnection, names: list[str], out: Path, metadata: dict[str, Any]) -> None:
    """One record on a line, parents before children; built in the engine, since Python would take minutes."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8", newline="\n") as stream:
        first = {"record": "package", "$schema": version().uri("package.schema.json"), **metadata}
        stream.write(json.dumps(first, ensure_ascii=False) + "\n")
        for name in names:
            members = ", ".join(_member(tables()[name].columns[c]) for c in _header(connection, name))
            kind = f"""'"record":"{tables()[name].record}"'"""
            rows = connection.execute(f"SELECT '{{' || concat_ws(',', {kind}, {members}) || '}}' FROM {quote(name)}")
            while batch := rows.fetchmany(50_000):
                stream.writelines(line + "\n" for (line,) in batch)


def _member(column: Column) -> str:
    """SQL for a member of a JSON object; NULL where the cell is absent or cannot be a JSON value of its type."""
    name = quote(column.name)
    value = f"CAST(to_json({name}) AS VARCHAR)"
    if column.type == "list":
        value = f"CAST(to_json(string_split({name}, '{LIST_DELIMITER}')) AS VARCHAR)"
    elif column.type in ("integer", "number"):
        value = f"CASE WHEN TRY_CAST({name} AS DOUBLE) IS NULL THEN {value} ELSE {name} END"
    elif column.type == "boolean":
        value = f"CASE WHEN {name} IN ('true', 'false') THEN {name} ELSE {value} END"
    return f"""CASE WHEN {name} IS NOT NULL THEN '"{column.name}":' || {value} END"""


def _write_document(connection: duckdb.DuckDBPyConnection, names: list[str], order: Order, out: Path) -> None:
    """By way of tables and the converter, which knows how records nest."""
    from conflictdp.convert.forms import convert_form

    if order.faults or order.bad_cells:
        raise SystemExit("a document is generated without faults only: not every bad cell has a place in one")
    with TemporaryDirectory() as folder:
        _write_tables(connection, names, replace(order, form="csv"), Path(folder), base()["package"])
        convert_form(Path(folder), out, overwrite=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("out", type=Path, help="a folder for csv and parquet, a file for jsonl and json")
    parser.add_argument(
        "--events", type=int, default=1000, help="how many events; claims and casualties are twice as many"
    )
    parser.add_argument("--form", choices=FORMS, default="csv")
    parser.add_argument("--faults", type=float, default=0.0, help="share of events in copies of cases with a fault")
    parser.add_argument("--bad-cells", type=float, default=0.0, help="share of casualty rows with a bad cell")
    given = parser.parse_args()
    order = Order(given.events, given.form, given.faults, given.bad_cells)
    expected = generate(order, given.out)
    listed = [{"rule": r, "table": t, "column": c, "count": n} for (r, t, c), n in sorted(expected.items(), key=str)]
    place = given.out / "planted.json" if given.out.is_dir() else given.out.with_suffix(".planted.json")
    place.write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
