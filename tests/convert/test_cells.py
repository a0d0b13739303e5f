"""The macros that every converter reads texts with, against the same in Python."""

from __future__ import annotations

import itertools
import re
import unicodedata
from importlib.resources import files

import duckdb

PIECES = ("", " ", "  ", "\t", "\n", "\u00a0", "é", "e\u0301", "\u2019", "한", "\u0938\u0902", "x" * 398, "y" * 102)


def tidied(text: str) -> str | None:
    text = re.sub(r"[ \t\n\f\r\u00a0]{2,}|[\t\n\f\r\u00a0]", " ", unicodedata.normalize("NFC", text))
    return text.strip(" ") or None


def shortened(text: str) -> str | None:
    found = tidied(text)
    return f"{found[:499]}…" if found and len(found) > 500 else found


def test_texts_are_on_one_line_composed_and_short() -> None:
    texts = ["".join(parts) for parts in itertools.product(PIECES, repeat=3)]
    with duckdb.connect() as connection:
        connection.execute(files("conflictdp.convert").joinpath("cells.sql").read_text(encoding="utf-8"))
        query = "SELECT t, tidy(t), short(t), is_short(t) FROM (SELECT unnest(?::VARCHAR[]) AS t)"
        found = connection.execute(query, [texts]).fetchall()
    assert [row[:3] for row in found] == [(t, tidied(t), shortened(t)) for t in texts]
    assert [row[3] is True for row in found] == [shortened(t) == t for t in texts]
