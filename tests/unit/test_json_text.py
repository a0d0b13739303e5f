"""Strict JSON: what is refused and how it is said, and where a value stands."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictdp.readers.json_places import places_of
from conflictdp.readers.json_text import NotJSONError, decode, loads, pointer

if TYPE_CHECKING:
    from pathlib import Path

DUPLICATES = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}
"""RFC 8259 lets them pass; this standard does not, for programs keep different ones."""


@pytest.fixture(scope="module")
def suite(shared_data: Path) -> Path:
    folder = shared_data / "corpora" / "JSONTestSuite"
    if not folder.is_dir():
        pytest.skip("../shared/data/corpora/JSONTestSuite is not there: JSON is checked by our own cases only")
    return folder


def is_accepted(data: bytes) -> bool:
    """Anything but NotJSONError is a crash, and comes through."""
    try:
        loads(decode(data))
    except NotJSONError:
        return False
    return True


def accepted(files: list[Path]) -> set[str]:
    return {path.name for path in files if is_accepted(path.read_bytes())}


def test_the_suite_of_what_is_not_json_is_refused(suite: Path) -> None:
    files = sorted(suite.glob("test_parsing/n_*.json"))
    assert len(files) == 188
    assert accepted(files) == set()


def test_the_suite_of_json_is_accepted_but_for_keys_that_stand_twice(suite: Path) -> None:
    files = sorted(suite.glob("test_parsing/y_*.json"))
    assert len(files) == 95
    assert {f.name for f in files} - accepted(files) == DUPLICATES


def test_what_the_rfc_leaves_open_is_accepted_only_where_nothing_is_lost(suite: Path) -> None:
    assert accepted(sorted(suite.glob("test_parsing/i_*.json"))) == {
        "i_number_double_huge_neg_exp.json",
        "i_number_real_underflow.json",
        "i_number_too_big_neg_int.json",
        "i_number_too_big_pos_int.json",
    }
    accepted(sorted(suite.glob("test_transform/*.json")))


@pytest.mark.parametrize(
    ("data", "problem", "line"),
    [
        (b'{"a": 1\n "b": 2}', "expecting ',' delimiter, at column 2", 2),
        (b"", "expecting value, at column 1", 1),
        (b"\n\n{'a': 1}", "expecting property name enclosed in double quotes, at column 2", 3),
        (b'{"a": NaN}', "NaN is not JSON", None),
        (b'{"a": -Infinity}', "-Infinity is not JSON", None),
        (b'{"a": 1e999}', "the number 1e999 is too large", None),
        (b"1" * 41, "a number has too many digits", None),
        (b'{\n"a": "\xe4"}', "it holds bytes that are not UTF-8", 2),
        (b"\xef\xbb\xbf{}", "it begins with a byte order mark", 1),
        (b"[\n" * 65 + b"]" * 65, "it nests more than 64 deep", 65),
        (b'{"a": "\\ud800"}', "it holds half of a surrogate pair", None),
        (b'{"\\udfff": 1}', "it holds half of a surrogate pair", None),
        (b'{"x": {"a": 1, "b": 2, "a": 1}}', "the key a stands twice in one object", None),
        (b"[1] [2]", "extra data, at column 5", 1),
    ],
    ids=lambda v: str(v)[:30],
)
def test_what_is_refused_and_how_it_is_said(data: bytes, problem: str, line: int | None) -> None:
    with pytest.raises(NotJSONError) as caught:
        loads(decode(data))
    assert (caught.value.problem, caught.value.line) == (problem, line)


def test_a_key_that_stands_twice_is_named() -> None:
    with pytest.raises(NotJSONError) as caught:
        loads('{"a": 1, "b": 2, "b": 3, "a": 4}')
    assert caught.value.key == "b"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 64 + "]" * 64,
        '"' + "[" * 100 + '"',
        '{"a": "\\"[[["}',
        "9" * 40,
        '"\\ud83d\\ude00"',
        "-0",
        "1.5e300",
        " 1 ",
    ],
)
def test_what_is_strict_json_is_left_alone(text: str) -> None:
    assert loads(text) == json.loads(text)


def test_a_string_that_is_never_closed_takes_no_quadratic_time() -> None:
    began = time.process_time()
    with pytest.raises(NotJSONError):
        loads('"' + '\\"' * 200_000)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("path", "expected"),
    [([], ""), (["events", 0, "title"], "/events/0/title"), (["a/b", "c~d"], "/a~1b/c~0d"), ([""], "/")],
)
def test_pointers_are_escaped(path: list[str | int], expected: str) -> None:
    assert pointer(path) == expected


KEYS = st.sampled_from(["a", "b", "c/d", "e~f", "", "ä", 'g"h', "i\\j"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-99, 99)
    | st.floats(-9, 9)
    | st.text('ab"\\{}[],:\n\u2028 \x85', max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)
SPACES = st.sampled_from(["", " ", "\n", "\r\n", "\n \n", "\t"])


def paths(value: Any) -> list[list[str | int]]:
    """The path of every value inside a value, its own first."""
    steps: list[Any] = (
        list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    )
    return [[], *([step, *rest] for step in steps for rest in paths(value[step]))]


Places = dict[str, tuple[int, int]]


def spread(value: Any, draw: Any, places: Places, before: str = "", path: tuple[str | int, ...] = ()) -> str:
    """The JSON text of a value with spaces strewn in; notes the line and the character at which each value begins."""
    text = before + draw(SPACES)
    places[pointer(path)] = text.count("\n") + 1, len(text.split("\n")[-1]) + 1
    if isinstance(value, dict | list):
        is_object = isinstance(value, dict)
        text += "{" if is_object else "["
        for i, (key, inner) in enumerate(value.items() if isinstance(value, dict) else enumerate(value)):
            text += "," * (i > 0) + draw(SPACES)
            if is_object:
                text += json.dumps(key) + draw(SPACES) + ":"
            text = spread(inner, draw, places, text, (*path, key))
        text += draw(SPACES) + ("}" if is_object else "]")
    else:
        text += json.dumps(value, ensure_ascii=False)
    return text + draw(SPACES)


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(VALUES, st.data())
def test_places_agree_with_those_noted_in_writing(value: Any, data: st.DataObject) -> None:
    expected: Places = {}
    text = spread(value, data.draw, expected)
    assert loads(text) == value
    assert places_of(text, set(expected)) == expected
    assert places_of(text, {"/nowhere/0"}) == {}


def test_lines_agree_with_those_of_an_indented_text() -> None:
    """Another independent way: an indented text has a line for each value, in the order of the paths."""
    value = {"a": [1, {"b": [True, "x\ny"]}], "c": {"d": None, "e/f": 3.5}}
    text = json.dumps(value, indent=1)
    starts = [i for i, line in enumerate(text.splitlines(), start=1) if line.strip(" ,") not in ("]", "}")]
    found = places_of(text, {pointer(p) for p in paths(value)})
    lines = {p: line for p, (line, _) in found.items()}
    assert lines == dict(zip((pointer(p) for p in paths(value)), starts, strict=True))
