"""The command and its subcommands; a subcommand is imported when it is called, errors become plain messages."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

import conflictdp
from conflictdp.cli.exits import INTERRUPTED, UNDONE, tell
from conflictdp.errors import ConflictDPError

COMMANDS = {
    "validate": ("validate", "Check datasets against the standard."),
    "explain": ("catalogue", "Say what a rule demands, why, and how to mend a fault."),
    "rules": ("catalogue", "List the rules."),
    "codelists": ("catalogue", "List the codelists, or the codes of one."),
    "init": ("init", "Make a folder with a small valid dataset to start from."),
    "convert": ("convert", "Convert data from another format, or a dataset to another form."),
}


class _Group(click.Group):
    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"conflictdp.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, "command" if cmd_name == COMMANDS[cmd_name][0] else cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            ctx.fail(f"there is no command {args[0]!r}" + (f"; did you mean {near[0]}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_module, text) in COMMANDS.items()])


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(conflictdp.__version__, prog_name="conflictdp")
def group() -> None:
    """Conflict events and casualties by source, as an open standard.

    Exit codes: 0 nothing found at or above --fail-on; 1 findings; 2 the check could not be done or finished.
    """


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; gives its exit code and never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        result: Any = group.main(args=arguments, prog_name="conflictdp", standalone_mode=False)
        sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        return tell("interrupted", INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return UNDONE
    except ConflictDPError as error:
        return tell(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        return tell(f"{error.filename or 'output'}: {error.strerror}")
    except Exception as error:  # the last resort: no traceback, and never a pass
        if os.environ.get("CONFLICTDP_DEBUG"):
            raise
        kind = type(error).__name__
        advice = "Nothing is said of the data. Set CONFLICTDP_DEBUG=1 to see where, and report it."
        return tell(f"internal error ({kind}). {advice}")
    return int(result or 0)
