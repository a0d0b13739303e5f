"""Strict JSON: what RFC 8259 leaves open is refused."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_DEPTH = 64
MAX_DIGITS = 40
MAX_KEYS = 10_000
"""So many keys may one object have."""
# Possessive, and a string may stay open: otherwise a text of many escaped quotes takes quadratic time.
_STRING = r'"(?:[^"\\]++|\\.)*+"?'
_BRACKETS = re.compile(_STRING + r"|[\[{]|[\]}]", re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of a larger JSON text stands, so that a fault in it is told as of the whole.

    Attributes:
        line: The line on which it begins, from 1.
        column: The character of that line at which it begins, from 1.
        after: JSON that leads up to it, as short as can be: what is wrong depends on what was expected there.
        depth: How deep it nests.
    """

    line: int = 1
    column: int = 1
    after: str = ""
    depth: int = 0


TOP = Place()


class NotJSONError(ValueError):
    """The text is not strict JSON.

    Attributes:
        problem: What is wrong, in words.
        line: The line at fault, from 1; None when it is not known.
        key: The key that stands twice in an object, when that is what is wrong.
    """

    def __init__(self, problem: str, line: int | None = None, key: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.key = key


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_KEYS:
        raise NotJSONError(f"an object has more than {MAX_KEYS:,} keys")
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(k for k, _ in pairs if k in seen or seen.add(k))  # type: ignore[func-returns-value]
        raise NotJSONError(f"the key {twice} stands twice in one object", key=twice)
    return found


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise NotJSONError("a number has too many digits")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise NotJSONError(f"the number {digits[:20]} is too large")
    return value


def _constant(name: str) -> Any:
    raise NotJSONError(f"{name} is not JSON")


def _line(text: str | bytes, position: int, place: Place) -> int:
    newline: Any = "\n" if isinstance(text, str) else b"\n"
    return text.count(newline, 0, position) + place.line


def _check_depth(text: str, place: Place) -> None:
    depth = place.depth
    for match in _BRACKETS.finditer(text):
        mark = match.group()[0]
        if mark in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise NotJSONError(f"it nests more than {MAX_DEPTH} deep", _line(text, match.start(), place))
        elif mark in "]}":
            depth -= 1


def decode(data: bytes, place: Place = TOP) -> str:
    """The bytes as text.

    Raises:
        NotJSONError: When they are not UTF-8, or begin with a byte order mark.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotJSONError("it holds bytes that are not UTF-8", _line(data, error.start, place)) from None
    if text.startswith("\ufeff") and place == TOP:
        raise NotJSONError("it begins with a byte order mark", 1)
    return text


def loads(text: str, place: Place = TOP) -> Any:
    """The value of a JSON text.

    Args:
        text: The text.
        place: Where it stands in a larger one.

    Raises:
        NotJSONError: When the text is not JSON, names a key twice in an object, nests too deep, or holds a number
            or character that cannot be carried on (NaN, infinity, 10^400, a lone surrogate).
    """
    _check_depth(text, place)
    try:
        value = _parse(text)
    except json.JSONDecodeError as error:
        raise (place.after and fault(text, place)) or _told(error, place) from None
    if _SURROGATE.search(text):
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise NotJSONError("it holds half of a surrogate pair") from None
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=_integer, parse_float=_float, parse_constant=_constant)


def _parse(text: str) -> Any:
    if text.startswith("\ufeff"):
        raise json.JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", text, 0)  # as json.loads has it
    return _DECODER.decode(text)


def fault(text: str, place: Place) -> NotJSONError | None:
    """What is wrong with a text after what stands before it; None when nothing is."""
    try:
        _parse(place.after + text)
    except json.JSONDecodeError as error:
        return _told(error, place)
    return None


def _told(error: json.JSONDecodeError, place: Place) -> NotJSONError:
    column = error.colno + (place.column - 1 - len(place.after) if error.lineno == 1 else 0)
    problem = error.msg[0].lower() + error.msg[1:]
    return NotJSONError(f"{problem}, at column {column}", error.lineno + place.line - 1)


def pointer(path: Iterable[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of a path."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
