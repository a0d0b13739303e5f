"""Crosswalks: whose data they are for, and which column of theirs is which field of ours."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflictdp.spec.versions import CURRENT, cached, version

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One line of a crosswalk: a column of theirs and a field of ours.

    Attributes:
        column: Their column.
        table: Our table; empty where we have nothing for it.
        field: Our field.
        relation: What our field is to their column: "exact", "close", "broad", "narrow" or "none".
        note: How the one is made of the other.
        is_verified: Whether the column was seen in a file or a codebook of theirs; otherwise it is from memory of both.
    """

    column: str
    table: str
    field: str
    relation: str
    note: str
    is_verified: bool

    @property
    def is_own(self) -> bool:
        """Whether the column is only carried along, as a column of the publisher's own."""
        return self.field.startswith("x_")


@dataclass(frozen=True, slots=True)
class Provider:
    """A dataset that others publish, as its crosswalk describes it.

    Attributes:
        name: What `--from` calls it.
        title: Title of the dataset.
        publisher: Who publishes it.
        url: Where it is found; empty where nobody says.
        licence: The licence under which it may be shared, by its SPDX identifier; or the name of the provider's terms.
        licence_url: Where the licence or the terms are; empty where nobody says.
        terms: What a user of it has to know and do, in plain words.
        citation: How it wants to be cited.
        event_definition: What it counts as an event.
        prefix: What the names of the columns begin with that carry along what our fields do not hold.
        formats: What its files look like, for people.
        required: The columns without which a file is not of this dataset.
        header: The names of its columns in order where its files have none; empty where they have.
        scheme: The identifier scheme of its records; "other" where the list has none.
        method: How it arrives at its figures.
        update_frequency: How often it is published.
        aliases: Names of columns in other releases, and the names that the crosswalk knows them by.
        seen: Where the columns were seen that the crosswalk has as verified.
        lines: Its crosswalk.
    """

    name: str
    title: str
    publisher: str
    url: str
    licence: str
    licence_url: str
    terms: str
    citation: str
    event_definition: str
    prefix: str
    formats: tuple[str, ...]
    required: tuple[str, ...]
    header: tuple[str, ...] = ()
    scheme: str = "other"
    method: str = "team_judgement"
    update_frequency: str = "irregular"
    aliases: dict[str, str] = field(default_factory=dict, hash=False)
    seen: str = ""
    lines: tuple[Correspondence, ...] = ()


def _folder(number: str) -> Path:
    return version(number).folder / "crosswalks"


@cached
def crosswalk(name: str, number: str = CURRENT) -> tuple[Correspondence, ...]:
    """The crosswalk of that name from `schema/<version>/crosswalks/`, in the order of the file."""
    path = _folder(number) / f"{name.replace('-', '_')}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(_line(row) for row in csv.DictReader(stream, strict=True))


def _line(row: dict[str, str]) -> Correspondence:
    texts = {k: v for k, v in row.items() if k != "verified"}
    return Correspondence(**texts, is_verified=row["verified"] == "true")


@cached
def provider(name: str, number: str = CURRENT) -> Provider:
    """The provider of that name, from the file beside its crosswalk."""
    path = _folder(number) / f"{name.replace('-', '_')}.toml"
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in found.items()}
    return Provider(name=name, lines=crosswalk(name, number), **values)


def own_name(prefix: str, column: str) -> str:
    """The column of the publisher's own that carries a column of theirs along."""
    return prefix + (re.sub("[^a-z0-9]+", "_", column.lower()).strip("_") or "column")


def columns(name: str, number: str = CURRENT) -> tuple[str, ...]:
    """Their columns, in the order of the crosswalk."""
    return tuple(dict.fromkeys(line.column for line in crosswalk(name, number)))
