"""The conformance cases of the standard: a package without a finding, and changes with the findings that they cause.

The cases are the language-neutral files in `tests/conformance/`, which an installed package carries along.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from conflictdp.spec.tables import LIST_DELIMITER, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, str]
"""A record of a table: the text of its cells by column; empty cells are left out."""

Change = dict[str, Any]
"""One change operation, as tests/conformance/README.md describes it."""

_NAMES = {
    "parties": ("name", "aliases"),
    "sources": ("title", "publisher", "url"),
    "equipment": ("model",),
    "identifiers": ("value",),
}
"""What rules compare across records: two copies of a package must differ in it."""


class Package(TypedDict):
    """A package as values: what the dataset says of itself, and the rows of each table as text."""

    package: dict[str, Any]
    tables: dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule finds a fault.

    Attributes:
        rule: Id of the rule.
        table: Table of the record at fault; None where the fault is of no table.
        row: Number of the record in its table, from 1; None where it has none.
        column: Column at fault; None for the whole record.
    """

    rule: str
    table: str | None
    row: int | None
    column: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One conformance case.

    Attributes:
        rule: The rule that it is a case of.
        kind: "fires", "quiet" or "edge".
        title: What it shows.
        change: What is changed in the base package.
        findings: All that is found then.
    """

    rule: str
    kind: str
    title: str
    change: tuple[Change, ...]
    findings: tuple[Place, ...]

    @property
    def is_pure(self) -> bool:
        """Whether it breaks its own rule, and no other."""
        return self.kind == "fires" and {place.rule for place in self.findings} == {self.rule}

    @property
    def changes_metadata(self) -> bool:
        """Whether it changes what the dataset says of itself."""
        return any("package" in change for change in self.change)


@cache
def conformance_root() -> Path:
    """The folder of the cases: inside the installed package, or in the tests of a checkout."""
    installed = Path(__file__).resolve().parent
    return installed if (installed / "base.json").exists() else installed.parents[2] / "tests" / "conformance"


@cache
def _base_text() -> str:
    return (conformance_root() / "base.json").read_text(encoding="utf-8")


def base() -> Package:
    """The package that every case changes; a fresh copy. It has no finding."""
    package: Package = json.loads(_base_text())
    return package


@cache
def cases() -> dict[str, tuple[Case, ...]]:
    """The cases of each rule that has any, by its id."""
    files = sorted((conformance_root() / "rules").glob("*.json"))
    entries = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return {entry["rule"]: tuple(_case(entry["rule"], c) for c in entry["cases"]) for entry in entries}


def _case(rule: str, entry: dict[str, Any]) -> Case:
    places = (Place(f["rule"], f["table"], f["row"], f.get("column")) for f in entry["findings"])
    return Case(rule, entry["kind"], entry["title"], tuple(entry["change"]), tuple(places))


def merged(target: Any, patch: Any) -> Any:
    """A JSON Merge Patch (RFC 7396) applied."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def changed(package: Package, changes: tuple[Change, ...]) -> Package:
    """A copy of the package after change operations."""
    result = deepcopy(package)
    for change in changes:
        if "package" in change:
            result["package"] = merged(result["package"], change["package"])
            continue
        rows = result["tables"].setdefault(change["table"], [])
        if "add" in change:
            rows.append({k: v for k, v in change["add"].items() if v is not None})
        elif "remove" in change:
            rows.pop()
        else:
            row = rows[change["row"] - 1]
            rows[change["row"] - 1] = {k: v for k, v in (row | change["set"]).items() if v is not None}
    return result


def marked(case: Case, number: int) -> Package:
    """The base package after a case, with ids and names of its own, so that copies can stand in one package."""
    package = changed(base(), case.change)
    names = _spellings(_names(base()["tables"]) | _added_names(case))
    for table, rows in package["tables"].items():
        package["tables"][table] = [{c: _marked(table, c, text, number, names) for c, text in r.items()} for r in rows]
    return package


def _marked(table: str, column: str, text: str, number: int, names: re.Pattern[str]) -> str:
    known = tables()[table].columns.get(column)
    if known is not None and known.kind == "identifier":
        return f"k{number}~{text}"
    if column in _NAMES.get(table, ()):
        letter = "" if text.isdigit() else "k"
        return names.sub(rf"\g<0>{letter}{number:03d}", text)
    return text


def _names(rows: Mapping[str, Iterable[Row]]) -> set[str]:
    """The names that the records of these tables have."""
    cells = (r.get(c, "") for t, columns in _NAMES.items() for r in rows.get(t, ()) for c in columns)
    names = {name for cell in cells for name in cell.split(LIST_DELIMITER)} - {""}
    return {name.partition("://")[2] or name for name in names}


def _added_names(case: Case) -> set[str]:
    """The names that a case adds; none where the case is about the text of a name itself."""
    about_text = case.rule.startswith("TXT")
    return set().union(*(_names({c["table"]: [c["add"]]}) for c in case.change if "add" in c and not about_text))


def _spellings(names: Iterable[str]) -> re.Pattern[str]:
    """Matches the names however they are spelt: case, spaces, hyphens and full stops do not count."""
    longest_first = sorted(names, key=len, reverse=True)
    spelt = ("[ .-]*".join(map(re.escape, re.split("[ .-]+", name))) for name in longest_first)
    return re.compile("|".join(spelt), re.IGNORECASE)
