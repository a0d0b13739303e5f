"""Writes the tables of a database as a package folder."""

from __future__ import annotations

import json
import shutil
import zipfile
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from conflictdp.convert.outputs import DESCRIPTOR, new_file, new_folder, refuse_taken
from conflictdp.engine.pieces import in_small_pieces
from conflictdp.engine.sql import TYPES
from conflictdp.spec import tables as spec
from conflictdp.spec.rules import quote
from conflictdp.spec.table_schemas import descriptor
from conflictdp.spec.tables import LIST_DELIMITER, Table, required_tables
from conflictdp.spec.versions import CURRENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

TableFormat = Literal["csv", "parquet"]
"""How the tables of a package are written."""

EXTRA_PREFIX = "x_"
HIDDEN_PREFIX = "_"
ORDER = "_order"
IN_ORDER = "_in_order"


def write_package(
    connection: DuckDBPyConnection,
    metadata: Mapping[str, Any],
    out: Path,
    *,
    schema: str = "main",
    tables: TableFormat = "csv",
    overwrite: bool = False,
    number: str = CURRENT,
) -> dict[str, int]:
    """Writes the tables of a database as a package: a file per table that has records, and the descriptor.

    Args:
        connection: Holds tables or views named as the standard's tables, with any of their columns, text or typed,
            and columns of the publisher's own (`x_...`). A column `_order` says which records come first; it is called
            `_in_order` in a view that gives its records so by itself, without a join, and is then taken at its word.
            Other columns that begin with `_` are left out.
        metadata: What the dataset says of itself, as in a document's `package`.
        out: The folder to write; its parent must exist.
        schema: The schema of the database that they are in.
        tables: "csv" or "parquet". A Parquet column has the engine's type where every cell is the same after it;
            one that has, say, a word for a number, or more digits than a double holds, is text.
        overwrite: Whether an existing package may be replaced; anything else that exists never is.
        number: Version of the standard.

    Returns:
        The number of records of each table written, in canonical order. A table without records is written
        only where every package must have it; a column without values only where every record must have one.

    Raises:
        OutputError: When the place is taken or the files cannot be written.
    """
    with new_folder(out, overwrite=overwrite) as folder:
        return _fill(folder, connection, schema, metadata, tables, number)


def write_archive(
    connection: DuckDBPyConnection,
    metadata: Mapping[str, Any],
    out: Path,
    *,
    schema: str = "main",
    tables: TableFormat = "csv",
    overwrite: bool = False,
) -> dict[str, int]:
    """Writes the tables of a database as a package in a .zip archive; see `write_package`.

    The same records give the same bytes: the files of the archive bear no time of their own.
    """
    refuse_taken(out, overwrite=overwrite)
    with TemporaryDirectory(prefix="conflictdp-") as name, new_file(out) as stream:
        counts = _fill(Path(name), connection, schema, metadata, tables, CURRENT)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in (Path(name) / DESCRIPTOR, *sorted(p for p in Path(name).iterdir() if p.name != DESCRIPTOR)):
                entry = zipfile.ZipInfo(path.name)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                with path.open("rb") as content, archive.open(entry, "w", force_zip64=True) as target:
                    shutil.copyfileobj(content, target)
        return counts


def _fill(
    folder: Path,
    connection: DuckDBPyConnection,
    schema: str,
    metadata: Mapping[str, Any],
    form: TableFormat,
    number: str,
) -> dict[str, int]:
    """Writes every file into the folder, the descriptor last."""
    files: dict[str, tuple[str, list[str]]] = {}
    counts: dict[str, int] = {}
    listed = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = ?", [schema])
    present = {str(row[0]) for row in listed.fetchall()}
    for table in spec.tables(number).values():
        given = f"{quote(schema)}.{quote(table.name)}"
        types = _types(connection, given) if table.name in present else {}
        count, cells = _looked_through(connection, table, given, types) if types else (0, _required(table))
        if not count and table.name not in required_tables(number):
            continue
        path = folder / f"{table.name}.{form}"
        query = _selected(connection, table, given, types, cells, form) if count else _nothing(list(cells))
        with in_small_pieces(connection) if form == "csv" else nullcontext():
            connection.execute(f"COPY ({query}) TO ? ({_FORMATS[form]})", [str(path)])
        files[table.name] = (path.name, list(cells))
        counts[table.name] = count
    whole = descriptor(metadata, files, number=number)
    text = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    (folder / DESCRIPTOR).write_bytes(text.encode())
    return counts


_FORMATS = {
    "csv": "FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR ''",
    "parquet": "FORMAT parquet, COMPRESSION zstd",
}


def _types(connection: DuckDBPyConnection, given: str) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in connection.execute(f"DESCRIBE {given}").fetchall()}


def shortest(number: str) -> str:
    """SQL for the text of a number without noughts at its end: 10.5 for 10.50, and 7 for 7.0."""
    return f"CASE WHEN contains({number}, '.') THEN rtrim(rtrim({number}, '0'), '.') ELSE {number} END"


def _looked_through(
    connection: DuckDBPyConnection, table: Table, given: str, types: Mapping[str, str]
) -> tuple[int, dict[str, str]]:
    """How many records there are, and the columns to write, each with SQL for its cells.

    The standard's columns come in its order, then the publisher's own. A column without a value is left out, unless
    every record must have one.
    """
    unknown = [n for n in types if n not in table.columns and not n.startswith((EXTRA_PREFIX, HIDDEN_PREFIX))]
    if unknown:
        raise ValueError(f"the table {table.name} has no columns {unknown}")
    extra = [n for n in types if n.startswith(EXTRA_PREFIX)]
    names = [n for n in table.columns if n in types] + extra
    asked = (f", count({_value(n, types[n])}), {_blanks(n, types[n])}" for n in names)
    (count, *found), *_ = connection.execute(f"SELECT count(*){''.join(asked)} FROM {given}").fetchall()
    blanks = dict(zip(names, found[1::2], strict=True))
    used = {n for n, number in zip(names, found[::2], strict=True) if number > blanks[n]}
    written = {n: _as_text(quote(n), types[n]) if blanks[n] or types[n] != "VARCHAR" else quote(n) for n in names}
    required = _required(table)
    return int(count), {
        n: written.get(n, "NULL::VARCHAR") for n in (*table.columns, *extra) if n in used or n in required
    }


def _value(name: str, kind: str) -> str:
    """SQL for what is NULL where the cell is empty; the text of a number or day need not be made for it."""
    return _as_text(quote(name), kind) if kind.endswith("[]") else quote(name)


def _blanks(name: str, kind: str) -> str:
    """SQL for the number of texts without a letter, which are to be written as no text at all."""
    return f"count(CASE WHEN {quote(name)} = '' THEN 1 END)" if kind == "VARCHAR" else "0"


def _as_text(column: str, kind: str) -> str:
    """SQL for a value as a cell; NULL where it is empty."""
    if kind == "VARCHAR":
        return f"nullif({column}, '')"
    if kind.endswith("[]"):
        return f"nullif(array_to_string({column}, '{LIST_DELIMITER}'), '')"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        # A double prints as 36.0 or 1e-05; the standard writes 36 and 0.00001.
        return shortest(f"CAST(CAST({column} AS DECIMAL(38, 12)) AS VARCHAR)")
    return f"CAST({column} AS VARCHAR)"


def _selected(
    connection: DuckDBPyConnection,
    table: Table,
    given: str,
    types: Mapping[str, str],
    cells: Mapping[str, str],
    form: TableFormat,
) -> str:
    """SQL for the file of a table."""
    if form == "csv":
        return _in_its_order(connection, table, given, types, cells)
    kinds = {n: TYPES[c.type] for n in cells if (c := table.columns.get(n)) and c.type != "string"}
    typed = {n: f"CAST({quote(n)} AS {kind})" for n, kind in kinds.items() if types.get(n) in _LIKE.get(kind, ())}
    query = _in_its_order(connection, table, given, types, {**cells, **typed})
    return _native(connection, query, list(cells), {n: kind for n, kind in kinds.items() if n not in typed})


def _in_its_order(
    connection: DuckDBPyConnection, table: Table, given: str, types: Mapping[str, str], written: Mapping[str, str]
) -> str:
    """SQL for the cells of a table, in an order that depends on nothing but the records."""
    cells = ", ".join(f"{cell} AS {quote(n)}" for n, cell in written.items())
    if _is_in_order(connection, given, types):
        return f"SELECT {cells} FROM {given} AS records"
    order = [n for n in (ORDER, table.key, *table.identity) if n and n in types]
    if ORDER in types and _tells_apart(connection, given, [ORDER]):
        order = [ORDER]
    elif not table.key or not _tells_apart(connection, given, order):
        order += [n for n in written if n in types and n not in order]
    sorting = ", ".join(f"records.{quote(n)} NULLS FIRST" for n in order)
    return f"SELECT {cells} FROM {given} AS records ORDER BY {sorting}"


def _is_in_order(connection: DuckDBPyConnection, given: str, types: Mapping[str, str]) -> bool:
    """Whether the records of a table stand in its order already; to sort what is sorted is dear."""
    if IN_ORDER in types:
        return True
    if ORDER not in types or not _is_stored(connection, given):
        return False
    before = f"SELECT {ORDER}, lag({ORDER}) OVER () AS before FROM {given}"
    late = f"SELECT 1 FROM ({before}) WHERE before >= {ORDER} OR {ORDER} IS NULL LIMIT 1"
    return not connection.execute(late).fetchone()


def _is_stored(connection: DuckDBPyConnection, given: str) -> bool:
    """Whether it is a table, whose records keep their places, and not a view."""
    schema, name = (part.strip('"') for part in given.split(".", 1))
    stored = connection.execute(
        "SELECT 1 FROM information_schema.tables WHERE table_type <> 'VIEW' AND table_schema = ? AND table_name = ?",
        [schema, name],
    )
    return stored.fetchone() is not None


def _required(table: Table) -> dict[str, str]:
    """The columns that every record must fill, each with SQL for an empty cell."""
    return {c.name: "NULL::VARCHAR" for c in table.columns.values() if c.is_required}


def _nothing(header: list[str]) -> str:
    return f"SELECT {', '.join(f'NULL::VARCHAR AS {quote(n)}' for n in header)} WHERE false"


def _native(connection: DuckDBPyConnection, query: str, header: list[str], kinds: Mapping[str, str]) -> str:
    """SQL for the cells of a query in the engine's types; a column stays text where a cell would come back another."""
    same = {n: shortest(quote(n)) if kind == "DOUBLE" else quote(n) for n, kind in kinds.items()}
    lost = [f"count(*) FILTER ({same[n]} IS DISTINCT FROM {_back(n, kind)})" for n, kind in kinds.items()]
    found = connection.execute(f"SELECT {', '.join(lost)} FROM ({query})").fetchone() if lost else None
    kept = {n: kind for (n, kind), count in zip(kinds.items(), found or (), strict=True) if not count}
    cells = [f"{_cast(n, kept[n])} AS {quote(n)}" if n in kept else quote(n) for n in header]
    return f"SELECT {', '.join(cells)} FROM ({query})"


_LIKE = {
    "BIGINT": ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT"),
    "BOOLEAN": ("BOOLEAN",),
    "DATE": ("DATE",),
}
"""Types of a column whose every value is the same in the engine's type of the file; nothing need be looked at."""


def _cast(name: str, kind: str) -> str:
    if kind == "VARCHAR[]":
        return f"string_split({quote(name)}, '{LIST_DELIMITER}')"
    return f"TRY_CAST({quote(name)} AS {kind})"


def _back(name: str, kind: str) -> str:
    """SQL for the cell that is read from the value in the engine's type."""
    return _as_text(_cast(name, kind), kind)


def _tells_apart(connection: DuckDBPyConnection, given: str, names: list[str]) -> bool:
    """Whether no two records have the same values in these columns; to sort wide records by all of theirs is dear."""
    chosen = ", ".join(map(quote, names))
    return not connection.execute(f"SELECT 1 FROM {given} GROUP BY {chosen} HAVING count(*) > 1 LIMIT 1").fetchone()
