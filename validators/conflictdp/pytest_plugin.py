"""A plugin for pytest: datasets as tests, and small valid datasets as fixtures.

`pytest --conflictdp data` turns every dataset found under `data` into a test, whose failure shows the findings. pytest
loads this module whenever it starts, so it imports nothing else of ours until it is asked for something.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conflictdp.report import Report

SKIPPED = ("node_modules", "__pycache__", "venv", "site-packages")
"""Folders that are not looked into, as are those whose names begin with a dot."""

ENDINGS = (".json", ".jsonl", ".ndjson", ".zip")
SEVERITIES = ("error", "warning", "info")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options."""
    group = parser.getgroup("conflictdp", "Conflict Event Data Package")
    group.addoption(
        "--conflictdp",
        action="append",
        default=[],
        metavar="PATH",
        help="make a test of every Conflict DP dataset found at PATH or under it; may be given more than once",
    )
    group.addoption(
        "--conflictdp-fail-on",
        choices=SEVERITIES,
        default="error",
        help="the least severity of a finding that fails such a test (default: error)",
    )


class DatasetError(Exception):
    """A dataset has findings; the message is the report."""


class DatasetItem(pytest.Item):
    """The test that a dataset is valid."""

    def __init__(self, *, dataset: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.dataset = dataset

    def runtest(self) -> None:
        """Validates the dataset."""
        fail_on = self.config.getoption("--conflictdp-fail-on")
        _refuse(_report(self.dataset), fail_on)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings, or what kept the dataset from being read, without a traceback."""
        from conflictdp.errors import ConflictDPError

        if isinstance(excinfo.value, DatasetError | ConflictDPError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """What the test is called where it fails."""
        return self.dataset, None, f"conflictdp: {self.dataset}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Adds a test for every dataset that is asked for."""
    for given in config.getoption("--conflictdp"):
        start = Path(given)
        found = sorted(datasets(start))
        if not found:
            raise pytest.UsageError(f"--conflictdp {given}: there is no Conflict DP dataset")
        for path in found:
            name = path.as_posix()
            items.append(DatasetItem.from_parent(session, name=name, nodeid=f"conflictdp::{name}", dataset=path))


def datasets(start: Path) -> Iterator[Path]:
    """The datasets at a path or under it: folders of packages, archives, documents and JSON Lines.

    A file that is named itself is taken for a dataset in any case; others must name the standard.
    """
    from conflictdp.convert.outputs import DESCRIPTOR, names_standard

    if start.is_file():
        yield start
        return
    for path in sorted(p for p in start.iterdir()) if start.is_dir() else ():
        if path.is_dir() and not path.name.startswith(".") and path.name not in SKIPPED:
            yield from datasets(path)
        elif path.suffix.lower() in ENDINGS and names_standard(path):
            yield path.parent if path.name == DESCRIPTOR else path


def _report(path: Path) -> Report:
    from conflictdp.validation import validate

    return validate(path)


def _refuse(report: Report, fail_on: str) -> None:
    """Raises DatasetError with the report, where that has findings or could not be made in full."""
    from conflictdp.reporters.text import render

    if report.fails(fail_on) or report.verdict == "indeterminate":
        raise DatasetError(render(report))


@pytest.fixture
def conflictdp_check() -> Callable[..., None]:
    """A function that fails the test, showing the findings, unless the dataset at a path is valid.

    It takes the path, and as `fail_on` the least severity that counts: "error" (the default), "warning" or "info".
    """

    def check(path: str | Path, *, fail_on: str = "error") -> None:
        __tracebackhide__ = True
        try:
            _refuse(_report(Path(path)), fail_on)
        except DatasetError as error:
            pytest.fail(str(error), pytrace=False)

    return check


def _written(folder: Path, form: str) -> Path:
    """The conformance base, an invented dataset that uses every table, in a form."""
    try:
        from conflictdp import strategies
        from conflictdp.conformance.cases import base
    except ModuleNotFoundError as error:
        raise pytest.UsageError(f"this fixture needs {error.name}: pip install 'conflictdp[strategies]'") from error
    make = {"package": strategies.package_files, "document": strategies.document_files, "lines": strategies.lines_files}
    return strategies.write_files(make[form](base()), folder / "conflictdp")


@pytest.fixture
def conflictdp_package(tmp_path: Path) -> Path:
    """The folder of a valid package of CSV files that uses every table; the test's own to change."""
    return _written(tmp_path, "package")


@pytest.fixture
def conflictdp_document(tmp_path: Path) -> Path:
    """The same dataset as a document (.json)."""
    return _written(tmp_path, "document")


@pytest.fixture
def conflictdp_lines(tmp_path: Path) -> Path:
    """The same dataset as JSON Lines (.jsonl)."""
    return _written(tmp_path, "lines")
