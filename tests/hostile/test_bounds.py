"""The nastiest inputs below ten megabytes, each in a process of its own: at most 10 seconds of work and 1 GB.

By default they have a tenth of the size, and the same share of the time; all of it with CONFLICTDP_EFFORT=2 or more.
The seconds are those of a usual machine: beside each input, a piece of common work tells how much slower this one is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from json import loads
from typing import TYPE_CHECKING

import duckdb
import pytest
from corpus import LINKS, file, links, pairs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus import Build

SHARE = 10 if os.environ.get("CONFLICTDP_EFFORT", "1") == "1" else 1
SECONDS, START = 10 / SHARE, 1.5
"""Seconds of processor time for the work, and to start at all."""
COMMON_WORK = """
import json
records = ",".join('{"a%d":%d,"b":[1,2.5,"text %d"]}' % (i, i, i) for i in range(60_000))
len(set(sorted(map(str, json.loads("[" + records + "]")))))
"""
USUALLY = 0.18
"""Seconds of processor time that the common work takes on a usual machine, with the start of Python."""
MEGABYTES = 1000

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs the resources of a child process")


def times(data: bytes, number: int) -> bytes:
    """So many copies, or our share of them."""
    return data * (number // SHARE)


def parquet(columns: str, rows: int) -> Build:
    """A Parquet file of links with so many equal rows."""

    def build(folder: Path) -> Path:
        path = folder / "claim_links.parquet"
        source = f"SELECT 'c1' AS claim_id, 'c2' AS related_claim_id, 'denies' AS relation {columns}"
        duckdb.sql(f"{source} FROM range({rows // SHARE})").write_parquet(str(path), compression="zstd")
        return path

    return build


def json(make: Callable[[], bytes]) -> Build:
    """A document."""
    return file("data.json", make)


def lines(make: Callable[[], bytes]) -> Build:
    """A JSON Lines file."""
    return file("data.jsonl", make)


def each(pattern: bytes, number: int) -> bytes:
    """Our share of so many copies, each with a number of its own."""
    return b"".join(pattern % i for i in range(number // SHARE))


CLAIMS = b",".join(b'{"a":%d}' % i for i in range(8_000))

NASTY: dict[str, tuple[Build, int]] = {
    "rows of one comma": (links(lambda: LINKS + times(b",\n", 4_900_000)), 1),
    "rows of two commas": (links(lambda: LINKS + times(b",,\n", 3_200_000)), 1),
    "blank lines": (links(lambda: LINKS + b"c1,c2,denies\n" + times(b"\n", 9_900_000)), 0),
    "rows that are not UTF-8": (links(lambda: LINKS + times(b"\xff,,\n", 2_400_000)), 1),
    "open quotes": (links(lambda: LINKS + times(b'"a"b,,\n', 1_400_000)), 1),
    "lines in one quote": (links(lambda: LINKS + b'"' + times(b"\n", 9_900_000)), 1),
    "commas in one record": (links(lambda: LINKS + times(b",", 9_900_000)), 1),
    "columns": (links(lambda: LINKS.strip() + times(b",x", 4_900_000)), 2),
    "cells of the wrong type": (links(lambda: LINKS + times(b"\x1b,-,?\n", 1_400_000)), 1),
    "a text ten million times in Parquet": (parquet(", repeat('a', 10000) AS x_a", 10_000_000), 2),
    "five million equal rows of Parquet": (parquet("", 5_000_000), 1),
    "opening brackets": (json(lambda: times(b"[", 9_900_000)), 1),
    "numbers for records": (json(lambda: b'{"events":[' + times(b"5,", 1_000_000) + b"5]}"), 1),
    "empty objects for records": (json(lambda: b'{"events":[' + times(b"{},", 1_000_000) + b"{}]}"), 1),
    "the same number for records": (json(lambda: b'{"events":[' + times(b"5,", 4_900_000) + b"5]}"), 1),
    "lists for records": (json(lambda: b'{"events":[' + times(b"[1,2],", 1_600_000) + b"5]}"), 1),
    "lists in lists for records": (json(lambda: b'{"events":[' + times(b"[[],[]],", 1_200_000) + b"5]}"), 1),
    "values of all kinds for records": (json(lambda: b'{"events":[' + times(b'5,{},"a,b",[1],', 600_000) + b"5]}"), 1),
    "records that differ": (json(lambda: b'{"events":[' + each(b'{"a":%d},', 700_000) + b"{}]}"), 1),
    "records with keys of their own": (json(lambda: b'{"events":[' + each(b'{"k%d":1},', 640_000) + b"{}]}"), 1),
    "empty claims of one event": (json(lambda: b'{"events":[{"claims":[' + times(b"{},", 3_000_000) + b"{}]}]}"), 2),
    "claims that differ of many events": (
        json(lambda: b'{"events":[' + times(b'{"claims":[' + CLAIMS + b"]},", 100) + b"{}]}"),
        1,
    ),
    "unknown keys of one event": (json(lambda: b'{"events":[{"a":1' + each(b',"k%d":1', 800_000) + b"}]}"), 1),
    "unknown keys of a document": (json(lambda: b'{"events":[]' + each(b',"k%d":1', 800_000) + b"}"), 1),
    "unknown keys of a package": (json(lambda: b'{"package":{"a":1' + each(b',"k%d":1', 800_000) + b"}}"), 1),
    "keywords of a package": (json(lambda: b'{"package":{"keywords":[5' + times(b",5", 4_900_000) + b"]}}"), 2),
    "keywords on a line": (lines(lambda: b'{"record":"package","keywords":[5' + times(b",5", 4_900_000) + b"]}"), 2),
    "lines that do not end": (lines(lambda: times(b'{"a":1,"b":2\n', 760_000)), 1),
    "lines with a key twice": (lines(lambda: each(b'{"a":1,"a":%d}\n', 520_000)), 1),
    "lines with keys of their own": (lines(lambda: each(b'{"record":"event","k%d":1}\n', 320_000)), 1),
    "lines of the wrong type": (lines(lambda: each(b'{"record":"event","event_id":%d,"title":[]}\n', 200_000)), 1),
    "lines of one number": (lines(lambda: times(b"5\n", 1_000_000)), 1),
    "lines of different numbers": (lines(lambda: each(b"%d\n", 1_100_000)), 1),
    "lines of an empty object": (lines(lambda: times(b"{}\n", 1_000_000)), 1),
    "lines of no record": (lines(lambda: each(b'{"a":%d}\n', 600_000)), 1),
    "lines without what is required": (lines(lambda: times(b'{"record":"event"}\n', 500_000)), 1),
    "lines of no JSON": (lines(lambda: times(b"this is no JSON....\n", 490_000)), 1),
    "unknown keys of one record": (lines(lambda: b'{"record":"event"' + each(b',"k%d":1', 800_000) + b"}\n"), 1),
}


RUNNER = """
import json, os, subprocess, sys
out, *command = sys.argv[1:]
with open(out, "wb") as stream:
    process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT)
    _, status, used = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
"""Between the tests and what they run, since a process begins with the memory of the one that started it."""


def run(arguments: list[str], out: Path) -> tuple[int, float, float]:
    """Runs Python; gives the exit code, seconds of processor time, and megabytes of memory."""
    command = [sys.executable, "-I", "-c", RUNNER, str(out), sys.executable, *arguments]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    code, seconds, megabytes = loads(told)
    return code, seconds, megabytes


def slowness(out: Path) -> float:
    """How many times longer than usual the machine takes at the moment; 1 where it takes less."""
    code, seconds, _ = run(["-I", "-c", COMMON_WORK], out)
    assert code == 0
    return max(1, seconds / USUALLY)


def measured(path: Path, out: Path) -> tuple[int, float, float]:
    """Validates what is at a path; gives the exit code, seconds as on a usual machine, and megabytes of memory."""
    assert sum(f.stat().st_size for f in [path, *path.rglob("*")]) < 10_000_000
    before = slowness(out)
    code, seconds, megabytes = run(["-m", "conflictdp", "validate", str(path)], out)
    said = out.read_bytes()
    assert (b"Traceback" in said, len(said) < 1_000_000) == (False, True), said[-500:]
    return code, seconds / max(before, slowness(out)), megabytes


@pytest.mark.parametrize(("build", "code"), NASTY.values(), ids=NASTY)
def test_work_and_memory_are_bounded(build: Build, code: int, tmp_path: Path) -> None:
    found, seconds, megabytes = measured(build(tmp_path), tmp_path / "out")
    assert found == code
    assert seconds < SECONDS + START
    assert megabytes < MEGABYTES


def test_rules_over_many_records_are_bounded(tmp_path: Path) -> None:
    """An id that stands many times in three tables; the time is that of the rules, whatever the size."""
    found, seconds, megabytes = measured(pairs(80_000 // SHARE)(tmp_path), tmp_path / "out")
    assert found == 1
    assert seconds < SECONDS * SHARE + START
    assert megabytes < MEGABYTES
