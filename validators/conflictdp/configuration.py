"""The configuration of a project: `conflictdp.toml`, or `[tool.conflictdp]` in `pyproject.toml`.

It is looked for in the current folder and those above it, up to the root of the repository. It is never looked for
beside the data: a dataset from elsewhere must not decide what is held against it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictdp.errors import UsageError
from conflictdp.report.limits import Limit
from conflictdp.reporters.registry import form
from conflictdp.spec.rules import require_rules
from conflictdp.spec.tables import tables
from conflictdp.spec.values import nearest
from conflictdp.spec.versions import schema_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.report.overrides import Override

NAME = "conflictdp.toml"
SHARED = "pyproject.toml"
WANTING = {
    "override": "it has to say which findings it means: rules, tables, columns, paths or records",
    "limit": "it has to say at-most or percent",
}


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a project has configured.

    Attributes:
        file: Where it stands; None where there is none.
        options: Defaults for the options of the command, by their names; files as seen from the current folder.
        overrides: What it says of findings, expired entries included.
        limits: How many findings are tolerated.
    """

    file: Path | None = None
    options: dict[str, Any] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    limits: tuple[Limit, ...] = ()

    def expired(self, today: date) -> Iterator[str]:
        """A sentence for each override that holds no more."""
        for number, override in enumerate(self.overrides, start=1):
            if override.has_expired(today):
                ended = f"expired on {override.expires}: its findings count again ({override.reason})"
                yield f"{self.file}: entry {number} of overrides {ended}"

    def in_force(self, today: date) -> tuple[Override, ...]:
        """The overrides that hold today."""
        return tuple(o for o in self.overrides if not o.has_expired(today))


def find(start: Path) -> Path | None:
    """The configuration file that is nearest to a folder, upwards; None where there is none."""
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder / NAME
        shared = folder / SHARED
        if shared.is_file() and b"conflictdp" in shared.read_bytes() and "conflictdp" in _toml(shared).get("tool", {}):
            return shared
        if (folder / ".git").exists():
            return None
    return None


def load(file: Path) -> Configuration:
    """Reads a configuration file.

    Raises:
        UsageError: When it cannot be read, or holds what makes no sense; the message names the file and the key.
    """
    value = _toml(file)
    if file.name == SHARED:
        tool = value.get("tool", {})
        if "conflictdp" not in tool:
            raise UsageError(f"{file}: it has no table [tool.conflictdp]")
        value = tool["conflictdp"]
    _check(file, value)
    overrides = tuple(_override(entry) for entry in value.get("overrides", ()))
    limits = tuple(_limit(entry) for entry in value.get("limits", ()))
    _check_names(file, value, overrides, limits)
    return Configuration(file, _options(file.parent, value), overrides, limits)


def _toml(file: Path) -> dict[str, Any]:
    import tomllib
    from decimal import Decimal

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: this is not TOML: {error}") from error


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of a configuration."""
    loaded: dict[str, Any] = json.loads((schema_root() / "configuration.schema.json").read_text(encoding="utf-8"))
    return loaded


def _plain(value: object) -> Any:
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else str(value)


def _check(file: Path, value: Any) -> None:
    import jsonschema_rs

    told = json.loads(json.dumps(value, default=_plain))
    for error in jsonschema_rs.Draft202012Validator(schema(), validate_formats=True).iter_errors(told):
        raise UsageError(f"{file}: {_said(error)}")


def _said(error: Any) -> str:
    """What is wrong with a configuration, by its key."""
    steps = list(error.instance_path)
    where = ".".join(f"{s + 1}" if isinstance(s, int) else str(s) for s in steps)
    kind = error.kind.as_dict()
    if error.kind.name == "additionalProperties":
        unknown = kind["unexpected"][0]
        hint = nearest(unknown, _keys(steps))
        known = "" if hint else "; known are " + ", ".join(_keys(steps))
        advice = f"; {hint}" if hint else known
        if unknown == "ignore" and not steps:
            advice = '; findings are set aside in [[overrides]], with severity = "ignore" and a reason'
        return f"{f'{where}: ' if where else ''}there is no key {unknown!r}{advice}"
    if error.kind.name == "required":
        return f"{where}: it lacks {kind['property']}"
    if error.kind.name == "anyOf":
        return f"{where}: {WANTING['override' if steps[0] == 'overrides' else 'limit']}"
    return f"{where}: {error.message}"


def _keys(steps: list[Any]) -> list[str]:
    part = schema()
    if steps:
        part = schema()["$defs"]["override" if steps[0] == "overrides" else "limit"]
    return list(part["properties"])


def _override(entry: dict[str, Any]) -> Override:
    from conflictdp.report.overrides import Override

    lists = {k: tuple(entry.get(k, ())) for k in ("rules", "tables", "columns", "paths", "records")}
    expires = entry.get("expires")
    day = date.fromisoformat(expires) if isinstance(expires, str) else expires
    return Override(entry["severity"], entry["reason"], **lists, expires=day)


def _limit(entry: dict[str, Any]) -> Limit:
    from fractions import Fraction

    return Limit(
        at_most=entry.get("at-most"),
        percent=Fraction(entry["percent"]) if "percent" in entry else None,
        severities=(entry["severity"],) if "severity" in entry else (),
        rules=tuple(entry.get("rules", ())),
        tables=tuple(entry.get("tables", ())),
    )


def _check_names(file: Path, value: dict[str, Any], overrides: tuple[Override, ...], limits: tuple[Limit, ...]) -> None:
    """Names of rules, tables and forms that do not exist would silently mean nothing."""
    try:
        require_rules(value.get("select", ()))
        for words in (*(o.rules for o in overrides), *(limit.rules for limit in limits)):
            require_rules(words)
        for names in (*(o.tables for o in overrides), *(limit.tables for limit in limits)):
            _require_tables(names)
        for text in value.get("format", ()):
            form(text.partition("=")[0])
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from None


def _require_tables(names: tuple[str, ...]) -> None:
    for name in names:
        if name not in tables():
            hint = nearest(name, list(tables()))
            raise UsageError(f"no table is named {name!r}" + (f"; {hint}" if hint else ""))


def _options(folder: Path, value: dict[str, Any]) -> dict[str, Any]:
    """The options that it sets, under the names that the command gives them."""
    names = {"select": "select", "fail-on": "fail_on", "max-findings": "max_findings"}
    options: dict[str, Any] = {name: value[key] for key, name in names.items() if key in value}
    if "paths" in value:
        options["paths"] = [_seen(folder, path) for path in value["paths"]]
    if "baseline" in value:
        options["baseline"] = _seen(folder, value["baseline"])
    if "format" in value:
        parts = (text.partition("=") for text in value["format"])
        options["targets"] = [
            f"{name}={_seen(folder, file)}" if file not in ("", "-") else name for name, _, file in parts
        ]
    return options


def _seen(folder: Path, path: str) -> str:
    """A path of the configuration, as the current folder sees it."""
    return str(Path(path) if folder == Path.cwd() else folder / path)
