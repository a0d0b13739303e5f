"""A page for each chapter of rules: what each demands, why, how to mend a fault, where it comes from, and its check."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from conflictdp.conformance.examples import example
from conflictdp.reference.markdown import NOTE, code, codes, fenced, plain, table
from conflictdp.spec.rules import rules
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.spec.rules import Rule


def chapters() -> dict[str, list[Rule]]:
    """The rules by chapter, in the order of their names."""
    ordered = sorted(rules().values(), key=lambda r: (r.chapter, r.id))
    return {chapter: list(found) for chapter, found in groupby(ordered, key=lambda r: r.chapter)}


def link(found: Rule, folder: str = "") -> str:
    """A link to the section of a rule; `folder` leads from the page to the rules' pages."""
    return f"[{found.id}]({folder}{found.chapter}.md#{found.id.lower()}-{found.name})"


def index() -> str:
    """The page that lists the rules, a chapter after the other."""
    parts = []
    for chapter, found in chapters().items():
        rows = [(link(r), plain(r.name), r.severity) for r in found]
        parts.append(f"## {chapter.capitalize()}\n\n{table(('rule', 'fault', 'severity'), rows)}")
    listed = "\n".join(chapters())
    body = "\n\n".join(parts)
    return f"""{NOTE}

# Rules

What the standard demands beyond the shape of records. `error` is only what is logically impossible or cannot be read;
what is merely odd is a `warning`, what is worth knowing an `info`. `conflictdp explain ID` says the same as these
pages.

{body}

```{{toctree}}
:hidden:

{listed}
```
"""


def page(chapter: str) -> str:
    """The page of one chapter."""
    return "\n\n".join([NOTE, f"# {chapter.capitalize()}", *map(section, chapters()[chapter])]) + "\n"


def section(found: Rule, *, level: int = 2, folder: str = "../") -> str:
    """What is said of one rule, under a heading.

    Args:
        found: The rule.
        level: Level of the heading.
        folder: Where the reference pages of records lie from here; empty for no links.
    """
    parts = [f"{'#' * level} {found.id} {found.name}", *_text(found, folder), *_example(found), *_check(found)]
    return "\n\n".join(parts)


def _text(found: Rule, folder: str) -> Iterator[str]:
    yield f"*{found.severity}*: {plain(found.message)}"
    yield f"**Why.** {plain(found.why)}"
    yield f"**How to mend it.** {plain(found.fix)}"
    yield f"**Where it applies.** {_where(found, folder)}"
    yield f"**Source.** {plain(found.source)}"


def _where(found: Rule, folder: str) -> str:
    if not found.tables:
        return f"The {found.stage} as a whole."
    if len(found.tables) == len(tables()):
        return "Every table."
    named = ", ".join(f"[{code(t)}]({folder}records/{t}.md)" if folder else code(t) for t in found.tables)
    return f"{named}; {codes(found.columns)}." if found.columns else f"{named}."


def _example(found: Rule) -> Iterator[str]:
    shown = example(found.id)
    if shown:
        yield f"**For example**, {plain(shown.title)}:"
        yield fenced(shown.failing)
        yield "Mended:"
        yield fenced(shown.mended)


def _check(found: Rule) -> Iterator[str]:
    text = found.predicate or found.query
    if text:
        yield "**Check.** " + (
            "Fires on a record for which this is false:" if found.predicate else "Returns the records at fault:"
        )
        yield fenced(text, "text" if "$" in text else "sql")  # `$column`, `$table` are ours and not SQL
