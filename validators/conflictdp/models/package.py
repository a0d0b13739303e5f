"""A whole dataset as an object: read from every form, written to every form, and validated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from conflictdp.convert.documents import document_text
from conflictdp.convert.forms import convert_form
from conflictdp.convert.places import refuse_empty, refuse_unplaced
from conflictdp.convert.sources import source_of
from conflictdp.errors import InputError
from conflictdp.models.records import Document
from conflictdp.readers.json_text import pointer
from conflictdp.validation import validate

if TYPE_CHECKING:
    from conflictdp.convert.writing import TableFormat
    from conflictdp.report import Report

DOCUMENT = "document.json"


class Package(Document):
    """A whole dataset: what it says of itself, and its records, with child records under their parents."""

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Reads a dataset.

        Args:
            path: A package folder, its datapackage.json, a .zip of it, a document (.json) or JSON Lines (.jsonl).

        Raises:
            InputError: When there is nothing there that can be read in full, or a value of it is not what the standard
                allows; `conflictdp.validate` says all that is wrong.
        """
        with source_of(path) as data:
            refuse_unplaced(data.store)
            refuse_empty(data.store)
            document = "".join(document_text(data.store, data.input.metadata))
        try:
            return cls.model_validate_json(document)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise InputError(f"{path}: {pointer(first['loc'])}: {first['msg']}; validate it first") from None

    def dump(self, path: str | Path, *, tables: TableFormat | None = None, overwrite: bool = False) -> None:
        """Writes the dataset, whole or not at all.

        Args:
            path: A document (.json), JSON Lines (.jsonl), a package in an archive (.zip) or, under any other name, in a
                folder; the folder above must exist.
            tables: "csv" or "parquet", for the tables of a package; None for CSV.
            overwrite: Whether an existing package or document of this standard may be replaced.

        Raises:
            InputError: When a record that was put in is not what the schema allows.
            UsageError: When the name asks for another form.
            OutputError: When the place is taken or cannot be written.
        """
        with TemporaryDirectory(prefix="conflictdp-") as folder:
            document = self._written(folder)
            try:
                convert_form(document, Path(path), tables=tables, overwrite=overwrite)
            except InputError as error:
                reason = str(error).removeprefix(f"{document}: {DOCUMENT}: ").removesuffix("; validate it first")
                raise InputError(f"{self.package.name}: {reason}") from None

    def validate(  # type: ignore[override]
        self, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (), keep: int = 10
    ) -> Report:
        """Checks the dataset against the standard, as the command does.

        Args:
            select: Only these rules: ids, their beginnings, or names; empty for all.
            ignore: Not these rules.
            keep: How many findings to keep of each group; counts are exact in any case.

        Returns:
            The report; its findings say where by the JSON Pointer into the document that `dump` would write.

        Raises:
            UsageError: When a rule is not known.
        """
        with TemporaryDirectory(prefix="conflictdp-") as folder:
            report = validate(self._written(folder), select=select, ignore=ignore, keep=keep)
        return replace(report, input=self.package.name)

    def _written(self, folder: str) -> Path:
        """The document as a file in the folder."""
        path = Path(folder) / DOCUMENT
        path.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
        return path
