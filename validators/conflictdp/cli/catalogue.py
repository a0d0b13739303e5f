"""conflictdp rules and codelists: the standard, looked up."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click
import orjson

from conflictdp.cli.columns import WIDTH, aligned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.spec.codelists import Codelist
    from conflictdp.spec.rules import Rule


def _json(value: Any) -> None:
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2))


_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the output.",
)


@click.command("rules")
@click.argument("beginning", default="", metavar="[FAMILY]")
@_FORMAT
def rules(beginning: str, form: str) -> None:
    """List the rules, or those of a chapter (casualties) or whose id begins so (CAS)."""
    from conflictdp.errors import UsageError
    from conflictdp.spec.rules import rules as known

    chosen = [r for r in known().values() if r.id.startswith(beginning.upper()) or r.chapter == beginning.lower()]
    if not chosen:
        families = ", ".join(dict.fromkeys(r.id[:3] for r in known().values()))
        chapters = ", ".join(dict.fromkeys(r.chapter for r in known().values()))
        raise UsageError(f"no rule or chapter is called {beginning!r}; families: {families}; chapters: {chapters}")
    if form == "json":
        _json([asdict(r) for r in chosen])
        return
    for line in aligned((r.id, r.severity, r.name, _where(r)) for r in chosen):
        click.echo(line)


def _where(rule: Rule, limit: int = 3) -> str:
    """The tables that a rule speaks of, or how many there are."""
    return ", ".join(rule.tables) if len(rule.tables) <= limit else f"{len(rule.tables)} tables"


@click.command("codelists")
@click.argument("name", default="", metavar="[NAME]")
@_FORMAT
def codelists(name: str, form: str) -> None:
    """List the codelists, or the codes of one with their definitions."""
    from conflictdp.spec.codelists import codelist
    from conflictdp.spec.codelists import codelists as known

    if form == "json":
        _json(
            asdict(codelist(name))
            if name
            else [{"name": c.name, "title": c.title, "is_open": c.is_open} for c in known().values()]
        )
        return
    if name:
        click.echo("\n".join(_codes(codelist(name))))
        return
    for line in aligned(
        (c.name, "open" if c.is_open else "closed", f"{len(c.codes)} codes", c.definition) for c in known().values()
    ):
        click.echo(line)


def _codes(codes: Codelist) -> Iterator[str]:
    openness = "open: further codes are allowed, with a warning" if codes.is_open else "closed: no other codes"
    yield f"{codes.title} ({openness})"
    yield textwrap.fill(codes.definition, WIDTH)
    yield f"aligned to: {codes.sources}"
    yield ""
    yield from aligned((f"  {c.code}", c.definition) for c in codes.codes.values())
