"""A page for each codelist: what it says of a record, its codes, and their counterparts elsewhere."""

from __future__ import annotations

from conflictdp.reference.markdown import NOTE, code, plain, table
from conflictdp.spec.codelists import Code, Codelist, codelists
from conflictdp.spec.tables import tables


def index() -> str:
    """The page that lists the codelists."""
    rows = [
        (
            f"[{code(c.name)}]({c.name}.md)",
            plain(c.definition),
            "open" if c.is_open else "closed",
            str(len(c.codes)),
        )
        for c in codelists().values()
    ]
    listed = "\n".join(codelists())
    return f"""{NOTE}

# Codelists

A closed list is complete: any other value is an error. An open list may be gone beyond, which is a warning; a new code
is never a change of the schema. Each list is a CSV file in `schema/1.0/codelists/`.

{table(("codelist", "what it says", "", "codes"), rows)}

```{{toctree}}
:hidden:

{listed}
```
"""


def page(found: Codelist) -> str:
    """The page of one codelist."""
    kind = "open: data may hold further codes" if found.is_open else "closed: data may hold no other code"
    used = [
        f"[{code(f'{t.name}.{c.name}')}](../records/{t.name}.md#{c.name})"
        for t in tables().values()
        for c in t.columns.values()
        if c.codelist == found.name
    ]
    parts = [
        NOTE,
        f"# {found.name}",
        f"*{plain(found.title)}*: {plain(found.definition)}",
        f"The list is {kind}. Used by {', '.join(used)}." if used else f"The list is {kind}.",
        f"Aligned to: {plain(found.sources)}." if found.sources else "",
        _codes(found),
    ]
    return "\n\n".join(p for p in parts if p) + "\n"


def _codes(found: Codelist) -> str:
    first = next(iter(found.codes.values()))
    mapped = [m for m in first.mappings if any(c.mappings[m] for c in found.codes.values())]
    has_broader = any(c.broader for c in found.codes.values())
    rows = [
        (
            code(c.code),
            _meaning(c),
            *([code(c.broader) if c.broader else ""] if has_broader else []),
            *(plain(c.mappings[m]) for m in mapped),
        )
        for c in found.codes.values()
    ]
    return table(("code", "when to use it", *(["broader"] if has_broader else []), *map(plain, mapped)), rows)


def _meaning(found: Code) -> str:
    text = f"**{plain(found.label)}.** {plain(found.definition)}".strip()
    if found.status == "deprecated":
        return f"{text} *Deprecated; use {code(found.replaced_by)}.*"
    return text
