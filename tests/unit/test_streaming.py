"""Documents and JSON Lines as streams: the same findings, rows and places as when all is read at once.

The reference is written here once more, in the plainest way: strict parsing of the whole text, the schema of the whole
document, and a walk through each record in Python.
"""

from __future__ import annotations

import copy
import io
import json
import random
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from conflictdp.engine.store import connect
from conflictdp.errors import LimitError
from conflictdp.limits import DEFAULTS, Limits
from conflictdp.readers import documents, lines, splitting
from conflictdp.readers.documents import DocumentReader
from conflictdp.readers.inputs import Input
from conflictdp.readers.json_places import places_of
from conflictdp.readers.json_text import NotJSONError, decode, loads, pointer
from conflictdp.readers.lines import LinesReader
from conflictdp.readers.splitting import Splitter
from conflictdp.readers.staging import Staging
from conflictdp.readers.structure import Structure, not_json
from conflictdp.report.findings import Finding, Findings
from conflictdp.spec.documents import top_tables, validator
from conflictdp.spec.tables import LIST_DELIMITER, Column, Table, by_record, tables
from conflictdp.strategies import breakable, faulty
from conflictdp.validation import streaming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONFORMANCE = Path(__file__).resolve().parents[1] / "conformance"
BASE: dict[str, Any] = json.loads((CONFORMANCE / "base.document.json").read_text(encoding="utf-8"))
Rows = dict[str, list[dict[str, str]]]
Seen = tuple[dict[str, Any], Rows, list[Finding]]

# The reference


def cell(column: Column, value: Any) -> str | None:
    if value is None or value in ("", [], {}):
        return None
    if column.type == "list" and isinstance(value, list) and all(isinstance(i, str) for i in value):
        return LIST_DELIMITER.join(value)
    if column.type == "integer" and isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, str):
        return value
    if column.kind == "identifier":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return json.dumps(value, ensure_ascii=False)
    return format(Decimal(repr(value)), "f")


def walk(rows: Rows, table: Table, record: Any, place: str, inherited: dict[str, str | None] | None = None) -> None:
    if not isinstance(record, dict):
        return
    row = {n: cell(c, record[n]) for n, c in table.columns.items() if n in record} | (inherited or {})
    extra = {k: v for k, v in record.items() if lines.extras_in(json.dumps({k: 0}).encode()) and isinstance(v, str)}
    filled = {k: v for k, v in (row | extra).items() if v is not None and (v or k in row)}
    rows.setdefault(table.name, []).append({**filled, "_place": place})
    for nesting in table.children:
        special = {"record_table": table.name, "record_id": row.get(table.key) if table.key else None}
        passed = {c: special.get(c, row.get(c)) for c in nesting.leaves_out if c in special or c in table.columns}
        children = record.get(nesting.table)
        for i, child in enumerate(children if isinstance(children, list) else ()):
            walk(rows, tables()[nesting.table], child, f"{place}/{nesting.table}/{i}", passed)


def document_at_once(path: Path) -> Seen:
    findings, rows = Findings(10_000, shows_sensitive=True), Rows()
    try:
        value = loads(decode(path.read_bytes()))
    except NotJSONError as error:
        findings.add(not_json(error, path.name, error.line))
        return {}, {}, list(findings)
    Structure(path.name, findings, value).check(validator("package.schema.json"))
    head = value if isinstance(value, dict) else {}
    for name in (k for k in head if k in top_tables() and isinstance(head[k], list)):
        for i, record in enumerate(head[name]):
            walk(rows, tables()[name], record, f"/{name}/{i}")
    metadata = head.get("package")
    return metadata if isinstance(metadata, dict) else {}, rows, list(findings)


def lines_at_once(path: Path) -> Seen:
    findings, rows, metadata = Findings(10_000, shows_sensitive=True), Rows(), {}
    is_whole = True
    for number, line in enumerate(path.read_bytes().removesuffix(b"\n").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            record = loads(decode(line.rstrip(b"\r")))
        except NotJSONError as error:
            findings.add(not_json(error, path.name, number))
            is_whole = False
            continue
        Structure(path.name, findings, record, number).check(validator("record.schema.json"))
        kind = record.get("record") if isinstance(record, dict) else None
        if kind == "package":
            metadata = {k: v for k, v in record.items() if k not in ("record", "$schema")}
        elif isinstance(kind, str) and kind in by_record():
            walk(rows, by_record()[kind], record, f"{number}:")
    if is_whole and not metadata:
        findings.add(Finding("DOC011", "undescribed-dataset", "error", "", file=path.name))
    return metadata, rows, list(findings)


# What is tested


def streamed(path: Path, limits: Limits = DEFAULTS) -> Seen:
    findings = Findings(10_000, shows_sensitive=True, limits=limits)
    make = LinesReader if path.suffix == ".jsonl" else DocumentReader
    given = Input(path.name, "lines" if make is LinesReader else "document", reader=make(path, path.name, findings))
    assert given.reader
    with Staging() as staging:
        store = connect(staging.folder, size=0)
        streaming.shred(given, given.reader, store, staging, findings)
        found = {
            name: [
                {k: v for k, v in row.items() if v is not None and k != "_row"}
                for row in store.raw_rows(name, range(1, loaded.rows + 1)).values()
            ]
            for name, loaded in store.loaded.items()
        }
        store.connection.close()
    return given.metadata, found, list(findings)


def said_of(path: Path) -> list[tuple[object, ...]]:
    """The findings on a document, as the pipeline tells them, without its records."""
    findings = Findings(10_000, shows_sensitive=True)
    reader = DocumentReader(path, path.name, findings)
    try:
        list(reader.batches())
    except NotJSONError as error:
        return [as_said(not_json(error, path.name, error.line))]
    return [as_said(f) for f in findings]


def assert_same(path: Path) -> None:
    expected = (lines_at_once if path.suffix == ".jsonl" else document_at_once)(path)
    seen = streamed(path)
    assert seen[0] == expected[0]
    for table in {*seen[1], *expected[1]}:
        assert seen[1].get(table) == expected[1].get(table), table
    assert [as_said(f) for f in seen[2]] == [as_said(f) for f in expected[2]]


def as_said(found: Finding) -> tuple[object, ...]:
    if found.rule == "DOC011":
        return (found.rule, found.file)
    return (
        found.rule,
        found.table,
        found.line,
        found.column,
        found.pointer,
        found.message,
        found.record_id,
        found.hint,
    )


SIZES = {"as they are": None, "tiny": (7, 64, 4000, 0), "small": (1000, 700, 9000, 0)}


@pytest.fixture(params=SIZES.values(), ids=SIZES.keys())
def sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How much is read, judged and handed on at once; with 0 for ONE_CORE, two threads work side by side."""
    if request.param:
        piece, group, batch, one_core = request.param
        monkeypatch.setattr(splitting, "PIECE", piece)
        monkeypatch.setattr(splitting, "GROUP", group)
        monkeypatch.setattr(lines, "CHUNK", group)
        monkeypatch.setattr(lines, "BATCH", batch)
        monkeypatch.setattr(documents, "BATCH", batch)
        monkeypatch.setattr(streaming, "ONE_CORE", one_core)


WAYS: tuple[dict[str, Any], ...] = (
    {},
    {"indent": 2},
    {"separators": (",", ":")},
    {"indent": 0, "ensure_ascii": False},
    {"separators": (" , ", "\r\n:\t")},
)
"""Ways in which a document may be written."""

JUNK: list[Any] = [
    *(
        None,
        True,
        0,
        -1.5,
        10**30,
        1e300,
        7.0,
        -0.0,
        1e-7,
        1.5e-9,
        1e2,
        "",
        " ",
        "a|b",
        "7.0",
        "1e-07",
        "\x1b[31m",
        "\0",
    ),
    *(
        [],
        [None],
        [[]],
        {},
        {"": 0},
        {"x_a": {"b": 2**70}},
        ["killed", "killed"],
        [""],
        ["a", ""],
        'say "x_b": 1',
        "\\",
    ),
]


def inside(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a value, as container and key."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from inside(value[key])


def spoilt(value: Any, chance: random.Random, times: int) -> Any:
    """The value with inner values exchanged for junk, keys for others, or something put before them."""
    result = copy.deepcopy(value)
    for _ in range(times):
        container, key = chance.choice(list(inside(result)))
        if isinstance(container, dict) and chance.random() < 0.3:
            container[chance.choice(["", "x_", "x_a", "x_b", "$ref", "claims", "record", "a/b~c"])] = container.pop(key)
        else:
            container[key] = chance.choice(JUNK)
    return result


def record_lines(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of a document for lines: most nested as they stand, some on lines of their own."""
    found: list[dict[str, Any]] = [{"record": "package", **value["package"]}]
    for name in top_tables():
        for i, record in enumerate(value[name]):
            kept = dict(record)
            if name == "events" and i % 2:
                claims = [{"record": "claim", "event_id": record["event_id"], **c} for c in kept.pop("claims", [])]
                found.extend(claims)
            found.append({"record": tables()[name].record, **kept})
    return found


@pytest.mark.usefixtures("sizes")
@pytest.mark.parametrize("seed", range(3))
def test_a_document_is_judged_as_a_whole(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same documents in every run
    path = tmp_path / "a.json"
    for way in WAYS:
        value = spoilt(BASE, chance, chance.choice([0, 3, 30]))
        path.write_text(json.dumps(value, **way), encoding="utf-8")
        assert_same(path)


@pytest.mark.usefixtures("sizes")
@pytest.mark.parametrize("seed", range(5))
def test_lines_are_judged_one_by_one(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311
    path = tmp_path / "a.jsonl"
    for way in WAYS[:1] + WAYS[2:3]:
        records = record_lines(BASE)
        chance.shuffle(records)
        for i in chance.sample(range(len(records)), chance.choice([0, 1, 5])):
            records[i] = spoilt(records[i], chance, 2)
        texts = [json.dumps(r, ensure_ascii=chance.random() < 0.5, **way) for r in records]
        for i in chance.sample(range(len(texts)), chance.choice([0, 2, 6])):
            texts[i] = torn(texts[i], chance)
        path.write_text(chance.choice(["\n", "\r\n"]).join(texts) + chance.choice(["", "\n"]), encoding="utf-8")
        assert_same(path)


def torn(text: str, chance: random.Random) -> str:
    """A line made into no JSON, or JSON that takes a second look."""
    cut = chance.randrange(len(text))
    return chance.choice(
        [
            *(
                text[:cut],
                text[:cut] + text[cut + 1 :],
                text + text,
                "",
                " \t",
                f"[{text}]",
                text + ",",
                "\ufeff" + text,
            ),
            text[:-1] + ', "x_a": "1", "x_a": "2"}',
            text.replace('"record"', '"rec\\u006frd"'),
            text.replace('"title"', '"t\\u0022", "t\\u0022"'),
            text[:-1] + ', "note": "\\ud800"}',
            text[:-1] + ', "note": NaN}',
            text[:-1] + ', "x_a": ' + "[" * 300 + "]" * 300 + "}",
            text[:-1] + ', "\\u0078_hidden": "yes"}',
            text[:-1] + ', "x_a": "\\"x_c\\": 1", "x_d" : "yes"}',
        ]
    )


@pytest.mark.usefixtures("sizes")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(list(way.values())))
def test_what_is_no_json_is_said_of_the_whole_document(way: dict[str, Any], tmp_path: Path) -> None:
    chance = random.Random(str(way))  # noqa: S311
    text = json.dumps(BASE | {"events": BASE["events"][:2]}, **way)
    path = tmp_path / "a.json"
    for _ in range(12):
        cut = chance.randrange(len(text))
        wrong = chance.choice(
            [
                text[:cut],
                text[:cut] + chance.choice('{}[],:"x0\\\n') + text[cut:],
                text[:cut] + text[cut + 1 :],
                text[:cut] + text[cut + chance.randrange(20) :],
                text + chance.choice(["]", "}", " x", "{}", ",", "\n"]),
            ]
        )
        path.write_text(wrong, encoding="utf-8")
        assert said_of(path) == [as_said(f) for f in document_at_once(path)[2]], wrong


@pytest.mark.parametrize(
    "text",
    [
        '{"sources": [{"source_id": "s", "source_id": "t"}]}',
        '{"sources": [], "sources": []}',
        '{"sources": [{"a": 1e999}]}',
        '{"sources": [{"a": "\\ud800"}]}',
        '{"sources": [\n{"a": ' + "[" * 70 + "]" * 70 + "}]}",
        '{"sources": [1, tru]}',
        '{"sources": [1 2]}',
        '{"sources": [1,]}',
        '{"sources": [,1]}',
        '{"sources": [1,\n\n"\n"]}',
        '{"sources": 1x}',
        '{"sources" 1}',
        '{"sources": [] "events": []}',
        "{,}",
        '{"sources": [],}',
        "\ufeff{}",
        " ",
        "{} {}",
        '{"a": "\xe4',
    ],
)
@pytest.mark.usefixtures("sizes")
def test_a_fault_of_the_text_is_told_as_when_all_is_read_at_once(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for data in (text.encode(), text.encode("latin-1", "ignore")):
        path.write_bytes(data)
        assert said_of(path) == [as_said(f) for f in document_at_once(path)[2]]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_person_who_stands_after_a_fault_is_hidden_in_it(name: str, tmp_path: Path) -> None:
    event = {"event_id": "jane-roe", "event_type": 7}
    party = {"party_id": "jane-roe", "name": "Jane Roe", "party_type": "person"}
    records = [{"record": "event", **event}, {"record": "party", **party}]
    text = (
        "\n".join(map(json.dumps, records))
        if name == "a.jsonl"
        else json.dumps({"events": [event], "parties": [party]})
    )
    (tmp_path / name).write_text(text, encoding="utf-8")
    findings = Findings(10)
    reader = (LinesReader if name == "a.jsonl" else DocumentReader)(tmp_path / name, name, findings)
    list(reader.batches())
    assert [f.record_id for f in findings if f.rule == "CEL002"] == ["(hidden)"]


def test_of_what_is_no_json_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "BATCH", 100)
    monkeypatch.setattr(splitting, "GROUP", 100)
    path = tmp_path / "a.json"
    path.write_text(json.dumps(spoilt(BASE, random.Random(3), 5)) + "]", encoding="utf-8")  # noqa: S311
    metadata, rows, found = streamed(path)
    assert (metadata, rows, [f.rule for f in found]) == ({}, {}, ["DOC001"])


@pytest.mark.usefixtures("sizes")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(list(way.values())))
def test_the_place_of_every_value_is_found(way: dict[str, Any], tmp_path: Path) -> None:
    text = "\n\n" + json.dumps(BASE, **way)
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    reader = DocumentReader(path, "a.json", Findings())
    list(reader.batches())
    wanted = {pointer(p) for p in paths(BASE)}
    assert reader.places(wanted) == places_of(text, wanted)
    assert reader.places({"/events/1/absent", "/absent"}) == {
        "/events/1/absent": places_of(text, {"/events/1"})["/events/1"],
        "/absent": (3, 1),
    }


def paths(value: Any) -> list[list[str | int]]:
    steps: list[Any] = (
        list(value) if isinstance(value, dict) else [*range(len(value))] if isinstance(value, list) else []
    )
    return [[], *([step, *rest] for step in steps for rest in paths(value[step]))]


@settings(max_examples=2, deadline=None, database=None, derandomize=True)
@given(faulty(*breakable(beside_others=True)[::5]))
def test_rows_with_planted_faults_on_lines_of_their_own(planted: Any) -> None:
    with TemporaryDirectory(prefix="conflictdp-test-") as folder:
        path = Path(folder) / "a.jsonl"
        with path.open("w", encoding="utf-8") as stream:
            for name, rows in planted.package["tables"].items():
                for row in rows:
                    kind = tables()[name]
                    values = {k: as_json(kind.columns.get(k), v) for k, v in row.items() if v}
                    stream.write(json.dumps({"record": kind.record, **values}) + "\n")
        assert_same(path)


def as_json(column: Column | None, text: str) -> Any:
    if column and column.type in ("integer", "number", "boolean"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text.split(LIST_DELIMITER) if column and column.type == "list" else text


def test_no_more_is_held_than_a_few_records(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [{"event_id": f"e{i}", "claims": [{"claim_id": f"c{i}"}] * (i % 7)} for i in range(5000)]
    text = json.dumps(records, indent=1).encode()
    monkeypatch.setattr(splitting, "PIECE", 4096)
    monkeypatch.setattr(splitting, "GROUP", 1024)
    splitter = Splitter(io.BytesIO(text))
    splitter.peek()
    seen, most = [], 0
    for group in splitter.array():
        seen += group.values
        most = max(most, len(splitter.data))
    assert seen == records
    assert most < 20_000 < len(text)


def test_most_records_are_guessed_and_proved_by_parsing_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting.Splitter, "_counted", counting := Counting(splitting.Splitter._counted))
    text = json.dumps(
        [{"event_id": f"e{i}", "claims": [{"event_id": "x"}] * 2 * (i == 50)} for i in range(100)]
    ).encode()
    splitter = Splitter(io.BytesIO(text))
    splitter.peek()
    assert sum(len(group.values) for group in splitter.array()) == 100
    assert counting.times == 1, "the last"


class Counting:
    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.times = function, 0

    def __get__(self, instance: Any, _: type) -> Callable[..., Any]:
        def call(*values: Any) -> Any:
            self.times += 1
            return self.function(instance, *values)

        return call


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_record_beyond_all_bounds_is_a_limit(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "PIECE", 4096)
    text = json.dumps({"events": [{"event_id": "e", "note": "x" * 200_000}]})
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LimitError, match=r"bytes of one record .* --limit json_bytes=NUMBER"):
        streamed(tmp_path / name, Limits(json_bytes=100_000))


def test_columns_of_one_name_hold_lists_in_every_table_or_in_none() -> None:
    """Records of several kinds are read together, each name as one column."""
    kinds: dict[str, set[bool]] = {}
    for table in tables().values():
        for name, column in table.columns.items():
            kinds.setdefault(name, set()).add(column.type == "list")
    assert {n for n, k in kinds.items() if len(k) > 1} == set()


def test_nothing_nests_deeper_than_twice() -> None:
    """The order of rows that nest at several places is told by two indices."""
    nested = {n.table for t in tables().values() for n in t.children}
    deep = {n.table for name in nested for n in tables()[name].children}
    assert [name for name in deep if tables()[name].children] == []
