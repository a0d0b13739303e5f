"""Every reference page by its path under `docs/reference/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictdp.reference import codelists, records, rules
from conflictdp.spec.codelists import codelists as all_codelists
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator


def pages() -> Iterator[tuple[str, str]]:
    """The pages, each with its path and its Markdown, in a fixed order."""
    yield "records/index.md", records.index()
    for table in tables().values():
        yield f"records/{table.name}.md", records.page(table)
    yield "codelists/index.md", codelists.index()
    for codes in all_codelists().values():
        yield f"codelists/{codes.name}.md", codelists.page(codes)
    yield "rules/index.md", rules.index()
    for chapter in rules.chapters():
        yield f"rules/{chapter}.md", rules.page(chapter)
