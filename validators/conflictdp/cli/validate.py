"""conflictdp validate."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from conflictdp.cli.exits import FINDINGS, UNDONE, tell
from conflictdp.cli.report_options import deliver, onlooker, report_options
from conflictdp.report.findings import SEVERITIES
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conflictdp.cli.report_options import Target
    from conflictdp.glance import Look
    from conflictdp.report import Report

EPILOG = """\b
Examples:
  conflictdp validate examples/khasham-2018
  conflictdp validate data.zip --fail-on warning
  conflictdp validate casualties.csv
  conflictdp validate figures.csv --table casualties
  conflictdp validate . --format text --format json=report.json"""


def _words(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for item in value for word in item.split(",") if word.strip())


@click.command("validate", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@report_options
@click.option(
    "--changed", is_flag=True, help="The paths are files that changed: check each dataset that they belong to, once."
)
@click.option("--table", help="The table that a lone CSV or Parquet file holds, when its name does not say.")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="error",
    show_default=True,
    help="Mildest severity that gives exit code 1.",
)
@click.option(
    "--select",
    multiple=True,
    callback=_words,
    metavar="RULES",
    help="Only these rules: ids, their beginnings (CAS) or names; separated by commas.",
)
@click.option("--ignore", multiple=True, callback=_words, metavar="RULES", help="Not these rules.")
def command(
    paths: tuple[str, ...],
    targets: tuple[Target, ...],
    changed: bool,  # noqa: FBT001 - click passes it by name
    table: str | None,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    max_findings: int,
    quiet: bool,  # noqa: FBT001 - click passes it by name
) -> int:
    """Check datasets against the standard.

    PATH is a package folder, its datapackage.json, a .zip of it, a document (.json), JSON Lines (.jsonl), or one table
    (.csv, .parquet).
    """
    from conflictdp.errors import ConflictDPError
    from conflictdp.validation import validate

    if changed:
        paths = _datasets(paths)
    if not paths:
        return 0
    reports, codes = [], []
    failed: list[tuple[str, str]] = []
    looks: list[Look] = []
    look = onlooker(targets, looks)
    for path in paths:
        try:
            with _progress(path) as progress:
                report = validate(
                    path, table=table, select=select, ignore=ignore, keep=max_findings, look=look, progress=progress
                )
        except ConflictDPError as error:
            codes.append(tell(str(error)))
            failed.append((path, str(error)))
        else:
            reports.append(report)
            codes.append(_code(report, fail_on))
    deliver(targets, reports, looks, failed, quiet=quiet, total=len(paths))
    return max(codes)


def _datasets(files: tuple[str, ...]) -> tuple[str, ...]:
    from pathlib import Path

    from conflictdp.readers.discovery import datasets_of

    found = datasets_of(Path(f) for f in files)
    if not found:
        click.echo("no dataset of Conflict DP among the files given", err=True)
    return tuple(map(str, found))


def _code(report: Report, fail_on: str) -> int:
    if report.fails(fail_on):
        return FINDINGS
    return UNDONE if report.verdict == "indeterminate" else 0


@contextmanager
def _progress(path: str) -> Iterator[Callable[[str], None]]:
    """Names the step on standard error once a validation has lasted a second, on a terminal only."""
    began = time.monotonic()

    def show(step: str) -> None:
        if sys.stderr.isatty() and time.monotonic() - began > 1:
            click.echo(f"\r\x1b[K{visible(path)}: {step}", err=True, nl=False)

    try:
        yield show
    finally:
        if sys.stderr.isatty():
            click.echo("\r\x1b[K", err=True, nl=False)
