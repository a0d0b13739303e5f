"""The hand-written files of the standard hold together: schemas, codelists, rules, versions."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import string
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from conflictdp.engine.store import Store, connect
from conflictdp.spec.codelists import Codelist, codelists
from conflictdp.spec.documents import DIALECT, schemas
from conflictdp.spec.rules import Rule, row_checks, rules, set_checks, views
from conflictdp.spec.tables import LIST_DELIMITER, Column, Table, schema, tables
from conflictdp.spec.versions import BASE_URI, schema_root, version, versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = version().folder
COLUMNS = [(t.name, c) for t in tables().values() for c in t.columns.values()]
of_columns = pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{t}.{c.name}" for t, c in COLUMNS])
of_rules = pytest.mark.parametrize("rule", rules().values(), ids=list(rules()))
of_codelists = pytest.mark.parametrize("codes", codelists().values(), ids=list(codelists()))

# Schemas

RECORDS = [p.name for p in sorted(FOLDER.glob("*.schema.json")) if "x-table" in schema(p.name)]


def properties(value: dict[str, Any], place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property that a schema describes, at any depth, with its place; `false` describes nothing."""
    for name, inner in value.get("properties", {}).items():
        if isinstance(inner, dict):
            yield f"{place}/{name}", inner
            yield from properties(inner, f"{place}/{name}")
            if isinstance(inner.get("items"), dict) and "$ref" not in inner["items"]:
                yield from properties(inner["items"], f"{place}/{name}")
    for name, inner in value.get("$defs", {}).items():
        if isinstance(inner, dict):
            yield from properties(inner, f"{place}#{name}")


FORMS = ["package.schema.json", "profile.schema.json", "record.schema.json"]
DESCRIBED = [found for name in [*RECORDS, *FORMS] for found in properties(schema(name), name)]
of_properties = pytest.mark.parametrize(("place", "value"), DESCRIBED, ids=[place for place, _ in DESCRIBED])


def judge(value: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """A validator of a part of a schema; references are resolved as from the folder of the standard."""
    registry = jsonschema_rs.Registry([(s["$id"], s) for s in schemas().values()], draft=jsonschema_rs.Draft202012)
    whole = {"$schema": DIALECT, "$id": version().uri("part.json"), "allOf": [value]}
    return jsonschema_rs.Draft202012Validator(whole, registry=registry, validate_formats=True, offline=True)


def is_list_of_records(value: dict[str, Any]) -> bool:
    return str(value.get("items", {}).get("$ref", "")).endswith(".schema.json")


def test_there_is_a_schema_for_each_kind_of_record() -> None:
    assert len(RECORDS) == len(tables()) == 16
    assert len(DESCRIBED) > 250
    for name in RECORDS:
        assert schema(name)["x-table"]["record"] == name.removesuffix(".schema.json")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.schema.json")), ids=lambda p: p.name)
def test_a_schema_says_what_it_is(path: Path) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    assert (value["$schema"], value["$id"]) == (DIALECT, version().uri(path.name))
    assert value["title"]
    assert value["description"]
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")


@of_properties
def test_a_property_is_described_with_an_example_that_fits(place: str, value: dict[str, Any]) -> None:
    assert value.get("title", "").strip(), f"{place} needs a title"
    assert value.get("description", "").strip().endswith("."), f"{place} needs a description in sentences"
    if is_list_of_records(value):
        return
    examples = value.get("examples")
    assert examples, f"{place} needs an example"
    if place in ("package.schema.json/package", "profile.schema.json/resources"):
        return  # a part of it stands for the whole
    for example in examples:
        errors = [e.message for e in judge(value).iter_errors(example)]
        assert errors == [], f"{place}: the example {example!r} does not fit"


def test_every_property_of_the_report_is_described() -> None:
    for place, value in properties(schema("report.schema.json"), "report"):
        assert value.get("description", "").endswith("."), f"{place} needs a description"


@of_columns
def test_quantities_have_units_and_codes_their_list(table: str, column: Column) -> None:
    units = {"count": {"person", "item"}, "metres": {"m"}, "date": {"day"}, "minutes": {"minute"}}
    units |= {"latitude": {"degree"}, "longitude": {"degree"}}
    assert column.unit in units.get(column.kind, {None})
    assert column.type not in ("integer", "number") or column.unit
    if column.kind == "code" and column.name != "record_table":
        assert column.codelist in codelists()
    assert column.codelist is None or column.kind == "code"
    if column.name == "record_table":
        assert set(column.enum or ()) == {
            t.name for t in tables().values() if any(n.table == "identifiers" for n in t.children)
        }
    assert table in tables()


PEOPLE = {"author", "aliases"}
PLACES = {"latitude", "longitude", "verbatim_locality"}
ABOUT_NOBODY = {"terms"}
"""What an agreement says, which is of the parties and not of people."""


@of_columns
def test_what_can_expose_people_says_so(table: str, column: Column) -> None:
    expected = None
    if column.name in PEOPLE or (table, column.name) == ("parties", "name"):
        expected = "person"
    elif column.name in PLACES:
        expected = "place"
    elif (column.kind == "text" and column.name not in ABOUT_NOBODY) or column.name in ("quote", "wording"):
        expected = "text"
    assert column.sensitivity == expected or (expected is None and column.kind == "short_text")


@of_columns
def test_references_lead_to_a_table_with_a_key(table: str, column: Column) -> None:
    if column.references is None:
        assert column.name in ("record_id", tables()[table].key) or column.kind != "identifier"
        return
    assert tables()[column.references].key
    assert column.kind == "identifier"


@of_columns
def test_no_item_of_a_list_holds_the_delimiter(table: str, column: Column) -> None:
    if column.type != "list":
        return
    assert column.max_items, f"{table}.{column.name} needs maxItems"
    if column.enum:
        assert not any(LIST_DELIMITER in item for item in column.enum)
    else:
        assert column.pattern
        assert not re.search(column.pattern, f"a{LIST_DELIMITER}b")
        assert re.search(column.pattern, "ab")


def patterns(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every pattern in a JSON value, those of keys included."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "pattern" and isinstance(inner, str):
                yield place, inner
            elif key == "patternProperties":
                yield from ((place, k) for k in inner)
            yield from patterns(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from patterns(inner, f"{place}/{i}")


FILES = sorted(FOLDER.glob("*.schema.json"))
PATTERNS = [p for path in FILES for p in patterns(json.loads(path.read_text(encoding="utf-8")), path.name)]


def is_portable(pattern: str) -> bool:
    """Anchored, without escapes, groups other than plain ones, or lazy repetition: read alike by every engine."""
    inner = pattern.removeprefix("^").removesuffix("$")
    is_plain = not re.search(r"\\|\(\?|[*+?}][?+]|\[:|[^\x20-\x7e]", inner)
    return pattern.startswith("^") and (pattern.endswith("$") or pattern in BEGINNINGS) and is_plain


BEGINNINGS = {"^x-"}
"""In the metaschema, of keywords: it says how a name begins."""


@pytest.mark.parametrize("pattern", sorted({p for _, p in PATTERNS}))
def test_patterns_are_portable(pattern: str) -> None:
    assert is_portable(pattern)
    assert re.compile(pattern, re.ASCII)


def test_what_is_not_portable_would_be_seen() -> None:
    assert len(PATTERNS) > 15
    bad = [
        "a",
        "^a",
        r"^\d$",
        r"^\w+$",
        r"^\bx$",
        "^(?=a)$",
        "^(?P<n>a)$",
        "^(?:a)$",
        "^a+?$",
        "^[[:alpha:]]$",
        r"^(a)\1$",
        "^é$",
    ]
    assert [p for p in bad if is_portable(p)] == []


@pytest.mark.parametrize("table", tables().values(), ids=list(tables()))
def test_a_record_on_a_line_of_its_own_names_its_parent(table: Table) -> None:
    parents = [c.name for c in table.columns.values() if c.is_parent]
    branches = [
        b for b in schema("record.schema.json")["allOf"] if b["if"]["properties"]["record"]["const"] == table.record
    ]
    expected = {"$ref": f"{table.record}.schema.json"} | ({"required": parents} if parents else {})
    assert [b["then"] for b in branches] == [expected]
    assert all(table.columns[c].is_required for c in parents)


def test_every_kind_of_record_is_a_kind_of_line() -> None:
    kinds = schema("record.schema.json")["properties"]["record"]["enum"]
    assert kinds == [
        "package",
        *(b["if"]["properties"]["record"]["const"] for b in schema("record.schema.json")["allOf"][1:]),
    ]
    assert set(kinds) == {"package"} | {t.record for t in tables().values()}
    for branch in schema("record.schema.json")["allOf"]:
        assert branch["if"]["required"] == ["record"], "without it a line that does not say its kind is of every kind"


NESTINGS = [(t, n) for t in tables().values() for n in t.children]


@pytest.mark.parametrize(("table", "nesting"), NESTINGS, ids=[f"{t.name}/{n.table}" for t, n in NESTINGS])
def test_a_nested_record_leaves_out_what_the_nesting_says(table: Table, nesting: Any) -> None:
    child = tables()[nesting.table]
    parents = {c.name for c in child.columns.values() if c.is_parent}
    claim = {"claim_id"} & child.columns.keys() - {child.key}
    assert set(nesting.leaves_out) == parents | claim
    if "record_table" not in parents:
        assert table.key in nesting.leaves_out
    value = schema(f"{table.record}.schema.json")["properties"][nesting.table]
    assert value["items"]["$ref"] == f"{child.record}.schema.json"
    assert value["items"]["properties"] == dict.fromkeys([*nesting.leaves_out, "record"], False)
    assert value["minItems"] == 1


@pytest.mark.parametrize("table", tables().values(), ids=list(tables()))
def test_a_record_is_told_from_others_by_its_key_or_its_identity(table: Table) -> None:
    assert bool(table.key) != bool(table.identity)
    if table.key:
        assert table.columns[table.key].is_required
        assert next(iter(table.columns)) == table.key
    assert set(table.identity) <= table.columns.keys()
    assert not {"note", "wording", "locator"} & set(table.identity)


# Codelists


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_the_index_names_every_list_and_no_other() -> None:
    index = rows(FOLDER / "codelists" / "index.csv")
    assert [r["codelist"] for r in index] == sorted(p.stem for p in FOLDER.glob("codelists/*.csv") if p.stem != "index")
    assert {r["is_open"] for r in index} == {"true", "false"}
    assert all(r["title"] and r["definition"].endswith(".") and r["sources"] for r in index)
    assert max(Counter(r["title"] for r in index).values()) == 1


def test_every_list_is_used() -> None:
    used = {c.codelist for _, c in COLUMNS}
    elsewhere = json.dumps([schema("profile.schema.json"), schema("package.schema.json")])
    assert [n for n in codelists() if n not in used and f"codelists.schema.json#/$defs/{n}" not in elsewhere] == []


@of_codelists
def test_codes(codes: Codelist) -> None:
    found = rows(FOLDER / "codelists" / f"{codes.name}.csv")
    assert tuple(found[0])[:7] == ("code", "label", "definition", "status", "introduced", "replaced_by", "broader")
    assert all(None not in r and None not in r.values() for r in found), "a row has more or fewer cells than the header"
    for key in ("code", "label", "definition"):
        values = Counter(r[key].lower() for r in found)
        assert values.most_common(1)[0][1] == 1, f"{key} stands twice: {values.most_common(1)[0][0]}"
        assert "" not in values
    for r in found:
        assert re.fullmatch(codes.pattern, r["code"])
        assert LIST_DELIMITER not in r["code"]
        assert all(v == v.strip() for v in r.values())
        assert r["definition"].endswith("."), r["code"]
        assert r["introduced"] in versions()
        assert (r["status"] == "deprecated") == bool(r["replaced_by"])
        assert r["status"] in ("active", "deprecated")
        assert r["replaced_by"] in ("", *codes.codes)


@of_codelists
def test_broader_codes_lead_to_the_top(codes: Codelist) -> None:
    for code in codes.codes.values():
        seen, at = [], code
        while at.broader:
            seen.append(at.code)
            assert at.broader in codes.codes, f"{at.code}: there is no code {at.broader}"
            assert at.broader not in seen, f"{at.code} is broader than itself"
            at = codes.codes[at.broader]


# Rules

CHAPTERS = {
    "agreements": "AGR", "breaches": "BRE", "casualties": "CAS", "cells": "CEL", "claims": "CLM", "dates": "DAT",
    "documents": "DOC", "equipment": "EQP", "events": "EVT", "keys": "KEY", "places": "LOC", "parties": "PAR",
    "package": "PKG", "sources": "SRC", "tables": "TAB", "text": "TXT",
}  # fmt: skip
STAGES = {"PKG": "package", "TAB": "table", "DOC": "document", "CEL": "cells", "KEY": "keys"}
GIVEN = {
    "PKG": {"problem", "property", "value", "expected", "path", "resource", "name", "found"},
    "TAB": {"name", "column", "problem", "found", "expected", "seen"},
    "DOC": {"problem", "owner", "key", "value", "found", "expected", "property"},
    "CEL": {"column", "value", "table", "expected", "found", "codelist", "replacement"},
    "KEY": {"column", "value", "table", "references", "first", "columns"},
}
"""What the readers and the engine give to the messages of rules that are not in SQL."""


def entries() -> list[dict[str, Any]]:
    files = sorted((FOLDER / "rules").glob("*.toml"))
    return [e | {"chapter": p.stem} for p in files for e in tomllib.loads(p.read_text(encoding="utf-8"))["rule"]]


def test_no_id_and_no_name_is_used_twice() -> None:
    assert len(rules()) == len(entries()) > 200
    for key in ("id", "name"):
        twice = [k for k, n in Counter(e[key] for e in entries()).items() if n > 1]
        assert twice == []


@of_rules
def test_a_rule_says_all_that_it_has_to(rule: Rule) -> None:
    assert re.fullmatch("[A-Z]{3}[0-9]{3}", rule.id)
    assert rule.id[:3] == CHAPTERS[rule.chapter]
    assert rule.stage == STAGES.get(rule.id[:3], "rules")
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert rule.severity in ("error", "warning", "info")
    assert bool(rule.predicate) + bool(rule.query) == (rule.stage == "rules")
    for text in (rule.why, rule.fix):
        assert text.strip().endswith((".", "?", "`.")), text
    assert rule.source.strip()
    assert not rule.message.endswith("."), "a message is not a sentence of its own: it stands after a place"
    assert set(rule.tables) <= tables().keys()
    for text in (rule.message, rule.why, rule.fix, rule.source, rule.predicate, rule.query):
        assert not re.search(r"/work|/tmp|shared/|\.\./", text)


@of_rules
def test_columns_of_a_rule_are_columns_of_its_tables(rule: Rule) -> None:
    kinds = {c.kind for _, c in COLUMNS}
    assert set(rule.each) <= kinds
    if rule.stage != "rules":
        return
    assert rule.tables
    assert rule.columns or rule.each
    for name in rule.tables if rule.query else ():
        assert rule.columns[0] in tables()[name].columns
    for column in rule.columns if not rule.query else ():
        assert any(column in tables()[name].columns for name in rule.tables), column
    if rule.predicate:
        assert any(check.rule.id == rule.id for check in row_checks()), "it is checked nowhere"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Every table of the standard, with no record."""
    store = connect(tmp_path_factory.mktemp("empty"))
    store.seal()
    store.type_tables({})
    yield store
    store.connection.close()


@of_rules
def test_a_rule_runs_and_its_message_can_be_filled_in(rule: Rule, empty: Store) -> None:
    wanted = placeholders(rule.message)
    if rule.stage != "rules":
        assert wanted <= GIVEN[rule.id[:3]]
        return
    for row in (c for c in row_checks() if c.rule.id == rule.id):
        empty.need(row.predicate)
        table = tables()[row.table]
        texts = ", ".join(f"NULL::VARCHAR AS {c}" for c in table.columns)
        source = f"(SELECT 1 AS _row, {texts} WHERE false)" if rule.is_on_text else table.name
        assert empty.rows(f"SELECT count(*) FROM {source} WHERE NOT ({row.predicate})") == [(0,)]
        assert wanted <= {*table.columns, "column", "value"}
    for query in (c for c in set_checks() if c.rule.id == rule.id):
        empty.need(query.query)
        assert empty.rows(query.query) == []
        given = [d[0] for d in empty.connection.description or ()]
        assert given[0] == "_row"
        assert wanted <= {*tables()[query.table].columns, *given, "column", "value"}


def test_views_run_and_are_read(empty: Store) -> None:
    texts = [r.query + r.predicate for r in rules().values()] + list(views().values())
    for name in views():
        assert any(re.search(rf"\b{name}\b", text) for text in texts), f"nothing reads {name}"
        empty.need(f"SELECT * FROM {name}")
        assert empty.rows(f"SELECT * FROM {name}") == []


@of_rules
def test_a_rule_keeps_to_portable_sql(rule: Rule) -> None:
    sql = rule.query + rule.predicate
    assert not re.search(
        r"(?i)\bexclude\b|\bpivot\b|\bqualify\b|read_|\bcopy\b|\bpragma\b|regexp_(?!full_match)|::", sql
    )
    for pattern in re.findall(r"regexp_full_match\([^,]+, *'((?:[^']|'')*)'", sql):
        assert not re.search(r"\\[dwsbDWSB]|\(\?[=!<P]", pattern)


def test_forms_of_identifiers_are_those_of_their_schemes() -> None:
    """The rule has the patterns as constants, of which each is compiled once and not for every row."""
    lines = re.findall(
        r"WHEN scheme (?:=|IN) (.+) THEN regexp_full_match\(value, '(.+)'\)", rules()["PAR016"].predicate
    )
    told = {code: f"^{pattern}$" for codes, pattern in lines for code in re.findall("'(.+?)'", codes)}
    schemes = codelists()["identifier_schemes"].codes.values()
    assert told == {c.code: c.mappings["pattern"] for c in schemes if c.mappings.get("pattern")}


# Versions


def test_versions() -> None:
    told = json.loads((schema_root() / "versions.json").read_text(encoding="utf-8"))["versions"]
    assert [v["version"] for v in told] == sorted(v["version"] for v in told) == list(versions())
    for entry in told:
        folder = schema_root() / entry["version"]
        assert re.fullmatch("[0-9]+[.][0-9]+", entry["version"])
        assert re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", entry["date"])
        assert entry["status"] in ("draft", "released")
        assert folder.is_dir()
        assert bool(entry["files"]) == (entry["status"] == "released")
        for name, digest in entry["files"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, (
                f"{name} of a released version changed"
            )
    assert version().uri("a.json") == f"{BASE_URI}/1.0/a.json"
