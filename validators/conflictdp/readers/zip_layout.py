"""How a zip archive lies in its file: one reading only, whichever program unpacks it.

Programs differ on archives whose directory and members disagree, or that stand within other data; so did checks and
what was checked. Such archives are refused.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import zipfile

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_IS_ENCRYPTED = 1
_IS_STREAMED = 8
_IS_ELSEWHERE = 0xFFFFFFFF
_TOO_MANY = 0xFFFF


def layout_problem(archive: zipfile.ZipFile, stream: BinaryIO) -> str | None:
    """What makes the archive ambiguous, in words; None when nothing does."""
    return _end_problem(archive, stream) or _order_problem(archive)


def _end_problem(archive: zipfile.ZipFile, stream: BinaryIO) -> str | None:
    size = stream.seek(0, 2)
    start = size - _END.size - len(archive.comment)
    stream.seek(max(start, 0))
    mark, disk, first_disk, here, total, *_, comment = _END.unpack(stream.read(_END.size))
    if mark != b"PK\5\6" or comment != len(archive.comment):
        return "something follows its end"
    if total == _TOO_MANY:  # as archives of more members have it, which say the number elsewhere
        return None if len(archive.infolist()) >= _TOO_MANY else "it says a wrong number of members"
    if disk or first_disk or here != total or total != len(archive.infolist()):
        return "it says a wrong number of members, or is a part of an archive"
    return None


def _order_problem(archive: zipfile.ZipFile) -> str | None:
    """Members lie one after the other, from the beginning of the file to the directory."""
    end = 0
    for info in sorted(archive.infolist(), key=lambda i: i.header_offset):
        if info.header_offset < end:
            return f"its members overlap at {info.filename[:100]}"
        if end == 0 and info.header_offset:
            return "something stands before its first member"
        end = info.header_offset + _LOCAL.size + len(info.orig_filename.encode("cp437", "replace")) + info.compress_size
    return "its members overlap with its directory" if end > archive.start_dir else None


def member_problem(info: zipfile.ZipInfo, stream: BinaryIO) -> str | None:
    """Where the header of a member disagrees with its entry in the directory, in words; None when it does not."""
    stream.seek(info.header_offset)
    data = stream.read(_LOCAL.size)
    if len(data) < _LOCAL.size:
        return "lies beyond the end"
    _, _, flags, method, _, _, crc, packed, size, *_ = _LOCAL.unpack(data)
    if method != info.compress_type or (flags ^ info.flag_bits) & (_IS_ENCRYPTED | _IS_STREAMED):
        return "has two headers that disagree"
    known = (info.CRC, info.compress_size, info.file_size)
    is_large = _IS_ELSEWHERE in (packed, size)
    if not flags & _IS_STREAMED and not is_large and (crc, packed, size) != known:
        return "has two headers that disagree"
    return None
