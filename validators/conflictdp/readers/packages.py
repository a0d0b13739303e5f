"""Packages: descriptors, and the files that hold the tables."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictdp.errors import InputError
from conflictdp.readers.csv_files import CsvReader
from conflictdp.readers.headers import is_extra
from conflictdp.readers.inputs import Input, TableFile
from conflictdp.readers.json_text import NotJSONError, decode, loads, pointer
from conflictdp.readers.metadata import check_size
from conflictdp.readers.paths import problem_of, resolve_inside
from conflictdp.report import NotChecked
from conflictdp.report.findings import Findings, finding
from conflictdp.report.privacy import problem_without
from conflictdp.spec.documents import validator
from conflictdp.spec.rules import rules
from conflictdp.spec.table_schemas import field
from conflictdp.spec.tables import Table, required_tables, tables
from conflictdp.spec.values import nearest
from conflictdp.spec.versions import refuse_other_version, version

if TYPE_CHECKING:
    from conflictdp.readers.archives import Archive
    from conflictdp.readers.staging import Staging

DESCRIPTOR = "datapackage.json"
_DEFAULT_DIALECT = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "lineTerminator": "\r\n",
}
_SHA256 = re.compile("sha256:[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Package:
    """Reads one package: a folder or an archive, with or without a descriptor.

    Attributes:
        root: The folder, or the archive.
        staging: Where files are put under plain names.
        findings: Where faults go.
        found: What is being gathered.
        foreign: Names of resources that are not tables of the standard.
    """

    root: Path | Archive
    staging: Staging
    findings: Findings
    found: Input
    foreign: list[str] = dataclasses.field(default_factory=list)

    def _fault(
        self,
        rule: str,
        values: dict[str, object] | None = None,
        private: dict[str, object] | None = None,
        /,
        **place: Any,
    ) -> None:
        self.findings.add(finding(rules()[rule], values, private, **place))

    def stage(self, path: str) -> Path:
        """The file of that (safe) path under a plain name.

        Raises:
            FileNotFoundError: When there is none.
            InputError: When it is a link, not a regular file, or cannot be read.
        """
        suffix = "." + path.rpartition(".")[2].lower() if path.lower().endswith((".csv", ".parquet", ".json")) else ""
        if isinstance(self.root, Path):
            return self.staging.take(resolve_inside(self.root, path), suffix)
        if path not in self.root.members:
            raise FileNotFoundError(path)
        return self.root.take(path, self.staging, suffix)

    def read(self, descriptor: str = DESCRIPTOR) -> Input:
        """Reads the descriptor and prepares every table that it names."""
        try:
            staged = self.stage(descriptor)
        except FileNotFoundError:
            return self._without_descriptor()
        self.staging.limits.check("descriptor_bytes", staged.stat().st_size, descriptor)
        data = staged.read_bytes()
        try:
            value = loads(decode(data))
        except NotJSONError as error:
            self._fault("PKG002", {"problem": error.problem}, file=descriptor, line=error.line)
            return self.found
        check_size(value, self.staging.limits, descriptor)
        self._descriptor(value, descriptor)
        return self.found

    def judge(self, value: Any, file: str) -> None:
        """Judges a descriptor whose tables have been read already.

        Args:
            value: The descriptor.
            file: The file that the findings name.
        """
        for error in validator("profile.schema.json").iter_errors(value):
            self._property(error, file)
        self._require_tables(file)

    def _descriptor(self, value: Any, file: str) -> None:
        self.found.described_in = file
        refuse_other_version(value.get("$schema") if isinstance(value, dict) else None)
        told: set[tuple[str, str]] = set()
        for error in validator("profile.schema.json").iter_errors(value):
            about = (str(error.instance_path), error.message)  # two schemas may demand the same
            if about not in told:
                self._property(error, file)
            told.add(about)
        if not isinstance(value, dict):
            return
        self.found.metadata = {k: v for k, v in value.items() if k not in ("$schema", "resources")}
        given = value.get("resources")
        resources = given if isinstance(given, list) else []
        self.staging.limits.check("resources", len(resources), file)
        for i, resource in enumerate(resources):
            if isinstance(resource, dict) and isinstance(resource.get("name"), str):
                self._resource(resource, f"/resources/{i}", file)
        if self.foreign:
            self.found.not_checked.append(_not_ours(self.foreign))
        self._require_tables(file)

    def _property(self, error: Any, file: str) -> None:
        steps = [str(s) for s in error.instance_path]
        place = {"file": file, "pointer": pointer(steps)}
        if error.kind.name == "required":
            name = ".".join([*steps, error.kind.as_dict()["property"]])
            self._fault(
                "PKG005" if name == "$schema" else "PKG003",
                {"property": name, "value": None, "expected": _profile()},
                **place,
            )
        elif steps == ["$schema"]:
            self._fault("PKG005", {"value": error.instance, "expected": _profile()}, **place)
        elif steps[:1] + steps[2:] != ["resources", "path"]:  # the paths are judged one by one
            hidden: dict[str, object] = {"problem": problem_without(error.message, error.instance, steps)}
            self._fault(
                "PKG004", {"property": ".".join(steps) or "the whole", "problem": error.message}, hidden, **place
            )

    def _resource(self, resource: dict[str, Any], place: str, file: str) -> None:
        name, path = resource["name"], resource.get("path")
        table = tables().get(name)
        fault = partial(self._fault, file=file, pointer=place)
        if path is None:
            if table:
                fault("PKG004", {"property": f"resource {name}", "problem": "it has no path"}, table=name)
        elif problem := problem_of(path):
            shown = path if isinstance(path, str) else json.dumps(path, ensure_ascii=False)
            fault("PKG006", {"path": shown, "resource": name, "problem": problem}, table=table and name)
        elif table is None:
            self._foreign(name, path, fault)
        elif any(f.table == name for f in self.found.files):
            fault("PKG009", {"name": name}, table=name)
        elif problem := _format_problem(resource, path):
            fault("PKG010", {"resource": name, "problem": problem}, table=name)
            self.found.not_checked.append(NotChecked(f"table {name}", problem, is_gap=True))
        else:
            self._table(table, resource, path, fault)

    def _foreign(self, name: str, path: str, fault: Any) -> None:
        self.foreign.append(name)
        exists = (self.root / path).is_file() if isinstance(self.root, Path) else path in self.root.members
        if not exists:
            fault("PKG007", {"path": path, "resource": name})

    def _table(self, table: Table, resource: dict[str, Any], path: str, fault: Any) -> None:
        try:
            staged = self.stage(path)
        except FileNotFoundError:
            fault("PKG007", {"path": path, "resource": table.name}, table=table.name)
            return
        self._compare_bytes(resource, path, staged, fault)
        prepared = prepare(table, path, staged, self.staging, self.findings)
        if prepared is None:
            self.found.not_checked.append(NotChecked(f"table {table.name}", f"{path} could not be read", is_gap=True))
            return
        self.found.files.append(prepared)
        problem = _schema_problem(table, resource.get("schema"), prepared)
        if problem:
            fault("PKG011", {"name": table.name, "problem": problem}, table=table.name)

    def _compare_bytes(self, resource: dict[str, Any], path: str, staged: Path, fault: Any) -> None:
        size, expected = staged.stat().st_size, resource.get("bytes")
        if type(expected) is int and size != expected:
            fault("PKG012", {"path": path, "found": f"{size} bytes", "expected": f"{expected} bytes"})
            return
        digest = resource.get("hash")
        if isinstance(digest, str) and _SHA256.fullmatch(digest):
            with staged.open("rb") as stream:
                found = "sha256:" + hashlib.file_digest(stream, "sha256").hexdigest()
            if found != digest:
                fault("PKG012", {"path": path, "found": found, "expected": digest})

    def _without_descriptor(self) -> Input:
        names = self._names()
        known = {
            n: t for n in names for t in [tables().get(n.rpartition(".")[0])] if t and n.endswith((".csv", ".parquet"))
        }
        if not known:
            raise InputError(
                f"{self.found.label}: no datapackage.json, and no file named after a table (such as events.csv)"
            )
        self._fault("PKG001", file=DESCRIPTOR)
        for name in sorted(known, key=lambda n: list(tables()).index(known[n].name)):
            fault = partial(self._fault, file=name)
            if any(f.table == known[name].name for f in self.found.files):
                fault("PKG009", {"name": known[name].name}, table=known[name].name)
            else:
                self._table(known[name], {}, name, fault)
        for name in sorted(set(names) - known.keys()):
            if name.endswith((".csv", ".parquet")):
                self.found.not_checked.append(
                    NotChecked(f"file {name}", "the standard has no table of that name", is_gap=False)
                )
        self._require_tables(None)
        return self.found

    def _names(self) -> list[str]:
        if isinstance(self.root, Path):
            return sorted(p.name for p in self.root.iterdir() if p.is_file() and not p.name.startswith("."))
        return [n for n in self.root.members if "/" not in n]

    def _require_tables(self, file: str | None) -> None:
        tried = {f.table for f in self.found.files} | {table for _, table in self.findings.broken if table}
        for name in required_tables():
            if name not in tried:
                self._fault("PKG008", {"name": name}, file=file, table=name)


def _not_ours(names: list[str]) -> NotChecked:
    """Resources that the standard does not speak of, with a hint where one looks like a misspelt table."""
    hints = [f"{n}: {hint}" for n in names if "-" not in n and (hint := nearest(n, list(tables())))]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")  # noqa: PLR2004
    what = f"{len(names)} resource{'s' if len(names) > 1 else ''} ({shown})"
    return NotChecked(what, "; ".join(["not tables of the standard", *hints]), is_gap=False)


def _profile() -> str:
    return version().uri("profile.schema.json")


def _format_problem(resource: dict[str, Any], path: str) -> str | None:
    def text(key: str, default: str) -> str:
        value = resource.get(key)
        return value if isinstance(value, str) else default

    named = text("format", path.rpartition(".")[2].lower())
    if named not in ("csv", "parquet"):
        return f"its format is {named[:40]}, not csv or parquet"
    encoding = text("encoding", "utf-8")
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return f"its encoding is {encoding[:40]}, not utf-8"
    dialect = resource.get("dialect")
    odd = {
        k: v
        for k, v in (dialect if isinstance(dialect, dict) else {}).items()
        if k in _DEFAULT_DIALECT and v != _DEFAULT_DIALECT[k] and k != "lineTerminator"
    }
    return f"its dialect says {', '.join(f'{k} {v!r}' for k, v in odd.items())[:100]}" if odd else None


def _schema_problem(table: Table, schema: Any, file: TableFile) -> str | None:
    """How a publisher's Table Schema differs from the standard's in what it demands; None when it does not."""
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list):
        return None
    given = {f["name"]: f for f in fields if isinstance(f, dict) and isinstance(f.get("name"), str)}
    for name, theirs in given.items():
        if name in table.columns:
            ours = field(table.columns[name])
            for key in ("type", "constraints"):
                if theirs.get(key, {} if key == "constraints" else None) != ours.get(
                    key, {} if key == "constraints" else None
                ):
                    return f"{key} of {name}"
        elif not is_extra(name):
            return f"it has a field {name[:60]}"
    unnamed = [c for c in file.columns if c and c not in given]
    return f"it lacks the field {unnamed[0]}" if unnamed else None


def prepare(table: Table, file: str, staged: Path, staging: Staging, findings: Findings) -> TableFile | None:
    """A staged file made ready for the engine; None when nothing of it can be read, which has its finding."""
    if file.lower().endswith(".parquet"):
        return TableFile(table.name, file, staged, "parquet")
    return CsvReader(table, file, staged, findings, staging.limits).prepare(staging.new(".csv"))
