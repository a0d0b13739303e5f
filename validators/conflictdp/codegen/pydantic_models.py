"""Target `pydantic`: a module of Pydantic models that needs nothing but Pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from conflictdp.codegen.python_text import (
    WIDTH,
    attribute,
    body,
    code_alias,
    code_class,
    codes_used,
    docstring,
    enum_class,
    header,
    literal,
    quoted,
    text,
)
from conflictdp.codegen.shapes import camel, shapes, used_codelists, used_kinds, value_types
from conflictdp.spec.codelists import LONGEST_CODE
from conflictdp.spec.versions import CURRENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflictdp.codegen.shapes import Field, Shape, Value

IMPORTS = """
from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    Strict,
    ValidationInfo,
    model_serializer,
    model_validator,
)
"""

NOTES = """
Keys that are absent are None, or an empty list, and are left out when a record is written. In JSON, null and [] are
refused, as the standard does; in Python, None and [] may be given for what is absent.

The models check what one value and one object must be. What the rules of the standard say beyond that, such as that a
bound fits its kind of count or that an id leads somewhere, `conflictdp validate` checks.
"""


def emit(number: str = CURRENT) -> str:
    """The text of the module."""
    return text(_lines(number))


def _lines(number: str) -> Iterator[str]:
    yield from header(f"Records of Conflict DP {number} as Pydantic models.", "pydantic", NOTES)
    yield IMPORTS
    exported = ["Record", *map(code_class, used_codelists(number)), *shapes(number)]
    yield from ["__all__ = [", *(f"    {quoted(name)}," for name in sorted(exported)), "]", ""]
    yield from [body("pydantic_prelude"), "", ""]
    for kind in used_kinds(number):
        about, value = value_types(number)[kind]
        yield from [f"_{camel(kind)}: TypeAlias = {_constrained(value)}", *docstring(about), ""]
    yield from _own_values(number)
    yield from _codes(number)
    for shape in shapes(number).values():
        yield from ["", "", *_class(shape)]


def _own_values(number: str) -> Iterator[str]:
    """Types of values that only one field has."""
    for shape in shapes(number).values():
        for field in shape.fields:
            if _is_own(field.value):
                yield f"{_own_name(shape, field)}: TypeAlias = {_constrained(field.value)}"


def _codes(number: str) -> Iterator[str]:
    """The closed lists as enums, then the open ones as types of text."""
    closed = [codes for codes in codes_used(number) if not codes.is_open]
    opened = [codes for codes in codes_used(number) if codes.is_open]
    further = {p: f"_Code{i or ''}" for i, p in enumerate(dict.fromkeys(c.pattern for c in opened))}
    for codes in closed:
        yield from ["", "", *enum_class(codes)]
    yield from ["", ""]
    for pattern, name in further.items():
        yield f"{name}: TypeAlias = Annotated[str, Field(pattern={quoted(pattern)}, max_length={LONGEST_CODE})]"
    for codes in opened:
        yield from ["", *code_alias(codes, further[codes.pattern])]


def _constrained(value: Value) -> str:
    """The type of a value with what it must satisfy."""
    limits = [
        *([f"pattern={quoted(value.pattern)}"] if value.pattern and value.type == "string" else []),
        *([f"ge={value.minimum}"] if value.minimum is not None else []),
        *([f"le={value.maximum}"] if value.maximum is not None else []),
        *([f"min_length={value.min_length}"] if value.min_length is not None else []),
        *([f"max_length={value.max_length}"] if value.max_length is not None else []),
    ]
    if value.type == "date":
        return "Annotated[date, BeforeValidator(_day)]"
    if value.type == "boolean":
        return "Annotated[bool, Strict()]"
    if value.type == "integer":
        return f"Annotated[int, BeforeValidator(_whole), Field({', '.join(['strict=True', *limits])})]"
    if value.type == "number":
        return f"Annotated[float, Field({', '.join(['strict=True', *limits])}), PlainSerializer(_shortest)]"
    whole = f"Field({', '.join(limits)})"
    if len(whole) < WIDTH - 40:
        return f"Annotated[str, {whole}]" if limits else "str"
    return f"Annotated[\n    str,\n    {whole},\n]"


def _is_own(value: Value | None) -> TypeGuard[Value]:
    """Whether it is a kind of value that has no name in the standard."""
    return value is not None and value.kind == "" and value.enum is None


def _own_name(shape: Shape, field: Field) -> str:
    return f"_{shape.name}{camel(field.name)}"


def _type(shape: Shape, field: Field) -> str:
    """The type of a field, or of the items of a list."""
    value = field.value
    if value is None:
        return str(field.shape)
    if value.codelist:
        return code_class(value.codelist)
    if value.enum:
        return literal(value.enum)
    if _is_own(value):
        return _own_name(shape, field)
    return _constrained(value) if value.type == "boolean" else f"_{camel(value.kind)}"


def _class(shape: Shape) -> Iterator[str]:
    parent = "Record" if shape.extras else "_Open" if shape.is_open else "_Object"
    yield f"class {shape.name}({parent}):"
    yield from docstring(shape.description, indent=4)
    demands = [f"    {name} = {value}" for name, value in _demands(shape).items()]
    yield from ["", *demands] if demands else []
    for field in shape.fields:
        yield ""
        yield from _attribute(shape, field)
        yield from docstring(field.description, indent=4)


def _demands(shape: Shape) -> dict[str, str]:
    """What the object as a whole must satisfy, as class variables of the prelude's classes."""
    found: dict[str, Iterable[str]] = {
        "_always": (f.name for f in shape.fields if f.constant and f.is_required),
        "_alone": (f.name for f in shape.fields if f.is_parent),
        "_one_of": shape.one_of,
    }
    demands = {name: _tuple(keys) for name, keys in found.items()}
    demands = {name: keys for name, keys in demands.items() if keys != "()"}
    return demands | ({"_never_empty": "True"} if shape.is_never_empty else {})


def _tuple(keys: Iterable[str]) -> str:
    listed = [quoted(key) for key in keys]
    return f"({listed[0]},)" if len(listed) == 1 else f"({', '.join(listed)})"


def _attribute(shape: Shape, field: Field) -> Iterator[str]:
    name, kind = attribute(field.name), _type(shape, field)
    if field.constant and field.is_required:
        yield f"    {name}: {kind} = Field("
        yield f"        default={quoted(field.constant)}, alias={quoted(field.name)}"
        yield "    )"
    elif field.is_list:
        sizes = [
            *(["min_length=1"] if field.is_required else []),
            *([f"max_length={field.max_items}"] if field.max_items else []),
        ]
        marks = [
            *(["_unique"] if field.is_unique else []),
            *([f"_nested({', '.join(map(quoted, field.leaves_out))})"] if field.leaves_out else []),
            *([f"Field({', '.join(sizes)})"] if sizes else []),
        ]
        whole = f"Annotated[{', '.join([f'list[{kind}]', *marks])}]" if marks else f"list[{kind}]"
        yield f"    {name}: {whole}" + ("" if field.is_required else " = []")
    else:
        yield f"    {name}: {kind}" + ("" if field.is_required else " | None = None")
