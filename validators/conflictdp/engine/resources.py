"""How much memory and how many threads the engine may take."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictdp.errors import LimitError, UsageError, is_full
from conflictdp.limits import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

SMALL = 4 << 20
"""Input of fewer bytes gains nothing from a second thread."""

FEW = 512 << 10
"""Input of fewer bytes is looked through before a query over it is planned."""

_LEAST = 700 << 20
_SHARE_OF_MACHINE = 0.5
_SHARE_OF_INPUT = 0.1
_SHARE_OF_DISK = 0.9
_SHARE_IN_MEMORY = 0.45
"""Of input of which memory holds less, tables in memory would be spilt, as they are, and read again by every query."""
_SIZE = re.compile(r"([0-9]+(?:[.][0-9]+)?)\s*(%|[KMGT]i?B)", re.IGNORECASE)
_UNITS = {"k": 10, "m": 20, "g": 30, "t": 40}
_HAS_BLOCKS = "SELECT 1 FROM duckdb_settings() WHERE name = 'block_allocator_memory'"
"""Whether the engine can keep memory of its own; before DuckDB 1.5 it could not."""

_OF_MACHINE_BY_DEFAULT = 0.8
"""What part of the machine's memory (or of the container's) DuckDB would take if it were not told."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What a run may take of the machine.

    Attributes:
        memory: Memory for the engine, such as "2GB" or "50%" (of the machine); None for a limit that grows with the
            input, from 700 MiB to half of the machine. What does not fit is spilt to the temporary folder.
        jobs: Number of threads; None for one per core, and one for small input.
        spill: How many bytes may be spilt; never more than nine tenths of what is free there.
    """

    memory: str | None = None
    jobs: int | None = None
    spill: int = DEFAULTS.spill_bytes

    def __post_init__(self) -> None:
        if self.memory is not None and not _SIZE.fullmatch(self.memory.strip()):
            raise UsageError(f"memory {self.memory!r} is not a size such as 2GB, 500MB or 50%")
        if self.jobs is not None and self.jobs < 1:
            raise UsageError("at least one job is needed")

    def threads(self, size: int | None) -> int | None:
        """How many threads to take for input of so many bytes (None: unknown); None for one per core."""
        return self.jobs or (1 if size is not None and size < SMALL else None)

    def apply(self, connection: duckdb.DuckDBPyConnection, folder: Path, size: int | None) -> bool:
        """Limits memory, and what is spilt to a folder, for input of so many bytes (None: unknown).

        Returns:
            Whether the input had better be kept in a file, since memory holds too little of it.
        """
        room = min(self.spill, _SHARE_OF_DISK * shutil.disk_usage(folder).free)
        connection.execute(f"SET max_temp_directory_size = '{max(1, round(room / (1 << 10)))}KiB'")
        default = connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
        machine = bytes_in(str(default)) / _OF_MACHINE_BY_DEFAULT
        if self.memory is not None:
            limit = bytes_in(self.memory, machine)
        else:
            limit = min(_SHARE_OF_MACHINE * machine, _LEAST + _SHARE_OF_INPUT * (size or 0))
        megabytes = max(1, round(limit / (1 << 20)))
        connection.execute(f"SET memory_limit = '{megabytes}MiB'")
        if (size is None or size >= SMALL) and connection.execute(_HAS_BLOCKS).fetchall():
            # What one query lets go of the next one takes, without the system, which would have to clear it first.
            connection.execute(f"SET block_allocator_memory = '{megabytes}MiB'")
        return size is not None and limit / _SHARE_IN_MEMORY < size < room


@contextmanager
def exhaustion(*, of_disk: bool = True) -> Iterator[None]:
    """Queries in the `with` statement may run out of memory, or of room to spill to.

    Args:
        of_disk: Whether a full disk is one of the places to spill to; not where other files are written too.

    Raises:
        LimitError: When one did.
    """
    try:
        yield
    except Exception as error:
        if "'max_temp_directory_size'" in str(error) or (of_disk and is_full(error)):
            raise LimitError(
                "no room is left to spill to: the limit spill_bytes, or nine tenths of what is free in the temporary "
                "folder. Nothing is said of the data. Allow more memory with --memory, name a larger folder with "
                "TMPDIR, or raise the limit: --limit spill_bytes=NUMBER"
            ) from error
        if type(error).__name__ == "OutOfMemoryException" or "could not allocate block" in str(error):
            raise LimitError(
                "memory ran out; allow more with --memory, or free space in the temporary folder"
            ) from error
        raise


def bytes_in(text: str, machine: float = 0) -> float:
    """How many bytes a size such as "1.1 GiB" is, or "50%" of those of the machine; usual memory where it is none."""
    found = _SIZE.fullmatch(text.strip())
    if not found:
        return float(_LEAST * 2)
    number, unit = float(found[1]), found[2].lower()
    return machine * number / 100 if unit == "%" else number * float(1 << _UNITS[unit[0]])
