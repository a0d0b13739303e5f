"""Parquet files that are none, that hold what a table cannot, or that say they hold more than there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
from corpus import RECORDS, cases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus import Build

EVENT = {k: f"'{v}'" for k, v in RECORDS["events"].items()}
LINK = {"claim_id": "'c1'", "related_claim_id": "'c2'", "relation": "'denies'"}


def written(folder: Path, columns: dict[str, str | None], source: str = "") -> Path:
    """One Parquet file of links whose columns are SQL, None for one that is left out."""
    path = folder / "claim_links.parquet"
    chosen = ", ".join(f'{sql} AS "{name}"' for name, sql in columns.items() if sql)
    duckdb.sql(f"SELECT {chosen} {source}").write_parquet(str(path), compression="zstd")
    return path


def link(columns: dict[str, str | None]) -> Build:
    """One link, some of its columns other SQL."""
    return lambda folder: written(folder, LINK | columns)


def spoilt(change: Callable[[bytes], bytes]) -> Build:
    """A sound file whose bytes are then changed."""

    def build(folder: Path) -> Path:
        path = written(folder, LINK, "FROM range(1000)")
        path.write_bytes(change(path.read_bytes()))
        return path

    return build


def footer(data: bytes, size: int) -> bytes:
    """The file with another size of its footer."""
    return data[:-8] + size.to_bytes(4, "little") + data[-4:]


def counted(data: bytes) -> bytes:
    """The file whose number of rows (1,000 as a varint of zigzag) is said to be some billions."""
    return data.replace(b"\xd0\x0f", b"\xff\x7f")


COLUMNS: dict[str, dict[str, str | None]] = {
    "nothing wrong": ({}, "0 "),
    "a structure": ({"relation": "{'a': 'denies'}"}, "1 TAB012 claim_links.parquet relation"),
    "a list": ({"relation": "['denies']"}, "1 TAB012 claim_links.parquet relation"),
    "a list of lists": ({"relation": "[['denies']]"}, "1 TAB012 claim_links.parquet relation"),
    "a map": ({"relation": "MAP {'a': 'denies'}"}, "1 TAB012 claim_links.parquet relation"),
    "bytes": ({"relation": "'denies'::BLOB"}, "1 TAB012 claim_links.parquet relation"),
    "bytes that are not UTF-8": ({"relation": "'\\xFF\\xFE'::BLOB"}, "1 TAB012 claim_links.parquet relation"),
    "a moment": ({"relation": "TIMESTAMP '2031-05-03 00:00:00'"}, "1 CEL003 claim_links.parquet row 1 relation"),
    "a moment with a zone": (
        {"relation": "TIMESTAMPTZ '2031-05-03 00:00:00+00'"},
        "1 CEL003 claim_links.parquet row 1 relation",
    ),
    "a span of time": ({"relation": "INTERVAL 1 DAY"}, "1 TAB012 claim_links.parquet relation"),
    "a UUID": ({"relation": "uuid()"}, "1 TAB012 claim_links.parquet relation"),
    "a decimal": ({"relation": "1.50::DECIMAL(38, 10)"}, "1 CEL003 claim_links.parquet row 1 relation"),
    "a number beyond 64 bits": (
        {"relation": "170141183460469231731687303715884105727::HUGEINT"},
        "1 CEL003 claim_links.parquet row 1 relation",
    ),
    "not a number": ({"relation": "'nan'::DOUBLE"}, "1 CEL007 claim_links.parquet row 1 relation"),
    "nothing but NULL": ({"relation": "NULL::INTEGER"}, "1 CEL001 claim_links.parquet row 1 relation"),
    "a text of NUL": ({"relation": "'a' || chr(0)"}, "1 CEL003 claim_links.parquet row 1 relation"),
    "a text of terminal escapes": (
        {"relation": "chr(27) || '[2J::error::'"},
        "1 CEL003 claim_links.parquet row 1 relation",
    ),
    "a column missing": ({"relation": None}, "1 TAB004 claim_links.parquet relation"),
    "a column in capitals": (
        {"relation": None, "Relation": "'denies'"},
        "1 TAB003 claim_links.parquet Relation; TAB004 claim_links.parquet relation",
    ),
    "a column twice but for its case": ({"RELATION": "'denies'"}, "1 TAB003 claim_links.parquet RELATION_1"),
    "a column that is SQL": (
        {'x""; DROP TABLE events; --': "1"},
        '1 TAB003 claim_links.parquet x"; DROP TABLE events; --',
    ),
    "a column of one's own that is a structure": ({"x_a": "{'a': 1}"}, "1 TAB012 claim_links.parquet x_a"),
    "a column that the engine adds": (
        {"_row": "1", "_place": "2", "rowid": "3"},
        "1 TAB003 claim_links.parquet _place; TAB003 claim_links.parquet _row; TAB003 claim_links.parquet rowid",
    ),
    "a column of a megabyte": (
        {"x_" + "a" * 1_000_000: "1"},
        "1 TAB003 claim_links.parquet x_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ),
    "a column with a terminal escape": ({"\x1b[2J": "1"}, "1 TAB003 claim_links.parquet \\x1b[2J"),
}

SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "nothing": (lambda _: b"", "1 TAB013 claim_links.parquet | not checked: table claim_links"),
    "only its mark": (lambda _: b"PAR1", "1 TAB013 claim_links.parquet | not checked: table claim_links"),
    "its mark twice": (lambda _: b"PAR1PAR1", "1 TAB013 claim_links.parquet | not checked: table claim_links"),
    "NUL between its marks": (
        lambda _: b"PAR1" + bytes(100) + b"PAR1",
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
    "its half": (lambda data: data[: len(data) // 2], "1 TAB013 claim_links.parquet | not checked: table claim_links"),
    "its last byte missing": (lambda data: data[:-1], "1 TAB013 claim_links.parquet | not checked: table claim_links"),
    "its first half missing": (
        lambda data: data[len(data) // 2 :],
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
    "a footer of four billion bytes": (
        lambda data: footer(data, 2**32 - 1),
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
    "a footer of two billion bytes": (
        lambda data: footer(data, 2**31 - 1),
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
    "a footer of no bytes": (
        lambda data: footer(data, 0),
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
    "a footer a byte too short": (
        lambda data: footer(data, int.from_bytes(data[-8:-4], "little") - 1),
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
    "an encrypted footer": (
        lambda data: data[:-4] + b"PARE",
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
    "more rows than there are": (counted, "1 TAB013 claim_links.parquet | not checked: table claim_links"),
    "bytes of its pages changed": (
        lambda data: data[:4] + bytes(b ^ 0xFF for b in data[4:60]) + data[60:],
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
    "text after its end": (lambda data: data + b"x", "1 TAB013 claim_links.parquet | not checked: table claim_links"),
    "a table of CSV": (
        lambda _: b"claim_id,related_claim_id,relation\nc1,c2,denies\n",
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
    "JSON": (lambda _: b'{"claim_id": "c1"}', "1 TAB013 claim_links.parquet | not checked: table claim_links"),
    "a zip archive": (
        lambda _: b"PK\3\4" + bytes(100),
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
    "an archive of Arrow": (
        lambda _: b"ARROW1\0\0" + bytes(100) + b"ARROW1",
        "1 TAB013 claim_links.parquet | not checked: table claim_links",
    ),
}

ITEMS: dict[str, tuple[str, str]] = {
    "nothing wrong": ("['casualties', 'attack']", "0 "),
    "an item that holds the delimiter": ("['casualties|attack']", "1 CEL004 claims.parquet row 1 topics"),
    "an item that is the delimiter": ("['attack', '|']", "1 CEL004 claims.parquet row 1 topics"),
    "an item that is NULL": ("['attack', NULL]", "1 CEL004 claims.parquet row 1 topics"),
    "no item": ("[]::VARCHAR[]", "0 "),
}


def topics(items: str) -> Build:
    """One claim with such a list of topics."""

    def build(folder: Path) -> Path:
        path = folder / "claims.parquet"
        claim = "'c' AS claim_id, 'e' AS event_id, 's' AS source_id, 'asserts' AS stance"
        duckdb.sql(f"SELECT {claim}, {items} AS topics").write_parquet(str(path))
        return path

    return build


CASES = [
    *cases("Parquet with a list with", ITEMS, topics),
    *cases("Parquet with", COLUMNS, link),
    *cases("Parquet of", SPOILT, spoilt),
]
