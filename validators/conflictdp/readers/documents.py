"""Documents and JSON Lines: their structure is judged by the JSON Schemas, then they are shredded into tables.

Shredding is mechanical. Each record becomes a row of its table; a column that a nested record leaves out takes the
value of the parent's column of that name, and an identifier takes its parent's table and id. A value of the wrong type
becomes nothing, since it has its finding already.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from conflictdp.readers.headers import is_extra
from conflictdp.readers.json_text import NotJSONError, decode, loads, pointer
from conflictdp.report.findings import Findings, finding
from conflictdp.spec.documents import validator
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import LIST_DELIMITER, Column, Table, by_record, tables
from conflictdp.spec.values import NOUNS, hint_for, judge, nearest
from conflictdp.spec.versions import refuse_other_version, version

if TYPE_CHECKING:
    from pathlib import Path

    import jsonschema_rs

_NOTHING = (None, "", [], {})


def _as_text(column: Column, value: Any) -> str | None:
    """The value as the text of a cell; None when its type is wrong or it is absent."""
    kind = column.type
    if kind == "list":
        good = isinstance(value, list) and value and all(isinstance(i, str) for i in value)
        return LIST_DELIMITER.join(value) if good else None
    if kind == "boolean":
        return str(value).lower() if isinstance(value, bool) else None
    if kind in ("integer", "number"):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return str(int(value)) if kind == "integer" and value == int(value) else f"{value!r}"
    return value if isinstance(value, str) and value else None


@dataclass(slots=True)
class Shredder:
    """Turns records into rows of their tables, written to one JSON Lines file each.

    Attributes:
        folder: Where the files are written, as <table>.jsonl.
    """

    folder: Path
    _files: dict[str, BinaryIO] = field(default_factory=dict)
    extras: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, table: Table, record: Any, place: str, inherited: dict[str, str | None] | None = None) -> None:
        """Writes a record and all that nests in it; `place` is its JSON Pointer or line."""
        if not isinstance(record, dict):
            return
        row = {n: _as_text(c, record[n]) for n, c in table.columns.items() if n in record} | (inherited or {})
        extra = {k: v for k, v in record.items() if is_extra(k) and isinstance(v, str) and v}
        self.extras.setdefault(table.name, {}).update(dict.fromkeys(extra))
        self._write(table.name, {**row, **extra, "_place": place})
        for nesting in table.children:
            children = record.get(nesting.table)
            for i, child in enumerate(children if isinstance(children, list) else ()):
                below = tables()[nesting.table]
                self.add(below, child, f"{place}/{nesting.table}/{i}", _inherit(table, row, nesting.leaves_out))

    def _write(self, table: str, row: dict[str, Any]) -> None:
        if table not in self._files:
            self._files[table] = (self.folder / f"{table}.jsonl").open("wb")
        self._files[table].write(orjson.dumps(row) + b"\n")

    def close(self) -> dict[str, Path]:
        """Closes the files; gives the path of each by table, in canonical order."""
        for stream in self._files.values():
            stream.close()
        return {t: self.folder / f"{t}.jsonl" for t in tables() if t in self._files}


def _inherit(parent: Table, row: dict[str, str | None], columns: tuple[str, ...]) -> dict[str, str | None]:
    """The values of the columns that a nested record leaves out."""
    own_key = row.get(parent.key) if parent.key else None
    special = {"record_table": parent.name, "record_id": own_key}
    return {c: special[c] if c in special else row.get(c) for c in columns if c in special or c in parent.columns}


@dataclass(frozen=True, slots=True)
class Structure:
    """Judges the structure of a document or of a line, and reports each fault once.

    Attributes:
        file: The file, for people.
        findings: Where faults go.
    """

    file: str
    findings: Findings

    def check(self, schema: str, value: Any, *, place: str = "", line: int | None = None) -> None:
        """Holds a value against a schema file; `place` goes before the JSON Pointers of findings."""
        seen: set[str] = set()
        for error in validator(schema).iter_errors(value):
            path = list(error.instance_path)
            at = _owner(value, path)
            spot = pointer(path[: at.depth + 1] if at.column else path) + ("" if not _is_about_keys(error) else f"#{error.kind.as_dict()}")
            if spot in seen:
                continue
            seen.add(spot)
            self._report(error, value, at, place, line)

    def _report(self, error: jsonschema_rs.ValidationError, value: Any, at: _Owner, place: str, line: int | None) -> None:
        kind, path = error.kind.name, list(error.instance_path)
        where: dict[str, Any] = {"file": self.file, "line": line, "table": at.table.name if at.table else None}
        found = _found(value, path)
        if at.column:
            return self._value(at, found if len(path) == at.depth + 1 else _found(value, path[: at.depth + 1]), place + pointer(path[: at.depth + 1]), where)
        if kind == "required":
            return self._missing(error.kind.property, at, value, place + pointer(path), where)
        if kind in ("additionalProperties", "unevaluatedProperties"):
            for key in error.kind.unexpected:
                self._unknown(key, at, value, place + pointer([*path, key]), where)
            return None
        return self._shape(error, found, at, place + pointer(path), where)

    def _add(self, rule: str, values: dict[str, object], where: dict[str, Any], **more: Any) -> None:
        self.findings.add(finding(rules()[rule], values, **(where | more)))

    def _value(self, at: _Owner, found: Any, place: str, where: dict[str, Any]) -> None:
        assert at.column and at.table
        name = at.column.name
        more = {"pointer": place, "column": name, "record_id": at.record_id}
        if found in _NOTHING and not isinstance(found, bool | int | float):
            return self._add("DOC004", {"key": name, "value": orjson.dumps(found).decode()}, where, **more)
        if at.is_left_out(name):
            return self._add("DOC006", {"key": name}, where, **more)
        rule, values = judge(at.column, found) or ("CEL004", {"expected": NOUNS[at.column.type]})
        text = found if isinstance(found, str) else orjson.dumps(found).decode()
        hint = hint_for(at.column, text) if rule in ("CEL003", "CEL007") else None
        return self._add(rule, {"column": name, "value": text, **values}, where, value=text[:200], hint=hint, **more)

    def _missing(self, key: str, at: _Owner, value: Any, place: str, where: dict[str, Any]) -> None:
        if at.table and key in at.table.columns:
            more = {"pointer": place, "column": key, "record_id": at.record_id}
            return self._add("CEL001", {"column": key, "table": at.table.name}, where, **more)
        if place.endswith("/package") or (isinstance(value, dict) and value.get("record") == "package"):
            return self._add("DOC003", {"owner": "the package", "key": key}, where, pointer=place)
        return self._add("DOC003", {"owner": at.name, "key": key}, where, pointer=place)

    def _unknown(self, key: str, at: _Owner, value: Any, place: str, where: dict[str, Any]) -> None:
        known = [*at.table.columns, *(n.table for n in at.table.children)] if at.table else [*tables(), "$schema", "package"]
        present = at.record if isinstance(at.record, dict) else value
        hint = nearest(key, [k for k in known if k not in present])
        self._add("DOC002", {"owner": at.name, "key": key}, where, pointer=place, column=key, hint=hint, record_id=at.record_id)

    def _shape(self, error: jsonschema_rs.ValidationError, found: Any, at: _Owner, place: str, where: dict[str, Any]) -> None:
        steps = place.split("/")
        key = steps[-1] or "the document"
        if "$schema" in steps:
            expected = version().uri("package.schema.json")
            return self._add("DOC008", {"value": found, "expected": expected}, where, pointer=place)
        if steps[-1] == "record" and error.kind.name == "enum":
            known = list(by_record())
            return self._add("DOC007", {"value": found}, where, pointer=place, hint=nearest(str(found), known))
        if "package" in steps or at.is_package:
            return self._add("DOC009", {"property": key, "problem": error.message}, where, pointer=place)
        if found in _NOTHING and not isinstance(found, bool | int | float):
            return self._add("DOC004", {"key": key, "value": orjson.dumps(found).decode()}, where, pointer=place, column=key)
        if error.kind.name == "falseSchema":
            return self._add("DOC006", {"key": key}, where, pointer=place, column=key)
        words = {"array": "a list of records", "object": "an object"}
        types = error.kind.types if error.kind.name == "type" else ()
        expected = " or ".join(words.get(t, t) for t in types) or error.message
        return self._add("DOC005", {"key": key, "found": _noun(found), "expected": expected}, where, pointer=place)


def _noun(value: Any) -> str:
    nouns = {dict: "an object", list: "a list", str: "text", bool: "a truth value", int: "a number", float: "a number"}
    return nouns.get(type(value), "null")


def _is_about_keys(error: jsonschema_rs.ValidationError) -> bool:
    return error.kind.name in ("required", "additionalProperties", "unevaluatedProperties")


def _found(value: Any, path: list[str | int]) -> Any:
    for step in path:
        value = value[step]
    return value


@dataclass(frozen=True, slots=True)
class _Owner:
    """The record that a path leads into: its table, the path's column of it, and how it nests."""

    table: Table | None
    record: Any
    column: Column | None
    depth: int
    left_out: tuple[str, ...]
    is_package: bool

    @property
    def name(self) -> str:
        return f"the {self.table.record.replace('_', ' ')}" if self.table else "the document"

    @property
    def record_id(self) -> str | None:
        key = self.table.key if self.table else None
        value = self.record.get(key) if key and isinstance(self.record, dict) else None
        return value if isinstance(value, str) else None

    def is_left_out(self, column: str) -> bool:
        return column in self.left_out


def _owner(value: Any, path: list[str | int]) -> _Owner:
    """Follows a path through nested records to the innermost one."""
    kind = value.get("record") if isinstance(value, dict) else None
    table = by_record().get(kind) if isinstance(kind, str) else None
    record, depth, left_out, i = value, 0, (), 0
    while i + 1 < len(path) and isinstance(path[i + 1], int):
        children = {n.table: n for n in table.children} if table else dict.fromkeys(tables())
        if path[i] not in children:
            break
        nesting = children[str(path[i])]
        table, left_out = tables()[str(path[i])], nesting.leaves_out if nesting else ()
        record = record[path[i]][path[i + 1]]
        i += 2
        depth = i
    rest = path[depth:]
    column = table.columns.get(str(rest[0])) if table and rest else None
    return _Owner(table, record, column, depth, left_out, kind == "package" or path[:1] == ["package"])


def read_document(path: Path, file: str, folder: Path, findings: Findings) -> tuple[dict[str, Any], Shredder]:
    """Reads a document: judges it, and shreds it into files under `folder`.

    Returns:
        The metadata of the dataset, and the shredder, still open.
    """
    shredder = Shredder(folder)
    structure = Structure(file, findings)
    try:
        document = loads(decode(path.read_bytes()))
    except NotJSONError as error:
        _not_json(error, file, error.line, findings)
        return {}, shredder
    refuse_other_version(document.get("$schema") if isinstance(document, dict) else None)
    structure.check("package.schema.json", document)
    if not isinstance(document, dict):
        return {}, shredder
    for table in tables().values():
        records = document.get(table.name)
        for i, record in enumerate(records if isinstance(records, list) else ()):
            shredder.add(table, record, f"/{table.name}/{i}")
    metadata = document.get("package")
    return metadata if isinstance(metadata, dict) else {}, shredder


def read_lines(path: Path, file: str, folder: Path, findings: Findings) -> tuple[dict[str, Any], Shredder]:
    """Reads a JSON Lines file line by line: a faulty line is reported and the rest still read."""
    shredder = Shredder(folder)
    structure = Structure(file, findings)
    metadata: dict[str, Any] = {}
    with path.open("rb") as stream:
        for number, data in enumerate(stream, start=1):
            if not data.strip():
                continue
            try:
                record = loads(decode(data.rstrip(b"\r\n")))
            except NotJSONError as error:
                _not_json(error, file, number, findings)
                continue
            structure.check("record.schema.json", record, line=number)
            kind = record.get("record") if isinstance(record, dict) else None
            if kind == "package":
                metadata = record
            elif isinstance(kind, str) and kind in by_record():
                shredder.add(by_record()[kind], record, f"{number}:")
    return metadata, shredder


def _not_json(error: NotJSONError, file: str, line: int | None, findings: Findings) -> None:
    if error.key:
        findings.add(finding(rules()["DOC010"], {"key": error.key}, file=file, line=line))
    else:
        findings.add(finding(rules()["DOC001"], {"problem": error.problem}, file=file, line=line))
