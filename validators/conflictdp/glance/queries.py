"""The queries of a glance, by name: each in its own file beside this one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictdp.spec.codelists import codelists

if TYPE_CHECKING:
    from conflictdp.engine.store import Store


@cache
def query(name: str) -> str:
    """The text of a query."""
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def run(store: Store, name: str, values: tuple[Any, ...] = (), **parts: float | str) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries.

    Args:
        store: The opened dataset.
        name: Which query.
        values: What is bound to its numbered parameters.
        parts: Expressions and numbers of ours that stand in its braces; never values of the data.
    """
    text = query(name)
    for placeholder, part in parts.items():
        text = text.replace("{" + placeholder + "}", str(part))
    return store.dicts(text, values)


def label(codelist: str, code: str | None) -> str:
    """A code in words: its label, or the code itself where the list lacks it."""
    known = codelists()[codelist].codes.get(code or "")
    return known.label if known else (code or "not stated").replace("_", " ")
