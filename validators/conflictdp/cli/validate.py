"""conflictdp validate."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from conflictdp.cli.exits import FINDINGS, UNDONE, tell
from conflictdp.cli.limit_options import limit_options
from conflictdp.cli.report_options import deliver, onlooker, report_options
from conflictdp.cli.review_options import Reviewing, review_options
from conflictdp.report.limits import Gate
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from conflictdp.cli.report_options import Target
    from conflictdp.configuration import Configuration
    from conflictdp.glance import Look
    from conflictdp.limits import Limits
    from conflictdp.report import Report
    from conflictdp.validation.loading import Opened

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
@click.argument("paths", nargs=-1, metavar="PATH...")
@report_options
@click.option(
    "--changed", is_flag=True, help="The paths are files that changed: check each dataset that they belong to, once."
)
@click.option("--table", help="The table that a lone CSV or Parquet file holds, when its name does not say.")
@review_options
@click.option(
    "--select",
    multiple=True,
    callback=_words,
    metavar="RULES",
    help="Only these rules: ids, their beginnings (CAS) or names; separated by commas.",
)
@click.option("--ignore", multiple=True, callback=_words, metavar="RULES", help="Not these rules.")
@limit_options
@click.option("--memory", metavar="SIZE", help="Memory for the engine: 2GB, 50%.  [default: by input, half at most]")
@click.option("--jobs", type=click.IntRange(1, 1024), metavar="N", help="Threads.  [default: one per core]")
@click.option("--watch", "is_watching", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Check datasets against the standard.

    PATH is a package folder, its datapackage.json, a .zip of it, a document (.json), JSON Lines (.jsonl), a workbook
    (.xlsx), or one table (.csv, .parquet). Without one the paths of the configuration are checked.
    """
    if not paths:
        raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    if options.pop("changed"):
        paths = _datasets(paths)
    if not paths:
        return 0
    is_watching = options.pop("is_watching")
    run = Run(**options, today=datetime.now(UTC).date())
    if is_watching:
        run.watch(paths)
    return run.check(paths)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: its options, by their names."""

    targets: tuple[Target, ...]
    table: str | None
    configuration: Configuration
    fail_on: str
    baseline: Path | None
    write_baseline: Path | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    max_findings: int
    memory: str | None
    jobs: int | None
    quiet: bool
    show_sensitive: bool
    limits: Limits
    today: date

    def check(self, paths: tuple[str, ...]) -> int:
        """Checks the paths and delivers the reports; gives the exit code."""
        from conflictdp.errors import ConflictDPError

        reports, codes = [], []
        failed: list[tuple[str, str]] = []
        looks: list[Look] = []
        look = onlooker(self.targets, looks)
        gate = Gate(self.fail_on, self.configuration.limits)
        needs_every = any(t.form.has_every for t in self.targets)
        files = (self.baseline, self.write_baseline)
        with Reviewing(self.configuration, gate, *files, needs_every, self.today) as reviewing:
            for path in paths:
                try:
                    report = self._validate(path, reviewing, look)
                except ConflictDPError as error:
                    codes.append(tell(str(error)))
                    failed.append((path, str(error)))
                else:
                    reports.append(report)
                    codes.append(self._code(report, gate))
            deliver(self.targets, reports, looks, failed, quiet=self.quiet, total=len(paths))
            if not failed:
                reviewing.write()
        return max(codes)

    def watch(self, paths: tuple[str, ...]) -> None:
        """Checks the paths again and again, until it is interrupted."""
        from conflictdp.cli.watch import watch
        from conflictdp.errors import ConflictDPError

        def check() -> None:
            try:
                self.check(paths)
            except ConflictDPError as error:
                tell(str(error))

        written = [*(t.file for t in self.targets), self.write_baseline]
        watch(paths, check, apart={file.resolve() for file in written if file})

    def _validate(self, path: str, reviewing: Reviewing, look: Callable[[Opened, Report], None] | None) -> Report:
        from conflictdp.validation import validate

        with _progress(path) as progress:
            report = validate(
                path,
                table=self.table,
                select=self.select,
                ignore=self.ignore,
                keep=self.max_findings,
                show_sensitive=self.show_sensitive,
                review=reviewing.review(path),
                spool=reviewing.spool(path),
                look=look,
                limits=self.limits,
                memory=self.memory,
                jobs=self.jobs,
                progress=progress,
            )
        return replace(report, breaches=reviewing.gate.breaches(report))

    def _code(self, report: Report, gate: Gate) -> int:
        if gate.fails(report) and not self.write_baseline:
            return FINDINGS
        return UNDONE if report.verdict == "indeterminate" else 0


def _datasets(files: tuple[str, ...]) -> tuple[str, ...]:
    from pathlib import Path

    from conflictdp.readers.discovery import datasets_of

    found = datasets_of(Path(f) for f in files)
    if not found:
        click.echo("no dataset of Conflict DP among the files given", err=True)
    return tuple(map(str, found))


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
