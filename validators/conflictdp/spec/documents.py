"""The JSON Schemas compiled for use. References resolve to the files of the standard only; nothing is ever fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.spec.codelists import Codelist, codelists
from conflictdp.spec.tables import schema
from conflictdp.spec.versions import CURRENT, cached, version

if TYPE_CHECKING:
    import jsonschema_rs

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _definition(codes: Codelist) -> dict[str, Any]:
    names = {"title": codes.title, "description": codes.definition}
    return {"type": "string", **names, "x-codelist": codes.name, "x-open": codes.is_open, **codes.limits}


@cached
def codelists_schema(number: str = CURRENT) -> dict[str, Any]:
    """codelists.schema.json: a closed list as an enum, an open one as a pattern; made from the CSV files."""
    return {
        "$schema": DIALECT,
        "$id": version(number).uri("codelists.schema.json"),
        "$comment": "Generated from codelists/*.csv; do not edit.",
        "title": "Codelists",
        "description": "The codes of each list. Of an open list only the form; whether a code is listed is a rule.",
        "$defs": {name: _definition(codes) for name, codes in codelists(number).items()},
    }


@cached
def schemas(number: str = CURRENT) -> dict[str, dict[str, Any]]:
    """Every schema file of a version by file name, the metaschema apart."""
    folder = version(number).folder
    names = sorted(path.name for path in folder.glob("*.schema.json"))
    left_out = {"codelists.schema.json", "meta.schema.json", "report.schema.json"}
    return {n: schema(n, number) for n in names if n not in left_out} | {
        "codelists.schema.json": codelists_schema(number)
    }


@cached
def validator(name: str, number: str = CURRENT) -> jsonschema_rs.Draft202012Validator:
    """A compiled schema file, such as `package.schema.json`; formats are asserted."""
    return _compiled(schemas(number)[name], number)


@cached
def head_validator(number: str = CURRENT) -> jsonschema_rs.Draft202012Validator:
    """What package.schema.json demands of a document, less what it demands of each record."""
    whole = schemas(number)["package.schema.json"]
    properties = {n: {k: v for k, v in p.items() if k != "items"} for n, p in whole["properties"].items()}
    return _compiled(whole | {"properties": properties}, number)


@cached
def nested_validator(table: str, number: str = CURRENT) -> jsonschema_rs.Draft202012Validator:
    """What package.schema.json demands of each record of a table that stands at the top of a document."""
    uri = version(number).uri("package.schema.json")
    return _compiled({"$schema": DIALECT, "$ref": f"{uri}#/properties/{table}/items"}, number)


@cached
def record_validator(record: str, number: str = CURRENT) -> jsonschema_rs.Draft202012Validator:
    """What record.schema.json demands of a line of this kind: without the search for the kind, half of the work.

    Raises:
        KeyError: When there is no such kind.
    """
    whole = schemas(number)["record.schema.json"]
    of_kind = {branch["if"]["properties"]["record"]["const"]: branch["then"] for branch in whole["allOf"]}
    return _compiled(whole | {"allOf": [of_kind[record]]}, number)


@cached
def child_validator(parent: str, table: str, number: str = CURRENT) -> jsonschema_rs.Draft202012Validator:
    """What the schema of a record (`event`) demands of each record of a table (`claims`) that nests in it."""
    uri = version(number).uri(f"{parent}.schema.json")
    return _compiled({"$schema": DIALECT, "$ref": f"{uri}#/properties/{table}/items"}, number)


@cached
def column_validator(record: str, column: str, number: str = CURRENT) -> jsonschema_rs.Draft202012Validator:
    """What the schema of a record demands of one value."""
    uri = version(number).uri(f"{record}.schema.json")
    return _compiled({"$schema": DIALECT, "$ref": f"{uri}#/properties/{column}"}, number)


def _compiled(whole: dict[str, Any], number: str) -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(
        whole,
        registry=_registry(number),
        validate_formats=True,
        pattern_options=jsonschema_rs.RegexOptions(),
        offline=True,
    )


@cached
def _registry(number: str) -> jsonschema_rs.Registry:
    import jsonschema_rs

    resources = [(s["$id"], s) for s in schemas(number).values()]
    return jsonschema_rs.Registry(resources, draft=jsonschema_rs.Draft202012)


@cached
def top_tables(number: str = CURRENT) -> tuple[str, ...]:
    """The tables whose records stand at the top of a document."""
    return tuple(n for n, p in schemas(number)["package.schema.json"]["properties"].items() if "items" in p)
