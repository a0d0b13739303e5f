"""The options that set limits: --limit, and --limits, which lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from conflictdp.cli.columns import aligned
from conflictdp.errors import UsageError
from conflictdp.limits import DEFAULTS, Limits, about, limits_from

if TYPE_CHECKING:
    from collections.abc import Callable


def _limits(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> Limits:
    try:
        return limits_from(value)
    except UsageError as error:
        raise click.BadParameter(str(error)) from None


def _list(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - as click calls it
    if value and not context.resilient_parsing:
        head = ("limit", "default", "of what")
        rows = ((name, str(getattr(DEFAULTS, name)), what) for name, what in about().items())
        click.echo("\n".join(aligned([head, *rows])))
        context.exit()


def limit_options(command: Callable[..., int]) -> Callable[..., int]:
    """Adds the options to a command; it is called with `limits`."""
    one = click.option(
        "--limit",
        "limits",
        multiple=True,
        callback=_limits,
        metavar="NAME=NUMBER",
        help="Another limit to what is read, such as columns=2000 or file_bytes=4G; see --limits.",
    )
    known = click.option(
        "--limits",
        "list_limits",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_list,
        help="List the limits with their defaults.",
    )
    return one(known(command))
