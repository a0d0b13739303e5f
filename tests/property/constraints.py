"""The constraints of the schemas, and records that violate exactly one of them.

Every keyword that can refuse a value is a constraint of its own: where it stands in which file. A value of a valid
record, document or descriptor is changed in many ways; a change that only one constraint refuses is a *mutant*, and
that constraint is killed by it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from schemas import oracle, plain_schemas

from conflictdp.conformance.cases import base
from conflictdp.spec.nesting import nest, record_of
from conflictdp.spec.table_schemas import descriptor
from conflictdp.spec.tables import tables
from conflictdp.strategies.files import header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMITS = (
    "type", "enum", "const", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "multipleOf", "minLength",
    "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "additionalProperties",
    "unevaluatedProperties", "dependentRequired", "contains",
)  # fmt: skip
SUBSCHEMAS = ("items", "if", "then", "else", "not", "propertyNames", "additionalProperties", "contains")
MAPS = ("properties", "patternProperties", "$defs", "dependentSchemas")
LISTS = ("allOf", "prefixItems")
"""Not anyOf and oneOf: what a branch refuses is refused by all of them together or not at all."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing that a schema refuses.

    Attributes:
        place: The file, and where in it the schema stands that has the keyword.
        keyword: The keyword; for `required` with the name that is required, `false` for a key that may not be there.
    """

    place: str
    keyword: str

    @property
    def kind(self) -> str:
        """The keyword alone."""
        return self.keyword.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A value that violates exactly one constraint.

    Attributes:
        constraint: The constraint.
        schema: The schema file by which the whole value is judged.
        value: The record (a line of JSON Lines), document or descriptor.
        table: The table of a record.
        column: The property that was changed.
    """

    constraint: Constraint
    schema: str
    value: Any
    table: str | None
    column: str | None


def _walk(schema: Any, place: str) -> Iterator[tuple[Any, str]]:
    """Every subschema with its place; what is only asked (`if`) refuses nothing and is left out."""
    yield schema, place
    if not isinstance(schema, dict):
        return
    for name in MAPS:
        for key, inner in schema.get(name, {}).items():
            yield from _walk(inner, f"{place}/{name}/{key}")
    for name in LISTS:
        for i, inner in enumerate(schema.get(name, [])):
            yield from _walk(inner, f"{place}/{name}/{i}")
    for name in SUBSCHEMAS:
        if name in schema and name not in ("if", "not") and isinstance(schema[name], dict):
            yield from _walk(schema[name], f"{place}/{name}")


@cache
def _places() -> dict[int, str]:
    return {
        id(s): place
        for name, whole in plain_schemas().items()
        for s, place in _walk(whole, name)
        if isinstance(s, dict)
    }


NO_DATA = ("mapping.schema.json",)
"""Schemas of what is read beside datasets; these have tests of their own."""


def data_schemas() -> dict[str, dict[str, Any]]:
    """The schemas of datasets by file name."""
    return {name: whole for name, whole in plain_schemas().items() if name not in NO_DATA}


@cache
def constraints() -> tuple[Constraint, ...]:
    """Every constraint of every schema of datasets."""
    found: dict[Constraint, None] = {}
    for name, whole in data_schemas().items():
        for subschema, place in _walk(whole, name):
            for keyword in _keywords(subschema):
                found[Constraint(place, keyword)] = None
    return tuple(found)


def _keywords(subschema: Any) -> Iterator[str]:
    if subschema is False:
        yield "false"
    elif isinstance(subschema, dict):
        yield from (f"required {name}" for name in subschema.get("required", []))
        for keyword in (k for k in LIMITS if k in subschema):
            is_open = keyword in ("additionalProperties", "unevaluatedProperties") and subschema[keyword] is not False
            if not is_open:
                yield keyword
        yield from (k for k in ("anyOf", "oneOf", "not") if k in subschema)


def violated(name: str, value: Any) -> set[Constraint]:
    """The constraints that a value violates by a schema file; those that one subschema sets on one value count once."""
    found: dict[tuple[str, str], list[Constraint]] = {}
    for error in oracle(name).iter_errors(value):
        constraint = _of(error)
        found.setdefault((error.json_path, constraint.place), []).append(constraint)
    return {_first(group) for group in found.values()}


def _of(error: Any) -> Constraint:
    if error.schema is False:
        steps = "/".join(map(str, [*error.absolute_schema_path][-4:]))
        return Constraint(f"{_file_at(error.absolute_path)}/{steps}", "false")  # jsonschema does not say which key
    keyword = error.validator
    if keyword == "required":
        keyword = f"required {error.message.split(chr(39))[1]}"
    return Constraint(_places().get(id(error.schema), "?"), keyword)


def _file_at(path: Iterable[str | int]) -> str:
    """The schema file that says how the record at a path of a document nests in its parent."""
    parents = [tables()[step] for step in path if step in tables()][:-1]
    return f"{parents[-1].record if parents else 'package'}.schema.json"


def _first(group: list[Constraint]) -> Constraint:
    """Of what one subschema refuses in one value: the type, which the others presuppose."""
    return next((c for c in group if c.kind == "type"), group[0])


TEXTS = [
    "",
    " no",
    "No such code",
    "a|b",
    "no_such_code",
    "2031-02-30",
    "20310503",
    "http://",
    "ftp://example.org/",
    "a b",
    "x",
]
VALUES: list[Any] = [*TEXTS, None, 7, -7, 1.5, -1e9, 1e15, True, [], {}, ["a"], ["a", "a"], {"x_a": "b"}, "A" * 30000]


def _longer(value: Any) -> list[Any]:
    """Values made from one: too long, too many, said twice."""
    if isinstance(value, str) and value:
        return [value + value[-1] * 30000, value[:1], value + "-ab" * 40, value.upper()]
    if isinstance(value, list) and value:
        many = [f"a{i}" for i in range(200)] if isinstance(value[0], str) else value * 200
        return [[*value, value[-1]], many, value[:1] * 2]
    return []


def _changes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Copies of a value with one change each: the value changed, the key or index."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {k: v for k, v in value.items() if k != key}, key
            for changed in (*VALUES, *_longer(inner)):
                yield value | {key: changed}, key
            if isinstance(inner, dict | list):
                yield from ((value | {key: c}, key) for c, _ in _changes(inner))
        for key, added in (("unknown", "x"), ("x_Own", "x"), ("x_own", 5), ("x_own", "")):
            yield value | {key: added}, key
    elif isinstance(value, list):
        for i, inner in enumerate(value[:1]):
            for changed in (*VALUES, *_longer(inner)):
                yield [*value[:i], changed, *value[i + 1 :]], i
            if isinstance(inner, dict):
                yield from (([*value[:i], c, *value[i + 1 :]], i) for c, _ in _changes(inner))


def _fullest(table: str) -> dict[str, Any]:
    """A line of JSON Lines with every column of a table: an example where no record of the base has the column."""
    kind = tables()[table]
    rows = base()["tables"][table]
    row = {c: text for r in rows for c, text in record_of(kind, r).items()}
    return {"record": kind.record, **{n: row.get(n, c.example) for n, c in kind.columns.items()}}


def _document() -> dict[str, Any]:
    """A document in which everything that can nest somewhere nests there once."""
    package = base()
    whole = nest(package["package"], package["tables"])
    return whole | {name: [_with_all(name, 0)] for name in tables() if name in whole}


def _with_all(table: str, depth: int) -> dict[str, Any]:
    kind = tables()[table]
    needed = {n: c.example for n, c in kind.columns.items() if c.is_required and not c.is_parent}
    children = {}
    for nesting in kind.children:
        child = _with_all(nesting.table, depth + 1)
        children[nesting.table] = [{k: v for k, v in child.items() if k not in nesting.leaves_out}]
    return needed | children


def _named_again(document: Any) -> Iterator[tuple[Any, str]]:
    """Copies of the document in which one record names its kind, or what the nesting says already."""
    tops = [name for name in tables() if name in document]
    number = sum(1 for name in tops for _ in _said(document[name][0], name))
    for i in range(number):
        changed = deepcopy(document)
        record, column, value = [place for name in tops for place in _said(changed[name][0], name)][i]
        record[column] = value
        yield changed, column


def _said(record: Any, table: str, left_out: tuple[str, ...] = ()) -> Iterator[tuple[Any, str, str]]:
    """The keys that a record and those in it must not have, with good values for them."""
    yield record, "record", tables()[table].record
    yield from ((record, column, "sources" if column == "record_table" else "x") for column in left_out)
    for nesting in tables()[table].children:
        for child in record.get(nesting.table, []):
            yield from _said(child, nesting.table, nesting.leaves_out)


def _described() -> dict[str, Any]:
    package = base()
    files = {n: (f"{n}.csv", header(n, rows)) for n, rows in package["tables"].items()}
    whole = descriptor(package["package"], dict(list(files.items())[:2]))
    first, *others = whole["resources"]
    first |= {"bytes": 7, "hash": "sha256:" + "0" * 64, "dialect": {}}
    return whole | FURTHER | {"resources": [first, *others]}


FURTHER: dict[str, Any] = {
    "id": "https://doi.org/10.5555/1",
    "title": "A title",
    "description": "Words.",
    "homepage": "https://example.org/",
    "version": "1.0",
    "keywords": ["war"],
    "image": "cover.png",
    "contributors": [{"title": "Example Recorders", "roles": ["creator"], "path": "https://example.org/"}],
    "sources": [{"title": "A paper", "path": "https://example.org/", "version": "1"}],
    "update_note": "Words.",
    "citation": "Words.",
}
"""Properties of a descriptor that the base does not have."""


def _judged(name: str, value: Any, table: str | None, column: Any) -> Mutant | None:
    found = violated(name, value)
    if len(found) != 1:
        return None
    constraint = found.pop()
    if constraint.keyword == "false":
        constraint = Constraint(f"{constraint.place}/{column}", "false")
    return Mutant(constraint, name, value, table, column if isinstance(column, str) else None)


def _candidates() -> Iterator[tuple[str, Any, str | None, Any]]:
    for table in tables():
        whole = _fullest(table)
        yield from (("record.schema.json", value, table, column) for value, column in _changes(whole))
        for child, bad in ((n.table, bad) for n in tables()[table].children for bad in ([], 5, [5])):
            yield "record.schema.json", whole | {child: bad}, table, child
        # Alone, since a line of another kind is judged as one of that kind.
        yield f"{whole['record']}.schema.json", whole | {"record": "x"}, table, "record"
    for value in ({"record": "no_such_kind"}, {"record": 5}, {}, [], "event"):
        yield "record.schema.json", value, None, "record"
    for name in ("package.schema.json", "profile.schema.json"):
        yield name, [], None, None
    head = {"record": "package", "$schema": _described()["$schema"], **base()["package"]}
    yield from (("record.schema.json", value, None, column) for value, column in _changes(head))
    document = _document()
    slim = {k: v for k, v in document.items() if k in ("$schema", "package", "sources", "events")}
    for name, bad in ((name, bad) for name in tables() if name in document for bad in ([], 5, [5])):
        yield "package.schema.json", slim | {name: bad}, None, name
    yield from (("package.schema.json", value, None, column) for value, column in _changes(slim))
    yield from (("package.schema.json", value, None, column) for value, column in _named_again(document))
    yield from (("profile.schema.json", value, None, column) for value, column in _changes(_described()))


PER_CONSTRAINT = 6
"""So many mutants of a constraint on one property are kept."""


@cache
def mutants() -> tuple[Mutant, ...]:
    """Values that violate exactly one constraint each."""
    kept: dict[Any, list[Mutant]] = {}
    for name, value, table, column in _candidates():
        mutant = _judged(name, value, table, column)
        if mutant is None:
            continue
        group = kept.setdefault((mutant.constraint, table, mutant.column), [])
        if len(group) < PER_CONSTRAINT:
            group.append(mutant)
    return tuple(m for group in kept.values() for m in group)


def killed() -> set[Constraint]:
    """The constraints that some mutant violates alone."""
    return {m.constraint for m in mutants()}


IMPLIED = {
    Constraint("values.schema.json/$defs/date", "pattern"): "`format`, where it is asserted, refuses the same and more",
    Constraint("codelists.schema.json/$defs/countries", "maxLength"): "the pattern allows three letters",
    Constraint("record.schema.json", "type"): "what is no object is refused by the schema of every kind of record too",
    Constraint("profile.schema.json", "type"): "the part on the dataset, to which it refers, refuses the same",
}
"""Constraints that nothing can violate alone, and why; each is violated together with another."""
