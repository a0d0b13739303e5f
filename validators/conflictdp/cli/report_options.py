"""The options that say where reports go and how they look: --format, --max-findings, --quiet, --show-sensitive."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conflictdp.errors import ConflictDPError, OutputError, UsageError
from conflictdp.reporters.registry import FORMS, Form, View, form, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conflictdp.glance import Look
    from conflictdp.report import Report
    from conflictdp.validation.loading import Opened


DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Target:
    """A form and where it goes.

    Attributes:
        form: The form.
        file: The file; None for standard output.
    """

    form: Form
    file: Path | None


def _targets(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[Target, ...]:
    try:
        targets = tuple(_target(text) for text in value)
    except ConflictDPError as error:
        raise click.BadParameter(str(error)) from None
    if sum(t.file is None for t in targets) > 1:
        raise click.BadParameter("standard output takes one report; give the others a file: sarif=report.sarif")
    files = [t.file for t in targets if t.file]
    if len(set(files)) < len(files):
        raise click.BadParameter("two reports cannot go to one file")
    return targets


def _target(text: str) -> Target:
    name, given, file = text.partition("=")
    if given and not file:
        raise UsageError(f"{text!r} names no file after the =")
    return Target(form(name.strip().lower()), Path(file) if file not in ("", "-") else None)


def report_options(command: Callable[..., int]) -> Callable[..., int]:
    """Adds the options to a command; it is called with `targets`, `max_findings`, `quiet` and `show_sensitive`."""
    names = "; ".join(f"{f.name} {f.summary}" for f in FORMS.values())
    options = (
        click.option(
            "--format",
            "targets",
            multiple=True,
            default=("text",),
            callback=_targets,
            metavar="NAME[=FILE]",
            help=f"Form of the report, and the file that it goes to; may be given several times. {names}.",
        ),
        click.option(
            "--max-findings",
            type=click.IntRange(1, 1000),
            default=10,
            show_default=True,
            help="Findings shown of each kind; counts are exact in any case.",
        ),
        click.option("--quiet", "-q", is_flag=True, help="Show only the verdict."),
        click.option(
            "--show-sensitive",
            is_flag=True,
            help="Show values that can expose a person: names, exact places, free text. They are hidden otherwise.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def onlooker(targets: Sequence[Target], looks: list[Look]) -> Callable[[Opened, Report], None] | None:
    """What takes from each dataset what forms show besides findings, into `looks`; None where no form does."""
    if not any(target.form.has_look for target in targets):
        return None
    from conflictdp.reporters.html import gather

    return lambda data, report: looks.append(gather(data, report))


def deliver(
    targets: Sequence[Target],
    reports: Sequence[Report],
    looks: Sequence[Look],
    failed: Sequence[tuple[str, str]],
    *,
    quiet: bool,
    total: int,
) -> None:
    """Writes every report to its place.

    Args:
        targets: Which forms go where.
        reports: What was found, for each input that could be checked.
        looks: What was taken from each of these inputs besides; see `onlooker`.
        failed: The other inputs, each with the reason.
        quiet: Whether only the verdict is wanted, where the form is for people.
        total: How many inputs were given.

    Raises:
        OutputError: When a file cannot be written; what stood there stands there still.
    """
    for target in targets:
        _refuse_input(target.file, reports)
        view = View(total > 1, quiet, _style_for(target), Path.cwd(), tuple(failed), tuple(looks))
        pieces = _together(target.form.reporter()(reports, view))
        if target.file is None:
            for piece in pieces:
                click.echo(piece, nl=False, color=_colours())
        else:
            from conflictdp.convert.outputs import new_file

            with new_file(target.file) as stream:
                for piece in pieces:
                    stream.write(piece.encode("utf-8", "backslashreplace"))


def _together(pieces: Iterator[str]) -> Iterator[str]:
    """The same text in fewer pieces, since each is written by itself."""
    while some := list(islice(pieces, 1000)):
        yield "".join(some)


def _refuse_input(file: Path | None, reports: Sequence[Report]) -> None:
    """A report never takes the place of what it is about."""
    if file is None or not file.exists():
        return
    for report in reports:
        given = Path(report.input)
        folder = given if given.is_dir() else given.parent
        if file.resolve() in {
            p.resolve() for p in (given, folder / DESCRIPTOR, *(folder / t.file for t in report.tables))
        }:
            raise OutputError(f"{file}: a report cannot take the place of the data that it is about")


def _style_for(target: Target) -> Callable[[str, str], str]:
    return _style if target.file is None and _colours() else plain


def _colours() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _style(text: str, look: str) -> str:
    from conflictdp.reporters.text import COLOURS

    if look in COLOURS:
        return click.style(text, fg=COLOURS[look], bold=True)
    return click.style(text, bold=look == "bold", dim=look == "dim")
