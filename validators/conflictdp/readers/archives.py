"""Zip archives: every member is looked at before one is taken out, and what is taken out is counted."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.errors import InputError, LimitError
from conflictdp.readers.paths import problem_of

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.readers.staging import Staging

MAX_MEMBERS = 10_000
MAX_BYTES = 8 << 30
MAX_RATIO = 200
_CHUNK = 1 << 20
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises on a faulty archive."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose members are all safe to take out.

    Attributes:
        path: The archive.
        prefix: The folder inside it that holds datapackage.json: "" or a name with a slash.
        members: Its files by path, relative to that folder; hidden ones, as archivers add them, are left out.
    """

    path: Path
    prefix: str
    members: dict[str, zipfile.ZipInfo]

    def take(self, member: str, staging: Staging, suffix: str) -> Path:
        """Unpacks one member into the staging folder.

        Raises:
            LimitError: When it is larger than allowed, or compressed suspiciously well.
            InputError: When it cannot be unpacked.
        """
        target = staging.new(suffix)
        try:
            with (
                zipfile.ZipFile(self.path) as archive,
                archive.open(self.members[member]) as stream,
                target.open("wb") as out,
            ):
                written = 0
                while chunk := stream.read(_CHUNK):
                    written += len(chunk)
                    _check_size(written, self.members[member], member)
                    out.write(chunk)
        except _UNREADABLE as error:
            raise InputError(f"{self.path.name}: {member} cannot be unpacked ({error})") from error
        return target


def _check_size(written: int, member: zipfile.ZipInfo, name: str) -> None:
    if written > MAX_BYTES:
        raise LimitError(f"{name} in the archive is larger than {MAX_BYTES >> 30} GiB")
    if written > _CHUNK and written > MAX_RATIO * max(member.compress_size, 1):
        raise LimitError(f"{name} in the archive unpacks to more than {MAX_RATIO} times its packed size")


def _problem(member: zipfile.ZipInfo) -> str | None:
    if member.flag_bits & 1:
        return "is encrypted"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a symbolic link"
    unsafe = problem_of(member.filename.rstrip("/"))
    return f"has an unsafe path: {unsafe}" if unsafe else None


def _is_hidden(name: str) -> bool:
    """Whether a part of a path inside the archive is hidden, as in .DS_Store and __MACOSX/._events.csv."""
    parts = name.split("/")
    return any(p.startswith(".") for p in parts) and not any(p in (".", "..") for p in parts)


def open_archive(path: Path) -> Archive:
    """Looks at every member of a zip archive.

    Raises:
        InputError: When it is not a zip archive, or a member is encrypted, linked, doubled or has an unsafe path.
        LimitError: When it has too many members.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except _UNREADABLE as error:
        raise InputError(f"{path.name}: not a readable zip archive ({error})") from error
    if len(infos) > MAX_MEMBERS:
        raise LimitError(f"{path.name}: more than {MAX_MEMBERS} members")
    files: dict[str, zipfile.ZipInfo] = {}
    for info in (i for i in infos if not _is_hidden(i.filename)):
        problem = _problem(info)
        if problem:
            raise InputError(f"{path.name}: member {info.filename[:100]!r} {problem}")
        if info.filename in files:
            raise InputError(f"{path.name}: member {info.filename[:100]!r} stands twice")
        if not info.is_dir():
            files[info.filename] = info
    prefix = _prefix(files)
    return Archive(path, prefix, {k.removeprefix(prefix): v for k, v in files.items() if k.startswith(prefix)})


def _prefix(files: dict[str, zipfile.ZipInfo]) -> str:
    """The single folder that everything lies in, as archives of a folder have it."""
    if "datapackage.json" in files:
        return ""
    tops = {name.split("/")[0] for name in files if "/" in name}
    only = next(iter(tops)) if len(tops) == 1 else None
    return f"{only}/" if only and f"{only}/datapackage.json" in files else ""
