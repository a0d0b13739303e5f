"""Which versions of the standard there are, and where the files of each lie."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import orjson

from conflictdp.errors import UsageError, VersionError

if TYPE_CHECKING:
    from collections.abc import Callable

_Arguments = ParamSpec("_Arguments")
_Given = TypeVar("_Given")

BASE_URI = "https://w3id.org/conflictdp"
"""Every schema identifier begins so. The addresses name; nothing is ever fetched from them."""

CURRENT = "1.0"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the standard.

    Attributes:
        number: Major and minor, such as "1.0".
        status: "draft" or "released".
        date: Day of the release, or of the last edit of a draft; YYYY-MM-DD.
        folder: Where its files lie.
    """

    number: str
    status: str
    date: str
    folder: Path

    def uri(self, name: str) -> str:
        """The identifier of a schema file of this version, such as `profile.schema.json`."""
        return f"{BASE_URI}/{self.number}/{name}"


def cached(function: Callable[_Arguments, _Given]) -> Callable[_Arguments, _Given]:
    """Keeps what a function gives for a version of the standard, the last of its arguments, which may be left out.

    To `functools.cache` a version that is left out is another one than the same given, and all would be read twice.
    """
    kept: Callable[..., _Given] = cache(function)
    arity = function.__code__.co_argcount

    @wraps(function)
    def call(*given: _Arguments.args, **named: _Arguments.kwargs) -> _Given:
        return kept(*given, **named) if len(given) + len(named) == arity else kept(*given, CURRENT, **named)

    return call


@cache
def schema_root() -> Path:
    """The folder `schema/`: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "schema"
    return installed if installed.is_dir() else package.parents[1] / "schema"


@cache
def versions() -> dict[str, Version]:
    """Every version that this program knows, by number, oldest first."""
    root = schema_root()
    entries = orjson.loads((root / "versions.json").read_bytes())["versions"]
    return {e["version"]: Version(e["version"], e["status"], e["date"], root / e["version"]) for e in entries}


def version(number: str = CURRENT) -> Version:
    """The version of that number.

    Raises:
        UsageError: When this program does not know it.
    """
    try:
        return versions()[number]
    except KeyError:
        known = ", ".join(versions())
        raise UsageError(f"version {number!r} of the standard is not known here; known: {known}") from None


def is_of_standard(uri: object) -> bool:
    """Whether an address is one of this standard, in whatever version."""
    return isinstance(uri, str) and uri.startswith(f"{BASE_URI}/")


def refuse_other_version(uri: object) -> None:
    """Looks at the address by which data name the standard.

    Raises:
        VersionError: When it names a version that this program does not know.
    """
    if is_of_standard(uri):
        number = str(uri).removeprefix(BASE_URI + "/").partition("/")[0]
        if number not in versions():
            known = ", ".join(versions())
            raise VersionError(
                f"it follows version {number[:20]} of the standard, which this program does not know; known: {known}"
            )


@cached
def digest(number: str = CURRENT) -> str:
    """SHA-256 over the hand-written files of a version: says which text of the standard a report was made with."""
    folder = version(number).folder
    total = hashlib.sha256()
    patterns = ("*.schema.json", "codelists/*.csv", "rules/*.toml", "rules/views/*.sql")
    for path in sorted(p for pattern in patterns for p in folder.glob(pattern)):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
