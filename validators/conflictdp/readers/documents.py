"""Documents and JSON Lines: judged by the JSON Schemas, then shredded into tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.readers.json_text import NotJSONError, decode, loads
from conflictdp.readers.structure import Structure
from conflictdp.report.findings import finding
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import by_record, tables
from conflictdp.spec.versions import refuse_other_version

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.readers.shredding import Shredder
    from conflictdp.report import Findings


def read_document(path: Path, file: str, shredder: Shredder, findings: Findings) -> dict[str, Any]:
    """Reads a document: judges it, and shreds its records.

    Returns:
        The metadata of the dataset.
    """
    try:
        document = loads(decode(path.read_bytes()))
    except NotJSONError as error:
        _not_json(error, file, error.line, findings)
        return {}
    if isinstance(document, dict):
        refuse_other_version(document.get("$schema"))
    Structure(file, findings, document).check("package.schema.json")
    if not isinstance(document, dict):
        return {}
    for table in tables().values():
        records = document.get(table.name)
        for i, record in enumerate(records if isinstance(records, list) else ()):
            shredder.add(table, record, f"/{table.name}/{i}")
    metadata = document.get("package")
    return metadata if isinstance(metadata, dict) else {}


def read_lines(path: Path, file: str, shredder: Shredder, findings: Findings) -> dict[str, Any]:
    """Reads a JSON Lines file line by line and shreds its records: a faulty line is reported and the rest still read.

    Returns:
        The metadata of the dataset.
    """
    metadata: dict[str, Any] = {}
    is_whole = True
    is_described = False
    with path.open("rb") as stream:
        for number, data in enumerate(stream, start=1):
            if not data.strip():
                continue
            try:
                record = loads(decode(data.rstrip(b"\r\n")))
            except NotJSONError as error:
                _not_json(error, file, number, findings)
                is_whole = False
                continue
            if isinstance(record, dict):
                refuse_other_version(record.get("$schema"))
            Structure(file, findings, record, number).check("record.schema.json")
            kind = record.get("record") if isinstance(record, dict) else None
            if kind == "package":
                is_described = True
                metadata = {k: v for k, v in record.items() if k not in ("record", "$schema")}
            elif isinstance(kind, str) and kind in by_record():
                shredder.add(by_record()[kind], record, f"{number}:")
    if is_whole and not is_described:
        findings.add(finding(rules()["DOC011"], file=file))
    return metadata


def _not_json(error: NotJSONError, file: str, line: int | None, findings: Findings) -> None:
    rule, values = ("DOC010", {"key": error.key}) if error.key else ("DOC001", {"problem": error.problem})
    findings.add(finding(rules()[rule], values, file=file, line=line))
