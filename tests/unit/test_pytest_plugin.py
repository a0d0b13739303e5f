"""The plugin for pytest: what it collects, what a failure shows, what its fixtures give, and that it is light."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from packages import base, changed, write

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["pytester"]


@pytest.fixture
def data(pytester: pytest.Pytester) -> Path:
    """A folder with two datasets, one of them faulty, and things that are none."""
    folder = pytester.mkdir("data")
    write(base(), folder / "good")
    faulty = changed(base(), ({"table": "casualties", "row": 1, "set": {"low": "9", "best": "3", "high": None}},))
    write(faulty, folder / "faulty")
    (folder / "datapackage.json").write_text('{"name": "another", "resources": []}', encoding="utf-8")
    (folder / "notes.json").write_text("{", encoding="utf-8")
    write(base(), folder / ".hidden")
    return folder


def test_every_dataset_is_a_test_and_a_failure_shows_its_findings(data: Path, pytester: pytest.Pytester) -> None:
    result = pytester.runpytest("--conflictdp", str(data.name), "-v", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["conflictdp::data/faulty FAILED*", "conflictdp::data/good PASSED*"])
    result.stdout.fnmatch_lines(["error CAS001 *", "*casualties.csv:2*", "invalid: data/faulty: *"])
    result.stdout.no_fnmatch_line("*Traceback*")
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_dataset_that_is_named_is_taken_as_it_is(data: Path, pytester: pytest.Pytester) -> None:
    result = pytester.runpytest("--conflictdp", f"{data.name}/notes.json", "--conflictdp", f"{data.name}/good")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["error DOC001 *"])


def test_where_there_is_no_dataset_that_is_said(pytester: pytest.Pytester) -> None:
    pytester.mkdir("empty")
    result = pytester.runpytest("--conflictdp", "empty")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--conflictdp empty: there is no Conflict DP dataset"])


def test_warnings_fail_when_they_are_to(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("data")
    write(changed(base(), ({"table": "events", "row": 1, "set": {"event_type": "no_such_type"}},)), folder / "d")
    pytester.runpytest("--conflictdp", "data").assert_outcomes(passed=1)
    pytester.runpytest("--conflictdp", "data", "--conflictdp-fail-on", "warning").assert_outcomes(failed=1)


def test_fixtures_give_valid_datasets_and_check_others(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        def test_forms(conflictdp_package, conflictdp_check):
            assert (conflictdp_package / "events.csv").is_file()
            conflictdp_check(conflictdp_package, fail_on="info")

        def test_document(conflictdp_document, conflictdp_check):
            assert conflictdp_document.suffix == ".json"
            conflictdp_check(conflictdp_document, fail_on="info")

        def test_lines(conflictdp_lines, conflictdp_check):
            assert conflictdp_lines.suffix == ".jsonl"
            conflictdp_check(conflictdp_lines, fail_on="info")

        def test_faulty(conflictdp_package, conflictdp_check):
            (conflictdp_package / "events.csv").unlink()
            conflictdp_check(conflictdp_package)
    """)
    result = pytester.runpytest()
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["error PKG007 *"])


def test_pytest_starts_without_the_engine(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        import sys

        def test_light():
            heavy = {"duckdb", "hypothesis", "pyarrow", "pydantic", "frictionless", "conflictdp.strategies"}
            assert heavy & sys.modules.keys() == set()
    """)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:hypothesispytest", "-p", "no:cacheprovider"]
    run = subprocess.run(command, cwd=pytester.path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
