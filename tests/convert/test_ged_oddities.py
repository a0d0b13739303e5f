"""Every finding on converted GED files is an oddity of the publisher's, counted apart from our code."""

from __future__ import annotations

import pytest
from csv_rows import rows
from ged_oddities import articles, events, oddities

import conflictdp
from conflictdp.convert import converter

FILES = {
    "ucdp/ged_2023_sample1000.csv": {
        "CAS001": 13, "CAS008": 6, "LOC004": 1, "PAR008": 4, "PAR014": 1, "SRC001": 14, "SRC002": 4, "SRC004": 36,
        "SRC011": 2, "TXT002": 4, "TXT004": 1, "TXT007": 1,
    },
    "ucdp/ged_v26_0_1_candidate.csv": {
        "CAS001": 5, "CAS008": 51, "EVT008": 188, "SRC001": 1, "SRC002": 4, "SRC011": 4, "TXT004": 23,
    },
    "ucdp_hdx/conflict_data_SSD.csv": {
        "CAS001": 14, "CAS008": 12, "EVT008": 49, "SRC001": 6, "SRC009": 2, "SRC010": 12, "SRC011": 3, "TXT002": 10,
    },
    "ucdp_hdx/conflict_data_BGD.csv": {"CAS001": 1, "EVT008": 20},
    "ucdp/ged_v23_1_CAF.geojson": {
        "CAS001": 20, "CAS008": 11, "EVT008": 69, "PAR016": 1848, "SRC001": 28, "SRC002": 14, "SRC004": 16, "SRC009": 2,
        "SRC010": 28, "SRC011": 8,
    },
}  # fmt: skip
OURS = {
    "ucdp/ged_2023_sample1000.csv": {"SRC012": 1, "CLM015": 256},
    "ucdp/ged_v26_0_1_candidate.csv": {"SRC012": 0, "CLM015": 0},
    "ucdp_hdx/conflict_data_SSD.csv": {"SRC012": 1, "CLM015": 75},
    "ucdp_hdx/conflict_data_BGD.csv": {"SRC012": 1, "CLM015": 459},
    "ucdp/ged_v23_1_CAF.geojson": {"SRC012": 0, "CLM015": 217},
}


@pytest.mark.parametrize("name", FILES)
def test_findings_are_the_oddities_of_the_publisher(name, shared_data, tmp_path):
    wanted = oddities(shared_data / name)
    assert wanted == FILES[name]

    done = converter("ucdp-ged")(shared_data / name, tmp_path / "ged")
    report = conflictdp.validate(tmp_path / "ged")
    found: dict[str, int] = {}
    for group in report.groups:
        found[group.rule] = found.get(group.rule, 0) + group.count
    assert not report.not_checked

    # A file without a version in its name leaves the dataset without one, and says so; UCDP's figure names no ground
    # where neither an article nor the origin of the report can be read.
    named = {"SRC012": int(done.version is None), "CLM015": groundless(shared_data / name, tmp_path / "ged")}
    assert {rule: found.pop(rule, 0) for rule in named} == named == OURS[name]
    assert found == wanted


def groundless(source, package) -> int:
    bare = [r for r in events(source) if not articles(r)]
    origins = [c for c in rows(package / "claims.csv") if c["claim_id"].endswith("-original")]
    named = {c["event_id"].removeprefix("ucdp-") for c in origins}
    return sum(str(int(float(e["id"]))) not in named for e in bare)


def test_the_documentation_gives_these_numbers(root):
    lines = (root / "docs" / "ucdp-ged.md").read_text(encoding="utf-8").splitlines()
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]
    told = [{row[0].split()[0]: int(row[n]) for row in cells if int(row[n])} for n in range(1, len(FILES) + 1)]
    assert told == [FILES[name] | {rule: n for rule, n in OURS[name].items() if n} for name in FILES]
