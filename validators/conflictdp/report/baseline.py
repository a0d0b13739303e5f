"""The findings that a dataset had on a day, so that only what came since is held against it.

A baseline keeps the fingerprint of every finding, not only counts: a count would let a new fault slip in wherever an
old one was mended. A fingerprint is of the fault and the record, so it survives rows that move. It is kept as often as
it occurs, since faults of records without ids cannot be told apart.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from conflictdp.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from conflictdp.report.findings import Finding

FORMAT = "conflictdp-baseline-1"
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Vanished:
    """Findings of the baseline that are found no more.

    Attributes:
        rule: Id of the rule.
        table: Table, or the file where no table is meant.
        column: Column.
        count: How many.
    """

    rule: str
    table: str | None
    column: str | None
    count: int


def _key(found: Finding) -> _Key:
    return found.rule, found.table or "", found.column or ""


@dataclass(slots=True)
class _Prints:
    """Sorted fingerprints, each with how often it may still be taken."""

    prints: array[int]
    left: array[int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Prints:
        counts = sorted(Counter(int(text, 16) for text in texts).items())
        return cls(array("Q", (p for p, _ in counts)), array("Q", (n for _, n in counts)))

    def take(self, fingerprint: int) -> bool:
        at = bisect_left(self.prints, fingerprint)
        if at == len(self.prints) or self.prints[at] != fingerprint or not self.left[at]:
            return False
        self.left[at] -= 1
        return True


@dataclass(slots=True)
class Known:
    """The known findings of one dataset; each is taken once."""

    _groups: dict[_Key, _Prints] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[dict[str, Any]]) -> Known:
        """The known findings as the groups of a baseline file list them."""
        return cls({_key_of(group): _Prints.of(group["fingerprints"]) for group in groups})

    def take(self, found: Finding) -> bool:
        """Whether the finding is known and has not been taken yet."""
        group = self._groups.get(_key(found))
        return group is not None and group.take(int(found.fingerprint, 16))

    @property
    def vanished(self) -> tuple[Vanished, ...]:
        """What is known and was not taken, by rule, table and column."""
        return tuple(
            Vanished(key[0], key[1] or None, key[2] or None, left)
            for key, group in sorted(self._groups.items())
            if (left := sum(group.left))
        )


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The groups of each dataset in a baseline file, by the dataset's path.

    Raises:
        InputError: When it cannot be read, or is not a baseline.
    """
    try:
        value = orjson.loads(path.read_bytes())
        if value["format"] != FORMAT:
            raise InputError(f"{path}: its format is {str(value['format'])[:40]!r}; this program reads {FORMAT!r}")
        datasets = {dataset["path"]: dataset["groups"] for dataset in value["datasets"]}
        for groups in datasets.values():
            Known.of(groups)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise InputError(f"{path}: this is not a baseline as --write-baseline makes it") from error
    return datasets


def text(found: Mapping[str, Iterable[Finding]], others: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """A baseline file, piece by piece: the datasets by path, their findings by rule, table, column and fingerprint.

    Args:
        found: The findings of each dataset.
        others: The groups of further datasets, as `read` gives them.
    """
    yield f'{{\n"format": "{FORMAT}",\n"datasets": ['
    for i, path in enumerate(sorted({*found, *others})):
        yield f'{"," if i else ""}\n{{"path": {_json(path)}, "groups": ['
        yield from _groups(_prints_of(found[path]) if path in found else _prints_in(others[path]))
        yield "]}"
    yield "\n]\n}\n"


def _prints_of(findings: Iterable[Finding]) -> dict[_Key, array[int]]:
    prints: dict[_Key, array[int]] = {}
    for found in findings:
        prints.setdefault(_key(found), array("Q")).append(int(found.fingerprint, 16))
    return prints


def _prints_in(groups: list[dict[str, Any]]) -> dict[_Key, array[int]]:
    return {_key_of(g): array("Q", (int(text, 16) for text in g["fingerprints"])) for g in groups}


def _key_of(group: dict[str, Any]) -> _Key:
    return group["rule"], group.get("table", ""), group.get("column", "")


def _groups(prints: dict[_Key, array[int]]) -> Iterator[str]:
    for i, (key, listed) in enumerate(sorted(prints.items())):
        named = ", ".join(f'"{n}": {_json(v)}' for n, v in zip(("rule", "table", "column"), key, strict=True) if v)
        yield f'{"," if i else ""}\n{{{named}, "count": {len(listed)}, "fingerprints": ['
        for j, fingerprint in enumerate(sorted(listed)):
            yield f'{"," if j else ""}\n"{fingerprint:016x}"'
        yield "\n]}"


def _json(value: str) -> str:
    return orjson.dumps(value.encode("utf-8", "backslashreplace").decode()).decode()
