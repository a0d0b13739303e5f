"""A temporary folder in which files stand under plain names of our own.

The engine takes wildcards in file names seriously, even in bound values; so it never sees a name that we did not make.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path
from typing import Self

from conflictdp.errors import OutputError
from conflictdp.limits import DEFAULTS, Limits


class Staging:
    """A temporary folder; use it in a `with` statement, at whose end it is removed.

    Attributes:
        folder: Where it is.
        limits: How much may be read; every file that is taken counts.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or DEFAULTS
        self._total = 0
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="conflictdp-")
        except OSError as error:
            raise OutputError(f"no folder for temporary files: {error.strerror}") from error
        self._numbers = itertools.count()
        self.folder = Path(self._folder.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Removes the folder and all in it."""
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
