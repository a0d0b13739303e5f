"""A temporary folder in which files stand under plain names of our own.

The engine takes wildcards in file names seriously, even in bound values; so it never sees a name that we did not make.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path
from typing import Self


class Staging:
    """A temporary folder; use it in a `with` statement, at whose end it is removed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="conflictdp-")
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

    def take(self, path: Path, suffix: str) -> Path:
        """The file under a name of ours: a link to it, or a copy where links cannot be made."""
        staged = self.new(suffix)
        try:
            staged.symlink_to(path.resolve())
        except OSError:
            shutil.copyfile(path, staged)
        return staged
