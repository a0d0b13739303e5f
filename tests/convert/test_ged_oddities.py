"""Every finding on converted GED files is an oddity of the publisher's, counted apart from our code."""

from __future__ import annotations

import conflictdp
import pytest
from conflictdp.convert import converter
from ged_oddities import articles, oddities
from restoring import rows

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
}  # fmt: skip


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

    # A file without a version in its name leaves the dataset without one, and says so.
    assert found.pop("SRC012", 0) == (done.version is None)
    # UCDP's figure names no ground where neither an article nor the origin of the report can be read.
    assert found.pop("CLM015", 0) == groundless(shared_data / name, tmp_path / "ged")
    assert found == wanted


def groundless(source, package) -> int:
    events = [r for r in rows(source) if r["id"] and not articles(r)]
    origins = [c for c in rows(package / "claims.csv") if c["claim_id"].endswith("-original")]
    named = {c["event_id"].removeprefix("ucdp-") for c in origins}
    return sum(str(int(float(e["id"]))) not in named for e in events)
