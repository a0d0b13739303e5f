"""A dataset from one form to another: package, document, JSON Lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conflictdp.convert.documents import nest, read_rows, refuse_faulty
from conflictdp.convert.outputs import write_file
from conflictdp.convert.writing import write_package
from conflictdp.errors import UsageError
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def convert_form(source: Path, out: Path, *, overwrite: bool = False) -> None:
    """Writes a dataset as a document (.json), as JSON Lines (.jsonl), or as a package folder of CSV files.

    Raises:
        UsageError: When the name of `out` asks for another form.
        InputError: When the dataset cannot be read in full, or a record has no place in a document.
        OutputError: When the place is taken or cannot be written.
    """
    suffix = out.suffix.lower()
    if suffix == ".json":
        text = json.dumps(nest(*read_rows(source)), indent=2, ensure_ascii=False)
        write_file(out, (text + "\n").encode(), overwrite=overwrite)
    elif suffix == ".jsonl":
        lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(nest(*read_rows(source))))
        write_file(out, lines.encode(), overwrite=overwrite)
    elif suffix in (".csv", ".parquet", ".zip", ".ndjson"):
        raise UsageError(f"{out}: a dataset is written as a folder, a .json document or .jsonl lines")
    else:
        _write_folder(source, out, overwrite=overwrite)


def _lines(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The records of a document one by one, the dataset itself first."""
    yield {"record": "package", "$schema": document["$schema"], **document["package"]}
    for table in tables().values():
        for record in document.get(table.name, []):
            yield {"record": table.record, **record}


def _write_folder(source: Path, out: Path, *, overwrite: bool) -> None:
    with opened(source, is_sealed=False) as data:
        refuse_faulty(data)
        connection = data.store.connection
        connection.execute("CREATE SCHEMA written")
        for name in data.store.loaded:
            connection.execute(f"CREATE VIEW written.{quote(name)} AS SELECT rowid AS _order, * FROM raw.{quote(name)}")
        write_package(connection, data.input.metadata, out, schema="written", overwrite=overwrite)
