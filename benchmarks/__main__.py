"""Measures in one run, and prints the table that stands in README.md: `python -m benchmarks`."""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.generate import Order, generate
from benchmarks.measuring import ROOT, Measure, in_turn, measure, median, python

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS, THEIRS = (str(Path(sys.executable).with_name(name)) for name in ("conflictdp", "frictionless"))
_SLOW = 200
"""For so many times the records the slow yardsticks would take hours: they get a package of that part of the size."""


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


def tables(folder: Path, events: int, runs: int) -> Iterator[str]:
    """Packages as tables: ours, DuckDB's bare parse, frictionless on a smaller package of the same make."""
    large, small = folder / "large", folder / "small"
    generate(Order(events), large)
    generate(Order(max(100, events // _SLOW)), small)
    records, few = _rows(large), _rows(small)
    ours = measure(python("conflictdp", "validate", large), runs=runs)
    yield _line("ours, tables", records, ours)
    bare = measure(python("benchmarks.yardsticks.bare_parse", large), runs=runs)
    yield _line("DuckDB's bare parse", records, bare)
    theirs = measure([THEIRS, "validate", str(small / "datapackage.json")], runs=runs)
    yield _line("frictionless validate", few, theirs)
    yield ""
    yield f"- ours to the bare parse: {ours.wall / bare.wall:.1f} (processor time {ours.cpu / bare.cpu:.1f})"
    rate = (records / ours.wall) / (few / theirs.wall)
    yield f"- records per second, ours to frictionless validate: {rate:.0f}"


def lines(folder: Path, events: int, runs: int) -> Iterator[str]:
    """JSON Lines: ours, the bare loop, jsonschema and Pydantic on a smaller file of the same make."""
    large, small = folder / "large.jsonl", folder / "small.jsonl"
    generate(Order(events, "jsonl"), large)
    generate(Order(max(100, events // 20), "jsonl"), small)
    records, few = (sum(1 for _ in path.open("rb")) for path in (large, small))
    ours = measure(python("conflictdp", "validate", large), runs=runs)
    yield _line("ours, JSON Lines", records, ours)
    bare = measure(python("benchmarks.yardsticks.bare_json", large), runs=runs)
    yield _line("orjson and jsonschema-rs", records, bare)
    slow = measure(python("benchmarks.yardsticks.jsonschema_lines", small), runs=runs)
    yield _line("jsonschema", few, slow)
    yield _line("Pydantic", few, measure(python("benchmarks.yardsticks.pydantic_lines", small), runs=runs))
    yield ""
    yield f"- ours to the bare loop: {ours.wall / bare.wall:.1f} (processor time {ours.cpu / bare.cpu:.1f})"
    yield f"- records per second, ours to jsonschema: {(records / ours.wall) / (few / slow.wall):.0f}"


def article(runs: int, ours: list[str], theirs: list[str]) -> Iterator[str]:
    """The article's package, from a cold start; the two programs by turns."""
    package = ROOT / "examples" / "khasham-2018"
    pairs = in_turn([*ours, str(package)], [*theirs, str(package / "datapackage.json")], runs=runs)
    yield _line("ours, the article", 295, median(our for our, _ in pairs))
    yield _line("frictionless validate, the article", 295, median(their for _, their in pairs))
    yield ""
    wall, cpu = (statistics.median(r) for r in zip(*((o.wall / t.wall, o.cpu / t.cpu) for o, t in pairs), strict=True))
    yield f"- ours to frictionless validate: {wall:.2f} (processor time {cpu:.2f})"


def growth(folder: Path, events: int) -> Iterator[str]:
    """The same package ten times as large, once."""
    found = []
    for size in (events, 10 * events):
        package = folder / f"grown-{size}"
        generate(Order(size), package)
        found.append(measure(python("conflictdp", "validate", package), runs=1))
        yield _line(f"ours, {size:,} events", _rows(package), found[-1])
    yield ""
    yield f"- ten times the size takes {found[1].wall / found[0].wall:.1f} times as long"


def findings(folder: Path, runs: int) -> Iterator[str]:
    """A package with a million findings."""
    package = folder / "faulty"
    expected = generate(Order(1_000_000, bad_cells=0.7), package)
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
            "lines": lambda: lines(folder, given.events // 10, given.runs),
            "article": lambda: article(given.runs, [given.ours, "validate"], [given.frictionless, "validate"]),
            "growth": lambda: growth(folder, given.events),
            "findings": lambda: findings(folder, given.runs),
        }
        for part in given.parts:
            print("\n| what | records | wall s | cpu s | memory MB | records/s |\n|---|---|---|---|---|---|")
            for line in parts[part]():
                print(line, flush=True)


if __name__ == "__main__":
    main()
