"""Exit codes, and messages on standard error."""

from __future__ import annotations

import click

FINDINGS = 1
"""There is a finding at or above --fail-on."""
UNDONE = 2
"""The check, or whatever was asked for, could not be done or finished."""
INTERRUPTED = 130
TERMINATED = 143
HUNG_UP = 141
"""Whoever read the output has gone."""


def tell(text: str, code: int = UNDONE) -> int:
    """Says on standard error what went wrong; gives the exit code."""
    from conflictdp.safe_text import visible

    click.echo(f"conflictdp: {visible(text)}", err=True)
    return code
