"""What a report does not show unless it is asked to: values that can expose a person.

Whom a value can expose stands in the schemas (`x-sensitivity`): names of people, places that lead to one, free text
that may do either. Beyond the values of such columns, ids of parties that are people are hidden wherever they stand.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from conflictdp.spec.codelists import codelists
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from conflictdp.spec.rules import Rule

HIDDEN = "(hidden)"
IDENTIFYING_TYPES = ("person", "unknown")
"""Types of a party whose id may be made from a person's name; so may the id of a party without a type."""

ABOUT_NOTHING = ("CEL007", "DOC004", "TXT002", "TXT003")
"""Rules that fire on values which stand for nothing: there is nothing to hide in them."""

_WORD = re.compile(r"[A-Za-z0-9._:~-]+")


@cache
def _sensitive_anywhere() -> frozenset[str]:
    return frozenset(n for t in tables().values() for n, c in t.columns.items() if c.sensitivity)


@lru_cache(4096)
def is_sensitive(table: str | None, column: str | None) -> bool:
    """Whether values of the column can expose somebody."""
    known = tables()[table].columns.get(column or "") if table in tables() else None
    return known is not None and known.sensitivity is not None


def masked(values: Mapping[str, Any], rule: Rule, table: str | None, column: str | None) -> dict[str, Any]:
    """The values of a rule's message with those hidden that can expose somebody.

    `value` is what stands in the column. Of a rule in SQL the others are columns of the table, or of others that its
    query reads: such a one counts as sensitive where any table has a sensitive column so named.
    """
    hidden = {"value"} if is_sensitive(table, column) and rule.id not in ABOUT_NOTHING else set()
    if rule.stage == "rules":
        own = tables()[table].columns if table in tables() else {}
        hidden |= {n for n in values if (is_sensitive(table, n) if n in own else n in _sensitive_anywhere())}
    return {n: HIDDEN if n in hidden else v for n, v in values.items()}


@cache
def is_person(party_type: str | None) -> bool:
    """Whether a party of this type is a person, or may be one."""
    return party_type in IDENTIFYING_TYPES or party_type not in codelists()["party_types"].codes


def people_among(parties: Iterable[Any]) -> set[str]:
    """The ids of those parties of a document that are people, or may be."""
    records = (p for p in parties if isinstance(p, dict) and isinstance(p.get("party_id"), str))
    return {p["party_id"] for p in records if is_person(str(p.get("party_type")))}


def without_people(text: str, people: Collection[str]) -> str:
    """The text with the ids of people hidden: as words of it, or as the whole."""
    if text in people:
        return HIDDEN
    return _WORD.sub(lambda m: _word(m[0], people), text)


def _word(word: str, people: Collection[str]) -> str:
    bare = word.rstrip(".:")  # a full stop or colon may end the sentence, or the id
    if word in people:
        return HIDDEN
    return HIDDEN + word[len(bare) :] if bare in people else word


def problem_without(message: str, value: Any, steps: Sequence[object]) -> str:
    """What a JSON Schema says of a descriptor, with the value hidden where it is about who made the dataset."""
    if "contributors" not in steps:
        return message
    return message.replace(json.dumps(value, ensure_ascii=False), HIDDEN).replace(str(value), HIDDEN)
