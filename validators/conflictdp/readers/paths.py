"""Which paths of a descriptor are safe, and opening files under a folder without leaving it."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING

from conflictdp.errors import InputError
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from pathlib import Path

MAX_LENGTH = 1024
MAX_DEPTH = 16
MAX_PART_BYTES = 255
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def _part_problem(part: str) -> str | None:
    if part in ("", ".", ".."):
        return "it has an empty part, . or .."
    if part.startswith((".", " ")) or part.endswith((".", " ")):
        return "a part of it begins or ends with a dot or a space"
    if _DEVICE.fullmatch(part):
        return "a part of it is a reserved device name"
    return "a part of it is too long" if len(part.encode()) > MAX_PART_BYTES else None


def problem_of(path: object) -> str | None:
    """What makes a path of a descriptor unsafe, in words; None when it is safe.

    Safe is a relative path with forward slashes that stays inside the folder, without hidden parts, web addresses,
    drive letters, wildcards, variables or control characters.
    """
    if isinstance(path, list):
        return "it is a list of files; a table is one file"
    if not isinstance(path, str):
        return "it is not text"
    if not path:
        return "it is empty"
    if len(path) > MAX_LENGTH:
        return "it is too long"
    if visible(path) != path or unicodedata.normalize("NFC", path) != path:
        return "it holds characters that cannot be printed or are not normalised"
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path):
        return "it is a web address or names a drive"
    if "\\" in path or path.startswith(("/", "~")):
        return "it is absolute or has backslashes"
    if re.search(r"[*?\[\]{}$%<>|\"`]", path):
        return "it holds a wildcard, a variable or a character of the shell"
    parts = path.split("/")
    if len(parts) > MAX_DEPTH:
        return "it is too deep"
    return next((p for p in map(_part_problem, parts) if p), None)


def resolve_inside(folder: Path, path: str) -> Path:
    """The regular file at a safe path under the folder; no part of the path may be a symbolic link.

    Raises:
        FileNotFoundError: When there is no such file.
        InputError: When a part is a link, or the file is not a regular one or cannot be read.
    """
    found = folder
    for part in path.split("/"):
        found /= part
        try:
            is_link = stat.S_ISLNK(os.lstat(found).st_mode)
        except NotADirectoryError as error:
            raise FileNotFoundError(path) from error
        except PermissionError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror})") from error
        if is_link:
            raise InputError(f"{path}: symbolic links are not followed")
    return require_regular(found, path)


def require_regular(path: Path, label: str) -> Path:
    """The path, when it is a regular file that can be read.

    Raises:
        InputError: When it is not.
    """
    try:
        is_regular = stat.S_ISREG(path.stat().st_mode)
        if is_regular:
            os.close(os.open(path, os.O_RDONLY))
    except OSError as error:
        raise InputError(f"{label}: cannot be read ({error.strerror})") from error
    if not is_regular:
        raise InputError(f"{label}: not a regular file")
    return path
