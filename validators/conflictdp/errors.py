"""What can go wrong with the program or its input, as opposed to the data: exceptions with plain messages.

A fault in the data is never an exception; it is a `conflictdp.report.Finding`.
"""

from __future__ import annotations


class ConflictDPError(Exception):
    """The work could not be done or finished; the message says why, in words for the user."""


class InputError(ConflictDPError):
    """The input is missing, unreadable, unsafe to open, or not of a kind that is understood."""


class UsageError(ConflictDPError):
    """An argument or option makes no sense: an unknown rule, table or version."""


class LimitError(ConflictDPError):
    """A limit was reached; nothing is said of the data beyond it."""


class OutputError(ConflictDPError):
    """The output could not be written; nothing was left behind at its place."""
