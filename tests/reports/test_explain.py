"""Examples of the rules: there is one, it fails as it says, and it is told in three forms."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from conflictdp.conformance.examples import example
from conflictdp.spec.rules import rules

if TYPE_CHECKING:
    from conftest import Command

WITHOUT = {"CEL010", "TAB002", "TAB012"}
"""Rules that no code breaks today, or whose faults are bytes that cannot be shown as text."""


def test_every_rule_has_an_example_that_shows_a_difference() -> None:
    missing = {rule for rule in rules() if example(rule) is None}
    assert missing == WITHOUT
    for rule in rules().keys() - missing:
        shown = example(rule)
        assert shown is not None
        assert shown.title
        assert shown.failing != shown.mended, rule
        assert max(len(line) for line in (shown.failing + "\n" + shown.mended).split("\n")) <= 160


def test_an_example_is_told_as_text(command: Command) -> None:
    run = command("explain", "CAS001")
    assert (run.code, run.err) == (0, "")
    assert (
        """
An example: best above high
    casualties row 2: event_id=e-ford, low=3, best=9, high=7
Mended
    casualties row 2: event_id=e-ford, low=21, best=, high=
"""
        in run.out
    )


def test_an_example_is_told_as_json_and_markdown(command: Command) -> None:
    told = json.loads(command("explain", "PKG003", "--format", "json").out)
    assert told["example"] == {
        "title": "no licence",
        "failing": "licenses: (nothing)",
        "mended": 'licenses: [{"name": "CC0-1.0"}]',
    }
    markdown = command("explain", "bounds-out-of-order", "--format", "markdown").out
    assert markdown.startswith("# CAS001 bounds-out-of-order\n\n*error*: ")
    assert re.findall(r"^\*\*([^*]+)\*\*", markdown, flags=re.MULTILINE) == [
        "Why.", "How to mend it.", "Where it applies.", "Source.", "For example", "Check.",
    ]  # fmt: skip
    assert markdown.count("```") == 6


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_every_rule_can_be_explained_in_every_form(form: str, command: Command) -> None:
    for rule in rules():
        run = command("explain", rule, "--format", form)
        assert (run.code, run.err) == (0, ""), rule
        assert rule in run.out
