"""The connection, sandboxed, and the tables in it: typed (schema `main`), and as text (schema `raw`)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import _duckdb as duckdb  # the engine itself; the package `duckdb` puts relations around it and takes long to import

from conflictdp.engine.optimizers import choose_optimizers
from conflictdp.engine.package_table import make_package
from conflictdp.engine.parquet_texts import as_text
from conflictdp.engine.pieces import few_pieces
from conflictdp.engine.plain_cells import plain_values
from conflictdp.engine.resources import FEW, SMALL, Resources, exhaustion
from conflictdp.engine.sql import TYPES, literal
from conflictdp.engine.typed_tables import Reading, bound_table, create, create_text, text_view, typed_view
from conflictdp.spec.codelists import codelists
from conflictdp.spec.rules import codelists_read, is_materialized, quote, rules, set_checks, views, views_read
from conflictdp.spec.tables import Table, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflictdp.engine.small_tables import Texts, Values
    from conflictdp.spec.codelists import Code

_CSV = """read_csv(?, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', strict_mode = true,
  null_padding = false, ignore_errors = false, {pieces}, columns = {columns})"""

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
        filled: For each column of the standard that was typed, how many records have a value in it.
        odd: How many records have a cell that is not as it should be.
        plain: How many records are known to have none, nor a code that is deprecated or not in its list.
        row: SQL expression over `raw` for the number of a record in its file, from 1.
        place: SQL expression over `raw` for the line or pointer of a record, or NULL where it has to be looked up.
        reading: How it was read.
    """

    table: Table
    columns: tuple[str, ...]
    rows: int
    row: str
    place: str
    reading: Reading
    filled: dict[str, int] = field(default_factory=dict)
    odd: int = 0
    plain: int = 0


@dataclass(slots=True)
class Store:
    """A database that can reach nothing but what was loaded into it once it is sealed.

    Attributes:
        connection: The connection.
        is_typed: Whether tables are typed as they are loaded; who only wants the text of the cells does without.
        is_small: Whether so little is read that planning a query takes longer than answering it.
        loaded: The tables that were loaded, by name.
        repeated: The tables in which several records bear one id.
    """

    connection: duckdb.DuckDBPyConnection
    is_typed: bool = True
    is_small: bool = False
    loaded: dict[str, Loaded] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    _made: set[str] = field(default_factory=set)
    _readings: dict[str, Reading] = field(default_factory=dict)
    _texts: dict[str, Texts] = field(default_factory=dict)
    _values: dict[str, Values] = field(default_factory=dict)

    def rows(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query.

        Raises:
            LimitError: When memory or temporary space runs out.
        """
        with exhaustion():
            return self.connection.execute(query, list(values)).fetchall()

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
        with exhaustion(), self.connection.cursor() as cursor:  # of its own: between two batches others query
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
        texts = {c: quote(c) for c in columns if c}
        row, place = ("CAST(_row AS BIGINT)", "_line") if is_copy else (None, None)
        source = _CSV.replace("{pieces}", few_pieces(self.connection, path)).replace("{columns}", _struct(names))
        self._read(Reading(table, source, texts, row, place), path)

    def forget(self, table: Table) -> None:
        """Lets go of a table that was loaded, so that it can be loaded otherwise."""
        loaded = self.loaded.pop(table.name)
        self.rows(f"DROP TABLE {loaded.reading.name if self.is_typed else f'raw.{quote(table.name)}'}")
        self._readings.pop(table.name, None)

    def load_texts(self, table: Table, texts: Texts, rows: int, *, row: str = "_row") -> bool:
        """Takes a small table by the texts of its cells, where all of them are plainly good; says whether it did.

        Args:
            table: The table.
            texts: The cells by column, in the order of the file.
            rows: How many records there are.
            row: SQL over the table as text for the number of a record.
        """
        values = plain_values(table, texts, rows)
        if values is None:
            return False
        filled = {n: rows - values[n].count(None) for n in texts if n in table.columns}
        reading = Reading(table, f"raw.{quote(table.name)}", {n: quote(n) for n in texts}, row, "_place")
        self._texts[table.name], self._values[table.name] = texts, values
        self.loaded[table.name] = Loaded(table, tuple(texts), rows, row, "_place", reading, filled)
        return True

    def _load_few(self, table: Table, columns: dict[str, str], source: str, *bound: str, row: str = "_row") -> bool:
        """Takes the texts of a small table out of what the engine can read, as `load_texts` does."""
        if not (self.is_typed and self.is_small):
            return False
        texts = ", ".join([*columns.values(), "1"])
        try:
            found = self.rows(f"SELECT {texts} FROM {source} LIMIT {BATCH + 1}", bound)
        except duckdb.Error as error:
            raise UnreadableError(first_line(error)) from error
        if len(found) > BATCH:
            return False
        cells = zip(*found, strict=True) if found else [()] * len(columns)
        return self.load_texts(table, dict(zip(columns, cells, strict=False)), len(found), row=row)

    def finish_shredded(self, table: Table, extras: tuple[str, ...]) -> None:
        """Takes a table that the shredder has filled: its text is there already."""
        name = f"raw.{quote(table.name)}"
        reading = Reading(table, name, {c: quote(c) for c in (*table.columns, *extras)})
        if self._load_few(table, reading.texts, name, row="rowid + 1"):
            return
        if self.is_typed:
            self.rows(create(reading))
        self._count(reading, "rowid + 1", "_place")

    def parquet_types(self, path: Path) -> dict[str, str]:
        """The columns of a Parquet file with the engine's types.

        Raises:
            UnreadableError: When it is not a Parquet file.
        """
        try:
            return {r[0]: r[1] for r in self.rows("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)])}
        except duckdb.Error as error:
            raise UnreadableError(first_line(error)) from error

    def load_parquet(self, table: Table, path: Path, columns: dict[str, str]) -> None:
        """Loads the named columns of a Parquet file as text; `columns` gives their types."""
        texts = {name: f"nullif({as_text(name, kind)}, '')" for name, kind in columns.items()}
        if not self._load_few(table, texts, "read_parquet(?)", str(path)):
            self._read(Reading(table, "read_parquet(?)", texts), path)

    def _read(self, reading: Reading, path: Path) -> None:
        self._hold(create(reading) if self.is_typed else create_text(reading), path)
        if self.is_typed:
            self._readings[reading.table.name] = reading
            self._count(reading, "_row", "_place")
        else:
            self._count(reading, *(("_row", "_place") if reading.row else ("rowid + 1", "NULL")))

    def _hold(self, query: str, path: Path) -> None:
        try:
            self.rows(query, [str(path)])
        except duckdb.Error as error:
            raise UnreadableError(first_line(error)) from error

    def _count(self, reading: Reading, row: str, place: str) -> None:
        counted = [f"count({quote(c.name)})" for c in reading.columns] if self.is_typed else []
        source = reading.name if self.is_typed else f"raw.{quote(reading.table.name)}"
        odd, plain = ("count(_cells)", "count_if(_is_plain)") if self.is_typed else ("0", "0")
        columns = ", ".join(["count(*)", odd, plain, *counted])
        rows, found, good, *filled = self.rows(f"SELECT {columns} FROM {source}")[0]
        by_column = dict(zip((c.name for c in reading.columns), filled, strict=False))
        self.loaded[reading.table.name] = Loaded(
            reading.table, tuple(reading.texts), rows, row, place, reading, by_column, found, good
        )

    def type_tables(self, metadata: dict[str, Any], *, has_extras: bool = False) -> None:
        """Makes the typed tables: every table of the standard with all its columns, empty where none was loaded.

        Args:
            metadata: What the dataset says of itself, for the table `package`.
            has_extras: Whether the publisher's own columns are taken along, as text.
        """
        for table in tables().values():
            loaded = self.loaded.get(table.name)
            if table.name in self._texts:
                self._fill(table, has_extras=has_extras)
            else:
                reading = loaded.reading if loaded else None
                self.rows(typed_view(table, reading, has_extras=has_extras, is_small=self.is_small))
        make_package(self.connection, metadata)

    def _fill(self, table: Table, *, has_extras: bool) -> None:
        """Makes the typed table of one that was taken by its texts."""
        texts, values = self._texts[table.name], self._values[table.name]
        extras = [n for n in texts if n not in table.columns] if has_extras else []
        columns = {n: TYPES[c.type] for n, c in table.columns.items()} | dict.fromkeys(extras, "VARCHAR")
        bound = {n: values[n] for n in table.columns if n in texts} | {n: texts[n] for n in extras}
        query = bound_table(quote(table.name), columns, bound, self.loaded[table.name].rows)
        self.rows(query, map(list, bound.values()))

    def need(self, query: str) -> None:
        """Makes the codelist tables and shared views that a query reads, unless they are there.

        Of few records a view that several rules read is made into a table, or each would plan it again.
        """
        several = _shared_views() if self.is_small else frozenset[str]()
        for name in codelists_read(query):
            self._need_codelist(name)
        for name in sorted(views_read(query)):
            if name in self._made:
                continue
            self.need(views()[name])
            kind = "TABLE" if name in several or is_materialized(name) else "VIEW"
            self.rows(f"CREATE {kind} {quote(name)} AS {views()[name]}")
            self._made.add(name)

    def _need_codelist(self, name: str) -> None:
        if f"codelist_{name}" in self._made:
            return
        codes = [_code_row(c) for c in codelists()[name].codes.values()]
        read = [k for k in codes[0] if k in _words_beside()[name]]
        columns = ", ".join(f"nullif(unnest(?::VARCHAR[]), '') AS {quote(k)}" for k in read)
        self.rows(f"CREATE TABLE codelist_{name} AS SELECT {columns}", [[c[k] for c in codes] for k in read])
        self._made.add(f"codelist_{name}")

    def seal(self) -> None:
        """From here on the connection reaches no file, no extension and no setting."""
        self.rows("SET enable_external_access = false")
        self.rows("SET lock_configuration = true")

    def text(self, table: str) -> str:
        """A loaded table as text, for SQL: every cell as it was given, with `_row` and `_place`."""
        if reading := self._readings.pop(table, None):
            self.rows(text_view(reading))
        elif (texts := self._texts.pop(table, None)) and self.loaded[table].row == "_row":  # else it was shredded
            columns = {"_place": "VARCHAR"} | dict.fromkeys(texts, "VARCHAR")
            query = bound_table(f"raw.{quote(table)}", columns, texts, self.loaded[table].rows)
            self.rows(query, map(list, texts.values()))
        return f"raw.{quote(table)}"

    def values(self, table: str) -> Values:
        """The typed values of a table by column; for small tables, since all are held at once."""
        if table not in self._values:
            names = list(tables()[table].columns)
            found = self.rows(f"SELECT {', '.join(map(quote, names))} FROM {quote(table)}")
            self._values[table] = dict(zip(names, zip(*found, strict=True), strict=False))
        return self._values[table]

    def raw_rows(self, table: str, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Records as text, by their numbers; `_place` holds the line or pointer where it is known."""
        loaded = self.loaded[table]
        wanted = sorted(set(numbers))
        names = ", ".join(map(quote, loaded.columns)) or "1"
        shown = f"SELECT {loaded.row} AS _row, {loaded.place} AS _place, {names} FROM {self.text(table)}"
        # With the span of the numbers the engine leaves out what lies around it, which is most of a large table.
        among = f"{loaded.row} BETWEEN ? AND ? AND {loaded.row} IN (SELECT unnest(?::BIGINT[]))"
        query = f"{shown} WHERE {among} ORDER BY {loaded.row}"
        return {d["_row"]: d for d in self.dicts(query, [wanted[0], wanted[-1], wanted])} if wanted else {}


_SEVERAL = 3


@cache
def _shared_views() -> frozenset[str]:
    """The views that several rules read."""
    readers = Counter(name for check in set_checks() for name in views_read(check.query))
    return frozenset(name for name, count in readers.items() if count >= _SEVERAL)


@cache
def _words_beside() -> dict[str, set[str]]:
    """For each codelist that is read the words of all that reads it: it needs no column that is not among them."""
    found: dict[str, set[str]] = {}
    queries = [*(q for r in rules().values() for q in (r.query, r.predicate)), *views().values()]
    for query in queries:
        for codelist in codelists_read(query):
            found.setdefault(codelist, set()).update(re.findall(r"\w+", query))
    return found


def connect(
    folder: Path, *, is_typed: bool = True, resources: Resources | None = None, size: int | None = None
) -> Store:
    """A fresh store, in memory, that spills into `folder` when memory runs short; of large input it is a file there.

    Args:
        folder: A temporary folder of ours.
        is_typed: Whether tables are typed as they are loaded.
        resources: What it may take of the machine.
        size: How many bytes are going to be read; None where it is not known.
    """
    allowed = resources or Resources()
    threads = allowed.threads(size)
    settings: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "python_enable_replacements": "false",
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": "true",
        "checkpoint_threshold": "1TB",  # else tables in memory are compressed again and again while they grow
    }
    if threads:
        settings["threads"] = str(threads)
    connection = duckdb.connect(":memory:", config=settings)
    if allowed.apply(connection, folder, size) and is_typed:
        connection.close()
        place = Path(mkdtemp(prefix="tables-", dir=folder))  # of its own: the input may be opened a second time
        connection = duckdb.connect(str(place / "tables.duckdb"), config=settings)  # there they are compressed
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        allowed.apply(connection, folder, size)
    # Queries of more than two seconds would draw a bar into the standard output, among what is read there.
    connection.execute("SET enable_progress_bar = false")
    choose_optimizers(connection, is_small=size is not None and size < SMALL)
    connection.execute("CREATE SCHEMA raw")
    connection.execute("CREATE SCHEMA cells")
    return Store(connection, is_typed=is_typed, is_small=size is not None and size < FEW)


def _struct(names: Iterable[str]) -> str:
    return "{" + ", ".join(f"{literal(n)}: 'VARCHAR'" for n in names) + "}"


def first_line(error: Exception) -> str:
    """What the engine says of an error, without its explanations."""
    return str(error).strip().partition("\n")[0][:200]


def _code_row(code: Code) -> dict[str, str]:
    names = ("code", "label", "definition", "status", "introduced", "replaced_by", "broader")
    return {**{n: getattr(code, n) for n in names}, **code.mappings}
