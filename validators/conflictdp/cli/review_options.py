"""The options that say what a project makes of findings: its configuration, a baseline, and what fails a run."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from conflictdp.errors import InputError, OutputError
from conflictdp.report.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from conflictdp.configuration import Configuration
    from conflictdp.report.limits import Gate
    from conflictdp.report.review import Review
    from conflictdp.report.spool import Spool


def _configured(ctx: click.Context, _: click.Parameter, value: str | None) -> Configuration:
    """Reads the configuration before any other option; what it sets become the defaults of the others."""
    from conflictdp import configuration

    if value == "" or ctx.resilient_parsing:
        return configuration.Configuration()
    found = Path(value) if value else configuration.find(Path.cwd())
    if found is None:
        return configuration.Configuration()
    loaded = configuration.load(found)
    ctx.default_map = loaded.options
    return loaded


def review_options(command: Callable[..., int]) -> Callable[..., int]:
    """Adds the options; the command is called with `configuration`, `fail_on`, `baseline` and `write_baseline`."""
    options = (
        click.option(
            "--config",
            "configuration",
            metavar="FILE",
            is_eager=True,
            callback=_configured,
            help="Configuration; otherwise the nearest conflictdp.toml, or pyproject.toml with [tool.conflictdp], "
            'from the current folder upwards. "" for none.',
        ),
        click.option(
            "--fail-on",
            type=click.Choice([*SEVERITIES, "never"]),
            default="error",
            show_default=True,
            help="Mildest severity that gives exit code 1.",
        ),
        click.option(
            "--baseline",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Known findings, which are counted but do not fail.",
        ),
        click.option(
            "--write-baseline",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Write all findings to a baseline; from now on they are known.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(slots=True)
class Reviewing:
    """What is made of the findings of one run; use it in a `with` statement, at whose end the spools are gone.

    Attributes:
        configuration: The project's configuration.
        gate: What fails the run.
        baseline: The file of known findings; None without one.
        new_baseline: The file to be written; the findings are then not held against the known ones.
        needs_every: Whether a report holds every finding.
        today: The day on which an override may have expired.
    """

    configuration: Configuration
    gate: Gate
    baseline: Path | None
    new_baseline: Path | None
    needs_every: bool
    today: date
    _known: dict[str, list[dict[str, Any]]] | None = None
    _spools: dict[str, Spool] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        """Reads the baseline and says which overrides have expired."""
        for sentence in self.configuration.expired(self.today):
            click.echo(f"conflictdp: {sentence}", err=True)
        if self.baseline and not self.new_baseline:
            from conflictdp.report import baseline

            self._known = baseline.read(self.baseline)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def review(self, path: str) -> Review:
        """What is made of the findings of one input."""
        from conflictdp.report.review import Review

        known = None
        if self._known is not None and self.baseline:
            from conflictdp.report.baseline import Known

            known = Known.of(self._known.get(_name(path, self.baseline), ()))
        return Review(self.configuration.in_force(self.today), known)

    def spool(self, path: str) -> Spool | None:
        """Where all findings of one input go, where they are wanted."""
        if not self.needs_every and self.new_baseline is None:
            return None
        from conflictdp.report.spool import Spool

        self._spools[path] = self._stack.enter_context(Spool())
        return self._spools[path]

    def write(self) -> None:
        """Writes the new baseline; datasets that it held and that were not checked now stay in it."""
        out = self.new_baseline
        if out is None:
            return
        from conflictdp.convert.outputs import new_file
        from conflictdp.report import baseline

        try:
            others = baseline.read(out) if out.exists() else {}
        except InputError:
            raise OutputError(f"{out} exists and is not a baseline; it is not overwritten") from None
        found = {_name(path, out): spool for path, spool in self._spools.items()}
        with new_file(out) as stream:
            for piece in baseline.text(found, others):
                stream.write(piece.encode())
        count = sum(spool.count for spool in self._spools.values())
        click.echo(f"conflictdp: wrote {out}: {count:,} known findings", err=True)


def _name(path: str, file: Path) -> str:
    """The name of a dataset in a baseline file: its path, seen from there; a descriptor stands for its folder."""
    dataset = Path(path).resolve()
    if dataset.name == "datapackage.json":
        dataset = dataset.parent
    try:
        return Path(os.path.relpath(dataset, file.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return dataset.as_posix()
