"""The connection, sandboxed, and the tables in it: each as text (schema `raw`) and typed (schema `main`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from conflictdp.engine.sql import TYPES, literal, typed
from conflictdp.errors import LimitError
from conflictdp.spec.codelists import codelists
from conflictdp.spec.rules import codelists_read, quote, views, views_read
from conflictdp.spec.tables import LIST_DELIMITER, Table, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from conflictdp.spec.codelists import Code
    from conflictdp.spec.tables import Column

_CSV = """read_csv(?, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', strict_mode = true,
  null_padding = false, ignore_errors = false, max_line_size = 8388608, columns = {columns})"""
_FLAT = (
    "VARCHAR", "BOOLEAN", "DATE", "DOUBLE", "FLOAT", "DECIMAL", "TINYINT", "SMALLINT", "INTEGER", "BIGINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "ENUM", "TIMESTAMP", "NULL", '"NULL"',
)  # fmt: skip


BATCH = 10_000
"""So many rows are held at once where every row is wanted."""


class UnreadableError(Exception):
    """The engine cannot read a file as it stands; the message is the engine's."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table in the store.

    Attributes:
        table: Which table.
        columns: The columns that the file has, extras included.
        rows: How many records were read.
        row: SQL expression over `raw` for the number of a record in its file, from 1.
        place: SQL expression over `raw` for the line or pointer of a record, or NULL where it has to be looked up.
    """

    table: Table
    columns: tuple[str, ...]
    rows: int
    row: str
    place: str


@dataclass(slots=True)
class Store:
    """An in-memory database that can reach nothing but what was loaded into it once it is sealed."""

    connection: duckdb.DuckDBPyConnection
    loaded: dict[str, Loaded] = field(default_factory=dict)
    _made: set[str] = field(default_factory=set)

    def rows(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query.

        Raises:
            LimitError: When memory or temporary space runs out.
        """
        try:
            return self.connection.execute(query, list(values)).fetchall()
        except duckdb.OutOfMemoryException as error:
            raise LimitError("memory ran out; give more with a smaller dataset or a larger machine") from error

    def dicts(self, query: str, values: Iterable[object] = ()) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries."""
        found = self.rows(query, values)
        names = [d[0] for d in self.connection.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found]

    def first(self, query: str, values: Iterable[object] = (), *, keep: int | None) -> Iterator[list[dict[str, Any]]]:
        """The first `keep` rows of a query that are to be shown, at once; where it is None all of them, in batches."""
        if keep is not None:
            yield self.dicts(f"{query} LIMIT {keep}", values)
            return
        with self.connection.cursor() as cursor:  # of its own: between two batches other queries are made
            cursor.execute(query, list(values))
            names = [d[0] for d in cursor.description or ()]
            while rows := cursor.fetchmany(BATCH):
                yield [dict(zip(names, row, strict=True)) for row in rows]

    def load_csv(self, table: Table, path: Path, columns: tuple[str | None, ...], *, is_copy: bool) -> None:
        """Loads a CSV file; `columns` names its columns in order, None for one that is left aside.

        Raises:
            UnreadableError: When the engine cannot read the file as strict CSV.
        """
        leading = ["_row", "_line"] if is_copy else []
        names = [*leading, *(c or f"_{i}" for i, c in enumerate(columns))]
        kept = [c for c in columns if c]
        source = _CSV.replace("{columns}", _struct(names))
        chosen = [*(f"CAST({c} AS BIGINT) AS {c}" for c in leading), *map(quote, kept)]
        self._create(table, source, path, chosen or ["1"])
        row, place = ("_row", "CAST(_line AS VARCHAR)") if is_copy else ("rowid + 1", "NULL")
        self._finish(table, kept, row, place)

    def finish_shredded(self, table: Table, extras: tuple[str, ...]) -> None:
        """Takes a table that the shredder has filled."""
        self._finish(table, [*table.columns, *extras], "rowid + 1", "_place")

    def parquet_types(self, path: Path) -> dict[str, str]:
        """The columns of a Parquet file with the engine's types.

        Raises:
            UnreadableError: When it is not a Parquet file.
        """
        try:
            return {r[0]: r[1] for r in self.rows("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)])}
        except duckdb.Error as error:
            raise UnreadableError(_first_line(error)) from error

    def load_parquet(self, table: Table, path: Path, columns: dict[str, str]) -> None:
        """Loads the named columns of a Parquet file as text; `columns` gives their types."""
        chosen = [f"nullif({_as_text(name, kind)}, '') AS {quote(name)}" for name, kind in columns.items()]
        self._create(table, "read_parquet(?)", path, chosen or ["1"])
        self._finish(table, list(columns), "rowid + 1", "NULL")

    def _create(self, table: Table, source: str, path: Path, chosen: list[str]) -> None:
        name = f"raw.{quote(table.name)}"
        try:
            self.rows(f"CREATE TABLE {name} AS SELECT {', '.join(chosen)} FROM {source}", [str(path)])
        except duckdb.Error as error:
            raise UnreadableError(_first_line(error)) from error

    def _finish(self, table: Table, columns: list[str], row: str, place: str) -> None:
        count = self.rows(f"SELECT count(*) FROM raw.{quote(table.name)}")[0][0]
        self.loaded[table.name] = Loaded(table, tuple(columns), count, row, place)

    def type_tables(self, metadata: dict[str, Any], *, has_extras: bool = False) -> None:
        """Makes the typed tables: every table of the standard with all its columns, empty where none was loaded.

        Args:
            metadata: What the dataset says of itself, for the table `package`.
            has_extras: Whether the publisher's own columns are taken along, as text.
        """
        for table in tables().values():
            loaded = self.loaded.get(table.name)
            present = loaded.columns if loaded else ()
            chosen = [
                f"{typed(c) if c.name in present else 'NULL'}::{TYPES[c.type]} AS {quote(c.name)}"
                for c in table.columns.values()
            ]
            extras = [quote(c) for c in present if c not in table.columns] if has_extras else []
            row = loaded.row if loaded else "0"
            cells = ", ".join([f"({row})::BIGINT AS _row", *chosen, *extras])
            source = f"FROM raw.{quote(table.name)}" if loaded else "WHERE false"
            self.rows(f"CREATE TABLE {quote(table.name)} AS SELECT {cells} {source}")
        self._package(metadata)

    def _package(self, metadata: dict[str, Any]) -> None:
        self.rows(
            "CREATE TABLE package (name VARCHAR, version VARCHAR, created_date DATE, temporal_start_date DATE,"
            " temporal_end_date DATE, countries VARCHAR[])"
        )
        if metadata:
            self.rows(
                "INSERT INTO package SELECT ?, ?, TRY_CAST(left(?, 10) AS DATE), TRY_CAST(? AS DATE),"
                " TRY_CAST(? AS DATE), ?::VARCHAR[]",
                _facts(metadata),
            )

    def need(self, query: str) -> None:
        """Makes the codelist tables and shared views that a query reads, unless they are there."""
        for name in codelists_read(query):
            self._need_codelist(name)
        for name in sorted(views_read(query)):
            if name in self._made:
                continue
            self.need(views()[name])
            self.rows(f"CREATE VIEW {quote(name)} AS {views()[name]}")
            self._made.add(name)

    def _need_codelist(self, name: str) -> None:
        if f"codelist_{name}" in self._made:
            return
        codes = [_code_row(c) for c in codelists()[name].codes.values()]
        columns = ", ".join(f"nullif(unnest(?::VARCHAR[]), '') AS {quote(k)}" for k in codes[0])
        self.rows(f"CREATE TABLE codelist_{name} AS SELECT {columns}", [[c[k] for c in codes] for k in codes[0]])
        self._made.add(f"codelist_{name}")

    def seal(self) -> None:
        """From here on the connection reaches no file, no extension and no setting."""
        self.rows("SET enable_external_access = false")
        self.rows("SET lock_configuration = true")

    def raw_rows(self, table: str, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Records as text, by their numbers; `_place` holds the line or pointer where it is known."""
        loaded = self.loaded[table]
        wanted = sorted(set(numbers))
        names = ", ".join(map(quote, loaded.columns)) or "1"
        shown = f"SELECT {loaded.row} AS _row, {loaded.place} AS _place, {names} FROM raw.{quote(table)}"
        query = f"{shown} WHERE {loaded.row} IN (SELECT unnest(?::BIGINT[])) ORDER BY {loaded.row}"
        return {d["_row"]: d for d in self.dicts(query, [wanted])} if wanted else {}


def connect(folder: Path, *, memory: str | None = None, threads: int | None = None) -> Store:
    """A fresh store that spills into `folder` when memory runs short.

    Args:
        folder: A temporary folder of ours.
        memory: Memory limit such as "2GB"; None for the engine's own.
        threads: Number of threads; None for one per core.
    """
    settings: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "python_enable_replacements": "false",
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": "true",
        "checkpoint_threshold": "1TB",  # else tables in memory are compressed again and again while they grow
    }
    if memory:
        settings["memory_limit"] = memory
    if threads:
        settings["threads"] = str(threads)
    connection = duckdb.connect(":memory:", config=settings)
    # Queries of more than two seconds would draw a bar into the standard output, among what is read there.
    connection.execute("SET enable_progress_bar = false")
    connection.execute("CREATE SCHEMA raw")
    return Store(connection)


def _struct(names: Iterable[str]) -> str:
    return "{" + ", ".join(f"{literal(n)}: 'VARCHAR'" for n in names) + "}"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]


def can_hold(kind: str, column: Column | None) -> bool:
    """Whether values of an engine type can be cells of the column (None: one of the publisher's own)."""
    if kind == "VARCHAR[]":
        return column is not None and column.type == "list"
    return kind.startswith(_FLAT) and not kind.endswith("[]")


def _as_text(name: str, kind: str) -> str:
    """SQL for a typed value as the text of a cell: a list with its delimiter, a number without an exponent."""
    column = quote(name)
    if kind == "VARCHAR[]":
        return f"array_to_string({column}, {literal(LIST_DELIMITER)})"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        exact = f"TRY_CAST({column} AS DECIMAL(38, 12))"
        return f"coalesce(rtrim(rtrim(CAST({exact} AS VARCHAR), '0'), '.'), CAST({column} AS VARCHAR))"
    return f"CAST({column} AS VARCHAR)"


def _facts(metadata: dict[str, Any]) -> list[Any]:
    def text(value: Any) -> str | None:
        return value if isinstance(value, str) else None

    def part(name: str) -> dict[str, Any]:
        value = metadata.get(name)
        return value if isinstance(value, dict) else {}

    countries = part("spatial").get("countries")
    known = [c for c in countries if isinstance(c, str)] if isinstance(countries, list) else None
    period = part("temporal")
    return [
        *(text(metadata.get(k)) for k in ("name", "version", "created")),
        text(period.get("start_date")),
        text(period.get("end_date")),
        known,
    ]


def _code_row(code: Code) -> dict[str, str]:
    names = ("code", "label", "definition", "status", "introduced", "replaced_by", "broader")
    return {**{n: getattr(code, n) for n in names}, **code.mappings}
