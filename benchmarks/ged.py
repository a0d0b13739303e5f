"""UCDP GED to a package, beside `pandas.read_csv` of the same file: `python -m benchmarks.ged FILE... --rows 385000`.

The rows of the files are repeated under fresh ids until there are as many as wanted. Each step runs in a process of its
own and tells its seconds on the clock, its seconds of processor time (all threads) and the most memory that it held. On
a busy machine only the processor time and its ratio to that of pandas mean something.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_CONVERT = """
from conflictdp.convert import converter
from conflictdp.convert.conversion import Options
converter("ucdp-ged")(Path({given!r}), Path({out!r}), Options(tables="{form}"))
"""
_VALIDATE = "import conflictdp; conflictdp.validate({out!r})"
STEPS = {
    "pandas.read_csv": ("import pandas; pandas.read_csv({given!r}, low_memory=False)", ""),
    "to tables of CSV": (_CONVERT, "csv"),
    "validate them": (_VALIDATE, "csv"),
    "to Parquet": (_CONVERT, "parquet"),
    "validate that": (_VALIDATE, "parquet"),
}
_MEASURE = """
import json, resource, sys, time
from pathlib import Path
start = time.perf_counter()
{step}
used = resource.getrusage(resource.RUSAGE_SELF)
unit = 1 if sys.platform == "darwin" else 1024
told = [time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6]
print(json.dumps(told))
"""


def grow(files: list[Path], rows: int, out: Path) -> None:
    """Writes so many rows of the files, again and again, each under an id of its own."""
    records: list[dict[str, str]] = []
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            records += csv.DictReader(stream, strict=True)
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(records[0]), restval="", extrasaction="ignore")
        writer.writeheader()
        for number, record in enumerate(itertools.islice(itertools.cycle(records), rows), start=1_000_000):
            writer.writerow(record | {"id": str(number)})


def measured(step: str, given: Path, out: Path) -> tuple[float, float, float]:
    """Seconds on the clock, seconds of processor time, and megabytes, of one step."""
    code, form = STEPS[step]
    code = _MEASURE.replace("{step}", code.format(given=str(given), out=f"{out}-{form}", form=form))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    clock, processor, memory = json.loads(run.stdout.splitlines()[-1])
    return clock, processor, memory


def main(arguments: list[str] | None = None) -> int:
    """Measures each step and tells it, a line each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="CSV files of UCDP GED, of the same columns"
    )
    parser.add_argument("--rows", type=int, default=385_000)
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="conflictdp-bench-") as name:
        given, out = Path(name) / "ged.csv", Path(name) / "package"
        grow(chosen.files, chosen.rows, given)
        print(f"{chosen.rows:,} rows, {given.stat().st_size / 1e6:,.0f} MB")
        print(f"{'step':16} {'clock s':>8} {'CPU s':>8} {'rows/s':>8} {'rows/CPU s':>10} {'MB':>7} {'to pandas':>9}")
        yardstick = 0.0
        for step in STEPS:
            clock, processor, memory = measured(step, given, out)
            yardstick = yardstick or processor
            speeds = f"{chosen.rows / clock:8,.0f} {chosen.rows / processor:10,.0f}"
            print(f"{step:16} {clock:8.1f} {processor:8.1f} {speeds} {memory:7,.0f} {processor / yardstick:9.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
