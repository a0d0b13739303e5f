"""Markup by function calls: text is escaped unless it is markup already, so that no value of the data can become any.

A template language would do the same with a dependency and a second syntax; the page is made of small parts, and as
functions they are typed.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from conflictdp.safe_text import visible

VOID = frozenset({"meta", "link", "input", "br", "hr"})


class Html(str):
    """Markup: text that is safe to put into a page as it stands."""

    __slots__ = ()


if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    Child: TypeAlias = str | int | Iterable["Child"] | None
    Value: TypeAlias = str | float | bool | None


def element(tag: str, /, *children: Child, **attributes: Value) -> Html:
    """An element with its children.

    Args:
        tag: Its name.
        children: Text, which is escaped; `Html`, which is not; numbers; or lists of these. None is left out.
        attributes: `data_table` stands for data-table, `class_` for class. None and False are left out; True stands
            alone.

    >>> element("p", "1 < 2", element("b", "!"), class_="x")
    '<p class="x">1 &lt; 2<b>!</b></p>'
    """
    opening = f"<{tag}{''.join(_attribute(k, v) for k, v in attributes.items())}>"
    return Html(opening if tag in VOID else f"{opening}{markup(children)}</{tag}>")


def markup(child: Child) -> Html:
    """Any child as markup."""
    if child is None:
        return Html("")
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return Html(escape(visible(child)))
    if isinstance(child, int):
        return Html(f"{child:,}")
    return Html("".join(map(markup, child)))


def number(value: float) -> str:
    """A length or place for SVG: at most two digits after the point.

    >>> number(3.0), number(-0.004), number(12.345)
    ('3', '0', '12.35')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _attribute(name: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    spelt = name.rstrip("_").replace("_", "-")
    if value is True:
        return f" {spelt}"
    text = number(value) if isinstance(value, float) else str(value)
    return f' {spelt}="{escape(visible(text))}"'
