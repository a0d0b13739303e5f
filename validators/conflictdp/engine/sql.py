"""The SQL that the engine builds: from names and codes of the standard only, never from values of the data."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from conflictdp.engine.small_tables import current_codes
from conflictdp.spec.codelists import codelists
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import LIST_DELIMITER
from conflictdp.spec.values import LEXICAL, sentinels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflictdp.spec.tables import Column

TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "list": "VARCHAR[]",
}


def literal(text: str) -> str:
    """The text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """The texts as a list of literals in parentheses."""
    return "(" + ", ".join(literal(t) for t in texts) + ")"


def _unanchored(pattern: str) -> str:
    return pattern.removeprefix("^").removesuffix("$")


def _matches(value: str, pattern: str) -> str:
    return f"regexp_full_match({value}, {literal(pattern)})"


def items(value: str) -> str:
    """An expression over the text of a list: its items."""
    return f"string_split({value}, {literal(LIST_DELIMITER)})"


def _sentinel(column: Column, value: str) -> str:
    texts = f"lower(trim({value})) IN {literals(sentinels()[0])}"
    if column.type in ("integer", "number") and column.minimum is not None:
        numbers = f"regexp_replace({value}, '[.]0$', '') IN {literals(sentinels()[1])}"
        return f"{texts} OR ({numbers} AND TRY_CAST({value} AS DOUBLE) < {column.minimum})"
    return texts


def _typed_faults(column: Column, value: str) -> list[tuple[str, str]]:
    lexical = _matches(value, LEXICAL[column.type])
    wrong = f"NOT {lexical}"
    if column.type == "date":
        wrong += f" OR TRY_CAST({value} AS DATE) IS NULL"
    faults = [("CEL007", _sentinel(column, value)), ("CEL002", wrong)]
    if column.minimum is not None and column.maximum is not None:
        number = f"TRY_CAST({value} AS DOUBLE)"
        faults.append(("CEL005", f"{number} NOT BETWEEN {column.minimum} AND {column.maximum}"))
    return faults


def _text_faults(column: Column, value: str) -> list[tuple[str, str]]:
    faults: list[tuple[str, str]] = []
    if column.enum:
        wrong = f"{value} NOT IN {literals(column.enum)}"
        faults = [
            ("CEL007", f"{wrong} AND ({_sentinel(column, value)})"),
            ("CEL003" if column.codelist else "CEL004", wrong),
        ]
    elif column.pattern:
        wrong = f"NOT {_matches(value, _unanchored(column.pattern))}"
        faults = [("CEL004", wrong)]
        if column.kind == "code":
            faults.insert(0, ("CEL007", f"({wrong}) AND ({_sentinel(column, value)})"))
    if column.max_length:
        faults.append(("CEL006", f"length({value}) > {column.max_length}"))
    return faults


def _list_faults(column: Column, value: str, found: str) -> list[tuple[str, str]]:
    """The lengths of text and list are compared first, since most lists are too short to break the limits."""
    item = f"(?:{_unanchored(column.pattern or '')})"
    longest, most = column.max_length or 500, column.max_items or 50
    return [
        ("CEL004", f"NOT {_matches(value, f'{item}([{LIST_DELIMITER}]{item})*')}"),
        (
            "CEL006",
            f"strlen({value}) > {longest} AND len(list_filter({found}, lambda x: length(x) > {longest})) > 0",
        ),
        ("CEL009", f"contains({value}, {literal(LIST_DELIMITER)}) AND {_has_equal_items(found)}"),
        ("CEL011", f"strlen({value}) > {most} AND len({found}) > {most}"),
    ]


def _has_equal_items(found: str) -> str:
    """Whether a list holds an item twice; of few items each pair is compared, which is quicker than a set of them."""
    pairs = " OR ".join(f"coalesce({found}[{i}] = {found}[{j}], FALSE)" for i, j in ((1, 2), (1, 3), (2, 3)))
    return f"CASE WHEN len({found}) <= 3 THEN {pairs} ELSE len(list_distinct({found})) < len({found}) END"


def faults(column: Column, found: str = "") -> list[tuple[str, str]]:
    """The rules that a cell of the column can break, gravest first, each with a predicate over its text.

    Args:
        column: The column.
        found: Of a list, SQL for its items where they are at hand.
    """
    value = quote(column.name)
    if column.type == "list":
        return _list_faults(column, value, found or items(value))
    return _typed_faults(column, value) if column.type in LEXICAL else _text_faults(column, value)


def first_fault(column: Column) -> str:
    """An expression over the text: the first rule that the cell breaks, or NULL."""
    cases = " ".join(f"WHEN {predicate} THEN {literal(rule)}" for rule, predicate in faults(column))
    return f"CASE WHEN {quote(column.name)} IS NULL THEN NULL {cases} END"


def cast(column: Column) -> str:
    """An expression over the text: what the engine makes of it."""
    value = quote(column.name)
    if column.type == "list":
        return items(value)
    return value if column.type == "string" else f"TRY_CAST({value} AS {TYPES[column.type]})"


def typed(column: Column, found: str) -> str:
    """An expression over the text: the value, or NULL where the cell breaks a rule.

    Args:
        column: The column.
        found: SQL for what the engine makes of the text.
    """
    items_found = found if column.type == "list" else ""
    good = " AND ".join(f"NOT ({predicate})" for _, predicate in faults(column, items_found))
    return f"CASE WHEN {good} THEN {found} END" if good else found


_IDENTIFIER = "^[A-Za-z0-9][A-Za-z0-9._:~-]*$"


def is_plain(column: Column, found: str) -> str:
    """A cheap predicate over the text that holds for good cells only, if not for all; empty where every text is good.

    What it holds for can be written again from its value, letter by letter.

    Args:
        column: The column.
        found: SQL for what the engine makes of the text.
    """
    value = quote(column.name)
    if column.type == "integer":
        return f"CAST({found} AS VARCHAR) = {value}" + _in_range(column, found)
    if column.type == "date":
        return f"strlen({value}) = 10 AND CAST({found} AS VARCHAR) = {value} AND {found} >= DATE '1000-01-01'"
    if column.type == "list":
        return _is_plain_list(column, value, found)
    if column.type != "string":  # no word for "missing" reads like a number, and no such number is in range
        return _matches(value, LEXICAL[column.type]) + _in_range(column, found)
    return _is_plain_text(column, value)


def _in_range(column: Column, found: str) -> str:
    is_limited = column.minimum is not None and column.maximum is not None
    return f" AND {found} BETWEEN {column.minimum} AND {column.maximum}" if is_limited else ""


def _is_plain_list(column: Column, value: str, found: str) -> str:
    """Lists so short in all that neither an item is too long nor are there too many of them."""
    shortest = min(column.max_length or 500, 2 * (column.max_items or 50))
    if column.codelist:
        return f"strlen({value}) <= {shortest} AND {_are_codes(found, sorted(current_codes(column.codelist)))}"
    form, _, twice, _ = (predicate for _, predicate in _list_faults(column, value, found))
    return f"strlen({value}) <= {shortest} AND NOT ({form}) AND NOT ({twice})"


_FEW_ITEMS = 3
"""Of so many items each is looked at, and each pair is compared, which is quicker than a set of them."""


def _are_codes(found: str, codes: Sequence[str]) -> str:
    """Whether the items of a list are all among the codes, and none is there twice."""
    cases = []
    for count in range(1, _FEW_ITEMS + 1):
        known = [_is_code(f"{found}[{i}]", codes) for i in range(1, count + 1)]
        differ = [f"{found}[{i}] <> {found}[{j}]" for i, j in combinations(range(1, count + 1), 2)]
        cases.append(f"WHEN {count} THEN {' AND '.join([*known, *differ])}")
    other = f"len(list_filter({found}, lambda x: x NOT IN {literals(codes)})) = 0"
    return f"CASE len({found}) {' '.join(cases)} ELSE {other} AND len(list_distinct({found})) = len({found}) END"


def _is_plain_text(column: Column, value: str) -> str:
    codes = sorted(current_codes(column.codelist)) if column.codelist else column.enum
    short = f"strlen({value}) <= {column.max_length}" if column.max_length else ""
    if codes:
        return _is_code(value, [c for c in codes if not column.max_length or len(c) <= column.max_length])
    form = _matches(value, _unanchored(column.pattern)) if column.pattern else ""
    if column.pattern == _IDENTIFIER:
        # Percent encoding leaves letters, digits and "-._~" alone, and nothing else. CASE rather than OR, of which the
        # engine evaluates both sides for every row.
        begins = f"ascii({value}) NOT IN ({', '.join(str(ord(sign)) for sign in '-._~')})"
        form = f"CASE WHEN url_encode({value}) = {value} AND {begins} THEN TRUE ELSE {form} END"
    return " AND ".join(part for part in (short, form) if part)


_FEW_CODES = 8
"""So many codes are compared more quickly than a text is looked up among the values of an enumeration."""


def _is_code(value: str, codes: Sequence[str]) -> str:
    known = literals(codes)
    return f"{value} IN {known}" if len(codes) <= _FEW_CODES else f"TRY_CAST({value} AS ENUM{known}) IS NOT NULL"


def shredded(column: Column) -> str:
    """An expression over what the engine reads of a JSON value: the text of a cell.

    The engine writes a number as Python does: a whole one that was given with a decimal point loses it where the
    column holds whole numbers, and a very small one its exponent. What `_is_text` marks is the text of a cell already.
    """
    value = quote(column.name)
    if column.type == "list":
        return f"array_to_string({value}, {literal(LIST_DELIMITER)})"
    if column.type == "integer":
        whole = f"TRY_CAST(TRY_CAST({value} AS DOUBLE) AS BIGINT)::VARCHAR"
        return f"CASE WHEN contains({value}, '.') AND _is_text IS NULL THEN {whole} ELSE {value} END"
    if column.type == "number":
        sign = f"CASE WHEN starts_with({value}, '-') THEN '-' ELSE '' END"
        zeros = f"repeat('0', TRY_CAST(split_part({value}, 'e-', 2) AS BIGINT) - 1)"
        digits = f"replace(replace(split_part({value}, 'e-', 1), '.', ''), '-', '')"
        small = f"{sign} || '0.' || {zeros} || {digits}"
        return f"CASE WHEN contains({value}, 'e-') AND _is_text IS NULL THEN {small} ELSE {value} END"
    return value


def unlisted(column: Column, codes: Iterable[str]) -> str:
    """A predicate over the typed value: it holds a code that is none of these."""
    value, known = quote(column.name), literals(codes)
    if column.type == "list":
        return f"len(list_filter({value}, lambda x: x NOT IN {known})) > 0"
    return f"{value} NOT IN {known}"


def code_checks(column: Column) -> list[tuple[str, str]]:
    """Predicates over the typed value for codes that an open list lacks, and for deprecated codes."""
    if column.codelist is None:
        return []
    codes = codelists()[column.codelist]
    checks = [("CEL008", unlisted(column, codes.codes))] if codes.is_open else []
    old = [c.code for c in codes.codes.values() if c.status == "deprecated"]
    if not old:
        return checks
    value = quote(column.name)
    item_is_old = f"len(list_filter({value}, lambda x: x IN {literals(old)})) > 0"
    return [*checks, ("CEL010", item_is_old if column.type == "list" else f"{value} IN {literals(old)}")]
