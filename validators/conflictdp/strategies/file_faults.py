"""Faults of packages and of their files (families PKG and TAB), put into valid packages.

What would be lost with a faulty file is the table of identifiers, to which no record refers: then nothing else is
found.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from conflictdp.conformance.cases import Place
from conflictdp.spec.tables import required_tables, tables
from conflictdp.strategies.files import DESCRIPTOR, csv_bytes, header, json_bytes, package_files, rows_of
from conflictdp.strategies.values import labels, pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

    from conflictdp.conformance.cases import Package
    from conflictdp.strategies.files import Files

SAFE = "identifiers"
FILE = f"{SAFE}.csv"


def with_identifier(package: Package) -> Package:
    """The package with one identifier and no other."""
    row = {
        "record_table": "sources",
        "record_id": package["tables"]["sources"][0]["source_id"],
        "scheme": "other",
        "value": "no-1",
        "note": "Its own register.",
    }
    return {"package": package["package"], "tables": {**package["tables"], SAFE: [row]}}


def _without(package: Package, table: str) -> Package:
    kept = {name: rows for name, rows in package["tables"].items() if name != table}
    return {"package": package["package"], "tables": kept}


def _described(files: Files) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(files[DESCRIPTOR])
    return described


def _resource(described: dict[str, Any], table: str = SAFE) -> dict[str, Any]:
    return next(r for r in described["resources"] if r["name"] == table)


def _place(rule: str, table: str | None = None, row: int | None = None, column: str | None = None) -> Place:
    return Place(rule, table, row, column)


def _record(rule: str, make: Callable[[DrawFn, int], bytes]) -> Any:
    """A line of bytes that is no good record, as the first or the last of a table."""

    def plant(draw: DrawFn, package: Package) -> tuple[Files, Place]:
        table = pick(draw, [name for name, rows in package["tables"].items() if rows])
        rows, files = package["tables"][table], package_files(package)
        head, _, rest = files[f"{table}.csv"].partition(b"\n")
        line = make(draw, len(header(table, rows))) + b"\n"
        is_first = draw(st.booleans())
        files[f"{table}.csv"] = head + b"\n" + (line + rest if is_first else rest + line)
        number = None if rule == "TAB010" else 1 if is_first else len(rows) + 1
        return files, _place(rule, table, number)

    return plant


def _cells(first: bytes, width: int) -> bytes:
    return b",".join([first, *[b"x"] * (width - 1)])


def _byte_order_mark(draw: DrawFn, package: Package) -> tuple[Files, Place]:
    table, files = pick(draw, list(package["tables"])), package_files(package)
    files[f"{table}.csv"] = b"\xef\xbb\xbf" + files[f"{table}.csv"]
    return files, _place("TAB009", table)


def _safe_file(rule: str, make: Callable[[DrawFn], bytes]) -> Any:
    """The file of the identifiers is something else."""

    def plant(draw: DrawFn, package: Package) -> tuple[Files, Place]:
        return {**package_files(with_identifier(package)), FILE: make(draw)}, _place(rule, SAFE)

    return plant


def _other_delimiter(draw: DrawFn, package: Package) -> tuple[Files, Place]:
    whole = with_identifier(package)
    rows = rows_of(whole, SAFE)
    columns = header(SAFE, rows)
    content = csv_bytes(columns, ([r.get(c, "") for c in columns] for r in rows), pick(draw, ";\t|"))
    return {**package_files(whole), FILE: content}, _place("TAB008", SAFE)


def _more_columns(rule: str, name: Callable[[DrawFn, list[str]], str], *, cell: str = "") -> Any:
    """A column more in one of the files, of which the descriptor says nothing."""

    def plant(draw: DrawFn, package: Package) -> tuple[Files, Place]:
        table = pick(draw, list(package["tables"]))
        rows, files = package["tables"][table], package_files(package)
        columns = header(table, rows)
        added = name(draw, columns)
        content = ([*(r.get(c, "") for c in columns), cell] for r in rows)
        files[f"{table}.csv"] = csv_bytes([*columns, added], content)
        return files, _place(rule, table, column=added)

    return plant


def _column_missing(draw: DrawFn, package: Package) -> tuple[Files, Place]:
    """A table without records lacks a column that every record needs."""
    bare = _without(package, SAFE)
    table = pick(draw, [name for name in tables() if not rows_of(bare, name)])
    columns = [c.name for c in tables()[table].columns.values() if c.is_required]
    left_out = pick(draw, columns)
    kept = [c for c in columns if c != left_out] or ["x_none"]
    files = package_files(bare)
    described = _described(files)
    described["resources"].append({"name": table, "path": f"{table}.csv", "format": "csv"})
    return {**files, DESCRIPTOR: json_bytes(described), f"{table}.csv": csv_bytes(kept, [])}, _place(
        "TAB004", table, column=left_out
    )


def _parquet(rule: str, make: Callable[[DrawFn], bytes], column: str | None) -> Any:
    """The identifiers in a Parquet file that is not good."""

    def plant(draw: DrawFn, package: Package) -> tuple[Files, Place]:
        files = package_files(with_identifier(package))
        described = _described(files)
        found = _resource(described)
        found |= {"path": f"{SAFE}.parquet", "format": "parquet", "mediatype": "application/vnd.apache.parquet"}
        del files[FILE], found["encoding"]
        files |= {DESCRIPTOR: json_bytes(described), f"{SAFE}.parquet": make(draw)}
        return files, _place(rule, SAFE, column=column)

    return plant


def _nested_note(draw: DrawFn) -> bytes:
    """Identifiers as Parquet, whose notes are no texts."""
    import duckdb

    value = pick(draw, ["{'text': 'a note'}", "['a', 'note']", "'a note'::BLOB", "MAP {'a': 'note'}"])
    cells = "'sources' AS record_table, 's' AS record_id, 'other' AS scheme, 'no-1' AS value"
    with tempfile.TemporaryDirectory(prefix="conflictdp-") as folder, duckdb.connect() as connection:
        path = Path(folder) / "made.parquet"
        query = f"SELECT {cells}, {value} AS note WHERE false"
        connection.execute(f"COPY ({query}) TO ? (FORMAT parquet)", [str(path)])
        return path.read_bytes()


def _descriptor(rule: str, change: Callable[[DrawFn, dict[str, Any]], str | None]) -> Any:
    """A change of the descriptor; `change` gives the table that the finding names."""

    def plant(draw: DrawFn, package: Package) -> tuple[Files, Place]:
        files = package_files(with_identifier(package))
        described = _described(files)
        table = change(draw, described)
        return {**files, DESCRIPTOR: json_bytes(described)}, _place(rule, table)

    return plant


def _lose_property(draw: DrawFn, described: dict[str, Any]) -> None:
    del described[pick(draw, ["name", "licenses", "contributors", "temporal", "spatial", "event_definition"])]


def _spoil_property(draw: DrawFn, described: dict[str, Any]) -> None:
    name, value = pick(draw, [("licenses", []), ("created", "yesterday"), ("homepage", "here"), ("keywords", "war")])
    described[name] = value


def _name_another(draw: DrawFn, described: dict[str, Any]) -> None:
    described["$schema"] = pick(draw, ["https://datapackage.org/profiles/2.0/datapackage.json", "https://example.org/"])


def _unsafe_path(draw: DrawFn, described: dict[str, Any]) -> str:
    _resource(described)["path"] = pick(draw, ["../identifiers.csv", "/identifiers.csv", "https://example.org/a.csv"])
    return SAFE


def _missing_path(draw: DrawFn, described: dict[str, Any]) -> str:
    _resource(described)["path"] = f"{draw(labels())}-not-there.csv"
    return SAFE


def _twice(draw: DrawFn, described: dict[str, Any]) -> str:
    again = dict(pick(draw, described["resources"]))
    described["resources"].append(again)
    return str(again["name"])


def _other_format(draw: DrawFn, described: dict[str, Any]) -> str:
    changes: list[dict[str, Any]] = [{"encoding": "windows-1252"}, {"dialect": {"delimiter": ";"}}, {"format": "xlsx"}]
    _resource(described).update(pick(draw, changes))
    return SAFE


def _other_schema(draw: DrawFn, described: dict[str, Any]) -> str:
    found: dict[str, Any] = pick(draw, described["resources"])
    pick(draw, found["schema"]["fields"])["type"] = "any"
    return str(found["name"])


def _other_size(draw: DrawFn, described: dict[str, Any]) -> None:
    found: dict[str, Any] = pick(draw, described["resources"])
    found |= pick(draw, [{"bytes": 1}, {"hash": "sha256:" + "0" * 64}])


def _no_descriptor(_: DrawFn, package: Package) -> tuple[Files, Place]:
    files = package_files(package)
    del files[DESCRIPTOR]
    return files, _place("PKG001")


def _broken_descriptor(draw: DrawFn, package: Package) -> tuple[Files, Place]:
    files = package_files(package)
    whole = files[DESCRIPTOR].decode().rstrip()
    files[DESCRIPTOR] = whole[: draw(st.integers(1, len(whole) - 1))].encode()
    return files, _place("PKG002")


def _table_missing(draw: DrawFn, package: Package) -> tuple[Files, Place]:
    """A dataset without records that lacks one of the tables that every dataset has."""
    lost = pick(draw, required_tables())
    empty: Package = {"package": package["package"], "tables": {n: [] for n in required_tables() if n != lost}}
    return package_files(empty), _place("PKG008", lost)


def _unknown_column(draw: DrawFn, _: list[str]) -> str:
    return f"no_{draw(labels())}"


PLANTERS: dict[str, Callable[[DrawFn, Package], tuple[Files, Place]]] = {
    "PKG001": _no_descriptor,
    "PKG002": _broken_descriptor,
    "PKG003": _descriptor("PKG003", _lose_property),
    "PKG004": _descriptor("PKG004", _spoil_property),
    "PKG005": _descriptor("PKG005", _name_another),
    "PKG006": _descriptor("PKG006", _unsafe_path),
    "PKG007": _descriptor("PKG007", _missing_path),
    "PKG008": _table_missing,
    "PKG009": _descriptor("PKG009", _twice),
    "PKG010": _descriptor("PKG010", _other_format),
    "PKG011": _descriptor("PKG011", _other_schema),
    "PKG012": _descriptor("PKG012", _other_size),
    "TAB001": _safe_file("TAB001", lambda _: b""),
    "TAB002": _record("TAB002", lambda _, width: _cells(b"Kh\xe2m", width)),
    "TAB003": _more_columns("TAB003", _unknown_column),
    "TAB004": _column_missing,
    "TAB005": _more_columns("TAB005", pick),
    "TAB006": _record("TAB006", lambda draw, width: _cells(b"x", width + draw(st.integers(1, 3)))),
    "TAB007": _record("TAB007", lambda _, width: _cells(b'"x"y', width)),
    "TAB008": _other_delimiter,
    "TAB009": _byte_order_mark,
    "TAB010": _record("TAB010", lambda _, __: b""),
    "TAB011": _record("TAB011", lambda _, width: _cells(b"x\0y", width)),
    "TAB012": _parquet("TAB012", _nested_note, "note"),
    "TAB013": _parquet("TAB013", lambda draw: draw(st.binary(max_size=40)), None),
}
"""For each rule on packages and files, what plants its fault in a valid package."""
