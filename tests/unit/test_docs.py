"""Documentation does what it says: commands, code, lists, links."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
import yaml

import conflictdp
from conflictdp.cli.group import COMMANDS
from conflictdp.reference import pages
from conflictdp.spec.codelists import codelist
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import schema, tables
from conflictdp.spec.values import sentinels

ROOT = Path(__file__).resolve().parents[2]
KHASHAM = "examples/khasham-2018"
PAGES = sorted(
    p.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "schema/*.md", "docs/**/*.md", "examples/**/*.md", "tests/**/*.md")
    for p in ROOT.glob(pattern)
)
REFERENCE = "docs/reference/"
"""Generated pages; their SQL is run with the rules."""

TESTED_ELSEWHERE = r"(\.venv/bin/pytest|make|pytest --conflictdp|frictionless validate) "
"""What a `sh` block may hold: the checks themselves, and the plugins, whose tests run them."""

NEVER_RUN = {"sh", "text", "json", "r", "toml"}
"""Blocks that no test runs as they stand; `text` is compared with the output of what stands before it."""


class Block(NamedTuple):
    """A fenced block: its language, what follows that on the line, and its text."""

    language: str
    about: str
    text: str


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[Block]:
    found = re.findall(r"^```([a-z]+) ?([^\n]*)\n(.*?)^```$", page(name), flags=re.MULTILINE | re.DOTALL)
    return [Block(*b) for b in found]


def with_blocks(*languages: str) -> list[str]:
    written = [p for p in PAGES if not p.startswith(REFERENCE)]
    return [p for p in written if any(b.language in languages for b in blocks(p))]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what pages speak of, to run commands in."""
    for name in ("examples", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "installed").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(command: str) -> str:
    """What a command of a page prints, errors included; `make` takes the running Python, and installs nothing."""
    scripts = str(Path(sys.executable).parent)
    installed = f"make --no-print-directory VENV='{sys.prefix}' BIN='{scripts}' STAMP=installed"
    environment = os.environ | {"PATH": scripts + os.pathsep + os.environ["PATH"], "COLUMNS": "80"}
    done = subprocess.run(
        ["sh", "-c", re.sub(r"^make\b", installed, command)],
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout


def sessions(text: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output shown under it."""
    assert text.startswith("$ "), "a console block begins with a command, after a dollar sign"
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(command, shown) for command, _, shown in (p.partition("\n") for p in parts)]


def shows(shown: str, real: str) -> bool:
    """Whether the output shown is the real one; `...` stands for any text, on a line of its own for any lines."""

    def stripped(text: str) -> str:
        return "\n".join(line.rstrip() for line in text.strip().splitlines())

    pattern = re.escape(stripped(shown)).replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, stripped(real), flags=re.DOTALL) is not None


@pytest.mark.usefixtures("scratch")
@pytest.mark.parametrize("name", with_blocks("console"))
def test_commands_print_what_is_shown(name: str) -> None:
    for block in blocks(name):
        if block.language == "console":
            for command, shown in sessions(block.text):
                real = shell(command)
                assert shows(shown, real), f"{name} shows other output of `{command}` than:\n{real}"


def doctested(text: str, name: str) -> str:
    parsed = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    problems: list[str] = []
    doctest.DocTestRunner(verbose=False).run(parsed, out=problems.append)
    assert not problems, "".join(problems)
    return ""


def executed(text: str, name: str) -> str:
    """What a Python block prints."""
    from hypothesis import HealthCheck, settings

    # What the first draw loads takes long on a busy machine.
    settings.register_profile("pages", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("pages")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(text, name, "exec"), {})  # noqa: S102 - the code of our own pages
    return printed.getvalue()


def queried(text: str, connection: duckdb.DuckDBPyConnection) -> str:
    """The result of the last statement, as these pages print it."""
    result = connection.execute(text)
    names = [d[0] for d in result.description or ()]
    rows = [["" if v is None else str(v) for v in row] for row in result.fetchall()]
    return "\n".join(" | ".join(row) for row in [names, *rows])


def run(block: Block, name: str, connection: duckdb.DuckDBPyConnection) -> str:
    if block.language == "python":
        return doctested(block.text, name) if block.text.startswith(">>>") else executed(block.text, name)
    return queried(block.text, connection)


def check_code(name: str, connection: duckdb.DuckDBPyConnection) -> None:
    """Runs the blocks of a page in order, so that one may use the files that another made."""
    printed = None
    for block in blocks(name):
        if block.language == "console":
            for command, _ in sessions(block.text):
                shell(command)
        if block.language in ("python", "sql"):
            printed = run(block, name, connection)
        elif block.language == "text" and printed is not None:
            assert shows(block.text, printed), f"{name} shows another result than:\n{printed}"
        if block.language not in ("python", "sql"):
            printed = None


@pytest.mark.usefixtures("scratch")
@pytest.mark.parametrize("name", [p for p in with_blocks("python", "sql") if not p.startswith(KHASHAM)])
def test_code_runs_and_gives_what_is_shown(name: str) -> None:
    check_code(name, duckdb.connect())


@pytest.mark.usefixtures("scratch")
def test_queries_of_the_example_give_what_is_shown() -> None:
    with conflictdp.open(KHASHAM) as data:
        check_code(f"{KHASHAM}/README.md", data.connection)


@pytest.mark.parametrize("name", PAGES)
def test_blocks_say_what_they_are(name: str) -> None:
    for block in blocks(name):
        assert block.language in NEVER_RUN | {"console", "python", "sql", "csv", "yaml"}, block
        if block.language in ("csv", "yaml"):
            assert block.text == page(block.about), f"{name} shows another {block.about}"
        if block.language == "sh":
            for line in block.text.splitlines():
                assert re.match(TESTED_ELSEWHERE, line), f"a command that can be tested: {line}"


def listed(rows: list[tuple[str, ...]], *heads: str) -> str:
    """A table in Markdown."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |".replace("| --- |", "|---|").replace(" --- |", "---|") for line in lines)


def first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def coded(names: Any) -> str:
    return ", ".join(f"`{n}`" for n in names)


def nesting() -> str:
    """Which records nest where, and what they leave out there, whatever the parent."""
    rows: dict[tuple[str, str], list[str]] = {}
    for name in tables():
        parents = {p.name: n.leaves_out for p in tables().values() for n in p.children if n.table == name}
        for left_out in dict.fromkeys(parents.values()):
            rows.setdefault((coded(parents), coded(left_out)), []).append(name)
    return listed([(coded(names), *place) for place, names in rows.items()], "records of", "nest in", "and leave out")


EXPECTED = {
    "README.md": [
        listed([(f"`{t.name}`", first_sentence(t.description)) for t in tables().values()], "table", "one record"),
    ],
    "schema/README.md": [
        nesting(),
        listed(
            [(f"`{k}`", v["description"]) for k, v in schema("meta.schema.json")["properties"].items()],
            "keyword", "what it says",
        ),
        coded(sentinels()[0]) + "; for numbers below their range, " + coded(sentinels()[1]),
        rules()["CAS001"].predicate,
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_lists_are_those_of_the_standard(name: str) -> None:
    text = re.sub(r"\s+", " ", page(name))
    for expected in EXPECTED[name]:
        assert re.sub(r"\s+", " ", expected) in text, f"{name} lacks this, or has it otherwise:\n{expected}"


def test_readme_names_every_command() -> None:
    missing = [c for c in COMMANDS if f"`conflictdp {c}" not in page("README.md")]
    assert missing == []


def anchors(name: str) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", page(name), flags=re.MULTILINE)
    return {re.sub(r"[^a-z0-9_ -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    text = re.sub(r"^(`{3,}).*?^\1$", "", page(name), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        found = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        assert found.exists(), f"{name} links to {target}"
        assert found.is_relative_to(ROOT), f"{name} links to {target}, outside the repository"
        assert not anchor or anchor in anchors(found.relative_to(ROOT).as_posix()), f"{name} links to {target}"


@pytest.mark.parametrize("name", PAGES)
def test_pages_name_no_place_outside_the_repository(name: str) -> None:
    named = re.findall(r"(?<![\w.:/-])/(?:work|home|tmp|root|usr|Users)/\S*|\bshared/\S*|[A-Z]:\\\S*", page(name))
    assert named == []


@pytest.mark.parametrize("name", PAGES)
def test_files_and_rules_that_pages_name_exist(name: str) -> None:
    text = re.sub(r"```.*?```", "", page(name), flags=re.DOTALL)
    for path in re.findall(r"`((?:schema|validators|tests|examples|docs)/[\w./*-]+)`", text):
        assert list(ROOT.glob(path.rstrip("/"))), f"{name} names {path}"
    unknown = set(re.findall(r"\b(?:[A-Z]{3}[0-9]{3})\b", text)) - rules().keys()
    assert unknown == set(), f"{name} names rules that do not exist"


def test_guide_tells_how_to_code_every_kind_of_count() -> None:
    _, *coded_rows = re.findall(r"^\|[^|]*\| `(\w+)` \|", page("docs/guide.md"), flags=re.MULTILINE)
    assert coded_rows == list(codelist("count_kinds").codes)


def test_contributing_names_every_folder_of_tests() -> None:
    folders = {f"`tests/{p.parent.name}/`" for p in (ROOT / "tests").glob("*/test_*.py")}
    missing = sorted(f for f in folders if f not in page("CONTRIBUTING.md"))
    assert missing == [], "say in CONTRIBUTING.md what these hold"


def test_citation_is_complete_and_current() -> None:
    citation = yaml.safe_load(page("CITATION.cff"))
    assert citation.keys() >= {"cff-version", "message", "title", "authors", "version"}
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == conflictdp.__version__
    assert citation["authors"] == [{"name": "The Conflict DP contributors"}]


def test_changelog_begins_with_whether_data_must_change() -> None:
    versions = re.split(r"^## ", page("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    for version in versions:
        standard, tools = re.split(r"^### The tools", version, flags=re.MULTILINE)
        first = re.search(r"^### The standard.*\n\n(.*)", standard, flags=re.MULTILINE)
        assert first, f"{version.splitlines()[0]}: a section on the standard, then one on the tools"
        assert re.match(r"(No data need|Data must|Some data must)", first[1]), first[1]
        assert tools


def test_decisions_are_numbered_and_short() -> None:
    pages = [p for p in PAGES if p.startswith("docs/decisions/")]
    assert [int(Path(p).name[:4]) for p in pages] == list(range(1, len(pages) + 1))
    for name in pages:
        text = page(name)
        assert re.match(rf"# {int(Path(name).name[:4])}\. ", text), name
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, flags=re.MULTILINE) == ["Context", "Decision", "Consequence"], name
        assert len(text.splitlines()) <= 60, f"{name} is longer than a page"


def test_the_drawing_names_every_table_once() -> None:
    named = re.findall(r'<text class="n"[^>]*>(\w+)</text>', page("docs/model.svg"))
    assert sorted(named) == sorted(tables())


def test_reference_pages_are_all_generated() -> None:
    found = {p.relative_to(ROOT / REFERENCE).as_posix() for p in (ROOT / REFERENCE).rglob("*") if p.is_file()}
    assert found == {path for path, _ in pages()}


@pytest.mark.parametrize(("path", "text"), list(pages()), ids=[p for p, _ in pages()])
def test_reference_pages_hold_nothing_that_cannot_be_seen(path: str, text: str) -> None:
    assert [c for c in text if not c.isprintable() and c != "\n"] == [], path
