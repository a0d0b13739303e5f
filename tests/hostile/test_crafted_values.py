"""No form of a report passes on raw what would command its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from words import ATTACKS, keys, tables

import conflictdp
from conflictdp.reporters.registry import FORMS, View
from conflictdp.safe_text import visible

if TYPE_CHECKING:
    from pathlib import Path

EVERY = [name for name, form in FORMS.items() if not (form.has_every or form.has_look)]
"""The forms that are made from a report alone."""


@pytest.mark.parametrize("text", [text for text, _ in ATTACKS.values()], ids=ATTACKS)
def test_what_attacks_is_spelt_out(text: str, tmp_path: Path) -> None:
    for build in (tables, keys):
        report = conflictdp.validate(build(text)(tmp_path), select=("PKG", "TAB", "CEL", "DOC"), show_sensitive=True)
        for name in EVERY:
            said = "".join(FORMS[name].reporter()([report], View()))
            raw = {c for c in said if c not in "\n\r\t" and visible(c) != c}
            assert (name, raw) == (name, set())
            assert "\r" not in said.replace("\r\n", "\n")
            starts = [line.lstrip() for line in said.splitlines()]
            assert not any(line.startswith(("::error file=a,", "::set-output")) for line in starts)
            assert name == "github" or not any(line.startswith("::") for line in starts)
            assert "##[" not in said
            assert "##vso[" not in said
