"""Documents: judged by the JSON Schemas, their records handed on in batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflictdp.readers.inputs import Batch
from conflictdp.readers.json_text import decode, loads
from conflictdp.readers.lines import extras_in
from conflictdp.readers.plain import plain
from conflictdp.readers.structure import Structure
from conflictdp.report.privacy import people_among
from conflictdp.spec.tables import tables
from conflictdp.spec.versions import refuse_other_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conflictdp.report import Findings


@dataclass(slots=True)
class DocumentReader:
    """Reads a document.

    Attributes:
        path: The file.
        file: Its name, for people.
        findings: Where faults go.
        metadata: What the dataset says of itself, once all batches were taken.
    """

    path: Path
    file: str
    findings: Findings
    metadata: dict[str, Any] = field(default_factory=dict)

    def batches(self) -> Iterator[Batch]:
        """The records, a batch for each table at the top of the document."""
        document = loads(decode(self.path.read_bytes()))
        if isinstance(document, dict):
            refuse_other_version(document.get("$schema"))
            parties = document.get("parties")
            self.findings.people |= people_among(parties if isinstance(parties, list) else ())
        Structure(self.file, self.findings, document).check("package.schema.json")
        if not isinstance(document, dict):
            return
        metadata = document.get("package")
        self.metadata |= metadata if isinstance(metadata, dict) else {}
        for table in tables().values():
            records = document.get(table.name)
            if isinstance(records, list) and records:
                data = b"".join(plain(table, record) + b"\n" for record in records)
                yield Batch((table,), 0, data, extras_in(data))
