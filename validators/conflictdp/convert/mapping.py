"""A mapping file: which columns of a table of one's own are which fields of the standard."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from conflictdp.convert.coded import READINGS
from conflictdp.convert.crosswalks import Correspondence, Provider, own_name
from conflictdp.engine.sql import literal
from conflictdp.errors import UsageError
from conflictdp.spec.documents import validator
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables
from conflictdp.spec.values import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conflictdp.convert.dialects import DateOrder
    from conflictdp.convert.reading import Loaded

SECTIONS = {
    "event": ("read_events", "events"),
    "place": ("read_places", "locations"),
    "side": ("read_sides", "participants"),
    "source": ("read_sources", "sources"),
    "count": ("read_counts", "casualties"),
}
"""The parts of a mapping file: the relation that each makes (see `coded`), and the table that its fields are of."""

_OF_PARTIES = {"name", "party_type", "country", "is_collective_label"}
_TAG = "tag"
"""The statement that a figure belongs to; a mapping file has none."""

_READERS = {"date": "dated", "integer": "whole", "number": "degrees", "boolean": "lower", "string": "tidy"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A field and where it comes from.

    Attributes:
        section: The part of the mapping file.
        number: Which one of its kind, from 0.
        field: The field.
        value: The name of a column, or a table with more, as `mapping.schema.json` describes it.
    """

    section: str
    number: int
    field: str
    value: str | dict[str, Any]

    @property
    def columns(self) -> list[str]:
        """The columns that it reads, as the mapping file names them."""
        if isinstance(self.value, str):
            return [self.value]
        return [self.value[k] for k in ("column", "year", "month", "day") if k in self.value]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file, read.

    Attributes:
        file: Its name, for messages.
        provider: What it says of the dataset.
        date_order: The order of dates, where it says that.
        entries: Its fields.
    """

    file: str
    provider: Provider
    date_order: DateOrder | None
    entries: tuple[Entry, ...]


def read_mapping(path: Path) -> Mapping:
    """Reads a mapping file.

    Raises:
        UsageError: When it is not one; says where and why.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} is not TOML: {error}") from error
    fault = next(iter(validator("mapping.schema.json").iter_errors(given)), None)
    if fault:
        place = ".".join(map(str, fault.instance_path)) or "the file"
        raise UsageError(f"{path.name}: {place}: {fault.message}")
    entries = tuple(_entries(given))
    for entry in entries:
        fields = [f for f in READINGS[SECTIONS[entry.section][0]] if f != _TAG]
        if entry.field not in fields:
            near = nearest(entry.field, fields)
            told = f" ({near})" if near else ""
            raise UsageError(f"{path.name}: {entry.section} has no field {entry.field!r}{told}")
    return Mapping(path.name, _described(given), given.get("date_order"), entries)


def _described(given: dict[str, Any]) -> Provider:
    return Provider(
        name=given["name"],
        title=given["title"],
        publisher=given["publisher"],
        url=given.get("url", ""),
        licence=given.get("licence", "LicenseRef-not-stated"),
        licence_url=given.get("licence_url", given.get("url", "")),
        terms=given.get("terms", "Your own data: say under which licence you publish them."),
        citation=given.get("citation", f"{given['publisher']}. {given['title']}."),
        event_definition=given.get("event_definition", "As the publisher counts them."),
        prefix=f"x_{given['name'].replace('-', '_')}_",
        formats=("a table",),
        required=(),
        method=given.get("method", "other"),
    )


def _entries(given: dict[str, Any]) -> Iterator[Entry]:
    for section in SECTIONS:
        parts = given.get(section, [])
        for number, part in enumerate(parts if isinstance(parts, list) else [parts]):
            yield from (Entry(section, number, name, value) for name, value in part.items())


def resolved(mapping: Mapping, loaded: Loaded) -> Mapping:
    """The mapping with every column as the file names it, hashtags of HXL looked up, and its crosswalk.

    Raises:
        UsageError: When the file lacks a column.
    """
    tagged = {_plain(t): h for t, h in zip(loaded.tags, loaded.header, strict=False) if t}

    def named(column: str) -> str:
        found = tagged.get(_plain(column), column) if column.startswith("#") else column
        if found not in loaded.header:
            near = nearest(column, [*loaded.header, *loaded.tags])
            raise UsageError(f"{mapping.file}: the table has no column {column!r}" + (f" ({near})" if near else ""))
        return found

    entries = []
    for entry in mapping.entries:
        value = entry.value
        if isinstance(value, str):
            entries.append(replace(entry, value=named(value)))
        else:
            keys = {k: named(v) if k in ("column", "year", "month", "day") else v for k, v in value.items()}
            entries.append(replace(entry, value=keys))
    lines = tuple(_lines(entries, mapping.provider.prefix, loaded))
    return replace(mapping, entries=tuple(entries), provider=replace(mapping.provider, lines=lines))


def _plain(tag: str) -> str:
    """A hashtag without spaces, its attributes in order."""
    base, *attributes = tag.replace(" ", "").lower().split("+")
    return "+".join([base, *sorted(attributes)])


def _lines(entries: list[Entry], prefix: str, loaded: Loaded) -> Iterator[Correspondence]:
    """The crosswalk of a mapping: what it names, and every other column as one of the publisher's own."""
    plain = set()
    for entry in entries:
        table, field = SECTIONS[entry.section][1], entry.field
        if entry.section == "side" and field in _OF_PARTIES:
            table = "parties"
        elif field in ("key", "place"):
            table, field = ("events", "event_id") if field == "key" else ("claims", "claim_id")
        elif entry.section == "count" and field == "name":
            field = "party_id"
        for column in entry.columns:
            is_plain = isinstance(entry.value, str) or set(entry.value) == {"column"}
            yield Correspondence(column, table, field, "exact" if is_plain else "broad", "", is_verified=True)
            plain |= {column} if is_plain else set()
    for column in loaded.header:
        if column not in plain:
            yield Correspondence(
                column, "events", own_name(prefix, column), "exact", "Kept as it is.", is_verified=True
            )


def as_sql(mapping: Mapping) -> str:
    """SQL for the relations that the mapping makes of `given`."""
    queries: dict[str, list[str]] = {}
    for section, (relation, _) in SECTIONS.items():
        for number in sorted({e.number for e in mapping.entries if e.section == section}):
            entries = [e for e in mapping.entries if (e.section, e.number) == (section, number)]
            queries.setdefault(relation, []).append(_part(section, number, entries))
    return ";\n".join(f"CREATE VIEW {r} AS {' UNION ALL BY NAME '.join(q)}" for r, q in queries.items())


def _part(section: str, number: int, entries: list[Entry]) -> str:
    cells = [f"{_cell(e)} AS {quote(e.field)}" for e in entries]
    fields = {e.field for e in entries}
    dates = {e.field: e.value for e in entries if isinstance(e.value, dict) and "year" in e.value}
    if section == "event" and "start_date" in dates and "date_precision" not in fields:
        parts = _parts(dates["start_date"])
        cells.append(f"precision_of({parts}) AS date_precision")
        cells.append(f"CASE WHEN precision_of({parts}) <> 'day' THEN 'within' END AS date_meaning")
    if section == "source" and "place" not in fields:
        cells.append(f"{number * 100} AS place")
    needed = {"side": "name", "source": "publisher", "count": "outcome"}.get(section)
    query = f"SELECT _row, {', '.join(cells)} FROM given"
    if section == "count":
        bounds = [b for b in ("low", "best", "high", "count_kind") if b in fields]
        given = ", ".join(f"CAST({b} AS VARCHAR)" for b in bounds)
        return f"(SELECT * FROM ({query}) WHERE coalesce({given}) IS NOT NULL)"
    return f"(SELECT * FROM ({query}) WHERE {quote(needed)} IS NOT NULL)" if needed in fields else f"({query})"


def _cell(entry: Entry) -> str:
    """SQL for the value of a field."""
    value: dict[str, Any] = {"column": entry.value} if isinstance(entry.value, str) else entry.value
    if "value" in value:
        return literal(str(value["value"]))
    if "year" in value:
        return f"{'last_day_of' if entry.field == 'end_date' else 'first_day'}({_parts(value)})"
    column = quote(value["column"])
    if "codes" in value:
        cases = " ".join(f"WHEN {literal(k.lower())} THEN {literal(v)}" for k, v in value["codes"].items())
        otherwise = literal(value["otherwise"]) if "otherwise" in value else "NULL"
        return f"CASE lower(trim({column})) {cases} ELSE {otherwise} END"
    if "split" in value:
        return f"nullif(trim(unnest(string_split({column}, {literal(value['split'])}))), '')"
    known = tables()[SECTIONS[entry.section][1]].columns.get(entry.field)
    return f"{_READERS.get(known.type if known else 'string', 'tidy')}({column})"


def _parts(value: Any) -> str:
    return ", ".join(quote(value[k]) if k in value else "NULL" for k in ("year", "month", "day"))
