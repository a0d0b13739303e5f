"""conflictdp convert."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from conflictdp.cli.columns import aligned
from conflictdp.errors import UsageError
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from conflictdp.convert.conversion import Conversion, Fate

EPILOG = """\b
Examples:
  conflictdp convert GEDEvent_v23_1.csv ged --from ucdp-ged --source-version 23.1
  conflictdp convert examples/khasham-2018 khasham.json
  conflictdp convert khasham.json khasham.jsonl
  conflictdp convert khasham.jsonl khasham --tables parquet"""


def _list(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - as click calls it
    if value and not ctx.resilient_parsing:
        from conflictdp.convert import CONVERTERS

        click.echo("\n".join(CONVERTERS))
        ctx.exit()


@click.command("convert", epilog=EPILOG)
@click.argument("source", type=click.Path(path_type=Path), metavar="IN")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--from", "name", metavar="NAME", help="The format of IN, when it is not of this standard; see --list.")
@click.option("--source-version", metavar="VERSION", help="Version of the dataset that IN comes from.")
@click.option("--tables", type=click.Choice(["csv", "parquet"]), help="How a package holds its tables; csv by default.")
@click.option("--overwrite", is_flag=True, help="Replace OUT when it is a package or document of this standard.")
@click.option(
    "--list",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_list,
    help="List the formats that can be converted.",
)
def command(
    source: Path,
    out: Path,
    name: str | None,
    source_version: str | None,
    tables: Literal["csv", "parquet"] | None,
    overwrite: bool,  # noqa: FBT001
) -> int:
    """Convert data from another format, or a dataset to another form.

    With --from, IN is a file of another provider and OUT a package folder to be made. Without it, IN is a dataset of
    this standard in any form, and OUT a document (.json), JSON Lines (.jsonl), or a package: a folder, or a .zip.
    Nothing is lost between the forms, and OUT is written whole or not at all.
    """
    if name:
        from conflictdp.convert import converter

        if tables:
            raise UsageError("--tables is for datasets of this standard; convert again what --from makes")
        done = converter(name)(source, out, version=source_version, overwrite=overwrite)
        click.echo(_summary(done, out), nl=False)
    else:
        from conflictdp.convert import CONVERTERS
        from conflictdp.convert.forms import convert_form

        if source.suffix.lower() in (".csv", ".tsv", ".geojson"):
            raise UsageError(f"{source}: say with --from whose format it is: {', '.join(CONVERTERS)}")

        convert_form(source, out, tables=tables, overwrite=overwrite)
        click.echo(visible(f"wrote {out}"))
    return 0


def _summary(done: Conversion, out: Path) -> str:
    lines = [visible(f"wrote {out}"), *aligned((f"  {table}", f"{count:,}") for table, count in done.tables.items())]
    if done.losses:
        lines.append("what the standard's own fields do not hold, of so many cells:")
        head = ("  column", "cells", "kept as x_", "left out", "why")
        lines.extend(aligned([head, *map(_fate, done.losses)]))
    return "\n".join([*lines, visible(f"now run: conflictdp validate {out}")]) + "\n"


def _fate(fate: Fate) -> tuple[str, ...]:
    return (f"  {visible(fate.column)}", f"{fate.cells:,}", f"{fate.kept:,}", f"{fate.dropped:,}", fate.reason)
