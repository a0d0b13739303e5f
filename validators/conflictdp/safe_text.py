"""Text from data made safe for whoever reads it: terminals, build servers, and people who cannot see what they read.

Every output passes what it took from data through here, and then through the escaping of its own form (HTML, Markdown).
"""

from __future__ import annotations

import re

_COMMAND = re.compile(r"^(?P<space>\s*)::|#(?P<hash>#\w*\[)", re.ASCII)
"""Commands of build servers: `::error` at the beginning of a line; `##[error]`, `##vso[` wherever it stands."""

_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\U000e0100-\U000e01ef]")
"""What Unicode counts as printable although nothing is seen: fillers, joiners and selectors."""

_CANDIDATES = re.compile(r"[^ -~\n]|#(?=#\w*\[)", re.ASCII)


def visible(text: str) -> str:
    r"""The text with everything spelt out that does not print, or that would command a terminal or build server.

    Nothing is spelt out twice, so it does no harm to call it again. The result has no line break.

        >>> visible("a\x1b[31m\n\u202eb")
        'a\\x1b[31m\\n\\u202eb'
        >>> visible("::error::x"), visible("a ##[group] b")
        ('\\x3a:error::x', 'a \\x23#[group] b')
    """
    if not text.isprintable() or not text.isascii():
        text = "".join(c if _is_seen(c) else c.encode("unicode_escape").decode() for c in text)
    if "#" not in text and "::" not in text:
        return text
    return _COMMAND.sub(lambda m: f"{m['space']}\\x3a:" if m["hash"] is None else rf"\x23{m['hash']}", text)


def visible_json(json: str) -> str:
    r"""A JSON text that says the same, with everything spelt out that `visible` spells out.

    >>> visible_json('["\u202e##[error]"]')
    '["\\u202e\\u0023#[error]"]'
    """
    if json.isascii() and "#" not in json and "\x7f" not in json:  # what else does not print JSON has spelt out
        return json
    return _CANDIDATES.sub(lambda m: _unit(m[0]) if m[0] == "#" or not _is_seen(m[0]) else m[0], json)


def _is_seen(character: str) -> bool:
    return character.isprintable() and not _INVISIBLE.match(character)


def _unit(character: str) -> str:
    """The character as JSON escapes it: one or two units of UTF-16."""
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
