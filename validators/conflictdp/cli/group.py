"""The command and its subcommands; a subcommand is imported when it is called, errors become plain messages."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from io import BufferedWriter, BytesIO, RawIOBase, StringIO, TextIOWrapper
from typing import Any

import click

import conflictdp
from conflictdp.cli.exits import HUNG_UP, UNDONE, tell
from conflictdp.cli.signals import answered, ended
from conflictdp.errors import ConflictDPError
from conflictdp.safe_text import visible

COMMANDS = {
    "validate": ("validate", "Check datasets against the standard."),
    "explain": ("explain", "Say what a rule demands, why, and how to mend a fault."),
    "rules": ("catalogue", "List the rules."),
    "codelists": ("catalogue", "List the codelists, or the codes of one."),
    "init": ("init", "Make a folder with a small valid dataset to start from."),
    "convert": ("convert", "Convert data from another format, or a dataset to another form."),
    "map": ("map", "Propose which columns of your own table are which fields of the standard."),
    "models": ("models", "Write the types of the standard for another language or system."),
    "template": ("template", "Write a workbook to record events in."),
    "merge": ("merge", "Merge datasets into one package."),
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
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

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
    with answered(to_the_end=arguments is None) as received:
        try:
            _mend_streams()
            result = _run(sys.argv[1:] if arguments is None else arguments)
            sys.stdout.flush()
        except (click.exceptions.Abort, KeyboardInterrupt):
            return ended(received)
        except click.ClickException as error:
            return _told(error)
        except ConflictDPError as error:
            return tell(str(error))
        except BrokenPipeError:
            _drop_output()
            return HUNG_UP
        except OSError as error:
            if error.filename is None:
                _drop_output()
            return tell(f"{error.filename or 'output'}: {error.strerror}")
        except Exception as error:  # the last resort: no traceback, and never a pass
            if received:  # DuckDB makes an error of its own of what a signal raises
                return ended(received)
            if os.environ.get("CONFLICTDP_DEBUG"):
                raise
            kind = type(error).__name__
            advice = "Nothing is said of the data. Set CONFLICTDP_DEBUG=1 to see where, and report it."
            return tell(f"internal error ({kind}). {advice}")
        return int(result or 0)


def _told(error: click.ClickException) -> int:
    """Says what was wrong with the arguments, as click words it; they may be names of files from anywhere."""
    said = StringIO()
    error.show(said)
    click.echo("\n".join(map(visible, said.getvalue().split("\n"))), err=True, nl=False)
    return UNDONE


def _mend_streams() -> None:
    """Makes the streams take any text, whole, also where they are closed."""
    sys.stdout = sys.stdout or TextIOWrapper(BytesIO())
    sys.stderr = sys.stderr or TextIOWrapper(BytesIO())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdout, TextIOWrapper) and isinstance(sys.stdout.buffer, RawIOBase):
        # PYTHONUNBUFFERED: a write of which only a part fits would pass for a whole one.
        whole = BufferedWriter(sys.stdout.buffer)
        sys.stdout = TextIOWrapper(whole, encoding=sys.stdout.encoding, errors="backslashreplace")


def _drop_output() -> None:
    """Lets go of what could not be written, lest Python try again at its end and fail with a code of its own."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> Any:
    """Runs the command as `group.main` would, which however takes a broken pipe for exit code 1, findings."""
    try:
        with group.make_context("conflictdp", list(arguments)) as context:
            return group.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
