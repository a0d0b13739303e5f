"""Large CSV files are looked through for what the engine would pass over, while the engine reads them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from conflictdp.readers.csv_blocks import look_through

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from conflictdp.readers.csv_blocks import Look
    from conflictdp.readers.inputs import TableFile


class Verdicts:
    """Whether files need care, by table."""

    def __init__(self, waiting: dict[str, Future[Look]]) -> None:
        self._waiting = waiting

    def needs_care(self, file: TableFile, rows: int) -> bool:
        """Whether a file of which the engine has read so many rows has to be read with care; waits for the answer."""
        waiting = self._waiting.get(file.table)
        if waiting is None:
            return False
        look = waiting.result()
        return look.has_blank_lines or not look.fits(len(file.columns), rows + 1)


@contextmanager
def looking_through(files: Iterable[TableFile]) -> Iterator[Verdicts]:
    """Looks through the files that nobody has looked through yet, one after the other in a thread of its own."""
    unknown = [f for f in files if not f.is_looked_through]
    if not unknown:
        yield Verdicts({})
        return
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    is_over = Event()
    with ThreadPoolExecutor(1) as executor:

        def look(file: TableFile) -> Look:
            is_narrow = len(file.columns) == 1  # a blank line is then a record, for the engine
            return look_through(
                file.path,
                is_wanted=lambda: not is_over.is_set(),
                finds_blank_lines=is_narrow,
                checks_letters=file.has_unread,
            )

        try:
            yield Verdicts({file.table: executor.submit(look, file) for file in unknown})
        finally:
            is_over.set()
            executor.shutdown(cancel_futures=True)
