"""Cuts a JSON text into its values as it streams by, holding no more of it than one record or a few.

Where a record of an array ends is guessed: where the text goes on as it did between the two records before. A guess is
proved by parsing: what begins with a brace and parses as a whole is the record, for no object is the beginning of
another. A wrong guess, or none, and the brackets are counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
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

_PATIENCE = 1000
# Possessive: without an end to a string, nothing is tried again.
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_CLOSED = re.compile(_STRING, re.DOTALL)
_MARKS = re.compile(_STRING + rb'|[\[{]|[\]}]|"', re.DOTALL)
_PLAIN = re.compile(rb'[^\s,:\[\]{}"]*')
_SPACE = re.compile(rb"[ \t\n\r]*")
_OPENING = re.compile(rb"\{[ \t\n\r]*" + _STRING, re.DOTALL)


@dataclass(frozen=True, slots=True)
class Group:
    """Values of an array, next to each other.

    Attributes:
        first: The index of the first.
        offset: The byte at which it begins.
        place: The place at which it begins.
        whole: The text from its beginning to the end of the last.
        starts: Where in it each begins.
        texts: The text of each.
        values: What orjson makes of each; None for what it refuses.
    """

    first: int
    offset: int
    place: Place
    whole: bytes
    starts: list[int]
    texts: list[bytes]
    values: list[Any]

    def place_of(self, number: int) -> Place:
        """The place of one of the values, by its number in the group."""
        after = "[0," if self.first + number else "["
        return _advanced(self.place, self.whole[: self.starts[number]], after, 2)


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
    _wait: int = 0

    def more(self) -> bool:
        """Holds a further piece; False when there is none."""
        piece = self.stream.read(PIECE)
        self.data += piece
        return bool(piece)

    def drop(self) -> None:
        """Lets go of what has been taken."""
        self._start = self.place(self.at)
        self.offset += self.at
        self.data = self.data[self.at :]
        self.at = 0

    def place(self, position: int, *, after: str = "", depth: int = 0) -> Place:
        """Where a position of `data` is in the text."""
        return _advanced(self._start, self.data[:position], after, depth)

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
        end = self._end()
        text = self.data[self.at : end]
        place = self.place(self.at, after=after, depth=depth)
        found = loads(decode(text, place), place)
        self.at = end
        return found, text

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
            group = self._guessed(index, mark) or self._run(index, mark) or self._counted(index, after)
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
        starts, ends = [], []
        data, at, step = self.data, 0, mark.rfind(b"{", 0, mark.find(b'"')) if mark else 0
        while mark and at < GROUP and (end := data.find(mark, at)) >= 0:
            starts.append(at)
            ends.append(end + 1)
            at = end + step
        values = _parsed([data[s:e] for s, e in zip(starts, ends, strict=True)])
        count = len(values)
        return self._group(index, starts[:count], ends[:count], values) if values else None

    def _run(self, index: int, mark: bytes) -> Group | None:
        """The next values where none holds a comma, or None: then there are as many as pieces between commas.

        After a vain attempt the next many values are taken one by one.
        """
        self._wait = max(self._wait - 1, 0)
        end = self.data.rfind(b",", 0, GROUP)
        if mark or self._wait or end < 0:
            return None
        pieces = self.data[:end].split(b",")
        values = (_parsed([b"[" + self.data[:end] + b"]"]) or [[]])[0]
        if len(values) != len(pieces):
            self._wait = _PATIENCE
            return None
        ends = [*accumulate((len(p) for p in pieces), lambda at, size: at + 1 + size)]
        return self._group(index, [e - len(p) for e, p in zip(ends, pieces, strict=True)], ends, values)

    def _counted(self, index: int, after: str) -> Group:
        end = self._end()
        text = self.data[:end]
        if not text:
            self.refuse(after)
        return self._group(index, [0], [end], _parsed([text]) or [None])

    def _group(self, index: int, starts: list[int], ends: list[int], values: list[Any]) -> Group:
        self.at = ends[-1]
        texts = [self.data[s:e] for s, e in zip(starts, ends, strict=True)]
        return Group(index, self.offset, self._start, self.data[: self.at], starts, texts, values)

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
