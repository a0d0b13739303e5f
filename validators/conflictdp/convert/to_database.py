"""A dataset as a database, SQLite or DuckDB: the tables with their keys and checks, the codelists, the ready views.

The tables are those of `conflictdp models sql`; columns of the publisher's own are text, lists are as in the dialect.
What the dataset says of itself is in the table `package`, a property a row, its value as JSON.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from conflictdp.codegen.ddl import emit, in_order
from conflictdp.convert.exports import Export, refuse_options
from conflictdp.convert.outputs import new_path
from conflictdp.convert.sources import refuse_faulty, room
from conflictdp.engine.sql import literal
from conflictdp.errors import InputError
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import LIST_DELIMITER, tables
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from conflictdp.convert.exports import ExportOptions
    from conflictdp.engine.store import Store

_BATCH = 10_000
_PACKAGE = "CREATE TABLE package (property TEXT PRIMARY KEY, value TEXT NOT NULL)"


def to_sqlite(source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False) -> Export:
    """Writes a dataset as an SQLite database (3.37 or later). Lists are texts with their items joined by `|`.

    Args:
        source: A dataset of the standard in any form.
        out: The file to write.
        options: None of them says anything to this format.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        InputError: When the dataset cannot be read in full, or a record breaks a key or check of its table.
        OutputError: When the place is taken or cannot be written.
    """
    given = refuse_options(options, "sqlite")
    return _export(source, out, _fill_sqlite, given, overwrite=overwrite)


def to_duckdb(source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False) -> Export:
    """Writes a dataset as a DuckDB database; see `to_sqlite`. Lists are lists."""
    given = refuse_options(options, "duckdb")
    return _export(source, out, _fill_duckdb, given, overwrite=overwrite)


def _export(
    source: Path,
    out: Path,
    fill: Callable[[Store, Mapping[str, Any], Path], None],
    given: ExportOptions,
    *,
    overwrite: bool,
) -> Export:
    with (
        opened(source, is_sealed=False, has_extras=True, resources=room(given.memory)) as data,
        new_path(out, overwrite=overwrite) as grown,
    ):
        refuse_faulty(data)
        fill(data.store, data.input.metadata, grown)
        return Export(source, out, sum(loaded.rows for loaded in data.store.loaded.values()), ())


def _extras(store: Store, name: str) -> list[str]:
    loaded = store.loaded.get(name)
    return [c for c in loaded.columns if c not in tables()[name].columns] if loaded else []


def _statements(store: Store, dialect: str) -> Iterator[str]:
    """The tables, wide enough for the columns of the publisher's own."""
    yield emit(dialect)
    yield _PACKAGE
    for name in store.loaded:
        yield from (f"ALTER TABLE {quote(name)} ADD COLUMN {quote(c)} TEXT" for c in _extras(store, name))


def _views() -> Iterator[str]:
    from conflictdp.dataset import views

    yield from (f"CREATE VIEW {quote(name)} AS {query}" for name, query in views().items())


def _properties(metadata: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key, json.dumps(value, ensure_ascii=False)) for key, value in metadata.items()]


def _refused(error: Exception, name: str) -> InputError:
    return InputError(
        f"a record of {name} does not fit the tables of the standard ({error}); validate the dataset first"
    )


def _fill_sqlite(store: Store, metadata: Mapping[str, Any], path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = OFF")
        for statement in _statements(store, "sqlite"):
            made.executescript(statement)
        made.execute("PRAGMA foreign_keys = OFF")  # a reference may lead to a record that comes later
        made.execute("BEGIN")
        made.executemany("INSERT INTO package VALUES (?, ?)", _properties(metadata))
        for table in in_order():
            if table.name in store.loaded:
                _insert(store, table.name, made)
        made.execute("COMMIT")
        for statement in _views():
            with suppress(sqlite3.OperationalError):  # SQLite before 3.44 cannot order what it aggregates
                made.execute(statement)
        made.execute("PRAGMA optimize")


def _insert(store: Store, name: str, made: sqlite3.Connection) -> None:
    columns = tables()[name].columns
    names = [*columns, *_extras(store, name)]
    chosen = ", ".join(_plain(n, columns[n].type if n in columns else "string") for n in names)
    found = store.connection.cursor().execute(f"SELECT {chosen} FROM {quote(name)} ORDER BY _row")
    into = f"INSERT INTO {quote(name)} ({', '.join(map(quote, names))}) VALUES ({', '.join('?' * len(names))})"
    try:
        while rows := found.fetchmany(_BATCH):
            made.executemany(into, rows)
    except sqlite3.IntegrityError as error:
        raise _refused(error, name) from error


def _plain(name: str, kind: str) -> str:
    """SQL for a value as SQLite holds it."""
    if kind == "list":
        return f"array_to_string({quote(name)}, {literal(LIST_DELIMITER)})"
    if kind == "date":
        return f"CAST({quote(name)} AS VARCHAR)"
    return f"CAST({quote(name)} AS INTEGER)" if kind == "boolean" else quote(name)


def _fill_duckdb(store: Store, metadata: Mapping[str, Any], path: Path) -> None:
    import duckdb

    connection = store.connection
    place = connection.execute("SELECT current_database()").fetchall()[0][0]
    connection.execute(f"ATTACH {literal(str(path))} AS made")
    try:
        connection.execute("USE made")
        for statement in _statements(store, "duckdb"):
            connection.execute(statement)
        if rows := _properties(metadata):
            connection.executemany("INSERT INTO package VALUES (?, ?)", rows)
        for table in in_order():
            if table.name not in store.loaded:
                continue
            names = ", ".join(map(quote, [*table.columns, *_extras(store, table.name)]))
            records = f"SELECT {names} FROM {quote(place)}.main.{quote(table.name)} ORDER BY _row"
            try:
                connection.execute(f"INSERT INTO {quote(table.name)} ({names}) {records}")
            except duckdb.ConstraintException as error:
                raise _refused(error, table.name) from error
        for statement in _views():
            connection.execute(statement)
        connection.execute("CHECKPOINT made")  # all of it into the one file
    finally:
        with suppress(duckdb.Error):  # one that memory ran out for, which is said already, can do nothing more
            connection.execute(f"USE {quote(place)}")
            connection.execute("DETACH made")
