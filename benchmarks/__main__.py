"""Measures in one run, and prints the table that stands in README.md: `python -m benchmarks`."""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.generate import Order, generate
from benchmarks.measuring import ROOT, Measure, in_turn, measure, median, python, ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS, THEIRS = (str(Path(sys.executable).with_name(name)) for name in ("conflictdp", "frictionless"))
_SLOW = 50
"""For so many times the records the slow yardsticks would take an hour: they get a package of that part of the size,
large enough for their start not to count."""


def _rows(folder: Path) -> int:
    import duckdb

    with duckdb.connect() as connection:
        counts = [
            connection.execute("SELECT count(*) FROM read_csv(?, all_varchar = true)", [str(p)]).fetchall()[0][0]
            for p in folder.glob("*.csv")
        ]
    return sum(counts)


def _line(name: str, records: int, found: Measure) -> str:
    rate = records / found.wall
    return f"| {name} | {records:,} | {found.wall:.2f} | {found.cpu:.2f} | {found.memory:,.0f} | {rate:,.0f} |"


def _generate(folder: Path, name: str, events: int, form: str = "csv") -> Path:
    """Makes a package in a process of its own, or what that takes would count as memory of those started later."""
    path = folder / name
    subprocess.run(
        [*python("benchmarks.generate", path), "--events", str(events), "--form", form], cwd=ROOT, check=True
    )
    return path


def tables(folder: Path, events: int, runs: int) -> Iterator[str]:
    """Packages as tables: ours, DuckDB's bare parse, frictionless on a smaller package of the same make; by turns."""
    large, small = _generate(folder, "large", events), _generate(folder, "small", max(100, events // _SLOW))
    records, few = _rows(large), _rows(small)
    rounds = in_turn(
        python("conflictdp", "validate", large),
        python("benchmarks.yardsticks.bare_parse", large),
        [THEIRS, "validate", str(small / "datapackage.json")],
        runs=runs,
    )
    ours, bare, theirs = map(median, zip(*rounds, strict=True))
    yield _line("ours, tables", records, ours)
    yield _line("DuckDB's bare parse", records, bare)
    yield _line("frictionless validate", few, theirs)
    yield ""
    wall, cpu = ratio(rounds, to=1)
    yield f"- ours to the bare parse: {wall:.2f} (processor time {cpu:.2f})"
    wall, cpu = ratio(rounds, to=2)
    yield f"- records per second, ours to frictionless validate: {records / few / wall:.0f}"


def lines(folder: Path, events: int, runs: int) -> Iterator[str]:
    """JSON Lines: ours, the bare loop, jsonschema and Pydantic on a smaller file of the same make; by turns."""
    large = _generate(folder, "large.jsonl", events, "jsonl")
    small = _generate(folder, "small.jsonl", max(100, events // _SLOW), "jsonl")
    records, few = (sum(1 for _ in path.open("rb")) for path in (large, small))
    rounds = in_turn(
        python("conflictdp", "validate", large),
        python("benchmarks.yardsticks.bare_json", large),
        python("benchmarks.yardsticks.jsonschema_lines", small),
        python("benchmarks.yardsticks.pydantic_lines", small),
        runs=runs,
    )
    ours, bare, slow, typed = map(median, zip(*rounds, strict=True))
    yield _line("ours, JSON Lines", records, ours)
    yield _line("orjson and jsonschema-rs", records, bare)
    yield _line("jsonschema", few, slow)
    yield _line("Pydantic", few, typed)
    yield ""
    wall, cpu = ratio(rounds, to=1)
    yield f"- ours to the bare loop: {wall:.2f} (processor time {cpu:.2f})"
    wall, cpu = ratio(rounds, to=2)
    yield f"- records per second, ours to jsonschema: {records / few / wall:.0f}"


def article(runs: int, ours: list[str], theirs: list[str]) -> Iterator[str]:
    """The article's package, from a cold start; the two programs by turns."""
    package = ROOT / "examples" / "khasham-2018"
    rounds = in_turn([*ours, str(package)], [*theirs, str(package / "datapackage.json")], runs=runs)
    for name, found in zip(("ours", "frictionless validate"), zip(*rounds, strict=True), strict=True):
        yield _line(f"{name}, the article", 295, median(found))
    yield ""
    wall, cpu = ratio(rounds, to=1)
    yield f"- ours to frictionless validate: {wall:.2f} (processor time {cpu:.2f})"


def growth(folder: Path, events: int, runs: int) -> Iterator[str]:
    """The same package ten times as large."""
    found = []
    for size in (events, 10 * events):
        package = _generate(folder, f"grown-{size}", size)
        found.append(measure(python("conflictdp", "validate", package), runs=runs))
        yield _line(f"ours, {size:,} events", _rows(package), found[-1])
    yield ""
    yield f"- ten times the size takes {found[1].wall / found[0].wall:.1f} times as long"


def findings(folder: Path, runs: int) -> Iterator[str]:
    """A package with a million findings."""
    package = folder / "faulty"
    expected = generate(Order(1_000_000, bad_cells=0.8), package)
    yield _line(f"ours, {sum(expected.values()):,} findings", _rows(package), measure(
        python("conflictdp", "validate", package), runs=runs))  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", default=["tables", "lines", "article"])
    parser.add_argument("--events", type=int, default=1_000_000, help="events of the large package")
    parser.add_argument("--runs", type=int, default=5, help="runs of each; medians are given")
    parser.add_argument("--ours", default=OURS, help="conflictdp as installed elsewhere, for the article")
    parser.add_argument("--frictionless", default=THEIRS, help="frictionless as installed elsewhere, for the article")
    given = parser.parse_args()
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.system()} {platform.machine()}, Python {platform.python_version()},"
    )
    print(
        ", ".join(
            f"{name} {version(name)}" for name in ("duckdb", "frictionless", "jsonschema", "jsonschema-rs", "pydantic")
        )
    )
    with tempfile.TemporaryDirectory(prefix="conflictdp-benchmark-") as name:
        folder = Path(name)
        parts = {
            "tables": lambda: tables(folder, given.events, given.runs),
            "lines": lambda: lines(folder, given.events // 4, given.runs),
            "article": lambda: article(given.runs, [given.ours, "validate"], [given.frictionless, "validate"]),
            "growth": lambda: growth(folder, given.events, given.runs),
            "findings": lambda: findings(folder, given.runs),
        }
        for part in given.parts:
            print("\n| what | records | wall s | cpu s | memory MB | records/s |\n|---|---|---|---|---|---|")
            for line in parts[part]():
                print(line, flush=True)


if __name__ == "__main__":
    main()
