"""Text of the standard as Markdown: nothing in it is taken for markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOTE = "<!-- Generated from schema/; do not edit. `make generate` writes it. -->"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|$~])")


def plain(text: str) -> str:
    """The text, read as it stands."""
    return _MARKUP.sub(r"\\\1", text.strip())


def visible(text: str) -> str:
    r"""The text with what cannot be seen, or would turn the line around, written as `\uXXXX`."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04X}" for c in text)


def code(text: str) -> str:
    """The text as code within a line."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def codes(texts: Iterable[str]) -> str:
    """The texts as code, with commas between."""
    return ", ".join(map(code, texts))


def fenced(text: str, language: str = "text") -> str:
    """The text as a block of code; the fence is longer than any in it."""
    text = visible(text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown already, in code the bars are escaped here."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text.replace("\n", " "))
