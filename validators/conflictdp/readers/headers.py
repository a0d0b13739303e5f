"""The header of a table, held against the columns of the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictdp.report.findings import finding
from conflictdp.spec.rules import rules
from conflictdp.spec.values import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflictdp.report import Findings
    from conflictdp.spec.tables import Table


MAX_NAME = 200


def is_extra(name: str) -> bool:
    """Whether a column or key is the publisher's own: x_ and lower-case letters, digits and underscores."""
    rest = name.removeprefix("x_")
    return (
        len(name) <= MAX_NAME
        and rest not in (name, "")
        and rest.isascii()
        and all(c.islower() or c.isdigit() or c == "_" for c in rest)
    )


def check_header(
    table: Table, file: str, header: Iterable[str], findings: Findings, *, line: int | None = 1
) -> tuple[str | None, ...]:
    """Reports unknown, doubled and missing columns.

    Returns:
        The columns in order; None for one that is not to be read.
    """

    def fault(rule: str, column: str, hint: str | None = None) -> None:
        place: dict[str, Any] = {
            "table": table.name,
            "file": file,
            "line": line,
            "column": column,
            "hint": hint,
        }
        findings.add(finding(rules()[rule], {"name": table.name, "column": column}, **place))

    names = list(header)
    columns: list[str | None] = []
    for name in names:
        if name in columns:
            fault("TAB005", name)
            columns.append(None)
        elif name in table.columns or is_extra(name):
            columns.append(name)
        else:
            fault("TAB003", name, nearest(name, [k for k in table.columns if k not in names]))
            columns.append(None)
    for name, column in table.columns.items():
        if column.is_required and name not in columns:
            fault("TAB004", name)
    return tuple(columns)
