"""conflictdp template."""

from __future__ import annotations

from pathlib import Path

import click

from conflictdp.errors import UsageError
from conflictdp.safe_text import visible

EPILOG = """\b
Example:
  conflictdp template recording.xlsx"""


@click.command("template", epilog=EPILOG)
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.xlsx")
@click.option("--overwrite", is_flag=True, help="Replace OUT when it is there.")
def command(out: Path, overwrite: bool) -> int:  # noqa: FBT001
    """Write a workbook to record events in.

    It has a sheet for each table, with notes on the headers, choices from the codelists and an example row. Fill it in,
    check it with `conflictdp validate`, and make a package of it with `conflictdp convert`.
    """
    from conflictdp.workbooks.template import write_template

    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"{out}: a template is a workbook; its name ends in .xlsx")
    write_template(out, overwrite=overwrite)
    click.echo(visible(f"wrote {out}: fill it in, and run: conflictdp validate {out}"))
    return 0
