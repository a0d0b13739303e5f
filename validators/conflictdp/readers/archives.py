"""Zip archives: every member is looked at before one is taken out, and what is taken out is counted."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.errors import InputError
from conflictdp.limits import DEFAULTS, Limits, reached
from conflictdp.readers.paths import problem_of
from conflictdp.readers.zip_layout import layout_problem, member_problem

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.readers.staging import Staging

_CHUNK = 1 << 20
_KINDS = (0, stat.S_IFREG, stat.S_IFDIR)
UNREADABLE = (
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
        limits: How much may be unpacked.
    """

    path: Path
    prefix: str
    members: dict[str, zipfile.ZipInfo]
    limits: Limits = DEFAULTS

    def take(self, member: str, staging: Staging, suffix: str) -> Path:
        """Unpacks one member into the staging folder.

        Raises:
            LimitError: When it is larger than allowed, or compressed suspiciously well.
            InputError: When it cannot be unpacked.
        """
        info, target, written = self.members[member], staging.new(suffix), 0
        self.check_size(info.file_size, info)
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(info) as stream, target.open("wb") as out:
                while chunk := stream.read(_CHUNK):
                    written += len(chunk)
                    self.check_size(written, info)
                    out.write(chunk)
        except UNREADABLE as error:
            raise InputError(f"{self.path.name}: {member} cannot be unpacked ({error})") from error
        if written != info.file_size:
            raise InputError(f"{self.path.name}: {member} has {written:,} bytes, not {info.file_size:,} as it says")
        staging.count(written, member)
        return target

    def check_size(self, size: int, info: zipfile.ZipInfo) -> None:
        """Refuses a member of that unpacked size, where it is too large or compressed suspiciously well."""
        where = f"{self.path.name}: {info.filename}"
        self.limits.check("archive_bytes", size, where)
        ratio = size // max(info.compress_size, 1)
        if size > _CHUNK and ratio > self.limits.unpack_ratio:
            raise reached("unpack_ratio", self.limits.unpack_ratio, f"{ratio:,}", where)


def _problem(member: zipfile.ZipInfo) -> str | None:
    if member.flag_bits & 1:
        return "is encrypted"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a symbolic link"
    if stat.S_IFMT(member.external_attr >> 16) not in _KINDS:
        return "is neither a file nor a folder"
    if member.orig_filename != member.filename:
        return "has an unsafe path: it holds NUL"
    unsafe = problem_of(_shown_parts(member.filename.removesuffix("/")))
    return f"has an unsafe path: {unsafe}" if unsafe else None


def _shown_parts(name: str) -> str:
    """The path, hidden parts of which are named as others are: archivers add them, and they are left out."""
    return "/".join(f"_{p.lstrip('.')}" if _is_hidden(p) and p not in (".", "..") else p for p in name.split("/"))


def _is_hidden(name: str) -> bool:
    """Whether a part of a path inside the archive is hidden, as in .DS_Store and __MACOSX/._events.csv."""
    return any(p.startswith(".") for p in name.split("/"))


def open_archive(path: Path, limits: Limits) -> Archive:
    """Looks at every member of a zip archive.

    Raises:
        InputError: When it is not a zip archive, or a member is encrypted, linked, doubled or has an unsafe path.
        LimitError: When it has too many members.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
            infos = archive.infolist()
            limits.check("archive_members", len(infos), path.name)
            problem = layout_problem(archive, stream)
            wrong = {i.filename: p for i in infos if (p := _problem(i) or member_problem(i, stream))}
    except UNREADABLE as error:
        raise InputError(f"{path.name}: not a readable zip archive ({error})") from error
    for name, problem_there in wrong.items():
        raise InputError(f"{path.name}: member {name[:100]!r} {problem_there}")
    if problem:
        raise InputError(f"{path.name}: not an archive that every program unpacks alike: {problem}")
    _refuse_doubles(path, infos)
    files = {i.filename: i for i in infos if not (i.is_dir() or _is_hidden(i.filename))}
    prefix = _prefix(files)
    return Archive(path, prefix, {k.removeprefix(prefix): v for k, v in files.items() if k.startswith(prefix)}, limits)


def _refuse_doubles(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    """Refuses names that are one on some file systems: the same, in other case, or a file's and a folder's."""
    seen: dict[str, str] = {}
    for info in infos:
        name = info.filename.removesuffix("/").casefold()
        if name in seen:
            twin = "" if seen[name] == info.filename else f", once as {seen[name][:100]!r}"
            raise InputError(f"{path.name}: member {info.filename[:100]!r} stands twice{twin}")
        seen[name] = info.filename
    for info in infos:
        parents = info.filename.removesuffix("/").casefold().split("/")[:-1]
        for end in range(1, len(parents) + 1):
            found = seen.get("/".join(parents[:end]), "/")
            if not found.endswith("/"):
                raise InputError(f"{path.name}: member {found[:100]!r} is both a file and a folder")


def refuse_bomb(path: Path, limits: Limits) -> None:
    """Looks at the members of a zip archive that a library is about to unpack, such as a workbook.

    No more of a member is ever unpacked than its entry says, so what the entries say is a bound.

    Raises:
        InputError: When it is not a zip archive, or a member is encrypted.
        LimitError: When it has too many members, or they unpack to too much, or suspiciously well.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except UNREADABLE as error:
        raise InputError(f"{path.name}: not a readable zip archive ({error})") from error
    limits.check("archive_members", len(infos), path.name)
    judge = Archive(path, "", {}, limits)
    for info in infos:
        if info.flag_bits & 1:
            raise InputError(f"{path.name}: member {info.filename[:100]!r} is encrypted")
        judge.check_size(info.file_size, info)
    limits.check("archive_bytes", sum(info.file_size for info in infos), path.name)


def _prefix(files: dict[str, zipfile.ZipInfo]) -> str:
    """The single folder that everything lies in, as archives of a folder have it."""
    if "datapackage.json" in files:
        return ""
    tops = {name.split("/")[0] for name in files if "/" in name}
    only = next(iter(tops)) if len(tops) == 1 else None
    return f"{only}/" if only and f"{only}/datapackage.json" in files else ""
