"""Target `typeddict`: a module that gives types to records as `json.loads` reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.codegen.python_text import (
    code_alias,
    code_class,
    codes_used,
    docstring,
    header,
    literal,
    quoted,
    text,
)
from conflictdp.codegen.shapes import shapes, used_codelists
from conflictdp.spec.versions import CURRENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.codegen.shapes import Field, Shape

NOTES = """
A record is a plain dict, as `json.loads` reads it and `json.dumps` writes it; a key that is absent is not there. The
publisher's own keys (x_...) may be there besides those named here.
"""

TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "date": "str"}
"""The type of a value of each type, as JSON."""


def emit(number: str = CURRENT) -> str:
    """The text of the module."""
    return text(_lines(number))


def _lines(number: str) -> Iterator[str]:
    yield from header(f"Records of Conflict DP {number} as typed dictionaries.", "typeddict", NOTES)
    # Without `from __future__ import annotations`, in whose texts TypedDict does not see what is not required.
    yield from ["", "from typing import Literal, NotRequired, TypeAlias, TypedDict"]
    exported = [*map(code_class, used_codelists(number)), *shapes(number)]
    yield from ["", "__all__ = [", *(f"    {quoted(name)}," for name in sorted(exported)), "]"]
    for codes in codes_used(number):
        yield from ["", *code_alias(codes, "str" if codes.is_open else None)]
    for shape in shapes(number).values():
        yield from ["", "", *_class(shape)]


def _class(shape: Shape) -> Iterator[str]:
    if all(field.name.isidentifier() for field in shape.fields):
        yield f"class {shape.name}(TypedDict):"
        yield from docstring(shape.description, indent=4)
        for field in shape.fields:
            yield from ["", f"    {field.name}: {_type(field)}", *docstring(field.description, indent=4)]
        return
    # A key such as $schema can only be named in a call.
    yield f"{shape.name} = TypedDict("
    yield f"    {quoted(shape.name)},"
    yield "    {"
    yield from (f"        {quoted(field.name)}: {_type(field)}," for field in shape.fields)
    yield from ["    },", ")"]
    yield from docstring(shape.description)


def _type(field: Field) -> str:
    value = field.value
    if value is None:
        kind = str(field.shape)
    elif value.codelist:
        kind = code_class(value.codelist)
    else:
        kind = literal(value.enum) if value.enum else TYPES[value.type]
    whole = f"list[{kind}]" if field.is_list else kind
    return whole if field.is_required else f"NotRequired[{whole}]"
