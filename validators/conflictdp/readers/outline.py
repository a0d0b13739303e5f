"""What a first reading of a document leaves: that it is strict JSON, and where its parts stand.

Nothing is said of a document before it is known to be JSON to its end. So it is read twice, and never held: the
outline has what stands beside the records, and of these only where groups of them begin.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflictdp.limits import DEFAULTS, Limits
from conflictdp.readers.json_places import Position, items_of, places_of, positions
from conflictdp.readers.json_text import MAX_KEYS, NotJSONError, Place, decode, loads, pointer
from conflictdp.readers.lines import check_nesting, doubtful, is_exact
from conflictdp.readers.splitting import Group, Splitter, is_plain
from conflictdp.report.privacy import people_among
from conflictdp.spec.documents import nested_validator, top_tables
from conflictdp.spec.versions import refuse_other_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


_INSIDE = Place(depth=2)
"""Somewhere in an array of records."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the document: where it begins, as byte and position; its length; the index of its first value."""

    offset: int
    position: Position
    length: int = 0
    first: int = 0


@dataclass(slots=True)
class Outline:
    """A document without its records.

    Attributes:
        path: The document.
        limits: How much of it is held at once.
        head: The document with [0] for an array of records, or [] where it is empty.
        arrays: The byte at which the array of each table begins, in the order of the document.
        people: Ids of parties that are people, or may be.
    """

    path: Path
    limits: Limits = DEFAULTS
    head: Any = field(default_factory=dict)
    arrays: dict[str, int] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    _root: Position = (1, 1)
    _tops: dict[str, _Part] = field(default_factory=dict)
    _groups: dict[str, list[_Part]] = field(default_factory=dict)

    def read(self) -> None:
        """Reads the document from beginning to end.

        Raises:
            NotJSONError: When it is not strict JSON.
            InputError: When it follows an unknown version.
        """
        with self.path.open("rb") as stream:
            text = Splitter(stream, self.limits)
            is_object = text.peek() == b"{"
            self._root = _position(text, text.at)
            if is_object:
                self._object(text)
            else:
                self.head, _ = text.value("", 0)
            if text.peek():
                text.refuse("0")

    def _object(self, text: Splitter) -> None:
        text.at += 1
        after = "{"
        while text.peek() != b"}" or after != "{":
            if text.peek() != b'"':
                text.refuse(after)
            key, _ = text.value(after, 1)
            text.take(b":", '{""')
            text.peek()
            self._member(text, key)
            if text.peek() == b"}":
                break
            text.take(b",", '{"":0')
            text.drop()
            after = '{"":0,'
        text.at += 1

    def _member(self, text: Splitter, key: str) -> None:
        if key in self.head:
            raise NotJSONError(f"the key {key} stands twice in one object", key=key)
        if len(self.head) == MAX_KEYS:
            raise NotJSONError(f"an object has more than {MAX_KEYS:,} keys")
        start, position = text.offset + text.at, _position(text, text.at)
        value = b""
        if text.peek() == b"[" and key in top_tables():
            self.head[key] = []
            self.arrays[key] = start
            for group in text.array():
                self.head[key] = [0]
                self._group(key, group)
        else:
            self.head[key], value = text.value('{"":', 1)
        self._tops[pointer([key])] = _Part(start, position, len(value))
        if key == "$schema":
            refuse_other_version(self.head[key])

    def _group(self, table: str, group: Group) -> None:
        """Looks at records by themselves where orjson or the schema leave room for doubt that they are strict JSON."""
        texts, values = group.texts, group.values
        check_nesting(texts, self.limits)
        doubted = doubtful(group.whole, texts, values)
        faulty = (i for i, good in enumerate(map(nested_validator(table).is_valid, values)) if not good)
        if None in values or b":" in group.whole or not all(map(is_plain, texts)):
            doubted |= {i for i in faulty if values[i] is None or not is_exact(texts[i], _INSIDE.depth)}
        for i in sorted(doubted):
            try:
                loads(decode(texts[i], _INSIDE), _INSIDE)
            except NotJSONError:
                place = group.place_of(i)
                loads(decode(texts[i], place), place)
        if table == "parties":
            self.people |= people_among(group.values)
        part = _Part(group.offset, (group.place.line, group.place.column), len(group.whole), group.first)
        self._groups.setdefault(f"/{table}", []).append(part)

    def places(self, wanted: Iterable[str]) -> dict[str, Position]:
        """Where the value of each JSON Pointer begins; or what it would stand in, where it is absent."""
        inner: dict[str, set[str]] = {}
        for each in wanted:
            steps = each.split("/")
            whole = "/".join(steps[: 3 if "/".join(steps[:2]) in self._groups else 2])
            inner.setdefault(whole, set()).add(each[len(whole) :])
        found: dict[str, Position] = {}
        for whole, text, start in self._texts(inner):
            pointers = inner[whole]
            known = places_of(text, pointers | {p.rpartition("/")[0] for p in pointers})
            for p in pointers:
                found[whole + p] = _moved(known.get(p) or known.get(p.rpartition("/")[0]) or (1, 1), start)
        return found

    def _texts(self, wanted: Iterable[str]) -> Iterator[tuple[str, str, Position]]:
        """The texts of records, and of values at the top that hold none, each with its pointer and where it begins."""
        records: dict[tuple[str, int], list[int]] = {}
        for whole in wanted:
            _, table, index = (*whole.split("/"), "", "")[:3]
            if index:
                number = bisect_right(self._groups[f"/{table}"], int(index), key=lambda g: g.first) - 1
                records.setdefault((f"/{table}", number), []).append(int(index))
            else:
                part = self._tops.get(whole)
                yield whole, _read(self.path, part) if part else "", part.position if part else self._root
        for (table, number), indices in records.items():
            part = self._groups[table][number]
            text = _read(self.path, part)
            spans = items_of(text, 0, (i - part.first for i in indices))
            begins = positions(text, (at for at, _ in spans.values()))
            for (item, (at, end)), begin in zip(spans.items(), begins, strict=True):
                yield f"{table}/{part.first + item}", text[at:end], _moved(begin, part.position)


def _position(text: Splitter, at: int) -> Position:
    place = text.place(at)
    return place.line, place.column


def _moved(position: Position, start: Position) -> Position:
    """A position in a text as one in the text that it is a part of, where it begins at `start`."""
    line, character = position
    return line + start[0] - 1, character + (start[1] - 1 if line == 1 else 0)


def _read(path: Path, part: _Part) -> str:
    with path.open("rb") as stream:
        stream.seek(part.offset)
        return stream.read(part.length).decode("utf-8")
