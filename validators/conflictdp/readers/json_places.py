"""Where values stand in a JSON text: each is found by its JSON Pointer, the others are passed over."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflictdp.readers.json_text import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Position = tuple[int, int]
"""Line and character, both from 1."""
_Tree = dict[str, "_Tree"]

# Possessive throughout: every character is looked at once.
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_FLAT = rf'[\[{{](?:[^\[\]{{}}"]++|{_STRING})*+[\]}}]'
_SHALLOW = re.compile(rf'{_STRING}|[^\s\[\]{{}},:"]++|[\[{{](?:[^\[\]{{}}"]++|{_STRING}|{_FLAT})*+[\]}}]', re.DOTALL)
_MARKS = re.compile(rf"{_STRING}|[\[{{]|[\]}}]", re.DOTALL)
_SPACE = re.compile(r"\s*+")
_MEMBER = re.compile(rf"\s*+({_STRING})\s*+:\s*+", re.DOTALL)
_AFTER = re.compile(r"\s*+,?\s*+")


def end_of(text: str, at: int) -> int:
    """Where the value ends that begins there, in text that is JSON."""
    if found := _SHALLOW.match(text, at):
        return found.end()
    depth = 0
    for mark in _MARKS.finditer(text, at):
        depth += {"[": 1, "{": 1, '"': 0}.get(text[mark.start()], -1)
        if not depth:
            return mark.end()
    return len(text)


def items_of(text: str, at: int, wanted: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Where items of an array begin and end.

    Args:
        text: The text, JSON from there on.
        at: Where the first item begins.
        wanted: The items that are asked for, by their index.
    """
    found: dict[int, tuple[int, int]] = {}
    here = 0
    for index in sorted(wanted):
        for _ in range(index - here):
            at = _after(text, end_of(text, at))
        here, found[index] = index, (at, end_of(text, at))
    return found


def _after(text: str, end: int) -> int:
    """Where the next item or member begins, or the bracket stands that closes."""
    return _AFTER.match(text, end).end()  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through a text along the wanted pointers.

    Attributes:
        text: The text.
        starts: Where the values begin that were found, by pointer, in the order of the text.
    """

    text: str
    starts: dict[str, int] = field(default_factory=dict)

    def value(self, at: int, place: str, tree: _Tree) -> int:
        """Takes the value that begins there; gives where it ends."""
        self.starts[place] = at
        kind = self.text[at : at + 1]
        if kind == "{" and tree:
            return self._members(at + 1, place, tree)
        return self._items(at + 1, place, tree) if kind == "[" and tree else end_of(self.text, at)

    def _members(self, at: int, place: str, tree: _Tree) -> int:
        while member := _MEMBER.match(self.text, at):
            key = member[1]
            step = pointer([json.loads(key) if "\\" in key else key[1:-1]])[1:]
            at = _after(self.text, self._inner(member.end(), place, step, tree))
        return _SPACE.match(self.text, at).end() + 1  # type: ignore[union-attr]

    def _items(self, at: int, place: str, tree: _Tree) -> int:
        index, at = 0, _SPACE.match(self.text, at).end()  # type: ignore[union-attr]
        while self.text[at] != "]":
            at = _after(self.text, self._inner(at, place, str(index), tree))
            index += 1
        return at + 1

    def _inner(self, at: int, place: str, step: str, tree: _Tree) -> int:
        return self.value(at, f"{place}/{step}", tree[step]) if step in tree else end_of(self.text, at)


def _tree(pointers: Iterable[str]) -> _Tree:
    root: _Tree = {}
    for each in pointers:
        node = root
        for step in each.split("/")[1:]:
            node = node.setdefault(step, {})
    return root


def places_of(text: str, wanted: set[str]) -> dict[str, Position]:
    """The line and the character on it at which the value of each JSON Pointer begins.

    Args:
        text: A JSON text that has been parsed before.
        wanted: JSON Pointers; one that leads nowhere is left out.
    """
    walk = _Walk(text)
    walk.value(_SPACE.match(text).end(), "", _tree(wanted))  # type: ignore[union-attr]
    found = zip(walk.starts, positions(text, walk.starts.values()), strict=True)
    return {place: position for place, position in found if place in wanted}


def positions(text: str, places: Iterable[int]) -> Iterator[Position]:
    """Line and character of places in a text, which come in ascending order."""
    line, begin, before = 1, 0, 0
    for at in places:
        line += text.count("\n", before, at)
        begin = max(begin, text.rfind("\n", before, at) + 1)
        before = at
        yield line, at - begin + 1
