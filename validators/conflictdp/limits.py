"""How much is read before the work is given up: a limit for everything that an input can make large.

The defaults are far above what honest data need. Reaching a limit is an error of its own and never a verdict.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflictdp.errors import LimitError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


def _limit(default: int, about: str) -> int:
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one validation; each is a whole number of at least 1.

    >>> Limits(columns=20).columns
    20
    """

    file_bytes: int = _limit(16 << 30, "bytes of one file")
    total_bytes: int = _limit(64 << 30, "bytes of all files of a dataset together")
    descriptor_bytes: int = _limit(16 << 20, "bytes of datapackage.json")
    descriptor_values: int = _limit(100_000, "values in datapackage.json, or in what a document says beside records")
    resources: int = _limit(200, "resources in datapackage.json")
    rows: int = _limit(1_000_000_000, "records of a dataset")
    columns: int = _limit(1000, "columns of a table")
    record_bytes: int = _limit(8 << 20, "bytes of one record of a CSV file")
    json_bytes: int = _limit(64 << 20, "bytes of one record of a document or line of JSON Lines")
    nested_records: int = _limit(100_000, "records within one record of a document or line of JSON Lines")
    archive_members: int = _limit(10_000, "members of a zip archive")
    archive_bytes: int = _limit(8 << 30, "bytes of one unpacked member of a zip archive")
    unpack_ratio: int = _limit(200, "times its packed size, unpacked: members of archives, texts of Parquet files")
    groups: int = _limit(1000, "groups of findings in a report; what is beyond is counted together for each table")
    findings: int = _limit(100_000, "findings shown in a report; all are counted")
    spill_bytes: int = _limit(64 << 30, "bytes that are spilt to the temporary folder where memory runs short")
    rule_seconds: int = _limit(3, "processor seconds of a rule over several records, per 10 MB; else it is not checked")
    seconds: int = _limit(3600, "seconds of one validation")

    def __post_init__(self) -> None:
        for name in about():
            value = getattr(self, name)
            if type(value) is not int or value < 1:
                raise UsageError(f"the limit {name} is {value!r}; it must be a whole number of at least 1")

    def check(self, name: str, met: int, where: str) -> None:
        """Raises a LimitError when what was met at some place is more than the limit of that name."""
        most: int = getattr(self, name)
        if met > most:
            raise reached(name, most, f"{met:,}", where)


def about() -> dict[str, str]:
    """What each limit is of, by name."""
    return {f.name: f.metadata["about"] for f in dataclasses.fields(Limits)}


DEFAULTS = Limits()


def reached(name: str, most: int, met: str, where: str) -> LimitError:
    """The error for a limit that was reached: which, what was met, and how to raise it."""
    return LimitError(
        f"{where}: {met} {about()[name]}; at most {most:,} are taken. Nothing is said of the data. If you trust them, "
        f"raise the limit: --limit {name}=NUMBER"
    )


def limits_from(settings: Iterable[str]) -> Limits:
    """Limits from settings such as "columns=2000" or "file_bytes=4G"; the last of a name counts.

    Raises:
        UsageError: When there is no limit of a name, or a value is not a number.
    """
    return Limits(**dict(map(_setting, settings)))


def _setting(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    if name not in about():
        raise UsageError(f"there is no limit {name!r}; there are {', '.join(about())}")
    digits, unit = (value[:-1], _UNITS[value[-1]]) if value[-1:] in _UNITS else (value, 1)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):  # noqa: PLR2004 - fits 63 bits
        raise UsageError(f"the limit {name} is {value!r}; it must be a number such as 2000 or 4G")
    return name, int(digits) * unit
