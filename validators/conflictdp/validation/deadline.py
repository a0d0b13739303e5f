"""A limit to the time that work takes, also within a query or a loop that asks nobody."""

from __future__ import annotations

import math
import os
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from conflictdp.limits import reached

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb


class _ExpiredError(BaseException):
    """Not an Exception, lest somebody on the way takes it for a fault of the data."""


@contextmanager
def deadline(seconds: int, where: str) -> Iterator[None]:
    """Ends what is in the `with` statement after so many seconds.

    Only the main thread of a POSIX system can be ended so; elsewhere the caller's own means have to do.

    Raises:
        LimitError: When the time is over.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    expired: list[int] = []

    def end(number: int, _: object) -> None:
        expired.append(number)
        raise _ExpiredError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except BaseException as error:  # DuckDB makes an error of its own of what a signal raises
        if expired:
            raise reached("seconds", seconds, f"{seconds:,}", where) from error
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_BRIEF = 0.02


def _soonest(seconds: float) -> float | None:
    """After how long by the clock so much processor time can be spent at the earliest; None for never."""
    return None if seconds == math.inf else max(_BRIEF, seconds / (os.cpu_count() or 1))


class GivenUpError(Exception):
    """A query took more time than it may."""


class Patience:
    """Interrupts queries that work too long; use it in a `with` statement. One thread watches over all of them.

    What is counted is processor time, of all threads together: whoever shares the machine with others, or closes the
    lid meanwhile, gets the same report.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._change = threading.Condition()
        self._end, self._wakes = math.inf, math.inf  # the first in processor time, the second by the clock
        self._is_over = self._is_done = False
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._change:
            self._is_done = True
            self._change.notify()
        self._thread.join()

    def _watch(self) -> None:
        with self._change:
            while not self._is_done:
                left = self._end - time.process_time()
                if left <= 0:
                    self._end, self._is_over = math.inf, True
                    self._connection.interrupt()
                else:
                    wait = _soonest(left)
                    self._wakes = time.monotonic() + (wait or math.inf)
                    self._change.wait(wait)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Interrupts the queries in the `with` statement after so many seconds of processor time.

        Raises:
            GivenUpError: When one was interrupted.
        """
        import _duckdb as duckdb

        with self._change:
            self._end, self._is_over = time.process_time() + seconds, False
            if time.monotonic() + (_soonest(seconds) or math.inf) < self._wakes:
                self._change.notify()
        try:
            yield
        except duckdb.InterruptException as error:
            if self._is_over:
                raise GivenUpError from error
            raise
        finally:
            with self._change:
                self._end = math.inf
