"""The rules: what the standard demands, each with its id, severity, check, message, reason and mend."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from conflictdp.errors import UsageError
from conflictdp.spec.tables import Column, Table, tables
from conflictdp.spec.versions import CURRENT, cached, version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand of the standard.

    Attributes:
        id: Family and number, such as "CAS001"; never used again for another rule.
        name: Names the fault, such as "bounds-out-of-order".
        severity: "error", "warning" or "info".
        chapter: The file that it stands in, such as "casualties".
        stage: "rules" for a check in SQL; otherwise the step of the pipeline that makes the check.
        tables: The tables whose records it speaks of; empty where it speaks of files or descriptors.
        columns: The columns that it reads; findings point to the first.
        each: Kinds of value; the predicate is checked for every value in columns of these kinds.
        predicate: SQL predicate over one row; the rule fires where it is false. Empty for other checks.
        query: SQL query that returns the rows at fault. Empty for other checks.
        is_on_text: Whether the predicate reads the cells as text.
        suspect: Of a rule with `each`, or on the texts of one column: a pattern found in every text that breaks it;
            empty where none is given.
        when: For some tables a predicate over one row; the query finds nothing unless some row of the table meets it.
        message: What was found, with placeholders in braces.
        why: Why it matters to a user of the data.
        fix: What to do about it.
        source: Where the rule comes from.
    """

    id: str
    name: str
    severity: str
    chapter: str
    stage: str
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    each: tuple[str, ...]
    predicate: str
    query: str
    is_on_text: bool
    suspect: str
    when: dict[str, str] = field(hash=False)
    message: str
    why: str
    fix: str
    source: str


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A rule's predicate for one table.

    Attributes:
        rule: The rule.
        table: The table.
        column: The column that findings point to.
        predicate: The predicate, with the column in place of `$column`.
        needs: The column without which there is nothing to check, where the rule is checked for each value.
    """

    rule: Rule
    table: str
    column: str | None
    predicate: str
    needs: str | None = None


class Need(NamedTuple):
    """A condition for a query to find anything: some row of `table` meets `predicate`.

    Attributes:
        table: The table.
        predicate: SQL over one row, which it calls `record`.
        lookups: The references of the row that the predicate follows, each as the columns on the way joined by dots,
            such as "claim_id.event_id"; by that name the predicate calls the record that is found there.
    """

    table: str
    predicate: str
    lookups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetCheck:
    """A rule's query for one table.

    Attributes:
        rule: The rule.
        table: The table.
        query: The query, with the table in place of `$table`.
        needs: Without each of these the query finds nothing; see `conflictdp.spec.needs`.
    """

    rule: Rule
    table: str
    query: str
    needs: tuple[Need, ...] = ()


WRITTEN = ("table", "each", "assert", "select", "on", "suspect", "when")
"""The keys of a rule that its checks are made of."""

KEYS = {"id", "name", "severity", "stage", "columns", *WRITTEN, "message", "why", "fix", "source"}


def quote(identifier: str) -> str:
    """The identifier quoted for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def _tuple(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _rule(entry: dict[str, Any], chapter: str, number: str) -> Rule:
    names = _tuple(entry.get("table"))
    return Rule(
        id=entry["id"],
        name=entry["name"],
        severity=entry["severity"],
        chapter=chapter,
        stage=entry.get("stage", "rules"),
        tables=tuple(tables(number)) if names == ("*",) else names,
        columns=_tuple(entry.get("columns")),
        each=_tuple(entry.get("each")),
        predicate=entry.get("assert", "").strip(),
        query=entry.get("select", "").strip(),
        is_on_text=entry.get("on") == "text",
        suspect=entry.get("suspect", ""),
        when=entry.get("when", {}),
        message=entry["message"],
        why=entry["why"],
        fix=entry["fix"],
        source=entry["source"],
    )


@cached
def rules(number: str = CURRENT) -> dict[str, Rule]:
    """Every rule of a version by id, in order of chapter and id."""
    known = catalogue(number)
    entries = ((r, r["chapter"]) for r in known["rules"]) if known else _entries(number)
    found = [_rule(entry, chapter, number) for entry, chapter in entries]
    return {rule.id: rule for rule in sorted(found, key=lambda r: r.id)}


def _entries(number: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The rules as they are written, each with its chapter."""
    import tomllib

    for path in _chapters(number):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []):
            if unknown := entry.keys() - KEYS:
                raise ValueError(f"{path.name}, {entry.get('id')}: unknown keys {sorted(unknown)}")
            yield entry, path.stem


def _chapters(number: str) -> list[Path]:
    return sorted((version(number).folder / "rules").glob("*.toml"))


@cached
def written(number: str = CURRENT) -> str:
    """SHA-256 over the files of the rules and their views: says which text of them the catalogue was made from."""
    total = hashlib.sha256()
    for path in (*_chapters(number), *_view_files(number)):
        total.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return total.hexdigest()


@cached
def catalogue(number: str = CURRENT) -> dict[str, Any] | None:
    """The generated catalogue, which takes a tenth of the time to read; None where the rules were changed since."""
    import orjson

    path = version(number).folder / "rules.json"
    if not path.is_file():
        return None
    found: dict[str, Any] = orjson.loads(path.read_bytes())
    return found if found.get("written") == written(number) else None


@cached
def views(number: str = CURRENT) -> dict[str, str]:
    """The shared views that rules may read, by name."""
    return {path.stem: path.read_text(encoding="utf-8").strip().rstrip(";") for path in _view_files(number)}


def _view_files(number: str) -> list[Path]:
    return sorted((version(number).folder / "rules" / "views").glob("*.sql"))


def is_materialized(view: str, number: str = CURRENT) -> bool:
    """Whether a shared view is to be worked out once and kept: its first line says "materialized", and why."""
    return views(number)[view].startswith("-- materialized:")


def rule(rule_id: str, number: str = CURRENT) -> Rule:
    """The rule of that id or name.

    Raises:
        UsageError: When there is none.
    """
    known = rules(number)
    wanted = rule_id.strip()
    found = known.get(wanted.upper()) or next((r for r in known.values() if r.name == wanted.lower()), None)
    if found is None:
        from difflib import get_close_matches

        names = {r.name: r.id for r in known.values()}
        inside = [f"{names[n]} {n}" for n in names if wanted.lower() in n]
        near = inside or [f"{names[n]} {n}" for n in get_close_matches(wanted.lower(), names)]
        raise UsageError(f"there is no rule {rule_id!r}" + (f"; did you mean {' or '.join(near[:3])}?" if near else ""))
    return found


def names_rule(word: str, rule: Rule) -> bool:
    """Whether a word means the rule: its id ("CAS001"), the beginning of it ("CAS"), or its name."""
    return rule.id.startswith(word.upper()) or rule.name == word.lower()


def require_rules(words: Iterable[str]) -> None:
    """Refuses a word that means no rule.

    Raises:
        UsageError: Says which, and what may have been meant.
    """
    from conflictdp.spec.values import nearest

    for word in words:
        if not any(names_rule(word, r) for r in rules().values()):
            hint = nearest(word.upper(), list(rules())) or nearest(word.lower(), [r.name for r in rules().values()])
            raise UsageError(f"no rule is called {word!r}, or begins so" + (f"; {hint}" if hint else ""))


def fix_for(found: Rule, table: str | None, column: str | None, number: str = CURRENT) -> str:
    """What to do about a fault of this table and column: the rule's fix, its placeholders filled in."""
    known = tables(number)[table].columns.get(column or "") if table in tables(number) else None
    codes = known.codelist if known else None
    shown = {"name": table, "codelist": codes}
    text = found.fix
    for placeholder, value in shown.items():
        text = text.replace("{" + placeholder + "}", value or placeholder.upper())
    return text


def _matches(column: Column, kinds: tuple[str, ...]) -> bool:
    return column.kind in kinds


def _each(rule: Rule, table: Table) -> list[RowCheck]:
    return [
        RowCheck(rule, table.name, c.name, rule.predicate.replace("$column", quote(c.name)), needs=c.name)
        for c in table.columns.values()
        if _matches(c, rule.each)
    ]


@cached
def row_checks(number: str = CURRENT) -> tuple[RowCheck, ...]:
    """Every predicate over one row, expanded to the tables and columns that it is checked on."""
    checks: list[RowCheck] = []
    for r in rules(number).values():
        if not r.predicate:
            continue
        for name in r.tables:
            table = tables(number)[name]
            if r.each:
                checks.extend(_each(r, table))
            elif set(r.columns) <= table.columns.keys():
                checks.append(RowCheck(r, name, r.columns[0], r.predicate))
    return tuple(checks)


@cached
def tables_read(query: str, number: str = CURRENT) -> frozenset[str]:
    """The tables that a query reads, directly or through shared views."""
    direct = _sources(query) & set(tables(number))
    through = (tables_read(views(number)[v], number) for v in views_read(query, number))
    return frozenset(direct.union(*through))


@cached
def set_checks(number: str = CURRENT) -> tuple[SetCheck, ...]:
    """Every query of a rule, once for each table that the rule speaks of; `$table` in a query stands for it."""
    found = []
    for r in rules(number).values():
        for name in r.tables if r.query else ():
            query = r.query.replace("$table", quote(name))
            found.append(SetCheck(r, name, query, _needs(number).get((r.id, name), ())))
    return tuple(found)


@cached
def _needs(number: str) -> dict[tuple[str, str], tuple[Need, ...]]:
    """By rule and table what a query needs, as the catalogue says; where there is none every query is run."""
    known = catalogue(number) or {"rules": []}
    return {
        (r["id"], c["table"]): tuple(Need(n["table"], n["row"], tuple(n.get("lookups", ()))) for n in c["when"])
        for r in known["rules"]
        for c in r["checks"]
        if "select" in c
    }


def _sources(query: str) -> set[str]:
    return set(re.findall(r"""(?:\bFROM|\bJOIN)\s+"?([a-z_]+)""", query, flags=re.IGNORECASE))


def views_read(query: str, number: str = CURRENT) -> frozenset[str]:
    """The shared views that follow FROM or JOIN in a query."""
    return frozenset(_sources(query) & set(views(number)))


def codelists_read(query: str) -> frozenset[str]:
    """The codelists that a query joins as `codelist_<name>`."""
    return frozenset(re.findall(r"\bcodelist_([a-z_]+)", query))
