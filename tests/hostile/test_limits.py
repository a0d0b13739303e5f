"""Each limit: reaching it is exit code 2 or a shorter report, it is named, and it can be raised."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from archives import base
from corpus import LINKS, RECORDS, document, file, links, package, pairs
from running import run

import conflictdp
from conflictdp.errors import LimitError, UsageError
from conflictdp.limits import DEFAULTS, Limits, about, limits_from
from conflictdp.validation import loading

if TYPE_CHECKING:
    from pathlib import Path

    from corpus import Build

    from conflictdp.engine.store import Store

EVENTS = "events.csv"
ROWS = LINKS + b"c1,c2,denies\nc1,c3,denies\n"
ZIP = file("data.zip", lambda: base(("notes.txt", bytes(2 << 20))))
CROWDED = RECORDS["events"] | {"identifiers": [{"scheme": "other", "value": f"v{i}"} for i in range(20)]}
REACHED: dict[str, tuple[Build, int, str]] = {
    "file_bytes": (links(ROWS), 60, "61 bytes of one file"),
    "total_bytes": (package, 1000, "bytes of all files"),
    "descriptor_bytes": (package, 500, "bytes of datapackage.json"),
    "descriptor_values": (package, 10, "values in datapackage.json"),
    "resources": (package, 2, "3 resources"),
    "rows": (links(ROWS), 1, "2 records of a dataset"),
    "columns": (links(ROWS), 2, "3 columns"),
    "json_bytes": (file("data.jsonl", lambda: b'{"record": "' + b"x" * 300_000), 200_000, "bytes of one record"),
    "nested_records": (file("data.json", document(events=[CROWDED])), 20, "21 records within one record"),
    "archive_members": (ZIP, 4, "5 members"),
    "archive_bytes": (ZIP, 100, "bytes of one unpacked member"),
}
"""What reaches a limit, at which value, and what the message says of it."""


@pytest.mark.parametrize(("name", "build", "most", "said"), [(n, *v) for n, v in REACHED.items()], ids=REACHED)
def test_reaching_a_limit_is_no_verdict(
    name: str, build: Build, most: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = build(tmp_path)
    code, out, err = run(path, capsys, "--limit", f"{name}={most}")
    assert (code, out) == (2, "")
    assert said in err
    assert f"at most {most:,} are taken. Nothing is said of the data" in err
    assert err.endswith(f"raise the limit: --limit {name}=NUMBER\n")
    code, out, err = run(path, capsys, "--limit", f"{name}={getattr(DEFAULTS, name)}", "--select", "TAB")
    assert (code, err) == (0, "")


def test_a_record_beyond_its_limit_is_a_finding_and_left_out(tmp_path: Path) -> None:
    path = links(LINKS + b"c1,c2,denies\n" + b"\n" + b"c1,c3," + b"x" * 3000 + b"\n")(tmp_path)
    report = conflictdp.validate(path, limits=Limits(record_bytes=2000), select=("TAB",))
    assert [(f.rule, f.line) for f in report.findings] == [("TAB007", 4), ("TAB010", 3)]
    assert (
        "a cell has over 2,000 characters, as after an open quote (limit record_bytes)" in next(report.findings).message
    )


def test_groups_are_bounded_and_findings_counted(tmp_path: Path) -> None:
    event = RECORDS["events"] | {f"k{i}": 1 for i in range(300)}
    path = file("data.json", document(events=[event]))(tmp_path)
    whole = conflictdp.validate(path, select=("DOC",))
    short = conflictdp.validate(path, select=("DOC",), limits=Limits(groups=20))
    assert (len(whole.groups), len(short.groups)) == (300, 21)
    assert whole.counts == short.counts == {"error": 300, "warning": 0, "info": 0}
    assert (short.groups[0].column, short.groups[0].count, len(short.groups[0].findings)) == (None, 280, 10)


def test_findings_shown_are_bounded_and_counted(tmp_path: Path) -> None:
    path = links(LINKS + b",,\n" * 500)(tmp_path)
    report = conflictdp.validate(path, keep=400, limits=Limits(findings=450), select=("CEL",))
    assert [(g.count, len(g.findings)) for g in report.groups] == [(500, 400), (500, 50), (500, 1)]


def test_time_is_bounded_within_a_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = loading.connect

    def stall(*arguments: object, **more: object) -> Store:
        store = connect(*arguments, **more)  # type: ignore[arg-type]
        store.rows("SELECT count(*) FROM range(1000000000000) AS t (i) WHERE i % 7 = 3")
        return store

    monkeypatch.setattr(loading, "connect", stall)
    with pytest.raises(LimitError, match=r"1 seconds of one validation; at most 1 .*--limit seconds=NUMBER"):
        conflictdp.validate(links(ROWS)(tmp_path), limits=Limits(seconds=1))


def test_time_is_bounded_within_a_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def loop(*_: object, **__: object) -> None:
        while True:
            pass

    monkeypatch.setattr(loading, "open_input", loop)
    with pytest.raises(LimitError, match="seconds of one validation"):
        conflictdp.validate(links(ROWS)(tmp_path), limits=Limits(seconds=1))


def test_a_rule_that_runs_away_is_given_up(tmp_path: Path) -> None:
    path = pairs(1000)(tmp_path)
    report = conflictdp.validate(path, limits=Limits(rule_seconds=1), select=("CLM018",))
    assert [(n.what, n.is_gap) for n in report.not_checked if "CLM" in n.what] == [("rule CLM018", True)]
    assert report.verdict == "indeterminate"


def test_what_is_spilt_is_bounded(tmp_path: Path, temporary: Path) -> None:
    rows = b"".join(b"claim-%d,other-%d,denies\n" % (i * 7919 % 200_000, i) for i in range(200_000))
    path = links(LINKS + rows)(tmp_path)
    with pytest.raises(LimitError, match=r"no room is left to spill to.*Nothing is said.*--limit spill_bytes=NUMBER"):
        conflictdp.validate(path, memory="12MB", jobs=1, limits=Limits(spill_bytes=100_000))
    assert conflictdp.validate(path, memory="12MB", jobs=1).verdict == "valid"
    assert list(temporary.iterdir()) == []


def test_limits_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    from conflictdp.cli import main

    assert main(["validate", "--limits"]) == 0
    listed = capsys.readouterr().out
    assert re.findall(r"^([a-z_]+) +([0-9]+) ", listed, re.MULTILINE) == [
        (name, str(getattr(DEFAULTS, name))) for name in about()
    ]


def test_settings() -> None:
    assert limits_from(["columns=20", "file_bytes=4G", "columns=30"]) == replace(
        DEFAULTS, columns=30, file_bytes=4 << 30
    )
    assert limits_from([]) == DEFAULTS


@pytest.mark.parametrize("setting", ["", "columns", "columns=", "columns=x", "columns=-1", "columns=0", "columns=1.5",
                                     "columns=G", "columns=9999999999999999999", "colums=1", "columns=٣"])  # fmt: skip
def test_settings_that_make_no_sense(setting: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match=r"there is no limit|the limit columns is .* must be"):
        limits_from([setting])
    code, out, err = run(tmp_path, capsys, "--limit", setting)
    assert (code, out) == (2, "")
    assert "Invalid value for '--limit'" in err


def test_every_limit_is_tested() -> None:
    elsewhere = {"record_bytes", "unpack_ratio", "groups", "findings", "spill_bytes", "rule_seconds", "seconds"}
    assert set(REACHED) | elsewhere == set(about())
    assert json.loads(json.dumps({n: getattr(DEFAULTS, n) for n in about()}))
