"""conflictdp models."""

from __future__ import annotations

from pathlib import Path

import click

from conflictdp.cli.exits import FINDINGS, tell
from conflictdp.codegen.sql_dialects import DIALECTS
from conflictdp.codegen.targets import TARGETS, difference, is_ours, made
from conflictdp.errors import OutputError, UsageError

EPILOG = (
    "\b\nTargets:\n"
    + "\n".join(f"  {name:<13}{target.about}" for name, target in TARGETS.items())
    + """

\b
Examples:
  conflictdp models pydantic -o models.py
  conflictdp models pydantic -o models.py --check
  conflictdp models sql --dialect postgresql | psql conflicts
  conflictdp models arrow --ipc -o schemas"""
)


@click.command("models", epilog=EPILOG)
@click.argument("target", type=click.Choice(list(TARGETS)), metavar="TARGET")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; without it, standard output.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when the file is not as it would be written.")
@click.option("--dialect", type=click.Choice(list(DIALECTS)), help="The database that the target sql is for.")
@click.option("--ipc", is_flag=True, help="Write the target arrow as IPC files, one for each table, into a folder.")
def command(target: str, output: Path | None, check: bool, dialect: str | None, ipc: bool) -> int:  # noqa: FBT001
    """Write the types of the standard for another language or system.

    What is written belongs to your project and needs nothing of conflictdp. Written again, it replaces itself, and
    nothing else.
    """
    files = made(target, dialect=dialect, is_ipc=ipc)
    if output is None:
        if check or ipc:
            raise UsageError("say with -o where it is")
        click.echo(files[""].decode(), nl=False)
        return 0
    places = {output / name if name else output: content for name, content in files.items()}
    if check:
        return _checked(places)
    if ipc:
        output.mkdir(exist_ok=True)
    _write(places)
    click.echo(f"wrote {output}")
    return 0


def _checked(places: dict[Path, bytes]) -> int:
    for path, content in places.items():
        if not path.is_file():
            return tell(f"{path} is not there", FINDINGS)
        found = difference(path.read_bytes(), content)
        if found:
            return tell(f"{path} is out of date: {found}", FINDINGS)
    return 0


def _write(places: dict[Path, bytes]) -> None:
    from conflictdp.convert.outputs import new_file

    taken = next((p for p in places if p.is_file() and not is_ours(p.read_bytes())), None)
    if taken:
        raise OutputError(f"{taken} exists and was not made by this command; it is not overwritten")
    for path, content in places.items():
        with new_file(path) as stream:
            stream.write(content)
