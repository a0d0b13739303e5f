"""Markup: escaped unless it is markup already."""

from __future__ import annotations

from conflictdp.reporters.html.elements import Html, element, markup, number


def test_text_and_attributes_are_escaped_and_markup_is_not() -> None:
    inner = element("b", "<i>")
    assert inner == "<b>&lt;i&gt;</b>"
    assert element("p", inner, "&", title="\"'<>") == (
        '<p title="&quot;&#x27;&lt;&gt;"><b>&lt;i&gt;</b>&amp;</p>'
    )  # fmt: skip


def test_what_joins_markup_and_text_is_text() -> None:
    joined = element("b") + "<script>"
    assert type(joined) is str
    assert markup(joined) == "&lt;b&gt;&lt;/b&gt;&lt;script&gt;"


def test_what_cannot_be_seen_is_spelt_out() -> None:
    assert element("p", "a\u202eb\x00") == r"<p>a\u202eb\x00</p>"
    assert element("p", title="a\u2066") == r'<p title="a\u2066"></p>'


def test_children_are_text_numbers_lists_or_nothing() -> None:
    assert element("p", ["a", [1234567, None], (x for x in "bc")]) == "<p>a1,234,567bc</p>"
    assert isinstance(element("p"), Html)


def test_attributes_are_named_given_alone_or_left_out() -> None:
    given = element("input", class_="x", data_table="t", hidden=True, checked=False, value=None, x=1.005)
    assert given == '<input class="x" data-table="t" hidden x="1">'


def test_numbers_are_short() -> None:
    assert [number(x) for x in (0.0, -0.001, 10.0, 1.5, 2 / 3, 1e6)] == ["0", "0", "10", "1.5", "0.67", "1000000"]
