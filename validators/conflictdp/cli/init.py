"""conflictdp init: a small valid dataset to start from."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conflictdp.errors import OutputError, UsageError
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TITLE = 500
LICENCE = "CC-BY-4.0"
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,99}")
COLUMNS = {
    "sources": "source_id title source_type publisher url published_date accessed_date language",
    "parties": "party_id name party_type country",
    "locations": "location_id name country admin1 latitude longitude uncertainty_m precision point_meaning",
    "events": "event_id event_type title start_date end_date date_precision date_meaning location_id",
    "participants": "event_id claim_id party_id role side",
    "claims": "claim_id event_id source_id claimant_id stance certainty topics locator paraphrase",
    "claim_links": "claim_id related_claim_id relation",
    "casualties": "event_id claim_id outcome party_id victim_status count_kind low best high wording",
}
"""The tables and columns that most datasets begin with."""

README = """# {title}

A dataset in the Conflict Event Data Package (Conflict DP {version}).

Fill in `datapackage.json` (who made the dataset, under which licence, what it covers, what counts as an event) and
the tables, in any spreadsheet or editor; save them as CSV in UTF-8. Then check:

    conflictdp validate {folder}

- `sources.csv`: what you read. One row for each article, statement, report.
- `events.csv`: what you decided happened. One row for each event.
- `claims.csv`: what each source says of an event: who claims it (`claimant_id`), where you read it (`source_id`), and
  how it is put (`stance`: asserts, denies, concedes ...).
- `casualties.csv`: the numbers, each under the claim that states it. "Seven" is `exact` with best 7; "more than 100" is
  `at_least` with low 101; "some" is `some` with low 1; "none" is `none` with best 0.
- `claim_links.csv`: which claim denies, corroborates or supersedes which.
- `parties.csv`, `locations.csv`, `participants.csv`: who and where.

An empty cell says that the record does not say. Do not write NA, unknown, -99 or 0 for it. Columns that you do not
need may be removed, further ones of the standard added; columns of your own begin with `x_`. `conflictdp codelists
NAME` lists the codes of a coded column.
"""


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", default="A new dataset", show_default=True, help="Title of the dataset.")
@click.option(
    "--licence", metavar="SPDX", help=f"Licence of the dataset, such as CC0-1.0 or ODbL-1.0.  [default: {LICENCE}]"
)
def command(folder: Path, title: str, licence: str | None) -> int:
    """Make a folder with a small valid dataset to start from.

    DIR must not exist yet, or be empty.
    """
    from conflictdp.convert.outputs import new_folder

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: it exists and is not an empty folder; nothing was written")
    if not title.strip() or len(title) > MAX_TITLE or not title.isprintable():
        raise UsageError(f"--title: a title has 1 to {MAX_TITLE} printable characters")
    if licence is not None and not _SPDX.fullmatch(licence):
        raise UsageError(f"--licence: {licence!r} is no SPDX identifier; they are listed at https://spdx.org/licenses/")
    with new_folder(folder) if not folder.exists() else _filled(folder) as made:
        for name, text in _files(folder, title, licence or LICENCE).items():
            (made / name).write_text(text, encoding="utf-8", newline="\n")
    click.echo(visible(f"made {folder}: now fill in its tables, and run: conflictdp validate {folder}"))
    if licence is None:
        click.echo(f"its licence is {LICENCE} until you name another in datapackage.json (or with --licence)")
    return 0


@contextmanager
def _filled(folder: Path) -> Iterator[Path]:
    """An empty folder to fill, which may be the current one and cannot be exchanged; empty again when that fails."""
    try:
        yield folder
    except BaseException as error:
        for made in folder.iterdir():
            made.unlink()
        if isinstance(error, OSError):
            raise OutputError(f"{folder}: cannot be written ({error.strerror})") from error
        raise


def _files(folder: Path, title: str, licence: str) -> dict[str, str]:
    from conflictdp.spec.table_schemas import descriptor
    from conflictdp.spec.versions import CURRENT

    headers = {name: columns.split() for name, columns in COLUMNS.items()}
    described = descriptor(_metadata(folder, title, licence), {n: (f"{n}.csv", c) for n, c in headers.items()})
    return {
        "datapackage.json": json.dumps(described, indent=2, ensure_ascii=False) + "\n",
        "README.md": README.format(title=title, version=CURRENT, folder=folder),
        **{f"{name}.csv": ",".join(columns) + "\n" for name, columns in headers.items()},
    }


def _metadata(folder: Path, title: str, licence: str) -> dict[str, object]:
    name = re.sub("[^a-z0-9._-]+", "-", folder.resolve().name.lower()).strip("-._") or "dataset"
    return {
        "name": name,
        "title": title,
        "description": "Say here what the dataset holds, how it was made, and what to beware of.",
        "version": "0.1.0",
        "licenses": [{"name": licence, "path": f"https://spdx.org/licenses/{licence}.html"}],
        "contributors": [{"title": "Your name or organisation"}],
        "temporal": {"start_date": "2000-01-01"},
        "spatial": {"description": "Say here which area the dataset covers."},
        "event_definition": "Say here what counts as an event, and what does not.",
        "update_frequency": "irregular",
    }
