"""What the records in the module of dataclasses begin with; its text goes into the module, and nothing imports it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Self, get_args, get_type_hints


@dataclass(kw_only=True, slots=True)
class _Object:
    """An object of a document."""

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """The object of a JSON value.

        Raises:
            TypeError: When a key is unknown or missing.
            ValueError: When a code or date is not known.
        """
        made = _readers(cls)
        known = {made[k][0]: made[k][1](v) for k, v in value.items() if k in made}
        return cls._with(known, {k: v for k, v in value.items() if k not in made})

    @classmethod
    def _with(cls, known: dict[str, Any], further: dict[str, Any]) -> Self:
        return cls(**known, **further)

    def to_json(self) -> dict[str, Any]:
        """The object as a JSON value; what is absent is left out."""
        values = ((f.metadata.get("key", f.name), getattr(self, f.name)) for f in fields(self) if f.name != "extra")
        return {k: _json(v) for k, v in values if v is not None and v != []}


@dataclass(kw_only=True, slots=True)
class Record(_Object):
    """An object that may have further keys: those of a record are the publisher's own and begin with x_."""

    extra: dict[str, Any] = field(default_factory=dict[str, Any])
    """The further keys."""

    @classmethod
    def _with(cls, known: dict[str, Any], further: dict[str, Any]) -> Self:
        return cls(**known, extra=further)

    def to_json(self) -> dict[str, Any]:
        """The object as a JSON value; what is absent is left out."""
        return super(Record, self).to_json() | self.extra


def _json(value: Any) -> Any:
    """A value of an attribute as JSON."""
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, _Object):
        return value.to_json()
    return value.isoformat() if isinstance(value, date) else value.value if isinstance(value, StrEnum) else value


_KNOWN: dict[type[_Object], dict[str, tuple[str, Any]]] = {}


def _readers(cls: type[_Object]) -> dict[str, tuple[str, Any]]:
    """For each key of a class: its attribute, and what makes its value of JSON."""
    if cls not in _KNOWN:
        hints = get_type_hints(cls)
        named = ((f.metadata.get("key", f.name), f.name) for f in fields(cls) if f.name != "extra")
        _KNOWN[cls] = {key: (name, _reader(hints[name])) for key, name in named}
    return _KNOWN[cls]


def _reader(hint: Any) -> Any:
    """What makes a value of this type of JSON."""
    if getattr(hint, "__origin__", None) is list:
        read = _reader(get_args(hint)[0])
        return lambda items: [read(item) for item in items]
    for kind in (hint, *get_args(hint)):
        if isinstance(kind, type) and issubclass(kind, _Object):
            return kind.from_json
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return kind
        if kind is date:
            return date.fromisoformat
    return lambda value: value
