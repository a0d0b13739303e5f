"""A dataset from one form to another: package (folder or .zip, of CSV or Parquet), document, JSON Lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.convert.documents import document_text, lines_text
from conflictdp.convert.outputs import new_file, refuse_taken
from conflictdp.convert.places import refuse_empty, refuse_unplaced
from conflictdp.convert.sources import WRITTEN, source_of
from conflictdp.convert.writing import write_archive, write_package
from conflictdp.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.convert.writing import TableFormat


def convert_form(
    source: Path, out: Path, *, tables: TableFormat | None = None, memory: str | None = None, overwrite: bool = False
) -> None:
    """Writes a dataset in another form, which the name of `out` says.

    A document ends in .json, JSON Lines in .jsonl, a package in an archive in .zip; any other name is that of a
    package's folder.

    Args:
        source: The dataset.
        out: The file or folder to write.
        tables: "csv" or "parquet", for the tables of a package; None for CSV.
        memory: What the engine may take, such as "2GB"; None: half of the machine's memory.
        overwrite: Whether an existing dataset of this standard may be replaced; anything else that exists never is.

    Raises:
        UsageError: When the name of `out` asks for another form, or `tables` is given for one without tables.
        InputError: When the dataset cannot be read in full, or a record has no place in the form.
        OutputError: When the place is taken or cannot be written.
    """
    suffix = out.suffix.lower()
    if suffix in (".csv", ".parquet", ".ndjson"):
        raise UsageError(f"{out}: a dataset is written as a folder, a .zip, a .json document or .jsonl lines")
    if tables and suffix in (".json", ".jsonl"):
        raise UsageError(f"{out}: --tables is for packages; a {suffix} file holds no tables")
    refuse_taken(out, overwrite=overwrite)
    if suffix in (".json", ".jsonl"):
        _write_text(source, out, suffix, memory)
    else:
        _write_tables(source, out, tables or "csv", memory, overwrite=overwrite)


def _write_text(source: Path, out: Path, suffix: str, memory: str | None) -> None:
    with source_of(source, memory=memory) as data:
        refuse_unplaced(data.store)
        if suffix == ".json":
            refuse_empty(data.store)
        pieces = (document_text if suffix == ".json" else lines_text)(data.store, data.input.metadata)
        with new_file(out) as stream:
            for piece in pieces:
                stream.write(piece.encode())


def _write_tables(source: Path, out: Path, tables: TableFormat, memory: str | None, *, overwrite: bool) -> None:
    with source_of(source, memory=memory) as data:
        write = write_archive if out.suffix.lower() == ".zip" else write_package
        connection, metadata = data.store.connection, data.input.metadata
        write(connection, metadata, out, schema=WRITTEN, tables=tables, overwrite=overwrite)
