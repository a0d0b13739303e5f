"""The converter of every provider whose files are one table: its SQL says what the cells mean, the rest is common.

`readings/<provider>.sql` makes relations of `given`, of which only `read_events` (or `read_agreements`) is needed:

    read_events      an event: _row, key (its number with the provider), is_placeholder (true of a record that
                     stands for no event, and so has no number), and the fields of an event
    read_places      where it was: _row, the fields of a location
    read_sides       who took part: _row, side, name, role, party_type, country, is_collective_label
    read_sources     what the provider cites: _row, place (its number in the list), title, publisher, url,
                     published_date, source_type, language
    read_counts      figures: _row, the fields of a casualty; `name` for the party that they are of, `tag` for the
                     statement that they belong to; without a tag, to the provider's own assessment
    read_names       names in other systems: _row, scheme, value, match
    read_statements  what a party said: _row, tag (for the id of the claim), name (none: the provider), stance,
                     certainty, role, topic; `about` for who is said to have that role, where it is not the party itself
    read_same        rows that say another place of the event of an earlier row: _row, of_row
    read_agreements  an agreement: _row, key, and the fields of an agreement
    read_signatories its parties: _row, name, party_type, role, start_date, end_date

A cell of a column whose field is a number or a date is kept as text where it cannot be read as one.
Columns that a relation lacks are NULL. `assembling.sql` makes the tables of the standard of them: parties and places
that are the same become one, figures become an assessment by the provider, cited sources claims that it uses.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from conflictdp.convert.conversion import Conversion, Options
from conflictdp.convert.converting import Task, convert_with
from conflictdp.convert.crosswalks import own_name, provider
from conflictdp.convert.dialects import sniff_date_order
from conflictdp.engine.sql import literal
from conflictdp.errors import InputError
from conflictdp.spec.codelists import codelists
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

READINGS = {
    "read_events": ("key", "is_placeholder", *tables()["events"].columns),
    "read_places": tuple(tables()["locations"].columns),
    "read_sides": ("side", "name", "role", "party_type", "country", "is_collective_label"),
    "read_sources": ("place", *tables()["sources"].columns),
    "read_counts": ("name", "tag", *tables()["casualties"].columns),
    "read_names": ("scheme", "value", "match"),
    "read_statements": ("tag", "name", "about", "stance", "certainty", "role", "topic"),
    "read_same": ("of_row",),
    "read_agreements": ("key", *tables()["agreements"].columns),
    "read_signatories": ("name", "party_type", "role", "start_date", "end_date"),
}
"""The relations that the SQL of a provider may make, and their columns besides `_row`."""

_ORDERS = {"dmy": "%d{0}%m{0}%Y", "mdy": "%m{0}%d{0}%Y", "ymd": "%Y{0}%m{0}%d"}
_WORDS = ("%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d-%b-%Y", "%B %d, %Y", "%b %d, %Y")
"""Dates with the name of the month, in which no order can be mistaken."""


def convert(name: str, path: Path, out: Path, options: Options | None = None, *, overwrite: bool = False) -> Conversion:
    """Converts a file of that provider to a package; see `convert_with`."""
    options = options or Options()
    make = partial(_make, name)
    return convert_with(make, provider(name), path, out, options, version=options.version, overwrite=overwrite)


def _make(name: str, task: Task) -> dict[str, Any]:
    read_dates(task, [line.column for line in task.provider.lines if line.field.endswith("_date")])
    make_codes(task.connection)
    task.run(f"readings/{name.replace('-', '_')}.sql")
    return assemble(task)


def read_dates(task: Task, columns: Iterable[str]) -> None:
    """Makes the macro `dated(cell)`: the day that a cell means, in the order that the file has or the user says."""
    dated = [c for c in columns if c in task.loaded.fields]
    order = task.options.date_order or sniff_date_order(task.connection, task.path.name, dated)
    forms = [_ORDERS[order].format(sign) for sign in "/-. "] if order else []
    formats = ", ".join(map(literal, (*forms, *_WORDS)))
    task.connection.execute(
        "CREATE MACRO dated(cell) AS coalesce(day(cell), CASE WHEN regexp_matches(cell, '[0-9]{4}') THEN"
        f" CAST(try_strptime(cell, [{formats}]) AS DATE) END)"
    )
    task.dialect = replace(task.dialect, date_order=order)


def make_codes(connection: DuckDBPyConnection) -> None:
    """Makes the table `codes`: every code of ours with its counterparts in other vocabularies, folded to lower case."""
    rows = [
        (listed.name, vocabulary, theirs.lower(), code.code)
        for listed in codelists().values()
        for code in listed.codes.values()
        for vocabulary, cell in [("label", code.label), ("code", code.code), *code.mappings.items()]
        for theirs in cell.split("|")
        if theirs
    ]
    unnested = ", ".join(f"unnest(?::VARCHAR[]) AS {n}" for n in ("codelist", "vocabulary", "theirs", "code"))
    connection.execute(f"CREATE TABLE all_codes AS SELECT {unnested}", [list(c) for c in zip(*rows, strict=True)])
    # Where two codes of ours have one counterpart, the first of the list is meant.
    connection.execute(
        "CREATE TABLE codes AS SELECT codelist, vocabulary, theirs, first(code ORDER BY rowid) AS code"
        " FROM all_codes GROUP BY ALL"
    )
    connection.execute(
        "CREATE MACRO coded(list_of, kind, cell) AS (SELECT any_value(code) FROM codes"
        " WHERE codelist = list_of AND vocabulary = kind AND theirs = lower(cell))"
    )
    connection.execute(
        "CREATE MACRO country_named(cell) AS"
        " coalesce(coded('countries', 'label', cell), coded('countries', 'other_names', cell))"
    )


def assemble(task: Task) -> dict[str, Any]:
    """Makes the tables of the standard of the `read_...` relations; gives what the package says of itself."""
    connection = task.connection
    for relation, columns in READINGS.items():
        connection.execute(_padded(connection, relation, columns))
    make_provider(task)
    nameless = connection.execute(
        "SELECT min(_row) FROM (SELECT _row, CAST(key AS VARCHAR) AS key FROM all_events UNION ALL"
        " SELECT _row, CAST(key AS VARCHAR) FROM all_agreements) WHERE slug(key) IS NULL"
    ).fetchall()[0][0]
    if nameless is not None:
        raise InputError(f"{task.path.name}: record {nameless} has no number or name of its own; it cannot be named")
    task.run("assembling.sql")
    for table in ("events", "agreements"):
        connection.execute(f"CREATE VIEW {table} AS {_with_own_columns(task, table)}")
    return metadata(task)


def make_provider(task: Task) -> None:
    """Makes the table `provider`, of one row, and the macro `ours(text)`: an identifier with the provider's prefix."""
    described = task.provider
    task.connection.execute(f"CREATE MACRO ours(text) AS {literal(described.name + '-')} || text")
    task.connection.execute(
        "CREATE TABLE provider AS SELECT ? AS name, ? AS title, ? AS publisher, ? AS url, ? AS licence, ? AS scheme,"
        " ? AS method, ? AS version, ? AS sha256",
        [
            described.name, described.title, described.publisher, described.url or None, described.licence,
            described.scheme, described.method, task.version, task.sha256(),
        ],
    )  # fmt: skip


def _padded(connection: DuckDBPyConnection, relation: str, columns: tuple[str, ...]) -> str:
    """SQL for a view of a relation that has every column, NULL where the provider's SQL says nothing of it."""
    found = connection.execute("SELECT column_name FROM information_schema.columns WHERE table_name = ?", [relation])
    present = {str(row[0]) for row in found.fetchall()}
    unknown = present - set(columns) - {"_row"}
    if unknown:
        raise ValueError(f"{relation} has no columns {sorted(unknown)}")
    cells = ", ".join(quote(c) if c in present else f"NULL AS {quote(c)}" for c in ("_row", *columns))
    return f"CREATE VIEW all_{relation[5:]} AS SELECT {cells}" + (f" FROM {relation}" if present else " WHERE FALSE")


def _with_own_columns(task: Task, table: str) -> str:
    """SQL for the records of a table with the columns of the publisher's own: those of the crosswalk, then others."""
    lines = [
        line
        for line in task.provider.lines
        if line.is_own and line.table == table and line.column in task.loaded.fields
    ]
    own = "".join(f", w.{quote(line.column)} AS {quote(line.field)}" for line in lines)
    unread = "".join(f", {cell}" for cell in _unread(task, table))
    further = "".join(f", x.{quote(c)}" for c in task.loaded.further.values())
    joined = " JOIN extras AS x ON x._row = e._row" if further else ""
    return f"SELECT e.*{own}{unread}{further} FROM coded_{table} AS e JOIN given AS w ON w._row = e._row{joined}"


_READERS = {"integer": "whole", "number": "degrees", "date": "dated"}


def _unread(task: Task, table: str) -> list[str]:
    """SQL for the cells of each column that cannot be read as the number or the day that its field wants."""
    if not task.count(f"SELECT count(*) FROM coded_{table}"):
        return []
    cells = {}
    own = {line.column for line in task.provider.lines if line.is_own}
    for line in task.provider.lines:
        is_cell = line.column in task.loaded.fields and line.column not in own and line.relation in ("exact", "close")
        kind = tables()[line.table].columns[line.field].type if is_cell and line.table and not line.is_own else ""
        if kind in _READERS:
            name = own_name(task.provider.prefix, line.column)
            cell = f"w.{quote(line.column)}"
            cells[name] = f"CASE WHEN {_READERS[kind]}({cell}) IS NULL THEN {cell} END AS {quote(name)}"
    return list(cells.values())


def metadata(task: Task) -> dict[str, Any]:
    """What the package says of itself, by what its provider says and what is in it."""
    described = task.provider
    first, last = task.connection.execute(
        "SELECT min(coalesce(start_date, end_date)), max(coalesce(end_date, start_date)) FROM ("
        "SELECT CAST(start_date AS DATE) AS start_date, CAST(end_date AS DATE) AS end_date FROM coded_events UNION ALL"
        " SELECT CAST(coalesce(declared_date, start_date) AS DATE), CAST(end_date AS DATE) FROM coded_agreements)"
    ).fetchall()[0]
    if first is None:
        raise InputError(f"{task.path.name}: no date can be read; nothing was converted")
    found = task.connection.execute("SELECT DISTINCT country FROM locations WHERE country IS NOT NULL ORDER BY ALL")
    countries = [str(row[0]) for row in found.fetchall()]
    numbered = {"version": task.version} if task.version else {}
    return {
        "name": described.name,
        "title": described.title,
        "description": f"Converted from {task.path.name}; what the fields of the standard do not hold is kept in"
        f" columns {described.prefix}... .",
        **numbered,
        "licenses": [_licence(described.licence) | _path(described.licence_url)],
        "contributors": [{"title": described.publisher, **_path(described.url), "roles": ["author"]}],
        "sources": [{"title": described.title, **_path(described.url), **numbered}],
        "temporal": {"start_date": first.isoformat(), "end_date": last.isoformat()},
        "spatial": {"countries": countries} if countries else {"description": "The places that the provider names."},
        "event_definition": described.event_definition,
        "update_frequency": described.update_frequency,
        "citation": described.citation,
    }


def _licence(name: str) -> dict[str, str]:
    is_spdx = " " not in name
    return {"name": name} if is_spdx else {"title": name}


def _path(url: str) -> dict[str, str]:
    return {"path": url} if url else {}
