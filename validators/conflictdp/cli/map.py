"""conflictdp map."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """\b
Examples:
  conflictdp map --suggest incidents.csv > incidents.toml
  conflictdp convert incidents.csv incidents --map incidents.toml"""


@click.command("map", epilog=EPILOG)
@click.option("--suggest", is_flag=True, help="Propose a mapping file, to be looked at and mended.")
@click.option("--delimiter", metavar="SIGN", help="What parts the cells; found out when not given.")
@click.option("--encoding", metavar="NAME", help="How the letters are encoded; found out when not given.")
@click.argument("table", type=click.Path(path_type=Path), metavar="TABLE")
def command(table: Path, suggest: bool, delimiter: str | None, encoding: str | None) -> int:  # noqa: FBT001
    """Say which columns of a table of your own are which fields of the standard.

    TABLE is CSV, JSON, JSON Lines or GeoJSON, with or without a row of HXL hashtags. The mapping file is written to
    the standard output; `schema/1.0/mapping.schema.json` describes it.
    """
    from conflictdp.convert.conversion import Options
    from conflictdp.convert.suggesting import suggest as proposed
    from conflictdp.errors import UsageError

    if not suggest:
        raise UsageError("say what to do with the table: --suggest; to convert it, conflictdp convert --map")
    click.echo(proposed(table, Options(delimiter=delimiter, encoding=encoding)), nl=False)
    return 0
