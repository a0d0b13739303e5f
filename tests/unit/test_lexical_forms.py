"""How values are written: the same verdict, and the same rule, in a table and in a document."""

# ruff: noqa: RUF001 - digits of other scripts are what is tested

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

import conflictdp
from conflictdp.engine.sql import faults
from conflictdp.readers.json_text import loads
from conflictdp.readers.structure import Structure
from conflictdp.report.findings import Findings
from conflictdp.spec.documents import validator
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from pathlib import Path

WRONG, LISTED, FORM, RANGE, MISSING, TWICE, ABSENT = (
    "CEL002",
    "CEL003",
    "CEL004",
    "CEL005",
    "CEL007",
    "CEL009",
    "DOC004",
)
GOOD = None

ROWS = {
    "casualties": {"event_id": "e1", "outcome": "killed", "count_kind": "exact"},
    "locations": {"location_id": "l1", "name": "Blue Ford"},
    "events": {"event_id": "e1", "event_type": "armed_clash"},
    "claims": {
        "claim_id": "c1", "event_id": "e1", "source_id": "s1", "claimant_id": "p1", "stance": "asserts",
        "certainty": "stated",
    },
}  # fmt: skip
"""A record of each table with all that it needs."""

CELLS: dict[str, dict[str, str | None]] = {
    "casualties.best": {
        "5": GOOD, "0": GOOD, "-0": GOOD, "1000000000000": GOOD,
        " 5 ": WRONG, "5 ": WRONG, "\t5": WRONG, "5\u00a0": WRONG, "5\n": WRONG,
        "5.0": WRONG, "5.": WRONG, ".5": WRONG, "1e3": WRONG, "+5": WRONG, "05": WRONG, "00": WRONG, "--5": WRONG,
        "1_000": WRONG, "1,000": WRONG, "1 000": WRONG, "0x5": WRONG, "5²": WRONG,
        "５": WRONG, "٥": WRONG, "۵": WRONG, "五": WRONG, "\u22125": WRONG,
        "five": WRONG, "TRUE": WRONG, "inf": WRONG, "-inf": WRONG, "Infinity": WRONG,
        "-5": RANGE, "1000000000001": RANGE, "9" * 19: RANGE, "9" * 30: RANGE, "9" * 300: RANGE, "9" * 400: RANGE,
        "-1": MISSING, "-9": MISSING, "-99": MISSING, "-999": MISSING, "-9999": MISSING, "-99.0": MISSING,
        "NA": MISSING, "n/a": MISSING, " na ": MISSING, "nan": MISSING, "NaN": MISSING, "NULL": MISSING,
        "None": MISSING,
        "unknown": MISSING, "-": MISSING, "?": MISSING, ".": MISSING,
    },
    "locations.latitude": {
        "12": GOOD, "12.5": GOOD, "12.50": GOOD, "-0.0": GOOD, "90": GOOD, "-90.000": GOOD, "-1": GOOD, "-9": GOOD,
        "0." + "3" * 60: GOOD,
        "12.": WRONG, ".5": WRONG, "1e1": WRONG, "+12.5": WRONG, "12,5": WRONG, "012.5": WRONG, "12.5°": WRONG,
        "12.5 N": WRONG,
        "1_2.5": WRONG, "１２": WRONG, " 12": WRONG, "inf": WRONG, "-Infinity": WRONG, "1.5.2": WRONG,
        "90.0000001": RANGE, "-90.5": RANGE, "91": RANGE, "9" * 300: RANGE, "-" + "9" * 400: RANGE,
        "-99": MISSING, "-999.0": MISSING, "nan": MISSING, "NA": MISSING,
    },
    "events.is_aggregate": {
        "true": GOOD, "false": GOOD,
        "TRUE": WRONG, "True": WRONG, "1": WRONG, "0": WRONG, "yes": WRONG, "t": WRONG, "true ": WRONG, "-1": WRONG,
        "unknown": MISSING, "NA": MISSING, "null": MISSING,
    },
    "events.start_date": {
        "2018-02-07": GOOD, "2020-02-29": GOOD, "2000-02-29": GOOD, "9999-12-31": GOOD, "0001-01-01": GOOD,
        "0000-01-01": WRONG, "0010-01-01": GOOD, "1000-01-01": GOOD,
        "2018-2-7": WRONG, "20180207": WRONG, "2018-02-30": WRONG, "2018-02-29": WRONG, "1900-02-29": WRONG,
        "2018-13-01": WRONG,
        "2018-00-10": WRONG, "2018-01-00": WRONG, "2018-04-31": WRONG, "2018-02-07T00:00:00": WRONG,
        "2018-02-07 ": WRONG,
        " 2018-02-07": WRONG, "2018-02-07\n": WRONG, "2018-W06-3": WRONG, "2018-038": WRONG, "2018": WRONG,
        "2018-02": WRONG,
        "07.02.2018": WRONG, "2/7/2018": WRONG, "2018/02/07": WRONG, "-2018-02-07": WRONG, "+02018-02-07": WRONG,
        "２０１８-02-07": WRONG, "٢٠١٨-02-07": WRONG, "2018\u201302\u201307": WRONG, "infinity": WRONG,
        "epoch": WRONG, "today": WRONG,
        "0000-00-00": MISSING, "NA": MISSING, "unknown": MISSING,
    },
    "casualties.outcome": {
        "killed": GOOD,
        "Killed": LISTED, "killed ": LISTED, "kiled": LISTED, "5": LISTED,
        "NA": MISSING, "none": MISSING, "-": MISSING,
    },
    "claims.topics": {
        "casualties": GOOD, "casualties|attack": GOOD,
        "casualties|": FORM, "|casualties": FORM, "casualties||attack": FORM, "casualties, attack": FORM,
        "Casualties": FORM, "|": FORM,
        "casualties|casualties": TWICE,
    },
}  # fmt: skip

VALUES: dict[str, dict[str, str | None]] = {
    "casualties.best": {
        "5": GOOD, "0": GOOD, "-0": GOOD, "5.0": GOOD, "1e3": GOOD, "50e-1": GOOD, "1000000000000": GOOD,
        "5.5": WRONG, '"5"': WRONG, '" 5 "': WRONG, '"five"': WRONG, "true": WRONG, "[5]": WRONG,
        '{"value": 5}': WRONG,
        "-5": RANGE, "1000000000001": RANGE, "9" * 30: RANGE, "1e300": RANGE,
        "-99": MISSING, "-1": MISSING, "-99.0": MISSING, '"NA"': MISSING, '"nan"': MISSING, '"-"': MISSING,
        "null": ABSENT, '""': ABSENT, "[]": ABSENT, "{}": ABSENT,
    },
    "locations.latitude": {
        "12": GOOD, "12.5": GOOD, "1e1": GOOD, "-90": GOOD, "-0.0": GOOD,
        '"12.5"': WRONG, "false": WRONG, "[12.5]": WRONG,
        "90.0000001": RANGE, "-1e300": RANGE, "9" * 30: RANGE,
        "-99": MISSING, "-999.0": MISSING, '"NA"': MISSING,
        "null": ABSENT,
    },
    "events.is_aggregate": {
        "true": GOOD, "false": GOOD,
        '"true"': WRONG, "1": WRONG, "0": WRONG, "1.0": WRONG, "[true]": WRONG,
        '"unknown"': MISSING,
        "null": ABSENT,
    },
    "events.start_date": {
        '"2018-02-07"': GOOD, '"2020-02-29"': GOOD, '"0001-01-01"': GOOD, '"0000-01-01"': WRONG,
        "20180207": WRONG, "2018": WRONG, '"2018-2-7"': WRONG, '"20180207"': WRONG, '"2018-02-30"': WRONG,
        '"1900-02-29"': WRONG,
        '"2018-02-07T00:00:00"': WRONG, '"2018-02-07T00:00:00Z"': WRONG, '"2018-02-07 "': WRONG,
        '"2018-02-07\\n"': WRONG,
        '"2018-W06-3"': WRONG, '"2018-038"': WRONG, '"２０１８-02-07"': WRONG, '["2018-02-07"]': WRONG,
        '"0000-00-00"': MISSING, '"NA"': MISSING,
        '""': ABSENT,
    },
    "casualties.outcome": {
        '"killed"': GOOD,
        '"Killed"': LISTED, '"killed\\n"': LISTED, "5": WRONG, '["killed"]': WRONG,
        '"NA"': MISSING,
        "null": ABSENT,
    },
    "claims.topics": {
        '["casualties"]': GOOD, '["casualties", "attack"]': GOOD,
        '["Casualties"]': FORM, '["casualties|attack"]': FORM, '["casualties", ""]': FORM,
        '["casualties", "casualties"]': TWICE,
        '"casualties"': WRONG, '[["casualties"]]': WRONG, '["casualties", null]': WRONG, "5": WRONG,
        "[]": ABSENT, "null": ABSENT,
    },
}  # fmt: skip


@pytest.mark.parametrize("place", CELLS)
def test_cells(place: str, tmp_path: Path) -> None:
    table, _, column = place.partition(".")
    expected = CELLS[place]
    path = tmp_path / f"{table}.csv"
    record = ROWS[table] | {column: ""}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(record))
        writer.writeheader()
        writer.writerows(record | {column: cell} for cell in expected)
    report = conflictdp.validate(path, select=("TAB", "CEL"), keep=1000)
    found = dict.fromkeys(expected) | {list(expected)[(f.row or 0) - 1]: f.rule for f in report.findings}
    assert {f.column for f in report.findings} == {column}
    assert found == expected
    assert sum(g.count for g in report.groups) == sum(rule is not None for rule in expected.values())


@pytest.mark.parametrize("place", VALUES)
def test_values(place: str) -> None:
    table, _, column = place.partition(".")
    expected = VALUES[place]
    record = {"record": tables()[table].record, **ROWS[table]}
    findings = Findings(1000, shows_sensitive=True)
    for number, token in enumerate(expected, start=1):
        Structure("a.jsonl", findings, record | {column: loads(token)}, number).check(validator("record.schema.json"))
    found = dict.fromkeys(expected) | {list(expected)[(f.line or 0) - 1]: f.rule for f in findings}
    assert {(f.column, f.pointer) for f in findings} == {(column, f"/{column}")}
    assert found == expected
    assert sum(g.count for g in findings.groups()) == sum(rule is not None for rule in expected.values())


def test_a_cell_and_a_text_of_the_same_letters_break_the_same_rule() -> None:
    """A number is written without quotes, so only texts are alike; dates and codes are texts in both forms."""
    for place in ("events.start_date", "casualties.outcome"):
        for token, rule in VALUES[place].items():
            value = json.loads(token)
            if isinstance(value, str) and value:
                assert CELLS[place].get(value, rule) == rule, (place, value)


def test_every_number_has_both_bounds() -> None:
    """Without one, a number too large for its type would be lost without a finding."""
    numbers = [c for t in tables().values() for c in t.columns.values() if c.type in ("integer", "number")]
    assert len(numbers) >= 14
    for column in numbers:
        assert column.minimum is not None, column.name
        assert column.maximum is not None, column.name
        assert "CEL005" in dict(faults(column))
