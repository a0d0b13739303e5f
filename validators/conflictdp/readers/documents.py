"""Documents: read as a stream, judged by the JSON Schemas in groups of records, and handed on as they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflictdp.readers.alike import Alike, likeness
from conflictdp.readers.flat_records import flat_kinds
from conflictdp.readers.inputs import Batch
from conflictdp.readers.json_text import decode, loads
from conflictdp.readers.lines import BATCH, extras_in, has_escapes, is_exact, weight
from conflictdp.readers.metadata import check_size
from conflictdp.readers.outline import Outline
from conflictdp.readers.plain import plain
from conflictdp.readers.splitting import Group, Splitter
from conflictdp.readers.structure import Structure
from conflictdp.spec.documents import head_validator, nested_validator
from conflictdp.spec.tables import Table, tables

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from pathlib import Path

    from conflictdp.readers.json_places import Position
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
    _outline: Outline = field(init=False)
    _alike: Alike[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._alike = Alike(self.findings)
        self._outline = Outline(self.path, self.findings.limits)

    def batches(self) -> Iterator[Batch]:
        """The records, in the order of the document.

        Raises:
            NotJSONError: When the document is not strict JSON; before anything is said of it, or handed on.
            InputError: When it follows an unknown version.
        """
        self._outline.read()
        self.findings.people |= self._outline.people
        head = self._outline.head
        check_size(head, self.findings.limits, self.file)
        Structure(self.file, self.findings, head).check(head_validator())
        package = head.get("package") if isinstance(head, dict) else None
        self.metadata |= package if isinstance(package, dict) else {}
        with self.path.open("rb") as stream:
            for name, offset in self._outline.arrays.items():
                stream.seek(offset)
                text = Splitter(stream, self.findings.limits)
                text.peek()
                yield from self._records(text, tables()[name])

    def places(self, wanted: Iterable[str]) -> dict[str, Position]:
        """Where the value of each JSON Pointer begins, once all batches were taken."""
        return self._outline.places(wanted)

    def _records(self, text: Splitter, table: Table) -> Iterator[Batch]:
        parts: list[bytes] = []
        first = size = 0
        for group in text.array():
            parts.append(self._judged(group, table))
            size += weight(parts[-1])
            if size >= BATCH:
                yield _batch(table, first, parts)
                parts, first, size = [], group.first + len(group.texts), 0
        if parts:
            yield _batch(table, first, parts)

    def _judged(self, group: Group, table: Table) -> bytes:
        """The records as the shredder takes them, each on a line."""
        schema, is_escaped = nested_validator(table.name), has_escapes(group.whole)
        lines = [text.replace(b"\n", b" ") for text in group.texts] if b"\n" in group.whole else [*group.texts]
        for i, good in enumerate(map(schema.is_valid, group.values)):
            if not good or (is_escaped and has_escapes(lines[i])):
                shared = likeness(group.values[i], lines[i])
                like = None if shared is None else (table.name, shared)
                lines[i] = self._alike.recall(like) or self._careful(group, i, table, like)
        self._alike.count()
        return b"\n".join(lines) + b"\n"

    def _careful(self, group: Group, number: int, table: Table, like: Hashable) -> bytes:
        """Judges a record by itself; gives it as the shredder takes it."""
        record, index = group.values[number], group.first + number
        if record is None or not is_exact(group.texts[number]):
            record = loads(decode(group.texts[number]))
        if isinstance(record, dict):
            kinds = flat_kinds(table, record, ("record",))
            if kinds is not None and self.findings.only_counted(*kinds):
                return plain(table, record)
        way = {table.name: {index: record}}
        kinds = Structure(self.file, self.findings, way).check(nested_validator(table.name), table.name, index)
        return self._alike.learn(like, kinds, plain(table, record))


def _batch(table: Table, first: int, parts: list[bytes]) -> Batch:
    data = b"".join(parts)
    return Batch((table,), first, data, extras_in(data))
