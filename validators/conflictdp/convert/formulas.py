"""Text that a spreadsheet would compute, made harmless and back again.

A cell that begins like a formula gets an apostrophe in front. So does one that begins with apostrophes and then like a
formula: the way back takes one apostrophe away, and gives every text back as it was. Numbers stay as they are.
"""

from __future__ import annotations

import re

from conflictdp.engine.sql import literal

FORMULA = "'*[=+@\t\r-]"
"""How a text begins that a spreadsheet would compute, apostrophes in front included."""

NUMBER = "-?[0-9]+([.][0-9]+)?"

_DANGER = re.compile(FORMULA)
_NUMBER = re.compile(NUMBER)


def neutral(text: str) -> str:
    """The text as a spreadsheet may have it.

    >>> neutral("=1+1"), neutral("-5"), neutral("'=1+1"), neutral("plain")
    ("'=1+1", '-5', "''=1+1", 'plain')
    """
    return "'" + text if _DANGER.match(text) and not _NUMBER.fullmatch(text) else text


def restored(text: str) -> str:
    """What `neutral` was given.

    >>> restored("'=1+1"), restored("''=1+1"), restored("'plain'")
    ('=1+1', "'=1+1", "'plain'")
    """
    return text[1:] if text.startswith("'") and _DANGER.match(text) else text


def neutral_sql(expression: str) -> str:
    """SQL for the same on the text of an expression."""
    text = f"CAST({expression} AS VARCHAR)"
    danger = f"regexp_matches({text}, {literal('^' + FORMULA)}) AND NOT regexp_full_match({text}, {literal(NUMBER)})"
    return f"CASE WHEN {danger} THEN '''' || {text} ELSE {text} END"
