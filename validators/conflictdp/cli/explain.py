"""conflictdp explain: a rule, with why, fix and an example."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
import orjson

from conflictdp.cli.columns import WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictdp.conformance.examples import Example
    from conflictdp.spec.rules import Rule


@click.command("explain")
@click.argument("rule_id", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Form of the output.",
)
def command(rule_id: str, form: str) -> None:
    """Say what a rule demands, why, and how to mend a fault; with an example.

    ID is a rule's id (CAS001) or name (bounds-out-of-order).
    """
    from conflictdp.conformance.examples import example
    from conflictdp.spec.rules import rule

    found = rule(rule_id)
    shown = example(found.id)
    if form == "json":
        value = asdict(found) | ({"example": asdict(shown)} if shown else {})
        click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2))
    elif form == "markdown":
        from conflictdp.reference.rules import section

        click.echo(section(found, level=1, folder=""))
    else:
        click.echo("\n".join(_text(found, shown)))


def _text(rule: Rule, shown: Example | None) -> Iterator[str]:
    yield f"{rule.id} {rule.name} ({rule.severity})"
    yield ""
    for label, said in _said(rule):
        yield textwrap.fill(said, WIDTH, initial_indent=f"{label:<9}", subsequent_indent=" " * 9)
    if shown:
        yield ""
        yield f"An example: {shown.title}"
        yield textwrap.indent(shown.failing, "    ")
        yield "Mended"
        yield textwrap.indent(shown.mended, "    ")
    if check := rule.predicate or rule.query:
        yield ""
        yield f"The check, in SQL: {_firing(rule)}"
        yield textwrap.indent(textwrap.dedent(check), "    ")


def _said(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "says", rule.message
    yield "why", rule.why
    yield "fix", rule.fix
    where = ", ".join(rule.tables) or f"the {rule.stage} as a whole"
    yield "applies", where + (f": {', '.join(rule.columns)}" if rule.columns else "")
    yield "source", rule.source


def _firing(rule: Rule) -> str:
    return "fires where this is false" if rule.predicate else "returns the rows at fault"
