"""Faults of documents and JSON Lines (family DOC), put into valid ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from conflictdp.conformance.cases import Place
from conflictdp.spec.nesting import nest
from conflictdp.spec.tables import Nesting, Table, by_record, tables
from conflictdp.strategies.files import document_lines, json_bytes
from conflictdp.strategies.values import labels, pick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import DrawFn

    from conflictdp.conformance.cases import Package
    from conflictdp.strategies.files import Files

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """A record in a document.

    Attributes:
        table: The table that it is of.
        record: The record itself.
        parent: The table that it nests in, or None at the top.
        nesting: How it nests there, or None at the top.
    """

    table: Table
    record: Document
    parent: Table | None = None
    nesting: Nesting | None = None


def spots(document: Document) -> list[Spot]:
    """Every record of a document."""
    tops = (Spot(t, record) for t in tables().values() for record in document.get(t.name, []))
    return [found for top in tops for found in _with_inner(top)]


def _with_inner(spot: Spot) -> Iterator[Spot]:
    yield spot
    for nesting in spot.table.children:
        for record in spot.record.get(nesting.table, []):
            yield from _with_inner(Spot(tables()[nesting.table], record, spot.table, nesting))


def _document(rule: str, change: Callable[[DrawFn, Document], Place | None]) -> Any:
    """A change of a document; `change` gives where the fault is, or None when the finding is on no table."""

    def plant(draw: DrawFn, package: Package) -> tuple[Files, Place]:
        document = nest(package["package"], package["tables"])
        place = change(draw, document)
        return {"dataset.json": json_bytes(document)}, place or Place(rule, None, None, None)

    return plant


def _lines(rule: str, change: Callable[[DrawFn, list[str]], None]) -> Any:
    """A change of the lines of JSON Lines."""

    def plant(draw: DrawFn, package: Package) -> tuple[Files, Place]:
        document = nest(package["package"], package["tables"])
        lines = [json.dumps(line, ensure_ascii=False) for line in document_lines(document)]
        change(draw, lines)
        return {"dataset.jsonl": "".join(f"{line}\n" for line in lines).encode()}, Place(rule, None, None, None)

    return plant


def _insert(make: Callable[[DrawFn], str]) -> Callable[[DrawFn, list[str]], None]:
    """A bad line among the others."""

    def change(draw: DrawFn, lines: list[str]) -> None:
        lines.insert(draw(st.integers(0, len(lines))), make(draw))

    return change


def _unknown_key(draw: DrawFn, document: Document) -> Place:
    spot, key = pick(draw, spots(document)), f"no_{draw(labels())}"
    spot.record[key] = "x"
    return Place("DOC002", spot.table.name, None, key)


def _key_missing(draw: DrawFn, document: Document) -> None:
    name = pick(draw, ["$schema", "package", "name", "licenses", "temporal", "spatial", "event_definition"])
    del (document if name in document else document["package"])[name]


def _absence(draw: DrawFn, document: Document) -> Place:
    spot = pick(draw, spots(document))
    free = [c.name for c in spot.table.columns.values() if not c.is_required and c.name not in spot.record]
    key = pick(draw, [k for k in free if not spot.nesting or k not in spot.nesting.leaves_out] or ["x_none"])
    empty: list[Any] = [None, "", []]
    spot.record[key] = pick(draw, empty)
    return Place("DOC004", spot.table.name, None, key)


def _number_of_own(draw: DrawFn, document: Document) -> Place:
    spot = pick(draw, spots(document))
    spot.record["x_score"] = draw(st.integers() | st.booleans())
    return Place("DOC005", spot.table.name, None, None)


def _parent_again(draw: DrawFn, document: Document) -> Place:
    """A nested record names its parent, which the nesting says already."""
    nested = [(s, c) for s in spots(document) if s.nesting and s.parent for c in _said(s)]
    spot, key = pick(draw, nested)
    spot.record[key] = "sources" if key == "record_table" else draw(labels())
    return Place("DOC006", spot.table.name, None, key)


def _said(spot: Spot) -> list[str]:
    assert spot.nesting
    assert spot.parent
    return [c for c in spot.nesting.leaves_out if c in ("record_table", "record_id", *spot.parent.columns)]


def _name_another(draw: DrawFn, document: Document) -> None:
    document["$schema"] = pick(draw, ["https://json-schema.org/draft/2020-12/schema", "https://example.org/"])


def _spoil_package(draw: DrawFn, document: Document) -> None:
    name, value = pick(draw, [("licenses", "CC0"), ("created", "yesterday"), ("homepage", "here"), ("keywords", "war")])
    document["package"][name] = value


def _broken(draw: DrawFn, package: Package) -> tuple[Files, Place]:
    """A document that breaks off."""
    whole = json_bytes(nest(package["package"], package["tables"])).decode().rstrip()
    return {"dataset.json": whole[: draw(st.integers(0, len(whole) - 1))].encode()}, Place("DOC001", None, None, None)


def _unknown_kind(draw: DrawFn) -> str:
    kind = draw(labels().filter(lambda label: label not in by_record() and label != "package"))
    return json.dumps({"record": kind, "title": "Nobody knows"})


def _doubled_key(draw: DrawFn) -> str:
    key = draw(labels())
    return f'{{"record": "party", "x_{key}": "a", "x_{key}": "b"}}'


PLANTERS: dict[str, Callable[[DrawFn, Package], tuple[Files, Place]]] = {
    "DOC001": _broken,
    "DOC002": _document("DOC002", _unknown_key),
    "DOC003": _document("DOC003", _key_missing),
    "DOC004": _document("DOC004", _absence),
    "DOC005": _document("DOC005", _number_of_own),
    "DOC006": _document("DOC006", _parent_again),
    "DOC007": _lines("DOC007", _insert(_unknown_kind)),
    "DOC008": _document("DOC008", _name_another),
    "DOC009": _document("DOC009", _spoil_package),
    "DOC010": _lines("DOC010", _insert(_doubled_key)),
    "DOC011": _lines("DOC011", lambda _, lines: lines.__delitem__(0)),
}
"""For each rule on documents, what plants its fault in a valid one."""
