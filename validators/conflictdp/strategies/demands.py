"""What the rules ask of codes that stand together, read from the rules themselves so that no list stands twice."""

from __future__ import annotations

import re
from functools import cache

from conflictdp.spec.codelists import codelists
from conflictdp.spec.rules import rules

_COLUMN = r"\b(?:\w+\.)?{column}(?:,\s*'[^']*'\))?\)?\s*"
"""A column, perhaps with its table, in COALESCE(column, 'code') or NULLIF(column, '')."""

_WORD = re.compile(r"'([^']*)'")


@cache
def named(rule: str, column: str) -> frozenset[str]:
    """The codes that a rule names for a column, as in `column IN ('a', 'b')` or `column <> 'a'`.

    Raises:
        LookupError: When the rule names none: it has changed, and what leans on it must be looked at.
    """
    text = rules()[rule].predicate + rules()[rule].query
    start = _COLUMN.format(column=column)
    groups = re.findall(start + r"\b(?:NOT )?IN\s*\(([^()]*)\)", text)
    found = [word for group in groups for word in _WORD.findall(group)]
    found += re.findall(start + r"(?:=|<>)\s*'([^']+)'", text)
    if not found:
        raise LookupError(f"rule {rule} names no codes for {column}; see conflictdp.strategies.demands")
    return frozenset(found)


@cache
def limits(rule: str, column: str) -> dict[str, int]:
    """The numbers that a rule sets for codes, as in `WHEN 'site' THEN column <= 100`."""
    found = re.findall(rf"WHEN '(\w+)' THEN {column} <= (\d+)", rules()[rule].predicate)
    if not found:
        raise LookupError(f"rule {rule} sets no limits for {column}; see conflictdp.strategies.demands")
    return {code: int(number) for code, number in found}


@cache
def sentinels() -> frozenset[int]:
    """The counts that look like codes for a missing number (rule CAS009)."""
    return frozenset(map(int, re.findall(r"\b9{3,}\b", rules()["CAS009"].predicate)))


@cache
def family(codelist: str, code: str) -> str:
    """The top of a code's branch: `ambush` is an `armed_clash`."""
    broader = codelists()[codelist].codes[code].broader
    return family(codelist, broader) if broader else code


@cache
def top_codes(codelist: str) -> tuple[str, ...]:
    """The codes of a list that are part of no other: no two of them overlap."""
    return tuple(c.code for c in codelists()[codelist].codes.values() if not c.broader and c.status == "active")
