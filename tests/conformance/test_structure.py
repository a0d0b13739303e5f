"""Runs every conformance case of the structure: packages, files, cells, keys and documents.

Most cases are validated one by one. Those that only change cells are validated side by side, as the cases of the
rules are; one that does not come out as it should in company is validated alone, and that decides.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import conflictdp
from conflictdp.spec.codelists import codelists
from conflictdp.spec.nesting import nest
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import tables
from packages import base, changed, merge, merged, write

HERE = Path(__file__).parent
FOLDER = HERE / "structure"
KINDS = {"fires", "quiet", "edge"}
KEYS = ("rule", "table", "row", "column", "file", "pointer", "line")
TOGETHER = 30

Case = dict[str, Any]
Found = list[dict[str, Any]]


def _cases() -> list[tuple[str, Case]]:
    entries = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    return [(entry["rule"], case) for entry in entries for case in entry["cases"]]


def _only_changes_cells(case: Case) -> bool:
    """Whether the case can be validated beside others: only places that `merged` keeps are compared."""
    return (
        case.keys() <= {"kind", "title", "change", "findings"}
        and not any("package" in c for c in case["change"])
        and all(f.keys() <= {"rule", "table", "row", "column"} for f in case["findings"])
    )


CASES = _cases()
ALONE = [c for c in CASES if not _only_changes_cells(c[1])]
COMPANY = [c for c in CASES if _only_changes_cells(c[1])]
BATCHES = [COMPANY[i : i + TOGETHER] for i in range(0, len(COMPANY), TOGETHER)]


def _base(name: str) -> dict[str, Any]:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def _name(entry: tuple[str, Case]) -> str:
    return f"{entry[0]} {entry[1]['kind']}: {entry[1]['title']}"


def patched(value: Any, operations: list[dict[str, Any]]) -> Any:
    """The value after the operations of a JSON Patch (RFC 6902): add, replace, remove."""
    for operation in operations:
        *steps, last = [s.replace("~1", "/").replace("~0", "~") for s in operation["path"].split("/")[1:]]
        inner = value
        for step in steps:
            inner = inner[int(step)] if isinstance(inner, list) else inner[step]
        place: Any = last
        if isinstance(inner, list):
            place = len(inner) if last == "-" else int(last)
        if operation["op"] == "remove":
            del inner[place]
        elif operation["op"] == "add" and isinstance(inner, list):
            inner.insert(place, operation["value"])
        else:
            assert operation["op"] == "add" or place in inner or isinstance(inner, list), operation
            inner[place] = operation["value"]
    return value


def _edit(folder: Path, files: list[dict[str, Any]]) -> None:
    for edit in files:
        path = folder / edit["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if edit.get("remove"):
            path.unlink()
        elif "base64" in edit:
            path.write_bytes(base64.b64decode(edit["base64"], validate=True))
        elif "text" in edit:
            path.write_bytes(edit["text"].encode())
        else:
            old, new = edit["replace"]
            text = path.read_bytes().decode()
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {edit['file']}"
            path.write_bytes(text.replace(old, new).encode())


def _lines(document: dict[str, Any], more: list[Any]) -> str:
    lines: list[Any] = []
    if "package" in document:
        lines.append({"record": "package", "$schema": document["$schema"], **document["package"]})
    for table in tables().values():
        lines += [{"record": table.record, **record} for record in document.get(table.name, [])]
    return "".join((x if isinstance(x, str) else json.dumps(x, ensure_ascii=False)) + "\n" for x in [*lines, *more])


def document_file(case: Case, folder: Path) -> Path:
    document = patched(_base(f"{case.get('base', 'base')}.document"), case.get("document_patch", []))
    folder.mkdir(parents=True, exist_ok=True)
    if case["form"] == "lines":
        path, text = folder / "dataset.jsonl", _lines(document, case.get("lines", []))
    else:
        path, text = folder / "dataset.json", json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    path.write_bytes(text.encode())
    _edit(folder, case.get("files", []))
    return path


def _package(case: Case, folder: Path) -> Path:
    write(changed(_base(case.get("base", "base")), case.get("change", [])), folder)
    path = folder / "datapackage.json"
    if "descriptor" in case or "descriptor_patch" in case:
        descriptor = merge(json.loads(path.read_text(encoding="utf-8")), case.get("descriptor", {}))
        path.write_text(json.dumps(patched(descriptor, case.get("descriptor_patch", []))), encoding="utf-8")
    _edit(folder, case.get("files", []))
    return folder / case["path"] if case.get("form") == "table" else folder


def _findings(path: Path) -> Found:
    report = conflictdp.validate(path, keep=10_000)
    return [{k: getattr(f, k) for k in KEYS} for f in report.findings]


def _agree(expected: Found, found: Found) -> bool:
    """Whether the lists are equal as far as the expectation goes; what it does not name is not compared."""
    rest = list(found)
    for wanted in sorted(expected, key=len, reverse=True):
        match = next((f for f in rest if all(f[k] == v for k, v in wanted.items())), None)
        if match is None:
            return False
        rest.remove(match)
    return not rest


def _together(batch: list[tuple[str, Case]], folder: Path) -> list[Found]:
    """The findings of each case, validated side by side, with the row numbers of its own tables."""
    packages = [changed(base(), case["change"]) for _, case in batch]
    results: list[Found] = [[] for _ in batch]
    for finding in _findings(write(merged(packages), folder)):
        row = finding["row"] or 0
        for result, package in zip(results, packages, strict=True):
            size = len(package["tables"].get(finding["table"], []))
            if row <= size:
                result.append(finding | {"row": row or None})
                break
            row -= size
    return results


@pytest.mark.parametrize("entry", ALONE, ids=_name)
def test_case(entry: tuple[str, Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = entry[1]
    for code in case.get("codes", []):
        known = codelists()[code["codelist"]].codes
        monkeypatch.setitem(known, code["code"], replace(known[code["code"]], **code["set"]))
    make = document_file if case.get("form") in ("document", "lines") else _package
    found = _findings(make(case, tmp_path / "dataset"))
    assert _agree(case["findings"], found), {"expected": case["findings"], "found": found}


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("batch", BATCHES, ids=lambda b: f"{b[0][0]}-{b[-1][0]}")
def test_cases_on_cells(batch: list[tuple[str, Case]], tmp_path: Path) -> None:
    found = _together(batch, tmp_path / "all")
    wrong = []
    for i, entry in enumerate(batch):
        expected = entry[1]["findings"]
        if not _agree(expected, found[i]):
            found[i] = _findings(_package(entry[1], tmp_path / str(i)))
        if not _agree(expected, found[i]):
            wrong.append({"case": _name(entry), "expected": expected, "found": found[i]})
    assert wrong == []


@pytest.mark.parametrize("entry", [c for c in CASES if c[1]["kind"] == "fires"], ids=_name)
def test_a_case_that_fires_shows_its_own_rule(entry: tuple[str, Case]) -> None:
    assert entry[0] in {f["rule"] for f in entry[1]["findings"]}


@pytest.mark.parametrize("name", ["base", "small"])
def test_documents_are_up_to_date(name: str, tmp_path: Path) -> None:
    package = _base(name)
    right, there = tmp_path / "right.json", HERE / f"{name}.document.json"
    text = json.dumps(nest(package["package"], package["tables"]), indent=2, ensure_ascii=False) + "\n"
    right.write_text(text, encoding="utf-8")
    assert there.read_text(encoding="utf-8") == text, f"{name}.json has changed: cp {right} {there}"


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize(
    ("name", "form"), [("base", "document"), ("small", "document"), ("small", "lines"), ("tiny", "package")]
)
def test_bases_have_no_finding(name: str, form: str, tmp_path: Path) -> None:
    make = _package if form == "package" else document_file
    assert _findings(make({"base": name, "form": form}, tmp_path)) == []


@pytest.mark.parametrize("rule", [r.id for r in rules().values() if r.stage != "rules"])
def test_every_rule_has_cases(rule: str) -> None:
    path = FOLDER / f"{rule}.json"
    assert path.exists(), f"write tests/conformance/structure/{rule}.json with cases that fire, stay quiet, and an edge"
    entry = json.loads(path.read_text(encoding="utf-8"))
    assert entry["rule"] == rule
    assert {c["kind"] for c in entry["cases"]} >= KINDS, f"{path.name} needs a case of each kind: {sorted(KINDS)}"
