"""What can go wrong with the program or its input, as opposed to the data: exceptions with plain messages.

A fault in the data is never an exception; it is a `conflictdp.report.Finding`.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class ConflictDPError(Exception):
    """The work could not be done or finished; the message says why, in words for the user."""


class InputError(ConflictDPError):
    """The input is missing, unreadable, unsafe to open, or not of a kind that is understood."""


class VersionError(InputError):
    """The input follows a version of the standard that this program does not know."""


class UsageError(ConflictDPError):
    """An argument or option makes no sense: an unknown rule, table or version."""


class LimitError(ConflictDPError):
    """A limit was reached; nothing is said of the data beyond it."""


class OutputError(ConflictDPError):
    """The output could not be written; nothing was left behind at its place."""


@contextmanager
def needs(package: str, extra: str) -> Iterator[None]:
    """Imports in the `with` statement need a package that an extra of this one brings.

    Raises:
        UsageError: When it is not installed; says how to install it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise UsageError(f"this needs {package}: pip install 'conflictdp[{extra}]'") from error


_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def is_full(error: object) -> bool:
    """Whether something went wrong because a disk is full, or a file may grow no further.

    The engine has an exception of its own for what went wrong with a file, and puts the words of the system into it.
    """
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _FULL
    return type(error).__name__ == "IOException" and any(os.strerror(number) in str(error) for number in _FULL)
