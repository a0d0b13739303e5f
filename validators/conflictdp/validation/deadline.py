"""A limit to the time that work takes, also within a query or a loop that asks nobody."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

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


class GivenUpError(Exception):
    """A query took longer than it may."""


@contextmanager
def patience(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupts the queries in the `with` statement after so many seconds.

    Raises:
        GivenUpError: When one was interrupted.
    """
    import _duckdb as duckdb

    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        connection.interrupt()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        if is_over.is_set():
            raise GivenUpError from error
        raise
    finally:
        timer.cancel()
        timer.join()
