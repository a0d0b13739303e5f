"""Measures the validation of JSON Lines against other validators: `python -m benchmarks.documents FILE`.

Each yardstick runs in a process of its own, in turn, several times over; the table shows medians. What is timed is the
work on the file, not the start of Python. The slow ones are given the first lines of the file only and are compared by
their time for each line.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = 20_000
"""How many lines the slow ones are given."""


def ours(path: Path) -> int:
    """All of `conflictdp validate`: structure, codes, keys, references and every rule."""
    import conflictdp

    return sum(t.rows for t in conflictdp.validate(path).tables)


def bare(path: Path) -> int:
    """`orjson.loads` and `is_valid` of jsonschema-rs on each line: nothing is said of what is wrong, or where."""
    import orjson

    from conflictdp.spec.documents import validator

    is_valid = validator("record.schema.json").is_valid
    with path.open("rb") as stream:
        return sum(is_valid(orjson.loads(line)) for line in stream)


def jsonschema(path: Path) -> int:
    """The same schema by jsonschema, in Python."""
    import jsonschema as pure
    import orjson
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    from conflictdp.spec.documents import schemas

    resources = [(s["$id"], DRAFT202012.create_resource(s)) for s in schemas().values()]
    checker = pure.Draft202012Validator(
        schemas()["record.schema.json"],
        registry=Registry().with_resources(resources),
        format_checker=pure.FormatChecker(),
    )
    with path.open("rb") as stream:
        return sum(checker.is_valid(orjson.loads(line)) for line in islice(stream, SAMPLE))


def pydantic(path: Path) -> int:
    """`conflictdp.models`, which are generated from the schemas: shape only."""
    import orjson

    from conflictdp import models
    from conflictdp.spec.tables import by_record

    classes = {kind: getattr(models, "".join(w.title() for w in kind.split("_"))) for kind in by_record()}
    done = 0
    with path.open("rb") as stream:
        for line in islice(stream, SAMPLE):
            kind = orjson.loads(line)["record"]
            if kind in classes:
                classes[kind].model_validate_json(line)
            done += 1
    return done


YARDSTICKS: dict[str, Callable[[Path], int]] = {f.__name__: f for f in (ours, bare, pydantic, jsonschema)}


def _measure(name: str, path: Path) -> dict[str, Any]:
    """One run in this process: seconds by the clock and of the processor, and the most memory held, in MB."""
    with path.open("rb") as stream:
        while stream.read(1 << 20):  # so that every run finds the file in memory
            pass
    wall, processor = time.perf_counter(), time.process_time()
    YARDSTICKS[name](path)
    taken = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - processor}
    return {**taken, "peak": _peak()}


def _peak() -> float | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measured(path: Path, runs: int) -> dict[str, list[dict[str, Any]]]:
    """Every yardstick in turn, `runs` times over."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in YARDSTICKS}
    for _ in range(runs):
        for name, results in found.items():
            call = [sys.executable, "-m", "benchmarks.documents", str(path), "--only", name]
            results.append(json.loads(subprocess.check_output(call)))
    return found


def table(path: Path, found: dict[str, list[dict[str, Any]]]) -> str:
    """The medians as a table in Markdown."""
    with path.open("rb") as stream:
        lines = sum(1 for _ in stream)
    given = {name: min(lines, SAMPLE) if name in ("pydantic", "jsonschema") else lines for name in found}
    each = {n: {k: _median(r, k) / given[n] * 1e6 for k in ("wall", "cpu")} for n, r in found.items()}
    rows = [f"{lines:,} lines, {path.stat().st_size / 1e6:,.0f} MB", ""]
    rows += ["| | lines/s | wall, µs a line | against bare | CPU, µs a line | against bare | peak, MB |"]
    rows += ["|---|--:|--:|--:|--:|--:|--:|"]
    for name, times in each.items():
        told = [f"{1e6 / times['wall']:,.0f}"]
        for kind in ("wall", "cpu"):
            told += [f"{times[kind]:.2f}", f"{times[kind] / each['bare'][kind]:.2f}"]
        rows.append(f"| {name} | {' | '.join(told)} | {_median(found[name], 'peak'):,.0f} |")
    return "\n".join(rows)


def _median(results: list[dict[str, Any]], kind: str) -> float:
    return float(median(r[kind] or 0 for r in results))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.documents", description=__doc__)
    parser.add_argument("file", type=Path, help="JSON Lines; benchmarks.generate makes them")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=YARDSTICKS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(_measure(given.only, given.file)))
    else:
        print(table(given.file, measured(given.file, given.runs)))


if __name__ == "__main__":
    main()
