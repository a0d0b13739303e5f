"""The schemas keep to JSON Schema 2020-12 and to the keywords of the standard, and a misspelt keyword is an error."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from checking import examples
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from conflictdp.spec.documents import schemas
from conflictdp.spec.tables import schema

META = schema("meta.schema.json")
EACH = ("properties", "patternProperties", "$defs")
ALL = ("allOf", "anyOf", "oneOf")
ONE = ("items", "if", "then", "else", "not", "propertyNames", "additionalProperties")


def _subschemas(value: Any) -> list[dict[str, Any]]:
    """Every schema in a schema, itself first."""
    if not isinstance(value, dict):
        return []
    inner = [s for k in EACH for s in value.get(k, {}).values()]
    inner += [s for k in ALL for s in value.get(k, [])]
    inner += [value[k] for k in ONE if k in value]
    return [value, *(found for s in inner for found in _subschemas(s))]


def _is_good(value: Any) -> bool:
    """Whether a schema is good by the metaschema; two implementations must say the same."""
    registry = jsonschema_rs.Registry([(META["$id"], META)], draft=jsonschema_rs.Draft202012)
    ours = jsonschema_rs.Draft202012Validator(META, registry=registry, offline=True).is_valid(value)
    resource = DRAFT202012.create_resource(META)
    oracle = jsonschema.Draft202012Validator(META, registry=Registry().with_resource(META["$id"], resource))
    assert oracle.is_valid(value) == ours
    return ours


@pytest.mark.parametrize("name", sorted(schemas()))
def test_schemas_are_good(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schemas()[name])
    assert _is_good(schemas()[name])


def test_the_metaschema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(META)


places = st.sampled_from([(name, i) for name, s in sorted(schemas().items()) for i in range(len(_subschemas(s)))])


@examples(40)
@given(places, st.sampled_from(["x-unitt", "x-", "x-Unit", "x-codelists", "x-reference", "x-sensitive"]))
def test_a_misspelt_keyword_is_refused_at_any_depth(place: tuple[str, int], keyword: str) -> None:
    name, number = place
    spoilt = deepcopy(schemas()[name])
    _subschemas(spoilt)[number][keyword] = "person"
    assert not _is_good(spoilt)


@examples(25)
@given(
    places,
    st.sampled_from(
        [
            ("x-unit", "furlong"),
            ("x-parent", False),
            ("x-open", "yes"),
            ("x-sensitivity", "high"),
            ("x-source", ""),
            ("x-table", {}),
        ]
    ),
)
def test_a_keyword_with_a_wrong_value_is_refused_at_any_depth(place: tuple[str, int], keyword: tuple[str, Any]) -> None:
    name, number = place
    spoilt = deepcopy(schemas()[name])
    _subschemas(spoilt)[number][keyword[0]] = keyword[1]
    assert not _is_good(spoilt)
