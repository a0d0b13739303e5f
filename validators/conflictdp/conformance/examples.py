"""A failing and a mended example of each rule, taken from its conformance cases.

The cases change a dataset without any finding, so what stood there before is the mended example.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from conflictdp.conformance.cases import Package, changed, conformance_root
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINES = 12
MAX_WIDTH = 160
NOTHING = "(nothing)"


Part = tuple[str, str]
"""What is at fault, and the same without the fault."""


@dataclass(frozen=True, slots=True)
class Example:
    """A fault as data, and the same data without it.

    Attributes:
        title: What the fault is, in a few words.
        failing: The data that the rule speaks of, as text.
        mended: The same without the fault.
    """

    title: str
    failing: str
    mended: str


@cache
def example(rule_id: str) -> Example | None:
    """The example of a rule: its first case that fires and can be shown; None when there is none."""
    for folder in ("rules", "structure"):
        path = conformance_root() / folder / f"{rule_id}.json"
        if path.exists():
            for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
                if case["kind"] == "fires" and (found := _example(rule_id, case)):
                    return found
    return None


def _example(rule_id: str, case: dict[str, Any]) -> Example | None:
    good: Package = json.loads((conformance_root() / f"{case.get('base', 'base')}.json").read_text(encoding="utf-8"))
    if "codes" in case or any("base64" in f for f in case.get("files", ())):
        return None
    parts = [*_records(rule_id, case, good), *_properties(case, good), *_patched(case, good), *_files(case, good)]
    if not parts:
        return None
    failing, mended = (_cut("\n".join(dict.fromkeys(texts))) for texts in zip(*parts, strict=True))
    return Example(case["title"], failing, mended)


def _cut(text: str) -> str:
    lines = [line if len(line) <= MAX_WIDTH else line[: MAX_WIDTH - 1] + "…" for line in text.split("\n")]
    return "\n".join([*lines[:MAX_LINES], "…"] if len(lines) > MAX_LINES else lines)


def _records(rule_id: str, case: dict[str, Any], good: Package) -> Iterator[Part]:
    """The records that the case changes, and those at fault: with and without the fault."""
    changes = [c for c in case.get("change", ()) if "table" in c]
    if not changes:
        return
    bad = changed(good, tuple(case["change"]))
    places: dict[tuple[str, int], set[str]] = {}
    for finding in case["findings"]:
        if finding["rule"] == rule_id and "row" in finding:
            places.setdefault((finding["table"], finding["row"]), set())
    for change in changes:
        row = change.get("row") or change.get("remove") or len(bad["tables"][change["table"]])
        places.setdefault((change["table"], row), set()).update(change.get("set") or change.get("add") or ())
    for (table, row), columns in places.items():
        shown = _columns(rule_id, table, columns)
        before, after = (_record(p["tables"].get(table, []), table, row, shown) for p in (good, bad))
        yield after, before


def _columns(rule_id: str, table: str, columns: set[str]) -> list[str]:
    known = tables()[table]
    always = {known.key} if known.key else {c.name for c in known.columns.values() if c.is_parent}
    wanted = columns | always | set(rules()[rule_id].columns)
    return [*(c for c in known.columns if c in wanted), *sorted(wanted & (columns - known.columns.keys()))]


def _record(rows: list[dict[str, str]], table: str, number: int, columns: list[str]) -> str:
    if number > len(rows):
        return f"{table} row {number}: {NOTHING}"
    cells = ", ".join(f"{c}={rows[number - 1].get(c, '')}" for c in columns)
    return f"{table} row {number}: {cells}"


def _properties(case: dict[str, Any], good: Package) -> Iterator[Part]:
    """What the dataset says of itself, where the case changes it."""
    patches = [c["package"] for c in case.get("change", ()) if "package" in c]
    for patch in [*patches, *([case["descriptor"]] if "descriptor" in case else [])]:
        for name, value in patch.items():
            yield _property(name, value), _property(name, good["package"].get(name, _default(name)))


def _default(name: str) -> Any:
    return "https://w3id.org/conflictdp/1.0/profile.schema.json" if name == "$schema" else None


def _property(name: str, value: Any) -> str:
    return f"{name}: {NOTHING if value is None else json.dumps(value, ensure_ascii=False)}"


def _put(path: str, value: Any) -> str:
    """A value that a document holds, null included."""
    return f"{path}: {json.dumps(value, ensure_ascii=False)}"


def _patched(case: dict[str, Any], good: Package) -> Iterator[Part]:
    """What a JSON Patch puts into a descriptor or document, with its place."""
    base = case.get("base", "base")
    path = conformance_root() / f"{base}.document.json"
    document = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for key, whole in (("descriptor_patch", good["package"]), ("document_patch", document)):
        for operation in case.get(key, ()):
            is_gone = operation["op"] == "remove"
            bad = _property(operation["path"], None) if is_gone else _put(operation["path"], operation["value"])
            yield bad, _property(operation["path"], _at(whole, operation))
    for line in case.get("lines", ()):
        yield line if isinstance(line, str) else json.dumps(line, ensure_ascii=False), NOTHING


def _at(whole: Any, operation: dict[str, Any]) -> Any:
    """What stood at the place of an operation; None for a place that it makes."""
    if operation["op"] == "add" and operation["path"].endswith("/-"):
        return None
    value = whole
    for step in operation["path"].split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(name)] if name.isdigit() and int(name) < len(value) else None
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value


def _files(case: dict[str, Any], good: Package) -> Iterator[Part]:
    """The files that the case writes, and as they were."""
    for operation in case.get("files", ()):
        name = operation["file"]
        if "replace" in operation:
            bad, sound = operation["replace"][1], operation["replace"][0]
            yield f"{name}: {bad}", f"{name}: {sound}"
        else:
            text = operation.get("text")
            yield _file(name, text), _file(name, _sound(name, good))


def _file(name: str, text: str | None) -> str:
    if text is None:
        return f"{name}: {NOTHING}"
    lines = text.rstrip("\n").split("\n") if text else ["(empty)"]
    return "\n".join([f"{name}:", *(f"  {line}" for line in lines)])


def _sound(name: str, good: Package) -> str | None:
    """A file of the base, as the cases write it."""
    if name == "datapackage.json":
        described = {"$schema": _default("$schema"), **good["package"], "resources": ["..."]}
        return json.dumps(described, ensure_ascii=False, indent=2)
    return _csv(name.rpartition(".")[0], good)


def _csv(table: str, good: Package) -> str | None:
    """A table of the base as CSV, as the cases write it."""
    rows = good["tables"].get(table)
    if rows is None:
        return None
    known = tables()[table].columns
    used = [c for c in known if known[c].is_required or any(c in r for r in rows)]
    return "\n".join([",".join(used), *(",".join(r.get(c, "") for c in used) for r in rows)])
