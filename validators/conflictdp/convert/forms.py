"""A dataset from one form to another: package, document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conflictdp.convert.documents import nest, read_rows, refuse_faulty
from conflictdp.convert.outputs import write_file
from conflictdp.convert.writing import write_package
from conflictdp.spec.rules import quote
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from pathlib import Path


def convert_form(source: Path, out: Path, *, overwrite: bool = False) -> None:
    """Writes a dataset as a document (when `out` ends in .json) or as a package folder of CSV files.

    Raises:
        InputError: When the dataset cannot be read in full, or a record has no place in a document.
        OutputError: When the place is taken or cannot be written.
    """
    if out.suffix.lower() == ".json":
        document = nest(*read_rows(source))
        write_file(out, (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode(), overwrite=overwrite)
        return
    with opened(source, is_sealed=False) as data:
        refuse_faulty(data)
        connection = data.store.connection
        connection.execute("CREATE SCHEMA written")
        for name in data.store.loaded:
            connection.execute(f"CREATE VIEW written.{quote(name)} AS SELECT rowid AS _order, * FROM raw.{quote(name)}")
        write_package(connection, data.input.metadata, out, schema="written", overwrite=overwrite)
