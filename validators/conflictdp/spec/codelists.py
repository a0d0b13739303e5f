"""The codelists: which codes a coded field may hold, and what each means."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflictdp.errors import UsageError
from conflictdp.spec.versions import CURRENT, cached, version

if TYPE_CHECKING:
    from pathlib import Path

OPEN_PATTERN = "^[a-z][a-z0-9_]*$"
"""What a code of an open list looks like, whether or not the list has it."""

COUNTRY_PATTERN = "^[A-Z]{3}$"

LONGEST_CODE = 100
"""Characters of a code of an open list."""


@dataclass(frozen=True, slots=True)
class Code:
    """One permitted value.

    Attributes:
        code: The value as it stands in data.
        label: Its name for people.
        definition: When to use it.
        status: "active" or "deprecated".
        introduced: Version of the standard that brought it.
        replaced_by: The code to use instead of a deprecated one; empty otherwise.
        broader: The more general code of the same list; empty at the top.
        mappings: Its counterpart in other vocabularies, by column name.
    """

    code: str
    label: str
    definition: str
    status: str
    introduced: str
    replaced_by: str
    broader: str
    mappings: dict[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Codelist:
    """A list of codes.

    Attributes:
        name: Its name, as in `x-codelist`.
        title: Its name for people.
        definition: What the list says of a record.
        is_open: Whether data may hold codes beyond the list; such a code is a warning, not an error.
        sources: What it was aligned to.
        codes: Its codes, in the order of the file.
    """

    name: str
    title: str
    definition: str
    is_open: bool
    sources: str
    codes: dict[str, Code] = field(hash=False)

    @property
    def pattern(self) -> str:
        """What every code of the list looks like."""
        return COUNTRY_PATTERN if self.name == "countries" else OPEN_PATTERN

    @property
    def limits(self) -> dict[str, Any]:
        """What a code may be, in the words of JSON Schema: one of a closed list, or of the form of an open one."""
        if self.is_open:
            return {"pattern": self.pattern, "maxLength": LONGEST_CODE}
        return {"enum": list(self.codes)}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def _code(row: dict[str, str]) -> Code:
    names = ("code", "label", "definition", "status", "introduced", "replaced_by", "broader")
    mapped = {k: v for k, v in row.items() if k not in names}
    return Code(**{n: row[n] for n in names}, mappings=mapped)


@cached
def codelists(number: str = CURRENT) -> dict[str, Codelist]:
    """Every codelist of a version, by name, in the order of `codelists/index.csv`."""
    folder = version(number).folder / "codelists"
    return {
        row["codelist"]: Codelist(
            row["codelist"],
            row["title"],
            row["definition"],
            row["is_open"] == "true",
            row["sources"],
            {r["code"]: _code(r) for r in _rows(folder / f"{row['codelist']}.csv")},
        )
        for row in _rows(folder / "index.csv")
    }


def codelist(name: str, number: str = CURRENT) -> Codelist:
    """The codelist of that name.

    Raises:
        UsageError: When there is none.
    """
    lists = codelists(number)
    if name not in lists:
        from difflib import get_close_matches

        near = get_close_matches(name, lists, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise UsageError(f"there is no codelist {name!r}{hint}")
    return lists[name]
