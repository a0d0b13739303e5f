"""conflictdp merge."""

from __future__ import annotations

from pathlib import Path

import click

from conflictdp.cli.columns import aligned
from conflictdp.safe_text import visible

EPILOG = """\b
Example:
  conflictdp merge ucdp acled my-dataset all-three"""


@click.command("merge", epilog=EPILOG)
@click.argument("sources", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="IN IN...")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--memory", metavar="SIZE", help="Memory for each of two engines: 2GB, 50%.  [default: half, a quarter]")
@click.option("--overwrite", is_flag=True, help="Replace OUT when it is a package of this standard.")
def command(sources: tuple[Path, ...], out: Path, memory: str | None, overwrite: bool) -> int:  # noqa: FBT001
    """Merge datasets into one package.

    Each IN is a dataset of this standard in any form; OUT is the package folder to be made. An id that two datasets use
    for the same record stays one record; one that they use for different records is renamed in the later dataset, and
    with it every reference. Sources and identifiers are kept.
    """
    from conflictdp.convert.merging import merge

    done = merge(sources, out, memory=memory, overwrite=overwrite)
    head = ("  table", "records", "were in several", "ids renamed")
    rows = [
        (f"  {t}", f"{n:,}", f"{done.shared.get(t, 0):,}", f"{done.renamed.get(t, 0):,}")
        for t, n in done.tables.items()
    ]
    lines = [visible(f"wrote {out}"), *aligned([head, *rows]), visible(f"now run: conflictdp validate {out}")]
    click.echo("\n".join(lines))
    return 0
