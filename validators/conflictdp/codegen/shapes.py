"""What a target has to say in its own language: every kind of object in a document, and every field of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conflictdp.spec.tables import resolved, schema, tables
from conflictdp.spec.versions import CURRENT, cached

RECORD_FILES = "{}.schema.json"


@dataclass(frozen=True, slots=True)
class Value:
    """What a single value may be.

    Attributes:
        kind: Its name in values.schema.json, "code", or "" for a value that only one field has.
        type: "string", "integer", "number", "boolean" or "date".
        codelist: The codelist of its codes, or None.
        enum: The permitted values, or None for any of the type.
        pattern: Anchored pattern, or None.
        minimum: Lowest permitted number, or None.
        maximum: Highest permitted number, or None.
        min_length: Fewest characters, or None.
        max_length: Most characters, or None.
    """

    kind: str
    type: str
    codelist: str | None
    enum: tuple[str, ...] | None
    pattern: str | None
    minimum: float | None
    maximum: float | None
    min_length: int | None
    max_length: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """A key of an object.

    Attributes:
        name: The key in JSON.
        title: Its name for people.
        description: What it holds and what absence means.
        example: A value as JSON; None where the schema gives none.
        value: What a value (an item of a list) may be; None where it is an object.
        shape: The class of the object, or of the items of a list; None where it is a single value.
        is_list: Whether it holds an array.
        is_unique: Whether no item may stand twice.
        max_items: Most items of a list, or None.
        is_required: Whether every object has it.
        is_parent: Whether it names the parent record: a record that stands alone must have it.
        leaves_out: Keys that child records leave out where they nest here.
        unit: Unit of a quantity, or None.
    """

    name: str
    title: str
    description: str
    example: Any = field(hash=False)
    value: Value | None
    shape: str | None
    is_list: bool
    is_unique: bool
    max_items: int | None
    is_required: bool
    is_parent: bool
    leaves_out: tuple[str, ...]
    unit: str | None

    @property
    def constant(self) -> str | None:
        """The only value that it may have, or None."""
        alone = self.value.enum if self.value else None
        return alone[0] if alone and len(alone) == 1 else None


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of object.

    Attributes:
        name: The class: the name of the record's kind, otherwise of its title.
        title: Its name for people.
        description: What it is.
        fields: Its keys, in order.
        record: The kind of record, as in JSON Lines; None for other objects.
        extras: Pattern of further keys, which hold text; None where there are none.
        is_open: Whether it may have any further keys.
        one_of: Fields of which at least one must be there; empty where nothing is asked.
        is_never_empty: Whether it must have some key.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    record: str | None
    extras: str | None
    is_open: bool
    one_of: tuple[str, ...]
    is_never_empty: bool


def camel(name: str) -> str:
    """The name as a class name.

    >>> camel("event_link"), camel("Raw source")
    ('EventLink', 'RawSource')
    """
    return "".join(word[:1].upper() + word[1:] for word in name.replace("_", " ").split())


def shapes(number: str = CURRENT) -> dict[str, Shape]:
    """Every kind of object in a document by class name; each after those that it is made of, the document last."""
    found: dict[str, Shape] = {}
    for table in reversed(tables(number).values()):
        _add(found, camel(table.record), schema(RECORD_FILES.format(table.record), number), number)
    for source in (schema("profile.schema.json", number)["$defs"]["dataset"], schema("package.schema.json", number)):
        _add(found, camel(source["title"]), source, number)
    return found


def _add(found: dict[str, Shape], name: str, source: dict[str, Any], number: str) -> None:
    """Adds the shape of an object and of those that stand in it."""
    required = set(source.get("required", ()))
    fields = [_field(found, k, v, number, is_required=k in required) for k, v in source["properties"].items()]
    patterns = list(source.get("patternProperties", ()))
    found[name] = Shape(
        name=name,
        title=source["title"],
        description=source.get("description", source["title"] + "."),
        fields=tuple(fields),
        record=source.get("x-table", {}).get("record"),
        extras=patterns[0] if patterns else None,
        is_open=source.get("additionalProperties", True) is not False,
        one_of=tuple(r for choice in source.get("anyOf", ()) for r in choice["required"]),
        is_never_empty=source.get("minProperties", 0) > 0,
    )


def _field(found: dict[str, Shape], name: str, prop: dict[str, Any], number: str, *, is_required: bool) -> Field:
    whole = resolved(prop, number)
    is_list = whole.get("type") == "array"
    item = resolved(whole["items"], number) if is_list else whole
    shape = _shape_of(found, item, number)
    return Field(
        name=name,
        title=whole["title"],
        description=whole["description"],
        example=whole["examples"][0] if "examples" in whole else None,
        value=None if shape else _value(item),
        shape=shape,
        is_list=is_list,
        is_unique=bool(whole.get("uniqueItems")),
        max_items=whole.get("maxItems"),
        is_required=is_required,
        is_parent=bool(whole.get("x-parent")),
        leaves_out=tuple(k for k, v in item.get("properties", {}).items() if v is False),
        unit=whole.get("x-unit"),
    )


def _shape_of(found: dict[str, Shape], item: dict[str, Any], number: str) -> str | None:
    """The class of an object that stands in another one; adds it where it has no file of its own."""
    reference = item.get("$ref", "")
    if reference.endswith(".schema.json"):
        return camel(reference.removesuffix(".schema.json"))
    if reference.endswith("#/$defs/dataset"):
        return "Dataset"
    if item.get("type") != "object":
        return None
    name = camel(item["title"])
    _add(found, name, item, number)
    return name


def _value(source: dict[str, Any]) -> Value:
    alone = (source["const"],) if "const" in source else None
    enum = source.get("enum", alone)
    kind = source.get("kind", "boolean" if source.get("type") == "boolean" else "")
    return Value(
        kind=kind,
        type="date" if source.get("format") == "date" else source.get("type", "string"),
        codelist=source.get("x-codelist"),
        enum=None if enum is None else tuple(enum),
        pattern=source.get("pattern"),
        minimum=source.get("minimum"),
        maximum=source.get("maximum"),
        min_length=source.get("minLength"),
        max_length=source.get("maxLength"),
    )


@cached
def value_types(number: str = CURRENT) -> dict[str, tuple[str, Value]]:
    """The kinds of value that fields share, by name, each with its description."""
    kinds = schema("values.schema.json", number)["$defs"]
    return {name: (v["description"], _value(v | {"kind": name})) for name, v in kinds.items()}


def used_kinds(number: str = CURRENT) -> tuple[str, ...]:
    """The kinds of value that some field has, in the order of values.schema.json."""
    used = {f.value.kind for s in shapes(number).values() for f in s.fields if f.value}
    return tuple(kind for kind in value_types(number) if kind in used)


def used_codelists(number: str = CURRENT) -> tuple[str, ...]:
    """The codelists that some field uses, in alphabetical order."""
    values = (f.value for s in shapes(number).values() for f in s.fields)
    return tuple(sorted({v.codelist for v in values if v and v.codelist}))
