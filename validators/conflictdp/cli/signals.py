"""How a signal ends the work: in order, so that temporary files are removed, and with an exit code of its own."""

from __future__ import annotations

import _thread
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from conflictdp.cli.exits import INTERRUPTED, TERMINATED, tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

NUMBERS = (signal.SIGINT, signal.SIGTERM)
IMPORTING = "<frozen importlib._bootstrap>"
"""The file, as Python names it, of what runs while a module is imported."""
SOON = 0.02
"""Seconds."""


class EndedError(KeyboardInterrupt):
    """Not KeyboardInterrupt itself, lest Python end by the signal in spite of our exit code.

    It does so at its end when one has ever passed through `exec`, caught or not.
    """


@contextmanager
def answered(*, to_the_end: bool) -> Iterator[list[int]]:
    """Makes SIGTERM end the work in order, as Ctrl-C does; notes what came.

    What comes while a module is imported waits until it is: native modules end the process when their import fails
    half-way, and importlib drops what is raised in its callbacks. Afterwards the handlers are as they were; with
    `to_the_end`, where nothing follows but the end of the process, what comes then is ignored, since the work is done
    and its result is told.
    """
    received: list[int] = []
    done = False

    def end(number: int, frame: FrameType | None) -> None:
        if done:
            return
        if _importing(frame):
            _thread.start_new_thread(_again, (signal.Signals(number),))
            return
        received.append(number)
        raise EndedError

    if threading.current_thread() is not threading.main_thread():
        yield received
        return
    before = {number: signal.signal(number, end) for number in NUMBERS}
    try:
        yield received
    finally:
        done = True
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if to_the_end else handler)


def ended(received: list[int]) -> int:
    """Says that the work was ended; gives the exit code."""
    for number in NUMBERS if received else ():  # asked twice: it is ending
        signal.signal(number, signal.SIG_IGN)
    return tell("ended by a signal", TERMINATED) if signal.SIGTERM in received else tell("interrupted", INTERRUPTED)


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == IMPORTING:
            return True
        frame = frame.f_back
    return False


def _again(number: signal.Signals) -> None:
    time.sleep(SOON)
    _thread.interrupt_main(number)
