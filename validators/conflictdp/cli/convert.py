"""conflictdp convert."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from conflictdp.cli.columns import WIDTH, aligned
from conflictdp.errors import UsageError
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from conflictdp.convert.conversion import Conversion, Fate, Options
    from conflictdp.convert.exports import Export

EPILOG = """\b
Examples:
  conflictdp convert GEDEvent_v23_1.csv ged --from ucdp-ged --source-version 23.1
  conflictdp convert ged again.csv --to ucdp-ged
  conflictdp convert examples/khasham-2018 khasham.json
  conflictdp convert khasham.json khasham.jsonl
  conflictdp convert khasham.jsonl khasham --tables parquet"""


def _list(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - as click calls it
    if value and not ctx.resilient_parsing:
        from conflictdp.convert import CONVERTERS, EXPORTERS
        from conflictdp.convert.crosswalks import provider
        from conflictdp.convert.flat import POLICIES

        parts = {
            "from": {name: provider(name).title for name in CONVERTERS},
            "to": {name: found.title for name, found in EXPORTERS.items()},
            "figures (policies for --figures)": {name: title for name, (title, _) in POLICIES.items()},
        }
        for head, rows in parts.items():
            click.echo("\n".join([f"{head}:", *aligned((f"  {name}", title) for name, title in rows.items())]))
        ctx.exit()


@click.command("convert", epilog=EPILOG)
@click.argument("source", type=click.Path(path_type=Path), metavar="IN")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--from", "name", metavar="NAME", help="The format of IN, when it is not of this standard; see --list.")
@click.option("--to", "target", metavar="NAME", help="The format of OUT, when it is not of this standard; see --list.")
@click.option(
    "--figures",
    metavar="POLICY",
    help="With --to a format with one figure for each event: what to put where sources disagree; see --list.",
)
@click.option("--hxl", is_flag=True, help="With --to events-csv: a row of HXL hashtags under the header.")
@click.option(
    "--map", "mapping", type=click.Path(path_type=Path), metavar="FILE", help="A mapping file: IN is a table."
)
@click.option("--source-version", "version", metavar="VERSION", help="Version of the dataset that IN comes from.")
@click.option("--date-order", type=click.Choice(["ymd", "dmy", "mdy"]), help="How dates such as 03/04/2021 are meant.")
@click.option("--delimiter", metavar="SIGN", help="What parts the cells of IN; found out when not given.")
@click.option("--encoding", metavar="NAME", help="How the letters of IN are encoded; found out when not given.")
@click.option("--tables", type=click.Choice(["csv", "parquet"]), help="How a package holds its tables; csv by default.")
@click.option("--memory", metavar="SIZE", help="Memory for the engine: 2GB, 50%.  [default: half; with --from 1200MB]")
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
    target: str | None,
    figures: str | None,
    hxl: bool,  # noqa: FBT001
    tables: Literal["csv", "parquet"] | None,
    mapping: Path | None,
    overwrite: bool,  # noqa: FBT001
    **said: str | None,
) -> int:
    """Convert data from another format, or a dataset to another form.

    With --from, IN is a file of another provider, with --map a table of your own, and OUT a package folder to be made.
    With --to, IN is a dataset of this standard in any form and OUT a file in another format. Without either, IN is a
    dataset of this standard, and OUT a document (.json), JSON Lines (.jsonl), or a package: a folder, or a .zip.
    Nothing is lost between the forms of the standard, and OUT is written whole or not at all.
    """
    if sum(map(bool, (name, target, mapping))) > 1:
        raise UsageError("give one of --from, --map and --to: convert to a package first")
    if target and tables:
        raise UsageError("--tables is for packages; --to makes something else")
    if not target and (figures or hxl):
        raise UsageError("--figures and --hxl go with --to")
    if name:
        from conflictdp.convert import converter

        converted = converter(name)(source, out, _options(said, tables), overwrite=overwrite)
        click.echo(_summary(converted), nl=False)
    elif mapping:
        from conflictdp.convert.mapped import convert

        converted = convert(source, out, mapping, _options(said, tables), overwrite=overwrite)
        click.echo(_summary(converted), nl=False)
    elif target:
        from conflictdp.convert import exporter
        from conflictdp.convert.exports import ExportOptions

        done = exporter(target)(source, out, ExportOptions(figures, hxl, said["memory"]), overwrite=overwrite)
        click.echo(_exported(done), nl=False)
    else:
        from conflictdp.convert import CONVERTERS
        from conflictdp.convert.forms import convert_form

        if source.suffix.lower() in (".csv", ".tsv", ".geojson"):
            raise UsageError(f"{source}: say with --from whose format it is: {', '.join(CONVERTERS)}")

        convert_form(source, out, tables=tables, memory=said["memory"], overwrite=overwrite)
        click.echo(visible(f"wrote {out}"))
    return 0


def _options(said: dict[str, str | None], tables: Literal["csv", "parquet"] | None) -> Options:
    from conflictdp.convert.conversion import Options

    return Options(**said, tables=tables or "csv")  # type: ignore[arg-type]


def _summary(done: Conversion) -> str:
    """What was read and how, what was written, what was lost, and what the provider demands."""
    read = f"read {done.source} as {done.provider.title}: {done.dialect}; {_records(done.rows)}"
    skipped = "".join(f"; set aside: {count} {reason}" for reason, count in done.skipped.items())
    lines = [visible(read + skipped), visible(f"wrote {done.out}")]
    lines += aligned((f"  {table}", f"{count:,}") for table, count in done.tables.items())
    if done.lacking:
        lines += [
            "columns of the dataset that this file lacks:",
            *_wrapped(", ".join(done.lacking)),
        ]
    if done.losses:
        lines += ["what the standard's own fields do not hold, of so many cells:", *_losses(done.losses)]
    described = done.provider
    where = f" ({described.licence_url})" if described.licence_url else ""
    terms = f"{described.publisher}, {described.licence}{where}: {described.terms}"
    lines += ["terms of the provider:", *_wrapped(terms), *_wrapped(f"Cite: {described.citation}")]
    return "\n".join([*lines, visible(f"now run: conflictdp validate {done.out}")]) + "\n"


def _exported(done: Export) -> str:
    lines = [visible(f"wrote {done.out}: {_records(done.rows)}")]
    if done.fates:
        lines += ["what it does not hold, of so many cells:", *_losses(done.fates)]
    return "\n".join(lines) + "\n"


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count:,} records"


def _losses(fates: tuple[Fate, ...]) -> list[str]:
    head = ("  column", "cells", "kept as x_", "left out", "why")
    return list(aligned([head, *map(_fate, fates)]))


def _fate(fate: Fate) -> tuple[str, ...]:
    return (f"  {visible(fate.column)}", f"{fate.cells:,}", f"{fate.kept:,}", f"{fate.dropped:,}", fate.reason)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
