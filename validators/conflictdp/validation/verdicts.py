"""Large CSV files are looked through for what the engine would pass over, while the engine reads them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from conflictdp.readers.csv_blocks import needs_care

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from conflictdp.readers.inputs import TableFile


class Verdicts:
    """Whether files need care, by table."""

    def __init__(self, waiting: dict[str, Future[bool]]) -> None:
        self._waiting = waiting

    def needs_care(self, file: TableFile) -> bool:
        """Whether a file has to be read with care; waits until that is known."""
        waiting = self._waiting.get(file.table)
        return waiting is not None and waiting.result()


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

        def look(file: TableFile) -> bool:
            return needs_care(file.path, len(file.columns), is_wanted=lambda: not is_over.is_set())

        try:
            yield Verdicts({file.table: executor.submit(look, file) for file in unknown})
        finally:
            is_over.set()
            executor.shutdown(cancel_futures=True)
