"""A dataset as JSON-LD, for the web of data: every record a node, every field a property.

Fields have the terms of PROV-O, schema.org, Dublin Core and GeoSPARQL that `schema/1.0/rdf/terms.csv` gives them,
besides the standard's own. A link that judges a claim is a schema:ClaimReview. Points are WKT, longitude first.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent

from conflictdp.convert.exports import Export, refuse_options
from conflictdp.convert.outputs import new_path
from conflictdp.convert.sources import refuse_faulty, room
from conflictdp.spec.rules import quote
from conflictdp.spec.tables import tables
from conflictdp.spec.versions import BASE_URI, CURRENT, cached, version
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conflictdp.convert.exports import ExportOptions
    from conflictdp.engine.store import Store
    from conflictdp.spec.tables import Column, Table

_BATCH = 5_000
_TERMS = f"{BASE_URI}/{CURRENT}/terms#"
_CODES = f"{BASE_URI}/{CURRENT}/codelists/"
_JUDGEMENTS = frozenset({"denies", "disputes", "corroborates", "rejects", "retracts"})
_DATATYPES = {"date": "xsd:date", "integer": "xsd:integer", "number": "xsd:decimal", "boolean": "xsd:boolean"}
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
CONTEXT = {
    "cdp": _TERMS,
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@cached
def terms(number: str = CURRENT) -> dict[tuple[str, str], tuple[str, ...]]:
    """The terms of other vocabularies for a table (field "") or a field."""
    with (version(number).folder / "rdf" / "terms.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["table"], row["field"]): tuple(row["terms"].split()) for row in csv.DictReader(stream)}


def export(source: Path, out: Path, options: ExportOptions | None = None, *, overwrite: bool = False) -> Export:
    """Writes a node for each record.

    Args:
        source: A dataset of the standard in any form. Its name is part of the names of the nodes.
        out: The file to write.
        options: None of them says anything to this format.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        InputError: When the dataset cannot be read in full.
        OutputError: When the place is taken or cannot be written.
    """
    import orjson

    given = refuse_options(options, "jsonld")
    rows = 0
    with (
        opened(source, is_sealed=False, has_extras=True, resources=room(given.memory)) as data,
        new_path(out, overwrite=overwrite) as grown,
    ):
        refuse_faulty(data)
        base = f"urn:x-conflictdp:{percent(str(data.input.metadata.get('name', 'unnamed')), safe='')}:"
        with grown.open("wb") as stream:
            stream.write(b'{"@context": ' + orjson.dumps(CONTEXT) + b',\n"@graph": [\n')
            stream.write(orjson.dumps(_dataset(data.input.metadata, base)))
            for node in _nodes(data.store, base):
                rows += 1
                stream.write(b",\n" + orjson.dumps(node))
            stream.write(b"\n]}\n")
    return Export(source, out, rows, ())


def _dataset(metadata: Mapping[str, Any], base: str) -> dict[str, Any]:
    """The node of the dataset itself: what it is called, and under which licence it may be used."""
    licences = metadata.get("licenses") or []
    return {
        "@id": base + "dataset",
        "@type": ["schema:Dataset", "prov:Entity"],
        "dcterms:conformsTo": {"@id": f"{BASE_URI}/{CURRENT}/profile.schema.json"},
        **{
            term: metadata[key]
            for key, term in (
                ("title", "schema:name"),
                ("description", "schema:description"),
                ("version", "schema:version"),
            )
            if key in metadata
        },
        "schema:license": [{"@id": lic["path"]} if "path" in lic else lic.get("name", "") for lic in licences],
    }


def _nodes(store: Store, base: str) -> Iterator[dict[str, Any]]:
    for name, loaded in store.loaded.items():
        extras = [c for c in loaded.columns if c not in tables()[name].columns]
        names = ["_row", *tables()[name].columns, *extras]
        cursor = store.connection.cursor()
        result = cursor.execute(f"SELECT {', '.join(map(quote, names))} FROM {quote(name)} ORDER BY _row")
        while rows := result.fetchmany(_BATCH):
            for row in rows:
                yield _node(tables()[name], dict(zip(names, row, strict=True)), base)


def _node(table: Table, record: dict[str, Any], base: str) -> dict[str, Any]:
    own = record[table.key] if table.key else record["_row"]
    node: dict[str, Any] = {
        "@id": _named(base, table.name, own),
        "@type": [f"cdp:{table.record}", *terms().get((table.name, ""), ())],
    }
    for name, value in record.items():
        if value is None or name == "_row":
            continue
        column = table.columns.get(name)
        said = value if column is None else _value(column, value, base)
        for term in (f"cdp:{name}", *terms().get((table.name, name), ())):
            node[term] = said
    return node | _further(table, record, base)


def _value(column: Column, value: Any, base: str) -> Any:
    """The value of a field: a node where it names one, a code with its address, a text or a typed literal."""
    if isinstance(value, list):
        return [_value_of(column, item, base) for item in value]
    return _value_of(column, value, base)


def _value_of(column: Column, value: Any, base: str) -> Any:
    if column.references:
        return {"@id": _named(base, column.references, value)}
    if column.codelist:
        return {"@id": f"{_CODES}{column.codelist}#{percent(value, safe='')}"}
    if column.kind == "url":
        return {"@id": percent(value, safe="%/:=&?~#+!$,;'@()*[]")}
    datatype = _DATATYPES.get(column.type)
    if datatype:
        return {"@value": str(value).lower() if column.type == "boolean" else _lexical(value), "@type": datatype}
    return value


def _lexical(value: Any) -> str:
    return f"{value:.12f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _further(table: Table, record: dict[str, Any], base: str) -> dict[str, Any]:
    """What several fields say together: a point, a judgement on a claim, whose name an identifier is."""
    if table.name == "locations" and None not in (record["longitude"], record["latitude"]):
        wkt = f"POINT({_lexical(record['longitude'])} {_lexical(record['latitude'])})"
        return {"geo:hasGeometry": {"@type": "geo:Geometry", "geo:asWKT": {"@value": wkt, "@type": _WKT}}}
    if table.name == "claim_links" and record["relation"] in _JUDGEMENTS:
        rating = {"@type": "schema:Rating", "schema:alternateName": record["relation"]}
        return {"@type": [f"cdp:{table.record}", "schema:ClaimReview"], "schema:reviewRating": rating}
    if table.name == "identifiers":
        return {"cdp:identifies": {"@id": _named(base, record["record_table"], record["record_id"])}}
    return {}


def _named(base: str, table: str, own: object) -> str:
    """The name of a record: its dataset, its table, and its id; the number of the row for records without one."""
    return f"{base}{table}:{percent(str(own), safe='')}"
