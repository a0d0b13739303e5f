"""A temporary folder in which files stand under plain names of our own.

The engine takes wildcards in file names seriously, even in bound values; so it never sees a name that we did not make.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from conflictdp.errors import OutputError, is_full
from conflictdp.limits import DEFAULTS, Limits

_PREFIX = "conflictdp-"
_LOCK = "lock"
_SETTLED = 60
"""Seconds after which a folder that is not locked is taken to be abandoned."""


class Staging:
    """A temporary folder; use it in a `with` statement, at whose end it is removed.

    A run that is killed outright leaves its folder behind; the next one removes it. Which folders are in use is told
    by a lock on a file in them, which ends with its process.

    Attributes:
        folder: Where it is.
        limits: How much may be read; every file that is taken counts.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or DEFAULTS
        self._total = 0
        try:
            _remove_abandoned()
            self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX)
            self.folder = Path(self._folder.name)
            self._lock = (self.folder / _LOCK).open("wb")
        except OSError as error:
            raise OutputError(f"no folder for temporary files: {error.strerror or error}") from error
        self._numbers = itertools.count()
        _try_lock(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: object, __: object) -> None:
        self.close()
        if isinstance(error, Exception) and is_full(error):
            reason = getattr(error, "strerror", None) or "the disk is full, or a file may grow no further"
            where = f"no room for temporary files in {self.folder.parent}"
            raise OutputError(f"{where}: {reason}; name another folder with TMPDIR") from error

    def close(self) -> None:
        """Removes the folder and all in it."""
        self._lock.close()
        self._folder.cleanup()

    def new(self, suffix: str) -> Path:
        """A path in the folder that is not taken; nothing is created."""
        return self.folder / f"{next(self._numbers)}{suffix}"

    def count(self, size: int, name: str) -> None:
        """Counts a file of so many bytes.

        Raises:
            LimitError: When it is too large, or all files together are.
        """
        self.limits.check("file_bytes", size, name)
        self._total += size
        self.limits.check("total_bytes", self._total, name)

    def take(self, path: Path, suffix: str) -> Path:
        """The file under a name of ours: a link to it, or a copy where links cannot be made."""
        self.count(path.stat().st_size, path.name)
        staged = self.new(suffix)
        try:
            staged.symlink_to(path.resolve())
        except OSError:
            shutil.copyfile(path, staged)
        return staged


def _try_lock(stream: IO[bytes]) -> bool:
    """Locks a file for as long as it is open; False where another process holds it, or the system knows no locks."""
    try:
        import fcntl
    except ImportError:
        return False
    with suppress(OSError):
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _remove_abandoned() -> None:
    """Removes folders of ours whose process is gone: those whose lock is free."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError), lock.open("r+b") as stream:
            is_settled = time.time() - lock.stat().st_mtime > _SETTLED  # its own process may be about to lock it
            if is_settled and not lock.is_symlink() and _try_lock(stream):
                shutil.rmtree(lock.parent, ignore_errors=True)
