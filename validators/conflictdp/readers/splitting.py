"""Cuts a JSON text into its values as it streams by, holding no more of it than one record or a few.

Where a record of an array ends is guessed: where the text goes on as it did between the two records before. A guess is
proved by parsing: what begins with a brace and parses as a whole is the record, for no object is the beginning of
another. A wrong guess, or none, and a pattern or the brackets tell where it ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import orjson

from conflictdp.limits import DEFAULTS, Limits
from conflictdp.readers.json_text import TOP, NotJSONError, Place, decode, fault, loads

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 1 << 18
"""How many bytes are read at once."""
GROUP = 1 << 16
"""About how many bytes of records are given together: with more, they fall out of the processor's cache."""

_FEW = 8
"""A guess that is right for fewer values, and fewer bytes than half a group, is none."""
# Possessive: without an end to a string, nothing is tried again.
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_CLOSED = re.compile(_STRING, re.DOTALL)
_MARKS = re.compile(_STRING + rb'|[\[{]|[\]}]|"', re.DOTALL)
_PLAIN = re.compile(rb'[^\s,:\[\]{}"]*')
_SPACE = re.compile(rb"[ \t\n\r]*")
_DEEPER = 6
"""So many levels of brackets a pattern follows; what nests deeper is counted."""


def _value_and_comma() -> re.Pattern[bytes]:
    inner = plain = rb'[^\[\]{}"]++|' + _STRING
    for _ in range(_DEEPER):
        inner = plain + rb"|[\[{](?:" + inner + rb")*+[\]}]"
    value = _STRING + rb'|[^\s,:\[\]{}"]++|[\[{](?:' + inner + rb")*+[\]}]"
    return re.compile(rb"(" + value + rb")[ \t\n\r]*+,[ \t\n\r]*+", re.DOTALL)


_VALUE = _value_and_comma()
_OPENING = re.compile(rb"\{[ \t\n\r]*" + _STRING, re.DOTALL)


@dataclass(frozen=True, slots=True)
class Group:
    """Values of an array, next to each other.

    Attributes:
        first: The index of the first.
        offset: The byte at which it begins.
        place: The place at which it begins.
        whole: The text from its beginning to the end of the last.
        texts: The text of each.
        values: What orjson makes of each; None for what it refuses.
    """

    first: int
    offset: int
    place: Place
    whole: bytes
    texts: list[bytes]
    values: list[Any]

    def place_of(self, number: int) -> Place:
        """The place of one of the values, by its number in the group."""
        at = 0
        for text in self.texts[:number]:
            at = self.whole.index(text, at) + len(text)
        start = self.whole.index(self.texts[number], at)
        return _advanced(self.place, self.whole[:start], "[0," if self.first + number else "[", 2)


_SHORT = 18
"""Text of so few bytes nests less deep than is allowed, and has fewer digits."""


def is_plain(text: bytes) -> bool:
    """Whether strict reading makes of a JSON value what orjson makes of it: it says no key, and has few digits."""
    return (len(text) < _SHORT and b":" not in text) or text[:1] == b'"'


def _advanced(place: Place, text: bytes, after: str = "", depth: int = 0) -> Place:
    """The place at the end of a text that begins at a place."""
    head, newline, tail = text.rpartition(b"\n")
    characters = len(tail.decode("utf-8", "replace"))
    line = place.line + (head.count(b"\n") + 1 if newline else 0)
    return Place(line, characters + (1 if newline else place.column), after, depth)


@dataclass(slots=True)
class Splitter:
    """A JSON text that streams by.

    Attributes:
        stream: Where it comes from.
        limits: How much of it is held at once.
        data: The part that is held.
        at: How far it has been taken, in `data`.
        offset: Which byte of the text `data` begins with.
    """

    stream: BinaryIO
    limits: Limits = DEFAULTS
    data: bytes = b""
    at: int = 0
    offset: int = 0
    _start: Place = TOP
    _known: int = 0

    def more(self) -> bool:
        """Holds a further piece; False when there is none."""
        piece = self.stream.read(PIECE)
        self.data += piece
        return bool(piece)

    def drop(self) -> None:
        """Lets go of what has been taken, once it is worth while."""
        self._start, self._known = self.place(self.at), self.at
        if self.at >= PIECE:
            self.offset += self.at
            self.data = self.data[self.at :]
            self.at = self._known = 0

    def place(self, position: int, *, after: str = "", depth: int = 0) -> Place:
        """Where a position of `data` is in the text; one of what has not been dropped."""
        return _advanced(self._start, self.data[self._known : position], after, depth)

    def peek(self) -> bytes:
        """The next byte that is no white space; empty at the end."""
        while (end := _SPACE.match(self.data, self.at).end()) == len(self.data) and self.more():  # type: ignore[union-attr]
            pass
        self.at = end
        return self.data[end : end + 1]

    def value(self, after: str, depth: int) -> tuple[Any, bytes]:
        """Takes the next value; gives it and its text.

        Args:
            after: JSON that leads up to it.
            depth: How deep it nests.

        Raises:
            NotJSONError: When there is none, or it is not strict JSON.
        """
        self.peek()
        start, self.at = self.at, self._end()
        text = self.data[start : self.at]
        if is_plain(text) and (values := _parsed([text])):
            return values[0], text
        place = self.place(start, after=after, depth=depth)
        return loads(decode(text, place), place), text

    def take(self, mark: bytes, after: str) -> None:
        """Takes a mark such as a comma."""
        if self.peek() != mark:
            self.refuse(after)
        self.at += 1

    def refuse(self, after: str) -> NoReturn:
        """Raises NotJSONError: what comes next cannot come after this."""
        while len(self.data) - self.at < PIECE and self.more():
            pass
        text = self.data[self.at :]
        place = self.place(self.at, after=after)
        try:
            words = decode(text, place)
        except NotJSONError:
            if not self.stream.read(1):
                raise
            words = text.decode("utf-8", "ignore")  # cut in the middle of a character, perhaps
        raise fault(words, place) or NotJSONError("there is more than one value", place.line)

    def array(self) -> Iterator[Group]:
        """Takes the array that begins here; its values in groups."""
        self.at += 1
        if self.peek() == b"]":
            self.at += 1
            return
        index, mark, after = 0, b"", "["
        while True:
            self.drop()
            while len(self.data) - self.at < GROUP and self.more():
                pass
            group = (self._guessed(index, mark) if mark else self._run(index)) or self._matched(index)
            group = group or self._counted(index, after)
            index += len(group.texts)
            end, after = self.at, "[0,"
            yield group
            if self.peek() == b"]":
                self.at += 1
                return
            self.take(b",", "[0")
            self.peek()
            opening = _OPENING.match(self.data, self.at)
            mark = self.data[end - 1 : opening.end()] if opening and self.data[end - 1 : end] == b"}" else b""

    def _guessed(self, index: int, mark: bytes) -> Group | None:
        """The next values as far as each ends where `mark` says, or None."""
        texts, data, at = list[bytes](), self.data, self.at
        step = mark.rfind(b"{", 0, mark.find(b'"'))
        most = at + GROUP
        while at < most and (end := data.find(mark, at)) >= 0:
            texts.append(data[at : end + 1])
            at = end + step
        values = _parsed(texts)
        del texts[len(values) :]
        size = sum(map(len, texts)) + (len(texts) - 1) * (step - 1)
        return self._group(index, self.at + size, texts, values) if len(texts) >= _FEW or 2 * size > GROUP else None

    def _run(self, index: int) -> Group | None:
        """The next values where none holds a comma, or None: then there are as many as pieces between commas."""
        end = self.data.rfind(b",", self.at, self.at + GROUP)
        if end < 0:
            return None
        pieces = self.data[self.at : end].split(b",")
        values = (_parsed([b"[" + self.data[self.at : end] + b"]"]) or [[]])[0]
        return self._group(index, end, pieces, values) if len(values) == len(pieces) else None

    def _matched(self, index: int) -> Group | None:
        """The next values as far as the pattern follows them, or None."""
        texts, at = list[bytes](), self.at
        end, most = at, at + GROUP
        while at < most and (found := _VALUE.match(self.data, at)):
            texts.append(found[1])
            end, at = found.end(1), found.end()
        values = _parsed(texts)
        return self._group(index, end, texts, values) if values and len(values) == len(texts) else None

    def _counted(self, index: int, after: str) -> Group:
        """The next values; as far as one after the other is JSON, if the first is."""
        texts, ends = list[bytes](), list[int]()
        start = self.at
        while not ends or (ends[-1] - start < GROUP and self.peek() == b","):
            self.at += bool(ends)
            self.peek()
            end = self._end()
            if end == self.at:
                break
            texts.append(self.data[self.at : end])
            ends.append(end)
            self.at = end
        if not texts:
            self.refuse(after)
        values = _parsed(texts) or [None]
        self.at = start
        return self._group(index, ends[len(values) - 1], texts[: len(values)], values)

    def _group(self, index: int, end: int, texts: list[bytes], values: list[Any]) -> Group:
        start, self.at = self.at, end
        return Group(index, self.offset + start, self._start, self.data[start:end], texts, values)

    def _end(self) -> int:
        """Where the value ends that begins here: at the end of the text, when that comes before."""
        first = self.data[self.at : self.at + 1]
        if first in (b"{", b"["):
            return self._end_of_brackets()
        pattern = _CLOSED if first == b'"' else _PLAIN
        while True:
            found = pattern.match(self.data, self.at)
            if found and (first == b'"' or found.end() < len(self.data)):
                return found.end()
            if not self._more_of_one():
                return len(self.data)

    def _end_of_brackets(self) -> int:
        depth, at = 0, self.at
        while True:
            resume = len(self.data)
            for found in _MARKS.finditer(self.data, at):
                byte = self.data[found.start()]
                if byte in b"[{":
                    depth += 1
                elif byte in b"]}":
                    depth -= 1
                    if not depth:
                        return found.end()
                elif found.end() - found.start() == 1:  # a string that does not end in what is held
                    resume = found.start()
                    break
            at = resume
            if not self._more_of_one():
                return len(self.data)

    def _more_of_one(self) -> bool:
        self.limits.check("json_bytes", len(self.data) - self.at, "a value of the document")
        return self.more()


def _parsed(texts: list[bytes]) -> list[Any]:
    """The values of the texts, up to the first that is not JSON."""
    values: list[Any] = []
    try:
        for text in texts:
            values.append(orjson.loads(text))  # noqa: PERF401 - those before a fault are kept
    except orjson.JSONDecodeError:
        pass
    return values
