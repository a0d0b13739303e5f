"""Every finding on converted files of TechForPalestine and AWSD is an oddity of theirs, counted apart from our code."""

from __future__ import annotations

import pytest
from provider_oddities import oddities

import conflictdp
from conflictdp.convert import converter
from conflictdp.convert.conversion import Options

FILES = {
    # Two totals below those of earlier days; periods of two and three days that cover days already reported.
    "gaza_tfp/casualties_daily.json": ("tfp-gaza", {"CAS020": 2, "CAS021": 14}),
    # 999 injured in all, on seven days; a correction downwards that is carried on.
    "gaza_tfp/west_bank_daily.json": ("tfp-west-bank", {"CAS009": 7, "CAS020": 34}),
    "awsd/AWSD_AF_security_incidents.csv": (
        "awsd",
        {"CLM015": 617, "EVT008": 5, "LOC006": 446, "LOC017": 10, "TXT007": 2},
    ),
}


@pytest.mark.parametrize("file", FILES)
def test_findings_are_the_oddities_of_the_publisher(file, shared_data, tmp_path):
    name, wanted = FILES[file]
    assert oddities(shared_data / file) == wanted
    converter(name)(shared_data / file, tmp_path / "out", Options(version="2030"))
    report = conflictdp.validate(tmp_path / "out")
    found: dict[str, int] = {}
    for group in report.groups:
        found[group.rule] = found.get(group.rule, 0) + group.count
    assert not report.not_checked
    assert found == wanted
