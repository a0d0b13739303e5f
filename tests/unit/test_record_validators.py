"""What judges the lines of one kind accepts exactly what the schema of all lines accepts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conflictdp.spec.documents import record_validator, schemas, validator
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = json.loads((Path(__file__).parents[1] / "conformance" / "base.json").read_text(encoding="utf-8"))
KINDS = [branch["if"]["properties"]["record"]["const"] for branch in schemas()["record.schema.json"]["allOf"]]


def _variants(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield record
    yield record | {"unheard_of": 1}
    yield record | {"x_mine": "kept"}
    for key in record:
        yield {k: v for k, v in record.items() if k != key}
        for value in ("", 5, -1, None, [], {}, ["a", "a"], True, "2018-02-30"):
            yield record | {key: value}


@pytest.mark.parametrize("table", tables().values(), ids=lambda t: t.name)
def test_a_kind_by_itself_is_judged_as_among_all(table: Any) -> None:
    generic, own = validator("record.schema.json"), record_validator(table.record)
    verdicts = set()
    for row in BASE["tables"][table.name]:
        for record in _variants({"record": table.record} | row):
            if record.get("record") == table.record:
                assert own.is_valid(record) == generic.is_valid(record), record
                verdicts.add(own.is_valid(record))
    assert False in verdicts


def test_every_kind_has_its_own() -> None:
    assert {t.record for t in tables().values()} | {"package"} == set(KINDS)
    assert all(not record_validator(kind).is_valid({"record": kind, "unheard_of": 1}) for kind in KINDS)
    with pytest.raises(KeyError):
        record_validator("massacre")
