"""Three databases that take rows as text and say whether they refuse them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Protocol

import duckdb
import pytest

from conflictdp.codegen.sql_dialects import text
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import LIST_DELIMITER, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Row = dict[str, str]


class RefusedError(Exception):
    """The database does not take the row."""


class Database(Protocol):
    """A database: runs statements, and gives the first cell of a query."""

    def run(self, sql: str) -> None:
        """Runs statements in a transaction; raises RefusedError when the database refuses."""

    def value(self, sql: str) -> Any:
        """The first cell of the result."""


def insert(table: Table, row: Row, dialect: str) -> str:
    """The statement that inserts a row of text cells."""
    names = ", ".join(quote(n) for n in row)
    cells = ", ".join(_cell(table.columns[n], cell, dialect) for n, cell in row.items())
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES ({cells});"


def _cell(column: Column, cell: str, dialect: str) -> str:
    if column.type == "list" and dialect != "sqlite":
        items = ", ".join(text(item) for item in cell.split(LIST_DELIMITER))
        return f"ARRAY[{items}]"
    if column.type == "boolean" and dialect == "sqlite":
        return {"true": "1", "false": "0"}.get(cell, text(cell))
    return text(cell)


class SQLite:
    """SQLite in memory."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.execute("PRAGMA foreign_keys = ON")

    def run(self, sql: str) -> None:
        try:
            self.connection.executescript(f"BEGIN;\n{sql}\nCOMMIT;")
        except sqlite3.Error as error:
            self.connection.rollback()
            raise RefusedError(str(error)) from None

    def value(self, sql: str) -> Any:
        return self.connection.execute(sql).fetchone()[0]


class DuckDB:
    """DuckDB in memory."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()

    def run(self, sql: str) -> None:
        try:
            self.connection.execute(f"BEGIN;\n{sql}\nCOMMIT;")
        except duckdb.Error as error:
            self.connection.rollback()
            raise RefusedError(str(error)) from None

    def value(self, sql: str) -> Any:
        return (self.connection.execute(sql).fetchone() or (None,))[0]


class PostgreSQL:
    """A server of its own that listens to a socket in a folder, as psql talks to it."""

    def __init__(self, psql: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
        self.psql = psql

    def run(self, sql: str) -> None:
        done = self.psql(f"BEGIN;\n{sql}\nCOMMIT;")
        if done.returncode:
            raise RefusedError(done.stderr)

    def value(self, sql: str) -> Any:
        answer = self.psql(sql).stdout.strip()
        return int(answer) if answer.isdigit() else answer


def _programs() -> Path:
    """Where the programs of PostgreSQL are; skips where they are not."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not places or not (places[-1] / "postgres").exists() or not shutil.which("psql"):
        pytest.skip("PostgreSQL is not installed")
    return places[-1]


def _as_user() -> list[str]:
    """What a command begins with so that root runs it as the user postgres: the server refuses root."""
    if os.name != "posix" or os.geteuid() != 0:
        return []
    if not shutil.which("runuser") or subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode:
        pytest.skip("PostgreSQL refuses to run as root, and there is no user postgres")
    return ["runuser", "-u", "postgres", "--"]


@contextmanager
def postgresql() -> Iterator[Callable[[], PostgreSQL]]:
    """A server; gives what makes a new database in it."""
    programs, user = _programs(), _as_user()
    folder = Path(mkdtemp(prefix="conflictdp-pg-"))
    if user:
        shutil.chown(folder, "postgres")

    def command(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*user, *words], input=stdin, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False
        )

    data, log = str(folder / "data"), str(folder / "log")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    try:
        made = command(str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        assert made.returncode == 0, made.stderr
        started = command(str(programs / "pg_ctl"), "-D", data, "-w", "-l", log, "-o", options, "start")
        assert started.returncode == 0, started.stdout
        numbers = count()

        def psql(name: str) -> Callable[[str], subprocess.CompletedProcess[str]]:
            words = ("psql", "-h", str(folder), "-U", "postgres", "-d", name, "-qtAX", "-v", "ON_ERROR_STOP=1")
            return lambda sql: command(*words, stdin=sql)

        def new() -> PostgreSQL:
            name = f"conflicts_{next(numbers)}"
            assert psql("postgres")(f"CREATE DATABASE {name};").returncode == 0
            return PostgreSQL(psql(name))

        yield new
    finally:
        command(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
