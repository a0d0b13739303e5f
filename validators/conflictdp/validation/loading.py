"""Puts what was read into the store; a file that the engine refuses is read again with care."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from conflictdp.engine.resources import Resources, exhaustion
from conflictdp.engine.store import Store, UnreadableError, connect
from conflictdp.errors import InputError, VersionError
from conflictdp.limits import DEFAULTS, Limits
from conflictdp.readers.csv_files import CsvReader, texts_of
from conflictdp.readers.headers import check_header
from conflictdp.readers.metadata import check_metadata
from conflictdp.readers.open_input import open_input
from conflictdp.readers.staging import Staging
from conflictdp.report import NotChecked
from conflictdp.report.findings import Findings, finding
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import tables
from conflictdp.validation.verdicts import Verdicts, looking_through

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.readers.inputs import Input, TableFile
    from conflictdp.spec.tables import Table


@dataclass(frozen=True, slots=True)
class Opened:
    """A dataset in the store.

    Attributes:
        input: What was given.
        files: The file of each table, as it was loaded.
        store: Where the tables are.
        findings: The faults of the files found so far.
        size: How many bytes were read.
    """

    input: Input
    files: dict[str, TableFile]
    store: Store
    findings: Findings
    size: int = 0


@contextmanager
def opened(
    path: str | Path,
    *,
    table: str | None = None,
    findings: Findings | None = None,
    is_sealed: bool = True,
    is_typed: bool = True,
    has_extras: bool = False,
    holds_extras: bool = False,
    limits: Limits = DEFAULTS,
    resources: Resources | None = None,
) -> Iterator[Opened]:
    """Reads what is at a path and loads it; temporary files are gone at the end.

    Args:
        path: What to read; see `open_input`.
        table: The table that a lone file holds; None: its name says.
        findings: Where the faults of the files go; None: a fresh collection.
        is_sealed: Whether the store may reach no file once all is loaded; only writers of packages need it to.
        is_typed: Whether the typed tables are made; who only wants the text of the cells does without.
        has_extras: Whether the typed tables have the publisher's own columns, as text.
        holds_extras: Whether these are held beside the typed tables at least, for those who show whole records.
        limits: How much is read.
        resources: What the engine may take of the machine.

    Raises:
        InputError: When there is nothing there that can be read.
        UsageError: When `table` names no table.
        LimitError: When memory or another limit is reached.
    """
    findings = Findings(limits=limits) if findings is None else findings
    with _naming(path), Staging(limits) as staging:
        given = open_input(Path(path), str(path), staging, findings, table=table)
        size = _size(given)
        store = connect(staging.folder, is_typed=is_typed, resources=resources, size=size)
        unpacked = _unpacked(store, given)
        if unpacked > size:  # a few kilobytes of Parquet may be millions of rows
            store.connection.close()
            size = unpacked
            store = connect(staging.folder, is_typed=is_typed, resources=resources, size=size)
        try:
            with looking_through(given.files) as verdicts:
                holds_extras |= has_extras or not is_typed
                loader = _Loader(given, store, staging, findings, verdicts, holds_extras)
                files = {f.table: loaded for f in given.files if (loaded := loader.load(f))}
            if given.reader:
                from conflictdp.validation.streaming import shred

                files = shred(given, given.reader, store, staging, findings)
            limits.check("rows", sum(loaded.rows for loaded in store.loaded.values()), str(path))
            check_metadata(given.metadata, given.form, given.described_in, findings)
            if is_sealed:
                store.seal()
            if is_typed:
                store.type_tables(given.metadata, has_extras=has_extras)
            with exhaustion(of_disk=False):
                yield Opened(given, files, store, findings, size)
        finally:
            store.connection.close()


@contextmanager
def _naming(path: str | Path) -> Iterator[None]:
    try:
        yield
    except VersionError as error:
        raise InputError(f"{path}: {error}") from error


def _unpacked(store: Store, given: Input) -> int:
    """How many bytes the values of Parquet files take."""
    paths = [f.path for f in given.files if f.format == "parquet"]
    if not paths:
        return 0
    from conflictdp.engine.unpacking import bytes_of_values

    return sum(bytes_of_values(store, path) for path in paths)


def _size(given: Input) -> int:
    paths = [given.reader.path] if given.reader else [f.path for f in given.files]
    return sum(path.stat().st_size for path in paths)


@dataclass(frozen=True, slots=True)
class _Loader:
    """Loads the files of tables.

    Attributes:
        given: What was given.
        store: Where they go.
        staging: For cleaned copies.
        findings: Where their faults go.
        verdicts: Tells of files that were not looked through whether they need care, when it is known.
        holds_extras: Whether the publisher's own columns are held; else it is only seen that they can be read.
    """

    given: Input
    store: Store
    staging: Staging
    findings: Findings
    verdicts: Verdicts
    holds_extras: bool

    def load(self, file: TableFile) -> TableFile | None:
        """The file as it was loaded; None where the engine can read nothing of it."""
        try:
            return self._parquet(file) if file.format == "parquet" else self._csv(file)
        except UnreadableError as error:
            rule = "TAB013" if file.format == "parquet" else "TAB007"
            place = {"table": file.table, "file": file.file}
            self.findings.add(finding(rules()[rule], {"problem": str(error)}, **place))
            reason = f"{file.file} could not be read"
            self.given.not_checked.append(NotChecked(f"table {file.table}", reason, is_gap=True))
            return None

    def _csv(self, file: TableFile) -> TableFile:
        table, store = tables()[file.table], self.store
        if store.is_small and store.is_typed and not file.is_copy and (read := texts_of(file.path, file.columns)):
            texts, rows = read
            if store.load_texts(table, texts, rows):
                return file
        try:
            store.load_csv(table, file.path, self._held(table, file.columns), is_copy=file.is_copy)
        except UnreadableError:
            if file.is_copy:
                raise
        else:
            if not self.verdicts.needs_care(file, store.loaded[table.name].rows):
                return file
            store.forget(table)
        reader = CsvReader(table, file.file, file.path, self.findings, self.staging.limits)
        file = reader.clean(self.staging.new(".csv"), file.columns)
        store.load_csv(table, file.path, self._held(table, file.columns), is_copy=True)
        return file

    def _held(self, table: Table, columns: tuple[str | None, ...]) -> tuple[str | None, ...]:
        return columns if self.holds_extras else tuple(c if c in table.columns else None for c in columns)

    def _parquet(self, file: TableFile) -> TableFile:
        from conflictdp.engine.parquet_texts import can_hold
        from conflictdp.engine.unpacking import check_unpacking

        table, store, findings = tables()[file.table], self.store, self.findings
        kinds = store.parquet_types(file.path)
        self.staging.limits.check("columns", len(kinds), file.file)
        columns = check_header(table, file.file, kinds, findings, line=None)
        for name in (c for c in columns if c):
            column = table.columns.get(name)
            if not can_hold(kinds[name], column):
                expected = "a list of texts" if column and column.type == "list" else "one value"
                values = {"column": name, "found": kinds[name][:60], "expected": expected}
                findings.add(finding(rules()["TAB012"], values, table=file.table, file=file.file, column=name))
        kept = {n: kinds[n] for n in columns if n and can_hold(kinds[n], table.columns.get(n))}
        held = {n: kinds[n] for n in self._held(table, tuple(kept)) if n}
        check_unpacking(store, file.path, kinds, file.file, self.staging.limits, unread=kept.keys() - held.keys())
        store.load_parquet(table, file.path, held)
        return replace(file, columns=tuple(kept))
