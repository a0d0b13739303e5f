"""Packages from other datasets, and from one form to another.

outputs       folders and files that appear whole or not at all
writing       the tables of a database as a package
sources       a dataset of this standard, opened to be written in another form
places        whether every record has a place in a document
documents     tables to document or JSON Lines, streaming
forms         a dataset from one form to another
reading       the CSV file of another dataset into the engine
conversion    what a conversion did, and what became of every cell; crosswalks
ucdp_release  what a package says of UCDP GED
ucdp_ged      UCDP GED and its Candidate releases, with ucdp_ged.sql
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from conflictdp.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from conflictdp.convert.conversion import Conversion


class Converter(Protocol):
    """Converts a file of another dataset to a package; each raises InputError and OutputError."""

    def __call__(
        self,
        path: Path,
        out: Path,
        *,
        version: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        overwrite: bool = False,
    ) -> Conversion:
        """Converts the file at `path` to a package at `out`."""
        ...


CONVERTERS = {"ucdp-ged": "conflictdp.convert.ucdp_ged"}
"""The formats that can be converted, and the module of each; a module is imported when it is asked for."""


def converter(name: str) -> Converter:
    """The converter from that format.

    Raises:
        UsageError: When there is none.
    """
    if name not in CONVERTERS:
        raise UsageError(f"there is no converter from {name!r}; known: {', '.join(CONVERTERS)}")
    return cast("Converter", import_module(CONVERTERS[name]).convert)
