"""A page for each kind of record: what it is, its fields one by one, what nests in it, which rules read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conflictdp.reference.markdown import NOTE, code, codes, plain, table
from conflictdp.reference.rules import link
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import required_tables, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.spec.tables import Column, Table


def index() -> str:
    """The page that lists the kinds of record."""
    rows = [
        (
            f"[{code(t.name)}]({t.name}.md)",
            plain(t.description.partition(". ")[0].rstrip(".") + "."),
            "yes" if t.name in required_tables() else "",
        )
        for t in tables().values()
    ]
    listed = "\n".join(tables())
    return f"""{NOTE}

# Records

Each kind of record is a table of a package and an array of a document. Column names and JSON keys are the same.

{table(("table", "one record", "required"), rows)}

```{{toctree}}
:hidden:

{listed}
```
"""


def page(found: Table) -> str:
    """The page of one kind of record."""
    parts = [NOTE, f"# {found.name}", plain(found.description), *_facts(found), "## Fields"]
    for column in found.columns.values():
        parts += _field(column)
    read_by = [r for r in rules().values() if found.name in r.tables and len(r.tables) < len(tables())]
    if read_by:
        rows = [(link(r, "../rules/"), plain(r.name), r.severity) for r in read_by]
        parts += ["## Rules", table(("rule", "fault", "severity"), rows)]
    return "\n\n".join(parts) + "\n"


def _facts(found: Table) -> Iterator[str]:
    yield (
        f"In a package: table {code(found.name)}. In JSON Lines: {code(found.record)} as the value of `record`. "
        f"Schema: {code(found.record + '.schema.json')}."
    )
    yield (
        f"A record is identified by {code(found.key)}."
        if found.key
        else f"Records have no id; they are told apart by {codes(found.identity)}."
    )
    parents = [t.name for t in tables().values() if any(n.table == found.name for n in t.children)]
    if parents:
        yield f"In a document it nests in {codes(parents)}, and leaves out there what names the parent."
    if found.children:
        nested = ", ".join(f"[{code(n.table)}]({n.table}.md)" for n in found.children)
        yield f"In a document these nest in it: {nested}."


def _field(column: Column) -> Iterator[str]:
    yield f"### {column.name}"
    yield f"*{plain(column.title)}*: {plain(column.description)}"
    yield "\n".join(f"- {fact}" for fact in _facts_of(column))


def _facts_of(column: Column) -> Iterator[str]:
    kind = f"list of {column.kind}s" if column.type == "list" else column.type
    yield f"{kind}, {'required' if column.is_required else 'optional'}"
    if column.references:
        yield f"names a record of [{code(column.references)}]({column.references}.md)"
    if column.codelist:
        yield f"codes of [{code(column.codelist)}](../codelists/{column.codelist}.md)"
    elif column.enum:
        yield f"one of {codes(column.enum)}"
    if limits := list(_limits(column)):
        yield ", ".join(limits)
    if column.unit:
        yield f"unit: {plain(column.unit)}"
    if column.sensitivity:
        yield f"sensitive ({column.sensitivity}): reports mask it unless told otherwise"
    yield f"example: {code(json.dumps(column.example, ensure_ascii=False))}"
    if column.source:
        yield f"source: {plain(column.source)}"


def _limits(column: Column) -> Iterator[str]:
    if column.minimum is not None:
        yield f"at least {column.minimum:g}"
    if column.maximum is not None:
        yield f"at most {column.maximum:g}"
    if column.max_length is not None:
        yield f"at most {column.max_length:,} characters"
    if column.max_items is not None:
        yield f"at most {column.max_items} items"
    if column.pattern and not column.codelist:
        yield f"pattern {code(column.pattern)}"
