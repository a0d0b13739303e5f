"""Several datasets merged into one package: records keep what they say, ids that clash are renamed.

An id that two datasets use for the same record stays one record. An id that they use for different records is renamed
in the later dataset, with the name of that dataset in front, and every reference to it with it. A record is the same
when all its cells are, and all records that it refers to.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictdp.convert.merged_metadata import merged_metadata
from conflictdp.convert.outputs import refuse_taken
from conflictdp.convert.sources import room, source_of, written
from conflictdp.convert.writing import write_package
from conflictdp.engine.resources import exhaustion
from conflictdp.engine.sql import literal
from conflictdp.engine.store import connect
from conflictdp.errors import UsageError
from conflictdp.readers.staging import Staging
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from conflictdp.spec.tables import Table

_BESIDE = "25%"
"""What the reading of a dataset may take of the machine's memory, beside what was read before."""

_LONGEST = 150
"""Characters of an id that are kept behind the name of its dataset; an id has at most 200."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A finished merge.

    Attributes:
        out: The package that was written.
        tables: Records written, by table, in canonical order.
        shared: Records that stood in several datasets and are one now, by table.
        renamed: Ids that were renamed, by table.
    """

    out: Path
    tables: dict[str, int]
    shared: dict[str, int]
    renamed: dict[str, int]


def merge(sources: Sequence[Path], out: Path, *, memory: str | None = None, overwrite: bool = False) -> Merge:
    """Merges datasets into a package.

    Args:
        sources: Two or more datasets of the standard, in any form. The first keeps all its ids.
        out: The package folder to write.
        memory: What each of two engines may take, such as "2GB": one reads a dataset while the other holds those that
            were read. None: half of the machine's memory for what is held, a quarter for what is read.
        overwrite: Whether an existing package may be replaced.

    Raises:
        UsageError: When there are fewer than two datasets.
        InputError: When one cannot be read in full.
        OutputError: When the place is taken or cannot be written.
        LimitError: When memory runs out.
    """
    if len(sources) < 2:  # noqa: PLR2004
        raise UsageError("a merge needs two datasets or more")
    refuse_taken(out, overwrite=overwrite)
    with (
        Staging() as staging,
        closing(connect(staging.folder, resources=room(memory)).connection) as connection,
        exhaustion(of_disk=False),
    ):
        described = [_gather(source, n, staging, connection, memory or _BESIDE) for n, source in enumerate(sources)]
        names = _names(described)
        _map_ids(connection, names)
        before = {t: _count(connection, f"given.{quote(t)}") for t in _present(connection)}
        for name in before:
            _write_table(connection, tables()[name])
        counts = write_package(
            connection, merged_metadata(described, out.name), out, schema="merged", overwrite=overwrite
        )
        return Merge(out, counts, _shared(connection, before), _renamed(connection))


def _gather(
    source: Path, number: int, staging: Staging, connection: DuckDBPyConnection, memory: str
) -> Mapping[str, Any]:
    """Takes the tables of a dataset into the schema `given`, each record with the number of its dataset."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS given")
    with source_of(source, memory=memory) as data:
        for name in data.store.loaded:
            path = staging.new(".parquet")
            data.store.connection.execute(f"COPY (SELECT * FROM {written(name)}) TO ? (FORMAT parquet)", [str(path)])
            _append(connection, name, path, number)
        return dict(data.input.metadata)


def _append(connection: DuckDBPyConnection, name: str, path: Path, number: int) -> None:
    table = f"given.{quote(name)}"
    rows = f"SELECT {number} AS _source, * FROM read_parquet({literal(str(path))})"
    if name in _present(connection):
        # Columns of the publishers' own may differ: a dataset without one has it empty.
        connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {table} UNION ALL BY NAME {rows}")
    else:
        connection.execute(f"CREATE TABLE {table} AS {rows}")


def _present(connection: DuckDBPyConnection) -> list[str]:
    query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'given'"
    found = {str(r[0]) for r in connection.execute(query).fetchall()}
    return [name for name in tables() if name in found]


def _names(described: Sequence[Mapping[str, Any]]) -> list[str]:
    """What goes before a renamed id: the name of its dataset, with a number where two have one name."""
    plain = [str(d.get("name") or "dataset") for d in described]
    seen: Counter[str] = Counter()
    names = []
    for name in plain:
        seen[name] += 1
        names.append(f"{name}-{seen[name]}" if plain.count(name) > 1 else name)
    return names


def _map_ids(connection: DuckDBPyConnection, names: Sequence[str]) -> None:
    """Makes the table `renaming`: which id of which dataset gets which new one.

    A renamed record makes those that refer to it differ, so the comparison is repeated until no further one does.
    """
    connection.execute(
        "CREATE TABLE renaming (record_table VARCHAR, _source BIGINT, id VARCHAR, new_id VARCHAR);"
        "CREATE TABLE naming AS SELECT unnest(?::VARCHAR[]) AS name, unnest(range(?)) AS _source",
        [list(names), len(names)],
    )
    keyed = [tables()[n] for n in _present(connection) if tables()[n].key]
    while True:
        before = _count(connection, "renaming")
        for table in keyed:
            connection.execute(_clashes(connection, table))
            _give_names(connection, table)
        if _count(connection, "renaming") == before:
            return


def _give_names(connection: DuckDBPyConnection, table: Table) -> None:
    """Gives each renamed record without an id yet the name of its dataset with its old id, or a number with it.

    A dataset may have ids that look like renamed ones, from an earlier merge: none of those of the table is taken.
    """
    key = quote(table.key or "")
    number = 1
    while True:
        added = "" if number == 1 else f"-{number}"
        connection.execute(f"""
            UPDATE renaming SET new_id = wanted.id FROM (
                SELECT r._source, r.id AS old, {_new_id("naming.name", "r.id", added)} AS id
                FROM renaming AS r JOIN naming ON naming._source = r._source
                WHERE r.record_table = {literal(table.name)} AND r.new_id IS NULL
                QUALIFY row_number() OVER (PARTITION BY id ORDER BY r._source, old) = 1
            ) AS wanted
            WHERE renaming.record_table = {literal(table.name)} AND renaming._source = wanted._source
                AND renaming.id = wanted.old
                AND NOT EXISTS (FROM given.{quote(table.name)} AS taken WHERE taken.{key} = wanted.id)
                AND NOT EXISTS (
                    FROM renaming AS other WHERE other.record_table = {literal(table.name)} AND other.new_id = wanted.id
                )""")
        if not _count(connection, "(FROM renaming WHERE new_id IS NULL)"):
            return
        number += 1


def _clashes(connection: DuckDBPyConnection, table: Table) -> str:
    """SQL that adds the ids of later datasets which an earlier one uses for another record, without a new id."""
    own = ", ".join(_compared(connection, table))
    key = quote(table.key or "")
    return f"""
        INSERT INTO renaming
        WITH said AS (
            SELECT given._source, given.{key} AS id, ROW({own}) AS said
            FROM given.{quote(table.name)} AS given
            WHERE given.{key} IS NOT NULL
        ),
        kept AS (
            SELECT * FROM said ANTI JOIN (FROM renaming WHERE record_table = {literal(table.name)}) USING (_source, id)
        )
        SELECT {literal(table.name)}, later._source, later.id, NULL
        FROM kept AS later
        WHERE EXISTS (
            SELECT 1 FROM kept AS earlier
            WHERE earlier.id = later.id AND earlier._source < later._source AND earlier.said IS DISTINCT FROM later.said
        )"""


def _compared(connection: DuckDBPyConnection, table: Table) -> list[str]:
    """Expressions for the cells of a record, references as they are after renaming."""
    return [_rewritten(table, c, "given") for c in _columns(connection, table.name) if c != table.key]


def _columns(connection: DuckDBPyConnection, name: str) -> list[str]:
    described = connection.execute(f"DESCRIBE given.{quote(name)}").fetchall()
    return [str(r[0]) for r in described if not str(r[0]).startswith("_")]


def _rewritten(table: Table, name: str, alias: str) -> str:
    """SQL for a cell of the table `alias` after renaming."""
    cell = f"{alias}.{quote(name)}"
    column = table.columns.get(name)
    if name == table.key:
        kind = literal(table.name)
    elif column is not None and column.references:
        kind = literal(column.references)
    elif table.name == "identifiers" and name == "record_id":
        kind = f"{alias}.record_table"
    else:
        return cell
    same = f"r.record_table = {kind} AND r._source = {alias}._source AND r.id = {cell}"
    return f"coalesce((SELECT r.new_id FROM renaming AS r WHERE {same}), {cell})"


def _new_id(name: str, old: str, added: str) -> str:
    """SQL for the new id; one that would be too long is cut and keeps apart by its digest."""
    cut = f"left({old}, {_LONGEST - 9}) || '~' || left(md5({old}), 8)"
    kept = f"CASE WHEN length({old}) > {_LONGEST} THEN {cut} ELSE {old} END"
    return f"left({name}, 40) || '~' || {kept} || {literal(added)}"


def _write_table(connection: DuckDBPyConnection, table: Table) -> None:
    """Makes the table of all datasets in the schema `merged`; records that say the same are one."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS merged")
    names = _columns(connection, table.name)
    cells = ", ".join(f"{_rewritten(table, c, 'given')} AS {quote(c)}" for c in names)
    chosen = ", ".join(map(quote, names))
    connection.execute(f"""
        CREATE TABLE merged.{quote(table.name)} AS
        SELECT {chosen}, row_number() OVER (ORDER BY first) AS _order
        FROM (
            SELECT {chosen}, min(place) AS first
            FROM (SELECT {cells}, (given._source, given._order) AS place FROM given.{quote(table.name)} AS given)
            GROUP BY {chosen}
        )""")


def _shared(connection: DuckDBPyConnection, before: Mapping[str, int]) -> dict[str, int]:
    gone = {name: count - _count(connection, f"merged.{quote(name)}") for name, count in before.items()}
    return {name: count for name, count in gone.items() if count}


def _renamed(connection: DuckDBPyConnection) -> dict[str, int]:
    found = connection.execute("SELECT record_table, count(*) FROM renaming GROUP BY ALL").fetchall()
    counts = {str(name): int(count) for name, count in found}
    return {name: counts[name] for name in tables() if name in counts}


def _count(connection: DuckDBPyConnection, name: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0])
