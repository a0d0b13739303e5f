"""CSV files in blocks of whole records: a first look at the bytes.

Everything here works on a megabyte at a time with searches for fixed bytes, which takes a fraction of the time that
going through records would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_BLOCK = 1 << 20
_LONGEST = 16 << 20
"""A record longer than this is taken for a quote that is never closed."""


class EndlessRecordError(Exception):
    """No record ends within a reasonable number of bytes."""


def blocks(path: Path) -> Iterator[bytes]:
    """The file in blocks that begin and end with a record; the last one may lack its line end.

    Raises:
        EndlessRecordError: When a block would grow beyond reason.
    """
    waiting, is_quoted = [b""], False
    with path.open("rb") as stream:
        while chunk := stream.read(_BLOCK):
            end = _last_end(chunk, is_quoted=is_quoted)
            if end:
                yield b"".join(waiting) + chunk[:end]
                waiting, is_quoted = [chunk[end:]], False
                chunk = chunk[end:]
            else:
                waiting.append(chunk)
                if sum(map(len, waiting)) > _LONGEST:
                    raise EndlessRecordError
            is_quoted ^= chunk.count(b'"') % 2 == 1
    if any(waiting):
        yield b"".join(waiting)


def _last_end(data: bytes, *, is_quoted: bool) -> int:
    """Where the last whole record ends: after a line end with an even number of quotes before it.

    Args:
        data: A piece of the file.
        is_quoted: Whether there is an odd number of quotes before the piece.
    """
    quotes, end = data.count(b'"') + is_quoted, len(data)
    while True:
        if quotes % 2:  # up to the last quote every line end is within a cell
            end = data.rfind(b'"', 0, end)
            quotes -= 1
        line_end = data.rfind(b"\n", 0, max(end, 0))
        if line_end < 0:
            return 0
        quotes -= data.count(b'"', line_end, end)
        if quotes % 2 == 0:
            return line_end + 1
        end = line_end


def outside_quotes(block: bytes) -> list[bytes]:
    """What stands before, between and after the quotes that enclose cells, piece by piece."""
    return block.split(b'"')[::2]


@dataclass(slots=True)
class _Ends:
    """How many line ends of each kind were seen."""

    returns: int = 0
    both: int = 0
    feeds: int = 0

    def add(self, block: bytes) -> None:
        self.feeds += block.count(b"\n")
        if b"\r" in block:
            self.returns += block.count(b"\r")
            self.both += block.count(b"\r\n")

    @property
    def are_alike(self) -> bool:
        return self.returns == self.both and self.both in (0, self.feeds)


def needs_care(path: Path, width: int, *, is_wanted: Callable[[], bool] = lambda: True) -> bool:
    """Whether the bytes show any sign of trouble that the engine would pass over.

    Ends early, and then says nothing, once `is_wanted` is false.

    Signs are NUL, a byte order mark, blank lines, mixed or old line ends, quotes elsewhere than at both ends of a cell,
    and more separators than `width` columns have. Records with fewer the engine refuses by itself.
    """
    ends = _Ends()
    try:
        for number, block in enumerate(blocks(path)):
            if not is_wanted():
                return True
            if (number == 0 and block.startswith(b"\xef\xbb\xbf")) or b"\0" in block:
                return True
            ends.add(block)
            if not ends.are_alike or _is_odd(block if block.endswith(b"\n") else block + b"\n", width):
                return True
    except EndlessRecordError:
        return True
    return False


_PLAIN = bytes(b for b in range(256) if b not in b",\r\n")
_BEFORE_A_QUOTE = {b"", b",", b"\n"}
_AFTER_A_QUOTE = {b"", b",", b"\n", b"\r"}


def _is_odd(block: bytes, width: int) -> bool:
    pieces = outside_quotes(block)
    if len(pieces) > 1:
        before, after = {p[-1:] for p in pieces[:-1]}, {p[:1] for p in pieces[1:]}
        if not (before <= _BEFORE_A_QUOTE and after <= _AFTER_A_QUOTE):
            return True
    skeleton = b"".join(pieces).translate(None, _PLAIN)
    if skeleton.startswith((b"\n", b"\r")) or b"\n\n" in skeleton or b"\n\r" in skeleton:
        return width > 1 or _has_blank_lines(block)
    return skeleton.count(b",") != (width - 1) * skeleton.count(b"\n")


def _has_blank_lines(block: bytes) -> bool:
    """Of a table of one column, whose records have no separators that tell them from blank lines."""
    return block.startswith((b"\n", b"\r")) or b"\n\n" in block or b"\n\r" in block
