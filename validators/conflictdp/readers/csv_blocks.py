"""CSV files in blocks: a first look at the bytes.

Everything here works on a megabyte at a time with searches for fixed bytes, which takes a fraction of the time that
going through records would.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_BLOCK = 1 << 20
_SLICE = 1 << 16
"""Larger ones, each in fresh memory, take four times as long to decode."""
_LONGEST = 8 << 20
"""What is longer is no record of a table, or is for the careful reader, who counts its bytes."""

_MARK = b"\xef\xbb\xbf"
_first, _last = itemgetter(slice(1)), itemgetter(slice(-1, None))
_BEFORE_A_QUOTE = {b"", b",", b"\n"}
_AFTER_A_QUOTE = {b"", b",", b"\n", b"\r"}


@dataclass(slots=True)
class Look:
    """What is seen of a file.

    Signs of trouble are NUL, bytes that are not UTF-8 where that is looked for, a byte order mark, mixed or old line
    ends, quotes elsewhere than at both ends of a cell or never closed, records that are endless. Others show in the
    numbers: blank lines, and separators at the end of a line that end no column, which the engine passes over. Records
    with too few cells it refuses by itself.

    Attributes:
        is_odd: Whether there is a sign of trouble, or the look was not brought to its end.
        has_blank_lines: Whether a line is blank, where that was looked for.
        lines: How many lines there are; those in quotes are none.
        separators: How many separators there are outside of quotes.
        since: How many bytes have been looked at since a record ended for certain.
    """

    is_odd: bool = False
    has_blank_lines: bool = False
    lines: int = 0
    separators: int = 0
    since: int = 0
    _is_quoted: bool = False
    _ends: bytes = b""

    def fits(self, width: int, records: int | None = None) -> bool:
        """Whether there is nothing in the file that the engine would pass over.

        Args:
            width: How many columns there are.
            records: How many records the engine has read, and the header; None where it has not, and blank lines were
                looked for.
        """
        is_whole = not self.has_blank_lines if records is None else self.lines == records
        return not self.is_odd and is_whole and self.separators == (width - 1) * self.lines

    def add(self, block: bytes, *, finds_blank_lines: bool, checks_letters: bool) -> None:
        """Looks at a block that begins and ends with a line, be it a line in quotes."""
        pieces = block.split(b'"') if b'"' in block else [block]
        outside = pieces[self._is_quoted :: 2]
        rest = block if len(pieces) == 1 and outside else b"".join(outside)
        self.lines += rest.count(b"\n")
        self.separators += rest.count(b",")
        self.since = len(block) if b"\n" in rest else self.since + len(block)
        is_within = (len(pieces) - self._is_quoted) % 2 == 0
        before = outside if is_within else outside[:-1]
        after = outside if self._is_quoted else outside[1:]
        self.is_odd |= b"\0" in block or not self._has_like_ends(block) or not _are_at_ends(before, after)
        self.is_odd |= checks_letters and not _is_utf8(block)
        if finds_blank_lines:
            begins = not self._is_quoted and block.startswith((b"\n", b"\r"))
            self.has_blank_lines |= begins or b"\n\n" in rest or b"\n\r" in rest
        self._is_quoted = is_within

    def _has_like_ends(self, block: bytes) -> bool:
        returns = block.count(b"\r") if b"\r" in block else 0
        if returns and not returns == block.count(b"\r\n") == block.count(b"\n"):
            return False
        ends = b"\r\n" if returns else b"\n" if b"\n" in block else self._ends
        before, self._ends = self._ends or ends, ends
        return before == ends

    def end(self, last: bytes) -> None:
        """Takes note of the end of the file, and of the last byte before it."""
        self.is_odd |= self._is_quoted
        self.lines += last not in (b"", b"\n")


def _are_at_ends(before: list[bytes], after: list[bytes]) -> bool:
    """Whether quotes stand at the ends of cells: by what stands before those that open and after those that close."""
    return set(map(_last, before)) <= _BEFORE_A_QUOTE and set(map(_first, after)) <= _AFTER_A_QUOTE


def _is_utf8(block: bytes) -> bool:
    if block.isascii():
        return True
    decoder = getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(block), _SLICE):
            decoder.decode(block[start : start + _SLICE])
        return not decoder.getstate()[0]
    except UnicodeDecodeError:
        return False


def look_through(
    path: Path,
    *,
    is_wanted: Callable[[], bool] = lambda: True,
    finds_blank_lines: bool = False,
    checks_letters: bool = False,
) -> Look:
    """Looks through a file; ends at the first sign of trouble, or once `is_wanted` is false.

    Args:
        path: The file.
        is_wanted: Whether somebody still waits for the answer.
        finds_blank_lines: Whether to look for blank lines.
        checks_letters: Whether to see that all is UTF-8: of a column that it does not read the engine does not.
    """
    look, last = Look(), b""
    for number, block in enumerate(_blocks(path)):
        look.is_odd = not is_wanted() or look.since + len(block) > _LONGEST or (number == 0 and block.startswith(_MARK))
        if not look.is_odd:
            look.add(block, finds_blank_lines=finds_blank_lines, checks_letters=checks_letters)
        if look.is_odd:
            return look
        last = block[-1:]
    look.end(last)
    return look


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block if block.endswith(b"\n") else block + stream.readline(_LONGEST)


def needs_care(path: Path, width: int, *, checks_letters: bool = False) -> bool:
    """Whether the bytes show any sign of trouble that the engine would pass over."""
    return not look_through(path, finds_blank_lines=True, checks_letters=checks_letters).fits(width)
