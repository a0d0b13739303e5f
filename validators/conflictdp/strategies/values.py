"""Single values, as the text of a table cell, by kind of value: identifiers, labels, texts, dates, numbers, codes.

Every strategy gives values that break no rule by themselves: texts say something, are trimmed and hold nothing that
looks like a placeholder, a formula, markup, an address of a person or a broken encoding.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, TypeVar
from unicodedata import category

from hypothesis import strategies as st

from conflictdp.spec.codelists import codelists
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import LIST_DELIMITER, Column, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

T = TypeVar("T")

LOWER = "abcdefghijklmnopqrstuvwxyz"
ALPHANUMERIC = "0123456789" + LOWER.upper() + LOWER
MISREAD = "ÂÃÐÑØÙ"
"""With the wrong letter behind them these look like UTF-8 read as Windows-1252 (rule TXT006)."""

UNSTABLE = "\u0130\u0149\u0345"
"""Programs disagree on their lower case, so that two names could be the same to one and not to the other."""

PUNCTUATION = " '\u2019\u201c\u201d«».,:!?()/%\u2013—…،。\u200c\u200d☮\U0001f54a"
"""None of ; | & < > = + @ #: rules read a meaning into them."""


@cache
def _numbers(below: int) -> SearchStrategy[int]:
    return st.integers(0, below - 1)


def pick(draw: DrawFn, options: Sequence[T]) -> T:
    """One of the options. As `sampled_from`, without a new strategy for each list of options."""
    return options[draw(_numbers(len(options)))]


@cache
def codes(codelist: str) -> SearchStrategy[str]:
    """Codes of a list that are not deprecated."""
    return st.sampled_from(known_codes(codelist))


@cache
def identifiers() -> SearchStrategy[str]:
    """Identifiers: ASCII letters, digits and . _ : ~ - , beginning with a letter or digit."""
    return st.text(ALPHANUMERIC + "._:~-", min_size=1, max_size=10).map(lambda t: t if t[0].isalnum() else f"a{t[1:]}")


@cache
def labels() -> SearchStrategy[str]:
    """Labels: lower-case ASCII letters, digits, _ and -, beginning with a letter."""
    made = st.text(LOWER + "0123456789_-", min_size=1, max_size=8)
    return made.map(lambda text: text if text[0] in LOWER else f"a{text[1:]}")


@cache
def placeholders() -> frozenset[str]:
    """The words that the rules TXT002 and TXT003 take for signs of absence."""
    found = (re.findall(r"'([^']*)'", rules()[r].predicate) for r in ("TXT002", "TXT003"))
    return frozenset(word for words in found for word in words)


SCRIPTS = (
    (0x20, 0x7E), (0xA1, 0x17F), (0x386, 0x4FF), (0x5D0, 0x6D3), (0x905, 0x94D), (0x1100, 0x1112), (0x3041, 0x30FA),
    (0x4E00, 0x4FFF), (0xAC00, 0xAC80), (0x10330, 0x1034A), (0x20000, 0x20020),
)  # fmt: skip
"""Letters of many scripts, few ranges of them: to draw from all of Unicode's takes Hypothesis ten times as long."""


@cache
def _letters() -> str:
    known = (chr(n) for first, last in SCRIPTS for n in range(first, last + 1))
    return "".join(c for c in known if category(c)[0] in "LMN" and c not in MISREAD + UNSTABLE)


def _tidy(text: str) -> str:
    """The text trimmed, with a letter or digit in front."""
    words = " ".join(text.split())
    return words if words and category(words[0])[0] in "LN" else f"a{words}".replace("a ", "a", 1)


@cache
def short_texts(max_size: int = 16) -> SearchStrategy[str]:
    """One line of text in any script, trimmed, beginning with a letter or digit; at most `max_size` characters."""
    made = st.text(_letters() + PUNCTUATION, min_size=1, max_size=max_size - 1).map(_tidy)
    return made.filter(lambda text: text.lower() not in placeholders())


@cache
def texts() -> SearchStrategy[str]:
    """Text of one or more lines."""
    breaks = st.sampled_from(["\n", "\r\n", "\n\n", " ; "])
    return st.builds(str.join, breaks, st.lists(short_texts(), min_size=1, max_size=2))


@cache
def extras() -> SearchStrategy[str]:
    """Values of a publisher's own columns: any text that CSV and JSON can carry.

    A carriage return is left out: the csv module of Python writes it without quotes (until 3.13).
    """
    return st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=8)


@cache
def languages() -> SearchStrategy[str]:
    """Language tags."""
    return st.sampled_from(["ar", "en", "fa", "fr", "ku-Arab", "pt-BR", "ru", "uk", "zh-Hant", "apc", "sr-Latn-RS"])


@cache
def urls() -> SearchStrategy[str]:
    """Web addresses, some with letters beyond ASCII."""
    path = st.text(ALPHANUMERIC + "/._~-%?=&#éяم字", max_size=12)
    return st.builds("{}://example.org/{}".format, st.sampled_from(["https", "http"]), path)


@cache
def digests() -> SearchStrategy[str]:
    """SHA-256 digests."""
    return st.integers(0, 2**256 - 1).map("{:064x}".format)


def days(first: date, last: date) -> SearchStrategy[date]:
    """Days from `first` to `last`, both inclusive; shrinks towards the first."""
    return st.integers(0, (last - first).days).map(lambda n: first + timedelta(days=n))


def counts(most: int = 10**11) -> SearchStrategy[int]:
    """Whole numbers from 0 to `most`, small ones more often."""
    return st.integers(0, min(most, 60)) | st.integers(0, most)


def decimals(low: float, high: float, places: int = 4) -> SearchStrategy[str]:
    """Decimal numbers from `low` to `high` as text, without exponents or trailing zeros."""
    scale = 10**places
    return st.integers(round(low * scale), round(high * scale)).map(lambda n: decimal(n, places))


def decimal(units: int, places: int = 4) -> str:
    """So many ten-thousandths (or other fractions) as text: 102500 is 10.25."""
    whole, rest = divmod(abs(units), 10**places)
    fraction = f"{rest:0{places}d}".rstrip("0")
    return ("-" if units < 0 else "") + str(whole) + (f".{fraction}" if fraction else "")


def _codes_of(column: Column) -> SearchStrategy[str]:
    return codes(column.codelist) if column.codelist else st.sampled_from(column.enum or ())


@cache
def known_codes(codelist: str) -> tuple[str, ...]:
    """The codes of a list that are not deprecated, in its order."""
    return tuple(c.code for c in codelists()[codelist].codes.values() if c.status == "active")


def lists(items: SearchStrategy[str]) -> SearchStrategy[str]:
    """Lists of one to three different items, as a cell."""
    return st.lists(items, min_size=1, max_size=3, unique=True).map(LIST_DELIMITER.join)


_BY_KIND = {
    "identifier": identifiers,
    "label": labels,
    "text": texts,
    "short_text": short_texts,
    "list_text": short_texts,
    "url": urls,
    "language": languages,
    "sha256": digests,
    "extra": extras,
}


def _single(column: Column) -> SearchStrategy[str]:
    if column.kind in _BY_KIND:
        return _BY_KIND[column.kind]()
    if column.kind == "code":
        return _codes_of(column)
    if column.kind == "boolean":
        return st.sampled_from(["true", "false"])
    if column.type == "date":
        return days(date(1900, 1, 1), date(2100, 12, 31)).map(str)
    low, high = column.minimum, column.maximum
    if column.type == "integer" and low is not None and high is not None:
        return st.integers(int(low), int(high)).map(str)
    if column.type == "number" and low is not None and high is not None:
        return decimals(low, high)
    if column.pattern:
        return st.from_regex(column.pattern, fullmatch=True)
    raise NotImplementedError(f"say in conflictdp.strategies.values how a value of kind {column.kind} is made")


@cache
def cells(table: str, column: str) -> SearchStrategy[str]:
    """Values of a column as the text of a cell, each good by itself; what other columns ask for is not looked at."""
    found = tables()[table].columns[column]
    return lists(_single(found)) if found.type == "list" else _single(found)
