"""The house: sizes, docstrings, no notes to self, and packages that other tools can open."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import conflictdp
from conflictdp.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "validators" / "conflictdp"
MODULES = sorted(PACKAGE.rglob("*.py"))
of_modules = pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
Function = ast.FunctionDef | ast.AsyncFunctionDef

LONGEST_BODY, LONGEST_MODULE = 40, 400


def is_generated(text: str) -> bool:
    return "do not edit" in text[:400].lower()


def functions(tree: ast.AST) -> Iterator[Function]:
    yield from (node for node in ast.walk(tree) if isinstance(node, Function))


def body(function: Function) -> int:
    """Lines of the body, less the docstring."""
    first = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - first[0].lineno + 1 if first else 0


def public(tree: ast.Module) -> Iterator[Function | ast.ClassDef]:
    """What a module offers: functions and classes, and the methods of these."""
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (n for n in node.body if isinstance(n, Function) and not n.name.startswith("_"))


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 50


@of_modules
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module begins with what it is for"
    assert [node.name for node in public(tree) if not ast.get_docstring(node)] == []
    if not is_generated(text):
        assert text.count("\n") <= LONGEST_MODULE
        assert {f.name: body(f) for f in functions(tree) if body(f) > LONGEST_BODY} == {}


@pytest.mark.parametrize("package", sorted(p.parent for p in PACKAGE.rglob("__init__.py")), ids=lambda p: p.name)
def test_a_package_names_its_modules_in_reading_order(package: Path) -> None:
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = re.findall(r"^([a-z_]+) {2,}\S", docstring, flags=re.MULTILINE)
    there = {p.stem for p in package.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    unnamed = there - set(named) - {"__init__", "__main__", "__pycache__"}
    assert (sorted(set(named) - there), sorted(unnamed)) == ([], [])


def test_nothing_is_left_to_do_and_no_place_outside_is_named() -> None:
    notes = re.compile(r"\b(TODO|FIXME|HACK)\b(?!')|/work/|/tmp/")
    folders = ("validators", "schema", "docs", "examples")
    files = [p for f in folders for p in (ROOT / f).rglob("*") if p.suffix in (".py", ".sql", ".md", ".json", ".csv")]
    files += [p for p in ROOT.iterdir() if p.suffix in (".md", ".toml", ".cff") or p.name == "Makefile"]
    assert len(files) > 150
    found = {f"{p.relative_to(ROOT)}: {m[0]}" for p in files for m in notes.finditer(p.read_text(encoding="utf-8"))}
    assert found == set()


PACKAGES = (".", "examples/khasham-2018", "examples/minimal")


@pytest.mark.parametrize("path", PACKAGES)
def test_our_own_packages_have_no_error_and_no_warning(
    path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["validate", path, "--fail-on", "warning"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"valid: {path}: ")


def test_frictionless_finds_our_packages_valid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("frictionless")
    assert main(["init", str(tmp_path / "new")]) == 0
    capsys.readouterr()
    program = "import sys, frictionless; print([frictionless.validate(p).flatten() for p in sys.argv[1:]])"
    paths = [str(folder / "datapackage.json") for folder in (*(ROOT / p for p in PACKAGES), tmp_path / "new")]
    done = subprocess.run(
        [sys.executable, "-c", program, *paths], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("[[], [], [], []]\n", 0), done.stderr[-2000:]


def test_public_names_are_importable_and_no_others() -> None:
    assert sorted(conflictdp.__all__) == ["Dataset", "Finding", "Limits", "Report", "open", "validate"]
    for name in conflictdp.__all__:
        assert getattr(conflictdp, name).__name__.lower() == name.lower()
    with pytest.raises(AttributeError, match="module 'conflictdp' has no attribute 'valdiate'"):
        conflictdp.valdiate  # noqa: B018 - the attribute is what is tested
