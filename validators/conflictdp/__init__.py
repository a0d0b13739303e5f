"""Conflict Event Data Package: conflict events and casualties by source, as an open standard, and its tools.

errors      exceptions of ours
limits      how much is read before the work is given up
safe_text   text from data made safe for whoever reads it
spec        the standard, as values
conformance  the cases of the rules, and examples from them
report      findings and verdicts
readers     from bytes to raw tables
engine      the checks on DuckDB
validation  the pipeline
dataset     a dataset opened for analysis
glance      a dataset in numbers, for reports
convert     from other formats, and between forms
workbooks   datasets as workbooks of a spreadsheet program
models      records as typed objects
reporters   a report in the form that its reader needs
configuration  what a project has configured: conflictdp.toml, or a table of pyproject.toml
reference   the reference pages of the standard
strategies  datasets for property tests, valid and faulty
codegen     the types of the standard in other languages
generate    what is made from the hand-written files of the standard
cli         the command
pytest_plugin  datasets as tests, and small ones as fixtures

    >>> import conflictdp
    >>> report = conflictdp.validate("examples/minimal")
    >>> report.verdict
    'valid'
"""

from __future__ import annotations

TYPE_CHECKING = False  # from `typing`, whose import would take most of the time of this one
if TYPE_CHECKING:
    from typing import Any

    from conflictdp.dataset import Dataset, open  # noqa: A004
    from conflictdp.limits import Limits
    from conflictdp.report import Finding, Report
    from conflictdp.validation import validate

__version__ = "0.1.0"
__all__ = ["Dataset", "Finding", "Limits", "Report", "open", "validate"]

_HOMES = {
    "Dataset": "dataset",
    "open": "dataset",
    "Finding": "report",
    "Limits": "limits",
    "Report": "report",
    "validate": "validation",
}


def __getattr__(name: str) -> Any:
    """Imports the public names when they are first used, so that `import conflictdp` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'conflictdp' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"conflictdp.{_HOMES[name]}"), name)
