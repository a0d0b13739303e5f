"""Any bytes come to a verdict or an error of ours: valid files of every form, after whatever bytes may suffer.

CONFLICTDP_EFFORT=100 runs for the better part of an hour; `tests/fuzz` has a target for atheris, which looks for new paths.
"""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from corpus import D, descriptor
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import mutated, seeds, survives

import conflictdp
from property.checking import EFFORT

EXAMPLES = settings(max_examples=15 * EFFORT, deadline=None, database=None)


@pytest.mark.parametrize("name", seeds())
def test_the_seeds_are_sound(name: str) -> None:
    assert survives(name, seeds()[name]) in ("valid", "invalid")


@pytest.mark.parametrize("name", seeds())
@EXAMPLES
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_any_bytes_come_to_a_verdict_or_an_error_of_ours(name: str, seed: int, times: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same bytes in every run
    assert survives(name, mutated(seeds()[name], chance, times)) in (
        "valid", "invalid", "indeterminate", "InputError", "LimitError",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["claim_links.csv", "claim_links.parquet", "data.json", "data.jsonl", "data.zip", D])
@settings(max_examples=8 * EFFORT, deadline=None, database=None)
@given(st.binary(max_size=300))
def test_bytes_of_chance_too(name: str, data: bytes) -> None:
    assert survives(name, data) != "valid" or name in ("data.jsonl", "claim_links.csv")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)


def nodes(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all values in a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(p for k, v in items for p in nodes(v, (*path, k)))]


def put(value: Any, path: tuple[str | int, ...], other: Any) -> Any:
    """The value with another one at a path."""
    if not path:
        return other
    copy = value.copy()
    copy[path[0]] = put(copy[path[0]], path[1:], other)
    return copy


@settings(max_examples=40 * EFFORT, deadline=None, database=None)
@given(st.sampled_from(nodes(descriptor())), JSON)
def test_any_value_anywhere_in_a_descriptor(path: tuple[str | int, ...], value: Any) -> None:
    survives(D, json.dumps(put(descriptor(), path, value)).encode("utf-8", "surrogatepass"))


def test_what_fuzzing_would_find_is_found() -> None:
    """The property can fail: what is raised on the way is not swallowed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conflictdp, "validate", lambda _: 1 / 0, raising=False)
        with pytest.raises(ZeroDivisionError):
            survives("data.json", b"{}")
