"""Valid files of every form, and what bytes may suffer on their way: for the fuzz targets."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from archives import base
from corpus import LINKS, D, csv_of, document, files, lines, package
from parquets import LINK, written

import conflictdp
from conflictdp.errors import ConflictDPError
from conflictdp.reporters import text
from conflictdp.reporters.json import render
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    import random

SCRAPS = (
    b"", b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\n", b"\r", b"\r\n", b'"', b'""', b",", b";", b"\\", b"'",
    b"[", b"]", b"{", b"}", b":", b"null", b"true", b"NaN", b"1e999", b"-0", b"9" * 40, b"9" * 400, b"\\ud800",
    b"\\u0000", b'"x_a":"b",', b'"event_id":', b"__proto__", b"../", b"C:\\", b"=1+1", b"\x1b[2J", b"\xe2\x80\xae",
    b"::error::", b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PAR1", b"%s", b"{}", b"[[[[[[[[", b"A" * 5000, b'"' * 999,
    b"2031-02-30", b"|", b"||", b"x|x",
)  # fmt: skip
"""What parsers trip over."""


@cache
def seeds() -> dict[str, bytes]:
    """Valid files by the names under which they are read."""
    with TemporaryDirectory() as folder:
        parquet = written(Path(folder), LINK, "FROM range(3)").read_bytes()
    record = {"claim_id": "c1", "related_claim_id": "c2", "relation": "denies"}
    return {
        "claim_links.csv": LINKS + b'c1,c2,denies\n"c1","c3",supersedes\n',
        "events.csv": csv_of("events"),
        "claim_links.parquet": parquet,
        "data.json": document(claim_links=[record]),
        "data.jsonl": lines(json.dumps({"record": "claim_link", **record}).encode()),
        "data.zip": base(),
        D: files()[D],
    }


def mutated(data: bytes, chance: random.Random, times: int) -> bytes:
    """The bytes after so many changes: flipped, cut, doubled, swapped, overwritten, spliced with scraps or seeds."""
    for _ in range(times):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 1, 2, 4, 16, 64, 999)))
        piece = data[start:end]
        kind = chance.randrange(7)
        if kind == 0 and piece:
            piece = bytes([piece[0] ^ (1 << chance.randrange(8))]) + piece[1:]
        elif kind == 1:
            piece = b""
        elif kind == 2:
            piece *= chance.choice((2, 3, 50))
        elif kind == 3:
            piece = piece[::-1]
        elif kind == 4:
            piece = chance.choice(SCRAPS)
        elif kind == 5:
            piece = chance.choice(SCRAPS) + piece
        else:
            other = chance.choice(list(seeds().values()))
            at = chance.randrange(len(other))
            piece = other[at : at + chance.choice((1, 8, 40, 400))]
        data = data[:start] + piece + data[end:]
    return data


def survives(name: str, data: bytes) -> str:
    """Validates the bytes as a file of that name, in every way that must hold for any bytes; gives what came of it.

    It is a verdict or an error of ours, never another exception; and both forms of the report are fit to be read.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        if name == D:
            package(Path(folder), {D: data})
            path = Path(folder) / "package"
        try:
            report = conflictdp.validate(path)
        except ConflictDPError as error:
            return type(error).__name__
        for line in io.StringIO(text.render(report) + render(report).decode()):
            assert visible(line.rstrip("\n")) == line.rstrip("\n")
        return report.verdict
