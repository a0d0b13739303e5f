"""The structure of a document or of a line of JSON Lines: what the JSON Schemas refuse, each fault said once.

The schemas decide whether something is wrong; the words come from the rules, so that a wrong value has the same rule
in a document as in a table.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from conflictdp.readers.alike import Alike, likeness
from conflictdp.readers.flat_records import flat_kinds
from conflictdp.readers.json_text import NotJSONError, pointer
from conflictdp.report.findings import Finding, finding
from conflictdp.report.privacy import problem_without
from conflictdp.spec.documents import child_validator
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import Column, Table, by_record, tables
from conflictdp.spec.values import hint_for, is_nothing, nearest, refused
from conflictdp.spec.versions import version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import jsonschema_rs

    from conflictdp.report import Findings
    from conflictdp.report.findings import Kind

Path = list[str | int]
_ABOUT_KEYS = ("required", "additionalProperties", "unevaluatedProperties")
LONG = 100
"""A schema tells all faults of a value at once, and one alone takes a kilobyte: of longer lists it gets a part.

No value whose faults are remembered as a whole holds such a list.
"""
_WORDS = {"array": "a list of records", "object": "an object", "string": "text"}


def _noun(value: Any) -> str:
    nouns = {dict: "an object", list: "a list", str: "text", bool: "a truth value", int: "a number", float: "a number"}
    return nouns.get(type(value), "null")


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _named(path: Path) -> str:
    """What stands at the end of a path, in words."""
    if not path:
        return "the document"
    last = path[-1]
    return last if isinstance(last, str) else f"item {last + 1} of {path[-2]}"


@dataclass(frozen=True, slots=True)
class Owner:
    """The innermost record that a path leads into.

    Attributes:
        table: Its table; None for the document itself.
        record: The record as JSON.
        path: The path of the record.
        left_out: The columns that it leaves out because it nests.
        column: The column that the path names in it, or None.
        is_package: Whether the path leads into what the dataset says of itself.
    """

    table: Table | None
    record: Any
    path: Path
    left_out: tuple[str, ...]
    column: Column | None
    is_package: bool

    @property
    def name(self) -> str:
        """The record in words."""
        if self.is_package:
            return "the package"
        return f"the {self.table.record.replace('_', ' ')}" if self.table else "the document"

    @property
    def record_id(self) -> str | None:
        """The id of the record, where it has one."""
        key = self.table.key if self.table else None
        value = self.record.get(key) if key and isinstance(self.record, dict) else None
        return value if isinstance(value, str) else None

    @property
    def keys(self) -> list[str]:
        """The keys that the record may have."""
        if self.table is None:
            return [*tables(), "$schema", "package"]
        return [*self.table.columns, *(n.table for n in self.table.children)]


def owner(value: Any, path: Path) -> Owner:
    """Follows a path through nested records to the innermost one."""
    kind = value.get("record") if isinstance(value, dict) else None
    table = by_record().get(kind) if isinstance(kind, str) else None
    record, at = value, 0
    left_out: tuple[str, ...] = ()
    while at + 1 < len(path) and isinstance(path[at + 1], int):
        nested = {n.table: n.leaves_out for n in table.children} if table else dict.fromkeys(tables(), ())
        name = str(path[at])
        if name not in nested:
            break
        table, left_out = tables()[name], nested[name]
        record = record[name][path[at + 1]]
        at += 2
    column = table.columns.get(str(path[at])) if table and len(path) > at else None
    return Owner(table, record, path[:at], left_out, column, kind == "package" or path[:1] == ["package"])


def _long_lists(value: Any, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], list[Any]]:
    """The lists of more than `LONG` items by their paths; those within what is beyond the first items left out."""
    found: dict[tuple[str | int, ...], list[Any]] = {}
    if isinstance(value, list):
        if len(value) > LONG:
            found[path] = value
        inner: Iterable[tuple[str | int, Any]] = enumerate(value[:LONG])
    else:
        inner = value.items() if isinstance(value, dict) else ()
    for step, item in inner:
        if isinstance(item, list | dict):
            found |= _long_lists(item, (*path, step))
    return found


def _shortened(value: Any) -> Any:
    """The value with the first items only of lists."""
    if isinstance(value, dict):
        return {k: _shortened(v) for k, v in value.items()}
    return [_shortened(v) for v in value[:LONG]] if isinstance(value, list) else value


def _text(item: Any) -> bytes:
    """The item as JSON; a long text, as that of no other, where it is none."""
    try:
        return orjson.dumps(item)
    except TypeError:  # a number beyond 64 bits
        return bytes(1000)


@dataclass(frozen=True, slots=True)
class Structure:
    """Judges the structure of one value and reports each fault once.

    Attributes:
        file: The file, for people.
        findings: Where faults go.
        value: The document, or as much of it as leads to what is judged; or the record on a line.
        line: The line, for JSON Lines.
        kinds: The kinds of what was found.
    """

    file: str
    findings: Findings
    value: Any
    line: int | None = None
    kinds: list[Kind] = field(default_factory=list)

    def check(self, schema: jsonschema_rs.Draft202012Validator, *way: str | int) -> tuple[Kind, ...]:
        """Holds what stands in the value at the end of a way of keys and indices against a schema.

        Returns:
            The kinds of what was found, one for each finding; of a value with long lists, some.
        """
        judged = self.value
        for step in way:
            judged = judged[step]
        long = _long_lists(judged) if owner(self.value, [*way]).table else {}
        self._check(schema, _shortened(judged) if long else judged, way)
        for path, items in long.items():
            self._check_items([*way, *path], items)
        return tuple(self.kinds)

    def _check(self, schema: jsonschema_rs.Draft202012Validator, judged: Any, way: tuple[str | int, ...]) -> None:
        seen: set[str] = set()
        for error in schema.iter_errors(judged):
            path = [*way, *error.instance_path]
            whose = owner(self.value, path)
            about = f"#{error.message}" if error.kind.name in _ABOUT_KEYS else ""
            spot = (pointer([*whose.path, whose.column.name]) if whose.column else pointer(path)) + about
            if spot not in seen:
                seen.add(spot)
                self._report(error, path, whose)

    def _check_items(self, path: Path, items: list[Any]) -> None:
        """Judges the records of a long list one by one, those beyond the ones that the list was judged with."""
        parent, child = owner(self.value, path), owner(self.value, [*path, len(items) - 1])
        if parent.table is None or child.table is None or child.table.name != path[-1]:
            return  # of other lists a part says all there is to say
        schema = child_validator(parent.table.record, child.table.name)
        alike: Alike[bool] = Alike(self.findings)
        for i in range(LONG, len(items)):
            item = items[i]
            like = likeness(item, _text(item))
            if schema.is_valid(item) or alike.recall(like) or self._is_counted(child, item):
                continue
            before = len(self.kinds)
            self.check(schema, *path, i)
            alike.learn(like, tuple(self.kinds[before:]), made=True)
        alike.count()

    def _is_counted(self, like: Owner, item: Any) -> bool:
        """Counts the faults of a record that stands where another does, where none of them is shown."""
        if like.table is None or not isinstance(item, dict):
            return False
        kinds = flat_kinds(like.table, item, (*like.left_out, "record"))
        return kinds is not None and self.findings.only_counted(*kinds)

    def _report(self, error: jsonschema_rs.ValidationError, path: Path, whose: Owner) -> None:
        detail = error.kind.as_dict()
        if whose.column:
            self._value(whose, whose.column)
        elif error.kind.name == "required":
            self._missing(detail["property"], path, whose)
        elif error.kind.name in _ABOUT_KEYS:
            table = whose.table.name if whose.table else None
            for key in detail["unexpected"]:
                if self.findings.only_counted(("DOC002", table, key)):
                    self.kinds.append(("DOC002", table, key))
                else:
                    self._unknown(key, path, whose)
        else:
            self._shape(error, path, whose)

    def _add(
        self,
        rule: str,
        whose: Owner,
        path: Path,
        values: dict[str, object],
        private: dict[str, object] | None = None,
        /,
        hint: Callable[[], str | None] | None = None,
        **more: Any,
    ) -> None:
        table = whose.table.name if whose.table else None
        self.kinds.append((rule, table, more.get("column")))
        if self.findings.only_counted(self.kinds[-1]):
            return
        place = {"file": self.file, "line": self.line, "pointer": pointer(path), "record_id": whose.record_id}
        told = place | more | {"table": table, "hint": hint() if hint else None}
        self.findings.add(finding(rules()[rule], values, private, **told))

    def _value(self, whose: Owner, column: Column) -> None:
        name, found, path = column.name, whose.record[column.name], [*whose.path, column.name]
        rule, values = refused(column, found)
        if name in whose.left_out:
            self._add("DOC006", whose, path, {"key": name}, column=name)
        elif rule == "DOC004":
            self._add("DOC004", whose, path, {"key": name, "value": _shown(found) or '""'}, column=name)
        else:
            text = _shown(found)
            hint = partial(hint_for, column, text) if rule in ("CEL003", "CEL007") else None
            shown = {"column": name, "value": text, **values}
            self._add(rule, whose, path, shown, column=name, value=text[:200], hint=hint)

    def _missing(self, key: str, path: Path, whose: Owner) -> None:
        if whose.table and key in whose.table.columns:
            self._add("CEL001", whose, path, {"column": key, "table": whose.table.name}, column=key)
        else:
            self._add("DOC003", whose, path, {"owner": whose.name, "key": key})

    def _unknown(self, key: str, path: Path, whose: Owner) -> None:
        def hint() -> str | None:
            present = whose.record if isinstance(whose.record, dict) else {}
            return nearest(key, [k for k in whose.keys if k not in present])

        self._add("DOC002", whose, [*path, key], {"owner": whose.name, "key": key}, column=key, hint=hint)

    def _shape(self, error: jsonschema_rs.ValidationError, path: Path, whose: Owner) -> None:
        key, found = _named(path), error.instance
        column = key if path and isinstance(path[-1], str) else None
        if path == ["$schema"]:
            expected = version().uri("package.schema.json")
            self._add("DOC008", whose, path, {"value": _shown(found), "expected": expected})
        elif whose.is_package:
            hidden: dict[str, object] = {"problem": problem_without(error.message, found, path)}
            self._add("DOC009", whose, path, {"property": key, "problem": error.message}, hidden)
        elif key == "record" and error.kind.name == "enum":
            hint = partial(nearest, str(found), list(by_record()))
            self._add("DOC007", whose, path, {"value": _shown(found)}, hint=hint)
        elif is_nothing(found):
            self._add("DOC004", whose, path, {"key": key, "value": _shown(found) or '""'}, column=column)
        elif error.kind.name == "falseSchema":
            self._add("DOC006", whose, path, {"key": key}, column=column)
        else:
            types = error.kind.as_dict().get("types", ())
            expected = " or ".join(_WORDS.get(t, t) for t in types) or error.message
            self._add("DOC005", whose, path, {"key": key, "found": _noun(found), "expected": expected})


def not_json(error: NotJSONError, file: str, line: int | None) -> Finding:
    """What is said of a text that is not strict JSON."""
    rule, values = ("DOC010", {"key": error.key}) if error.key else ("DOC001", {"problem": error.problem})
    return finding(rules()[rule], values, file=file, line=line)
