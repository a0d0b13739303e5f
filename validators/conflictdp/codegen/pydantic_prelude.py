"""What the module of Pydantic models begins with; its text goes into the module, and nothing imports it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    model_serializer,
    model_validator,
)

_Item = TypeVar("_Item")


class _Object(BaseModel):
    """An object of a document: what is absent is left out, on the way in and on the way out."""

    model_config = ConfigDict(
        extra="forbid", validate_assignment=True, use_attribute_docstrings=True, serialize_by_alias=True
    )
    _keys: ClassVar[frozenset[str]] = frozenset()
    _always: ClassVar[tuple[str, ...]] = ()
    _alone: ClassVar[tuple[str, ...]] = ()
    _one_of: ClassVar[tuple[str, ...]] = ()
    _never_empty: ClassVar[bool] = False

    @model_validator(mode="wrap")
    @classmethod
    def _as_the_standard_says(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if info.mode == "json" and isinstance(data, dict):
            for key, value in data.items():
                if (value is None or value == []) and key in cls._keys:
                    raise ValueError(f"{key} is empty; a key whose value is absent is left out")
            needed = cls._always + (cls._alone if "record" in data else ())
            missing = [k for k in needed if k not in data]
            if missing:
                raise ValueError(f"{missing[0]} is missing")
        made = handler(data)
        if cls._one_of and all(getattr(made, name) is None for name in cls._one_of):
            raise ValueError(f"one of these is needed: {', '.join(cls._one_of)}")
        if cls._never_empty and not made.model_dump():
            raise ValueError("it says nothing")
        return made

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Notes the keys of the class; those beyond them are the publisher's own, and said by nobody to be absent."""
        cls._keys = frozenset(field.alias or name for name, field in cls.model_fields.items())

    @model_serializer(mode="wrap")
    def _leave_out_what_is_absent(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        extra = self.model_extra or {}
        return {k: v for k, v in handler(self).items() if k in extra or (v is not None and v != [])}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> Any:
        """The schema of what is written is that of what is read, whose keys it leaves out at most."""
        return handler(_as_read(core_schema))


def _as_read(schema: Any) -> Any:
    inner = {"schema": _as_read(schema["schema"])} if schema["type"].startswith("function-") else {}
    return {k: v for k, v in schema.items() if k != "serialization"} | inner


class _Open(_Object):
    """An object that may have any further keys."""

    model_config = ConfigDict(extra="allow")


class Record(_Object):
    """A record. Besides its own fields it may have the publisher's own: names that begin with x_, and texts."""

    model_config = ConfigDict(extra="allow")
    if not TYPE_CHECKING:  # a type checker would take it for an argument
        __pydantic_extra__: dict[
            Annotated[str, Field(pattern="^x_[a-z0-9_]+$")], Annotated[str, Field(strict=True, min_length=1)]
        ]


def _day(value: Any) -> Any:
    """A day as the standard writes it; a date as it is."""
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return date.fromisoformat(value)
    if type(value) is not date:
        raise ValueError("a day is written YYYY-MM-DD")
    return value


def _whole(value: Any) -> Any:
    """A number without fraction as an integer: in JSON, 7.0 is 7."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _shortest(value: float) -> int | float:
    """A number as the standard writes it: 150, not 150.0."""
    return int(value) if value.is_integer() else value


def _distinct(items: list[_Item]) -> list[_Item]:
    if len(set(items)) < len(items):
        raise ValueError(f"{next(item for i, item in enumerate(items) if item in items[:i])} stands twice")
    return items


_unique = AfterValidator(_distinct)


def _nested(*keys: str) -> AfterValidator:
    """Refuses keys that a record leaves out where it nests, since its parent says them."""

    def check(records: list[_Item]) -> list[_Item]:
        for position, record in enumerate(records):
            given = [key for key in keys if getattr(record, key, None) is not None]
            if given:
                raise ValueError(f"{position}: {given[0]} is left out where the record nests; its parent says it")
        return records

    return AfterValidator(check)
