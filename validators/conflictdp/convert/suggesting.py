"""Proposes a mapping file for a table, from the names of its columns, its HXL hashtags and what is in its cells.

A proposal is a place to begin: what was guessed is for a person to look at, and what was not found is left out.
"""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import TYPE_CHECKING

from conflictdp.convert.coded import make_codes
from conflictdp.convert.conversion import Options
from conflictdp.convert.crosswalks import Provider
from conflictdp.convert.dialects import sniff_date_order
from conflictdp.convert.reading import load
from conflictdp.errors import UsageError
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from conflictdp.convert.reading import Loaded

_MANY = 40
"""A column with more different cells than this holds no codes."""

_KNOWN = (
    ("event", "key", r"(event|incident|record)?[ _]?(id|no|nr|number|code)", "#event+id #event+code #id"),
    ("event", "event_type", r"(event|incident|attack)?[ _]?(type|kind|category)|means of attack", "#event+type #event"),
    ("event", "start_date", r"(event|incident|start)?[ _]?date( ?start)?", "#date #date+start #date+occurred"),
    ("event", "end_date", r"end[ _]?date|date[ _]?end", "#date+end"),
    ("event", "title", r"title|headline|name of (event|incident)", "#event+name"),
    ("event", "description", r"description|notes?|details|summary", "#description"),
    ("place", "name", r"location|place|town|village|city|settlement", "#loc #loc+name"),
    ("place", "admin1", r"adm(in)?[ _]?1|province|region|governorate|state|oblast", "#adm1 #adm1+name"),
    ("place", "admin2", r"adm(in)?[ _]?2|district|county", "#adm2 #adm2+name"),
    ("place", "latitude", r"lat(itude)?|y", "#geo+lat"),
    ("place", "longitude", r"lon(g|gitude)?|lng|x", "#geo+lon"),
    ("side a", "name", r"actor[ _]?(1|name)?|perpetrator|attacker|belligerent|group", "#group+name+first #actor"),
    ("side b", "name", r"actor[ _]?2|target|victims?", "#group+name+second #org+target"),
    ("source", "publisher", r"sources?|source[ _]?(name|office)|outlet|publisher", "#meta+source"),
    ("source", "url", r"url|link|source[ _]?url", "#meta+url #meta+link"),
    ("killed", "best", r"(total )?(killed|deaths?|dead|fatalities)( best)?|best|number killed", "#affected+killed"),
    ("killed", "low", r"(killed|deaths?|fatalities)[ _]?(min|low|minimum)|low", "#affected+killed+min"),
    ("killed", "high", r"(killed|deaths?|fatalities)[ _]?(max|high|maximum)|high", "#affected+killed+max"),
    ("injured", "best", r"(total )?(injured|wounded|injuries)", "#affected+injured #affected+wounded"),
    ("abducted", "best", r"(total )?(kidnapped|abducted|hostages)", "#affected+abducted"),
)  # fmt: skip
"""Part of the mapping file, field, names of columns, hashtags."""

_PARTS = {
    "event": ("[event]", ""),
    "place": ("[place]", ""),
    "side a": ("[[side]]", 'role = { value = "attacker" }  # or participant, where nobody knows who began'),
    "side b": ("[[side]]", 'role = { value = "target" }'),
    "source": ("[[source]]", ""),
    "killed": ("[[count]]", 'outcome = { value = "killed" }'),
    "injured": ("[[count]]", 'outcome = { value = "injured" }'),
    "abducted": ("[[count]]", 'outcome = { value = "abducted" }'),
}


def suggest(path: Path, options: Options | None = None) -> str:
    """The text of a mapping file for a table.

    Raises:
        InputError: When the table cannot be read.
    """
    from conflictdp.engine.store import connect
    from conflictdp.readers.staging import Staging

    unknown = Provider("table", "a table", "", "", "", "", "", "", "", "x_", (), ())
    with Staging() as staging, closing(connect(staging.folder).connection) as connection:
        loaded = load(connection, path, staging, unknown, (), options or Options())
        make_codes(connection)
        found = _columns_found(loaded)
        return "\n".join([*_head(connection, path, loaded, found), *_sections(connection, loaded, found)]) + "\n"


def _columns_found(loaded: Loaded) -> dict[tuple[str, str], str]:
    """The column of each field: the first whose hashtag or name fits, each column once."""
    tags = dict(zip(loaded.header, loaded.tags, strict=False))
    found: dict[tuple[str, str], str] = {}
    for section, field, pattern, hashtags in _KNOWN:
        free = [c for c in loaded.header if c not in found.values()]
        tagged = [c for c in free if tags.get(c, "").replace(" ", "").lower() in hashtags.split()]
        named = [c for c in free if re.fullmatch(pattern, c.strip().lower().replace("-", " "))]
        if tagged or named:
            found[section, field] = [*tagged, *named][0]
    return found


def _head(connection: DuckDBPyConnection, path: Path, loaded: Loaded, found: dict[tuple[str, str], str]) -> list[str]:
    name = re.sub("[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:30]
    lines = [
        f"# Proposed for {path.name}: {loaded.dialect}. Look at every line before you use it.",
        f"name = {_text(name if name[:1].isalpha() else f'data-{name}'.rstrip('-'))}",
        f"title = {_text(path.stem)}",
        'publisher = "say who publishes this"',
        '# licence = "CC-BY-4.0"  # whoever publishes it says which; while none stands here, the dataset says so',
    ]
    try:
        order = sniff_date_order(connection, path.name, [c for (_, f), c in found.items() if f.endswith("_date")])
        lines += [f"date_order = {_text(order)}"] if order else []
    except UsageError:
        lines.append('# date_order = "dmy"  # or "mdy": the dates themselves do not tell')
    return lines


def _sections(connection: DuckDBPyConnection, loaded: Loaded, found: dict[tuple[str, str], str]) -> list[str]:
    lines = []
    for section, (head, constant) in _PARTS.items():
        fields = {f: c for (s, f), c in found.items() if s == section}
        if not fields and section != "event":
            continue
        lines += ["", head, *([constant] if constant else [])]
        if section == "event" and "key" not in fields:
            lines.append('key = ""  # which column names the event?')
        for field, column in fields.items():
            lines.append(f"{field} = {_codes(connection, column) if field == 'event_type' else _text(column)}")
        if section == "event" and "event_type" not in fields:
            lines.append('event_type = { value = "unknown" }  # see: conflictdp codelists event_types')
        if section == "event" and "start_date" in fields and "end_date" not in fields:
            lines += [f"end_date = {_text(fields['start_date'])}", 'date_precision = { value = "day" }']
        elif section == "event" and (parts := _date_parts(loaded)):
            lines += [f"start_date = {parts}", f"end_date = {parts}"]
    rest = [c for c in loaded.header if c not in found.values()]
    return [*lines, "", f"# kept as they are: {', '.join(rest)}"] if rest else lines


def _date_parts(loaded: Loaded) -> str:
    """A date of which year, month and day stand in columns of their own; empty where the year does not."""
    columns = {c.strip().lower(): c for c in loaded.header}
    named = [f"{p} = {_text(columns[p])}" for p in ("year", "month", "day") if p in columns]
    return f"{{ {', '.join(named)} }}" if "year" in columns else ""


def _codes(connection: DuckDBPyConnection, column: str) -> str:
    """What the cells of a column are in codes of ours: by label, by code, or by what other datasets call it."""
    cells = connection.execute(
        f"SELECT lower(trim({quote(column)})) AS cell, any_value(code) FROM given LEFT JOIN codes"
        f" ON codelist = 'event_types' AND theirs = lower(trim({quote(column)}))"
        " AND vocabulary IN ('label', 'code', 'acled', 'awsd')"
        f" WHERE cell <> '' GROUP BY cell ORDER BY count(*) DESC, cell LIMIT {_MANY + 1}"
    ).fetchall()
    listed = [] if len(cells) > _MANY else [f"{_text(cell)} = {_text(code or 'unknown')}" for cell, code in cells]
    return f'{{ column = {_text(column)}, codes = {{ {", ".join(listed)} }}, otherwise = "unknown" }}'


def _text(value: str) -> str:
    """As TOML writes a text; JSON writes it the same way."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
