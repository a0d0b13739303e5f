"""conflictdp validate --watch: checks again whenever a file changes.

Times and sizes are compared twice a second. That needs no further library, works on network drives and in containers,
where the notices of the operating system do not arrive, and costs next to nothing for the few files of a dataset.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

INTERVAL = 0.5
Stamps = dict[str, tuple[int, int]]


def watch(
    paths: Iterable[str],
    check: Callable[[], object],
    *,
    apart: Collection[Path] = (),
    sleep: Callable[[float], object] = time.sleep,
) -> None:
    """Checks now, and again after each change, until it is interrupted.

    Args:
        paths: The files and folders to watch.
        check: Makes the check and shows the report.
        apart: Files that the check writes: a change of theirs is none.
        sleep: Waits for so many seconds.
    """
    watched = tuple(paths)
    while True:
        before = stamps(watched, apart)
        click.clear()
        check()
        click.echo("\nwatching for changes; end with Ctrl-C", err=True)
        while (now := stamps(watched, apart)) == before:
            sleep(INTERVAL)
        sleep(INTERVAL / 5)
        while (later := stamps(watched, apart)) != now:  # an editor may still be writing
            now = later
            sleep(INTERVAL / 5)


def stamps(paths: Iterable[str], apart: Collection[Path] = ()) -> Stamps:
    """When each file was last changed, and its size; a file that cannot be looked at is left out."""
    found: Stamps = {}
    for path in paths:
        for file in _files(Path(path)):
            with suppress(OSError):
                status = file.stat()
                if file.resolve() not in apart:
                    found[str(file)] = (status.st_mtime_ns, status.st_size)
    return found


def _files(path: Path) -> Iterator[Path]:
    """The file, or the files in and below the folder; hidden ones, which no dataset has, are left out."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (Path(folder) / name for name in sorted(names) if not name.startswith("."))
