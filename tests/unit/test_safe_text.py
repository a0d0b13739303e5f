"""Text from data never commands whoever reads it, and JSON says the same after it was made safe."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictdp.safe_text import visible, visible_json

NASTY = {
    "\x1b]52;c;eA==\x07": "\\x1b]52;c;eA==\\x07",
    "\x9b31m\x85": "\\x9b31m\\x85",
    "a\u202eb\u2066c\u200dd\ufeff": "a\\u202eb\\u2066c\\u200dd\\ufeff",
    "a\u3164b\u2800\U000e0101\U000e0041": "a\\u3164b\\u2800\\U000e0101\\U000e0041",
    "a\r\nb\u2028c\vd": "a\\r\\nb\\u2028c\\x0bd",
    "half \ud800": "half \\ud800",
    "::error file=a::b": "\\x3a:error file=a::b",
    " \t::error::": " \\t::error::",
    "  ::set-output::": "  \\x3a:set-output::",
    "std::string": "std::string",
    "a ##[add-mask]e": "a \\x23#[add-mask]e",
    "##vso[task.setvariable]": "\\x23#vso[task.setvariable]",
    "##teamcity[x ###[y": "\\x23#teamcity[x #\\x23#[y",
    "## not [one": "## not [one",
    "Ångström حدث 事件 नमस्ते": "Ångström حدث 事件 नमस्ते",
}
"""What data may hold, and what is shown of it."""


@pytest.mark.parametrize(("text", "shown"), NASTY.items(), ids=ascii)
def test_what_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", [t for t in NASTY if "\ud800" not in t], ids=ascii)
def test_json_says_the_same(text: str) -> None:
    safe = visible_json(json.dumps({text: [text]}, ensure_ascii=False, indent=2))
    assert json.loads(safe) == {text: [text]}
    assert all(visible(line) == line for line in safe.split("\n"))


TEXTS = st.text() | st.text(st.sampled_from("#:[]av \x1b\n\u202e\u3164\U000e0101é"))


@given(TEXTS)
def test_once_is_enough(text: str) -> None:
    once = visible(text)
    assert visible(once) == once
    assert once.isprintable()
    assert not once.lstrip().startswith("::")


@given(TEXTS)
def test_any_json_says_the_same(text: str) -> None:
    safe = visible_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(safe) == [text]
    assert visible(safe) == safe
