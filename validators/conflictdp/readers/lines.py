"""JSON Lines: one record per line, judged in batches and handed on as they are.

A batch is parsed by orjson and held against the schema by jsonschema-rs, both in compiled code. Only lines that fail,
or of which orjson does not tell enough, are looked at one by one: those that say a key twice (orjson keeps the last in
silence), that spell letters of keys as escapes, or that describe the dataset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from conflictdp.limits import DEFAULTS, Limits
from conflictdp.readers.alike import Alike, likeness
from conflictdp.readers.flat_records import flat_kinds
from conflictdp.readers.inputs import Batch
from conflictdp.readers.json_text import MAX_DEPTH, MAX_KEYS, NotJSONError, decode, loads
from conflictdp.readers.metadata import check_size
from conflictdp.readers.plain import NONE, plain
from conflictdp.readers.structure import Structure, not_json
from conflictdp.report.findings import finding
from conflictdp.report.privacy import people_among
from conflictdp.spec.documents import record_validator, validator
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import Table, by_record, required_tables
from conflictdp.spec.versions import refuse_other_version

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from pathlib import Path

    from conflictdp.readers.json_places import Position
    from conflictdp.report import Findings
    from conflictdp.report.findings import Kind

CHUNK = 1 << 16
"""How many bytes are judged together: with more, what orjson makes of them falls out of the processor's cache."""
BATCH = 16 << 20
"""How many bytes are handed on together."""
OBJECT = 200
"""As so many bytes an object counts that has fewer: the engine holds all the cells of its table, empty ones too."""

_ESCAPED = re.compile(rb"\\u00[2-7]")
_EXTRA = re.compile(rb'"(x_[a-z0-9_]+)"\s*:')
_TWO = 2
_MANY_DIGITS = re.compile(rb"[0-9]{19}")


def extras_in(data: bytes) -> tuple[str, ...]:
    """The publisher's own keys in JSON without escaped letters, in order."""
    return tuple(dict.fromkeys(k.decode() for k in _EXTRA.findall(data))) if b'"x_' in data else ()


def has_escapes(data: bytes) -> bool:
    """Whether a printable ASCII character is written as an escape: then quotes and keys cannot be told as bytes."""
    return b"\\" in data and b"\\u00" in data and _ESCAPED.search(data) is not None


def doubtful(whole: bytes, lines: list[bytes], values: list[Any]) -> set[int]:
    """Which lines may say a key twice, or hold what orjson reads otherwise than it stands: none that does is left out.

    Args:
        whole: JSON texts, and nothing with a quotation mark between them.
        lines: Each of them.
        values: What orjson made of each; None for what it refused.
    """
    found = {i for i, line in enumerate(lines) if has_escapes(line)} if has_escapes(whole) else set()
    if _quotes(values) != whole.count(b'"'):
        found |= {i for i, line in enumerate(lines) if _quotes(values[i]) != line.count(b'"')}
    return found


def _quotes(value: Any) -> int:
    """How many quotation marks the value has when it is written again: fewer when a key was dropped."""
    try:
        return orjson.dumps(value).count(b'"')
    except orjson.JSONEncodeError:  # nests too deep
        return -1


def check_nesting(texts: Iterable[bytes], limits: Limits) -> None:
    """Counts what nests in records, each the text of one.

    Raises:
        LimitError: When it is too much in one of them.
    """
    for text in texts:
        if len(text) > limits.nested_records:
            limits.check("nested_records", text.count(b"{"), "a record")


def chunks(stream: BinaryIO, size: int, limits: Limits = DEFAULTS) -> Iterator[bytes]:
    """The stream in pieces of whole lines, of about `size` bytes.

    Raises:
        LimitError: When a line is longer than a record may be.
    """
    rest = b""
    while data := stream.read(size):
        head, newline, tail = data.rpartition(b"\n")
        if newline:
            yield rest + head + newline
            rest = tail
        else:
            rest += data
        limits.check("json_bytes", len(rest), "a line")
    if rest:
        yield rest


class _ByKind(dict[str, "Callable[[Any], bool]"]):
    """What judges a line of a kind, compiled when the first is met."""

    def __missing__(self, kind: str) -> Callable[[Any], bool]:
        self[kind] = is_valid = record_validator(kind).is_valid
        return is_valid


@dataclass(slots=True)
class LinesReader:
    """Reads a JSON Lines file: a faulty line is reported, and the rest still read.

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
    _valid_by_kind: _ByKind = field(init=False)
    _alike: Alike[tuple[Table | None, bytes]] = field(init=False)
    _kinds: set[str] = field(default_factory=set)
    _is_whole: bool = True
    _is_described: bool = False
    _knows_people: bool = False

    def __post_init__(self) -> None:
        self._valid_by_kind = _ByKind()
        self._alike = Alike(self.findings)

    def batches(self) -> Iterator[Batch]:
        """The records in the order of the file; each batch has an object for each of its lines."""
        parts: list[bytes] = []
        kinds: set[str] = set()
        first = number = 1
        size = 0
        with self.path.open("rb") as stream:
            for chunk in chunks(stream, CHUNK, self.findings.limits):
                lines = chunk.removesuffix(b"\n").split(b"\n")
                parts.append(self._judged(chunk, lines, number, kinds))
                self._kinds |= kinds
                number += len(lines)
                size += weight(parts[-1])
                if size >= BATCH:
                    yield _batch(parts, kinds, first)
                    parts, kinds, first, size = [], set(), number, 0
        if parts:
            yield _batch(parts, kinds, first)
        if self._is_whole:
            self._require()

    def _require(self) -> None:
        """Reports what the file says nothing of, where no line of it was lost."""
        if self._is_described:  # without a record it is a dataset that holds none yet, as tables of headers are
            return
        is_empty = not self._kinds and not self.findings.broken
        self.findings.add(finding(rules()["DOC011"], file=self.file))
        for name in required_tables() if is_empty else ():  # a file with other records may be a part of a dataset
            self.findings.add(finding(rules()["PKG008"], {"name": name}, file=self.file, table=name))

    def places(self, wanted: Iterable[str]) -> dict[str, Position]:  # noqa: ARG002
        """Nothing: every finding has its line."""
        return {}

    def _judged(self, chunk: bytes, lines: list[bytes], first: int, kinds: set[str]) -> bytes:
        """The lines as the shredder takes them; adds the kinds of records among them to `kinds`."""
        check_nesting(lines, self.findings.limits)
        values = _parsed(lines)
        suspects = doubtful(chunk, lines, values)
        is_good = self._are_valid(values)
        good = {v["record"] for v, ok in zip(values, is_good, strict=True) if ok}
        if not suspects and "package" not in good and all(is_good):
            kinds |= good
            return chunk if chunk.endswith(b"\n") else chunk + b"\n"
        for i, (line, value) in enumerate(zip(lines, values, strict=True)):
            if is_good[i] and i not in suspects and value["record"] != "package":
                kinds.add(value["record"])
            else:
                table, lines[i] = self._careful(line, first + i, None if i in suspects else value)
                kinds |= {table.record} if table else set()
        self._alike.count()
        return b"\n".join(lines) + b"\n"

    def _are_valid(self, values: list[Any]) -> list[bool]:
        """Which of the values the schema accepts."""
        by_kind = self._valid_by_kind
        try:
            return [by_kind[value["record"]](value) for value in values]
        except (KeyError, TypeError):  # one of them says no kind, or none that there is, or is no object
            return [*map(validator("record.schema.json").is_valid, values)]

    def _careful(self, line: bytes, number: int, value: Any) -> tuple[Table | None, bytes]:
        """Judges a line by itself; gives the table of its record, if it holds one, and the line for the shredder."""
        if not line.strip():
            return None, NONE
        like = _likeness(value, line)
        if known := self._alike.recall(like):
            return known
        if value is None and self._is_counted(line):
            return None, NONE
        is_known = value is not None and is_exact(line)
        if is_known and (table := _table(value)) and self._is_only_counted(table, value):
            return table, plain(table, value, {"record": table.record})
        try:
            record = value if is_known else loads(decode(line.rstrip(b"\r")))
        except NotJSONError as error:
            if not self.findings.only_counted(("DOC010" if error.key else "DOC001", None, None)):
                self.findings.add(not_json(error, self.file, number))
            self._is_whole = False
            return None, NONE
        kind = record.get("record") if isinstance(record, dict) else None
        if kind == "package":
            check_size(record, self.findings.limits, f"{self.file}, line {number}")
        kinds = self._check(record, number)
        if kind == "package":
            self._is_described = True
            self.metadata.clear()
            self.metadata |= {k: v for k, v in record.items() if k not in ("record", "$schema")}
            return None, NONE
        table = _table(record)
        made = table, plain(table, record, {"record": table.record}) if table else NONE
        return self._alike.learn(like, kinds, made)

    def _check(self, record: Any, number: int) -> tuple[Kind, ...]:
        if isinstance(record, dict):
            refuse_other_version(record.get("$schema"))
        schema = validator("record.schema.json")
        if not schema.is_valid(record):
            self._know_people()
        return Structure(self.file, self.findings, record, number).check(schema)

    def _is_only_counted(self, table: Table, record: dict[str, Any]) -> bool:
        """Counts the faults of a record, where none of them is shown."""
        kinds = flat_kinds(table, record, ())
        return kinds is not None and self.findings.only_counted(*kinds)

    def _is_counted(self, line: bytes) -> bool:
        """Counts a line that orjson refused and that says no key twice, where no more of them are shown."""
        may_be_json = (b"}" in line and line.count(b":") >= _TWO) or line.strip() == b"null"
        return not may_be_json and not self._is_whole and self.findings.only_counted(("DOC001", None, None))

    def _know_people(self) -> None:
        """Reads ahead who of the parties is a person: no finding may show the id of one."""
        if self._knows_people:
            return
        self._knows_people = True
        with self.path.open("rb") as stream:
            lines = (line for line in stream if b'"party"' in line)
            self.findings.people |= people_among(map(_value, lines))


def _table(record: Any) -> Table | None:
    """The table of a record, which it says."""
    kind = record.get("record") if isinstance(record, dict) else None
    return by_record().get(kind) if isinstance(kind, str) else None


def weight(records: bytes) -> int:
    """How much of a batch they are."""
    return max(len(records), OBJECT * records.count(b"{"))


def _batch(parts: list[bytes], kinds: set[str], first: int) -> Batch:
    data = b"".join(parts)
    return Batch(tuple(by_record()[k] for k in sorted(kinds)), first, data, extras_in(data))


def _likeness(value: Any, line: bytes) -> Hashable:
    """As `likeness`; what says no kind of record that there is has the same fault whatever else it says."""
    if isinstance(value, dict) and "$schema" not in value:
        kind = value.get("record")
        if not isinstance(kind, str) or (kind != "package" and kind not in by_record()):
            return "record" in value
    return likeness(value, line)


def is_exact(line: bytes, depth: int = 0) -> bool:
    """Whether strict reading can refuse nothing in it that orjson accepts, nor read a number otherwise.

    Of what says no key twice, and stands so deep.
    """
    has_few = depth + line.count(b"[") + line.count(b"{") <= MAX_DEPTH and line.count(b":") <= MAX_KEYS
    return has_few and not _MANY_DIGITS.search(line)


def _parsed(lines: list[bytes]) -> list[Any]:
    """The value of each line; None for what is not JSON."""
    try:
        return [*map(orjson.loads, lines)]
    except orjson.JSONDecodeError:
        return [_value(line) for line in lines]


def _value(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
