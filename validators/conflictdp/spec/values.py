"""What a value must be by itself: lexical forms, signs for "missing", and the rule that a wrong value breaks.

The same order of questions holds for cells (in SQL, see `conflictdp.engine.cells`) and for JSON values (here), so
that a fault has one name in both forms: a sign for "missing", then type, code, form, range, length.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from conflictdp.spec.codelists import codelists
from conflictdp.spec.rules import catalogue
from conflictdp.spec.tables import Column, schema
from conflictdp.spec.versions import CURRENT, cached, version

LEXICAL = {
    "integer": "-?(0|[1-9][0-9]*)",
    "number": "-?(0|[1-9][0-9]*)([.][0-9]+)?",
    "boolean": "true|false",
    "date": "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)-[0-9]{2}-[0-9]{2}",
}
"""How a cell of a type is written; the whole cell must match. ASCII only, no class shorthands."""

NOUNS = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a day written YYYY-MM-DD",
    "string": "text",
    "list": "a list of texts",
}


@cached
def sentinels(number: str = CURRENT) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What other data write for "missing": texts in lower case, and numbers; from rules/cells.toml."""
    if known := catalogue(number):
        listed = known["sentinels"]
    else:
        import tomllib

        path = version(number).folder / "rules" / "cells.toml"
        listed = tomllib.loads(path.read_text(encoding="utf-8"))["sentinels"]
    return tuple(listed["texts"]), tuple(listed["numbers"])


@cache
def expected_form(column: Column) -> str:
    """What a value of the column looks like, in words."""
    if column.kind == "code":
        return (
            "a code of three capital letters"
            if column.codelist == "countries"
            else "a code (lower-case letters, digits and _)"
        )
    definition = schema("values.schema.json")["$defs"].get(column.kind)
    text = str(definition["description"]).rstrip(".") if definition else NOUNS[column.type]
    return text[0].lower() + text[1:]


def expected_range(column: Column) -> str:
    """The permitted range of a number, in words."""
    low, high = column.minimum, column.maximum
    return f"between {low} and {high}" if high is not None and low is not None else f"{low} or more"


def nearest(value: str, known: tuple[str, ...] | list[str]) -> str | None:
    """A hint with the likeliest of the known words, or None."""
    from difflib import get_close_matches

    near = get_close_matches(value, known, n=1, cutoff=0.6) or get_close_matches(value.lower(), known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else None


def hint_for(column: Column, value: str) -> str | None:
    """A likely mend of a wrong value: the code that was probably meant."""
    if column.codelist is None:
        return None
    codes = codelists()[column.codelist].codes
    labels = {c.label.lower(): c.code for c in codes.values()}
    by_label = labels.get(value.strip().lower())
    return f"did you mean {by_label}?" if by_label else nearest(value, list(codes))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _fits_type(column: Column, value: Any) -> bool:
    kind = column.type
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("integer", "number"):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number and (kind == "number" or value == int(value))
    if kind == "date":
        return isinstance(value, str) and re.fullmatch(LEXICAL["date"], value) is not None and _is_day(value)
    if kind == "list":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)


def _is_sentinel(column: Column, value: Any) -> bool:
    if isinstance(value, str):
        is_typed = column.type in LEXICAL or column.enum is not None or column.kind == "code"
        return is_typed and value.strip().lower() in sentinels()[0]
    return str(value).removesuffix(".0") in sentinels()[1] and column.minimum is not None and value < column.minimum


def _judge_text(column: Column, text: str) -> tuple[str, dict[str, object]] | None:
    if column.enum and text not in column.enum:
        return (
            ("CEL003", {"codelist": column.codelist})
            if column.codelist
            else ("CEL004", {"expected": "one of " + ", ".join(column.enum)})
        )
    if column.pattern and not re.search(column.pattern, text):
        return "CEL004", {"expected": expected_form(column)}
    if column.max_length and len(text) > column.max_length:
        return "CEL006", {"found": len(text), "expected": column.max_length}
    return None


def _judge_list(column: Column, items: list[str]) -> tuple[str, dict[str, object]] | None:
    found = next((f for f in (_judge_text(column, item) for item in items) if f), None)
    if found is None and len(set(items)) < len(items):
        return "CEL009", {}
    if found is None and column.max_items and len(items) > column.max_items:
        return "CEL011", {"found": len(items), "expected": column.max_items}
    return found


def is_nothing(value: Any) -> bool:
    """Whether a JSON value says nothing: absence has one spelling, which is that the key is left out."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def refused(column: Column, value: Any) -> tuple[str, dict[str, object]]:
    """The rule that a JSON value breaks which the schema refuses, with what its message needs."""
    if is_nothing(value):
        return "DOC004", {}
    return judge(column, value) or ("CEL004", {"expected": NOUNS[column.type]})


def judge(column: Column, value: Any) -> tuple[str, dict[str, object]] | None:
    """The rule that a JSON value of the column breaks, with what its message needs; None when it breaks none."""
    if not _fits_type(column, value):
        rule = "CEL007" if _is_sentinel(column, value) else "CEL002"
        return rule, {"expected": NOUNS[column.type]}
    if column.type in ("integer", "number"):
        low = column.minimum is not None and value < column.minimum
        high = column.maximum is not None and value > column.maximum
        rule = "CEL007" if _is_sentinel(column, value) else "CEL005"
        return (rule, {"expected": expected_range(column)}) if low or high else None
    if column.type == "list":
        return _judge_list(column, value)
    if isinstance(value, str):
        found = _judge_text(column, value)
        return ("CEL007", {}) if found and _is_sentinel(column, value) else found
    return None
