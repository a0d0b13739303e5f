"""Datasets as one row for each event: what a flat file can hold of contested figures, by a policy that is declared.

Exports to flat formats start here. A row holds one low, best and high figure where the dataset may hold many; which one
is taken is the policy's, it is said in the row, and `figures_contested` says whether statements contradict each other.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from conflictdp.convert.conversion import Fate
from conflictdp.convert.sources import refuse_faulty, room
from conflictdp.errors import UsageError
from conflictdp.glance.queries import query
from conflictdp.spec.tables import tables
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

_COLUMNS = "event_id, outcome, people, low, best, high"
_ASSESSED = f"SELECT {_COLUMNS}, nullif(claim_id, '') AS claim_ids, claim_kind AS taken FROM flat_assessments"
_SPANNED = f"SELECT {_COLUMNS}, claim_ids, 'span_of_claims' AS taken FROM flat_spans"
_LATEST = f"SELECT {_COLUMNS}, nullif(claim_id, '') AS claim_ids, 'latest_claim' AS taken FROM flat_latest"

POLICIES = {
    "assessment-or-span": (
        "the dataset's own assessment; where it has none, the span of all claims",
        f"{_ASSESSED} UNION ALL {_SPANNED} ANTI JOIN flat_assessments USING (event_id, outcome, people)",
    ),
    "assessment": ("the dataset's own assessment, and nothing where it has none", _ASSESSED),
    "span": ("from the lowest to the highest that claimants stand by", _SPANNED),
    "latest": ("the claim that was made last", _LATEST),
}
"""What to put where sources disagree: for people, and as a query."""

DEFAULT = "assessment-or-span"
OUTCOMES = ("killed", "injured")
PEOPLE = ("all", "civilians")
BOUNDS = ("low", "best", "high")
HELD = frozenset({"events", "locations", "participants", "parties", "claims", "sources", "casualties", "claim_links"})
"""Tables of which a flat row holds something."""

HXL = {
    "event_id": "#event+id", "title": "#event+name", "event_type": "#event+type", "start_date": "#date+start",
    "end_date": "#date+end", "location_name": "#loc+name", "country": "#country+code+v_iso3", "admin1": "#adm1+name",
    "admin2": "#adm2+name", "latitude": "#geo+lat", "longitude": "#geo+lon", "actors": "#org+name+list",
    "side_a": "#org+name+a", "side_b": "#org+name+b", "claims": "#meta+num+claims", "publishers": "#meta+source",
    "independent_sources": "#meta+num+sources", "figures_from": "#meta+policy", "figures_contested": "#meta+contested",
    **{f"killed_{b}": f"#affected+killed+{b}" for b in BOUNDS},
    **{f"killed_civilians_{b}": f"#affected+killed+civilians+{b}" for b in BOUNDS},
    **{f"injured_{b}": f"#affected+injured+{b}" for b in BOUNDS},
    **{f"injured_civilians_{b}": f"#affected+injured+civilians+{b}" for b in BOUNDS},
}  # fmt: skip
"""HXL hashtags of the columns that have one."""


@dataclass(frozen=True, slots=True)
class Flat:
    """Events as one table.

    Attributes:
        connection: Holds the table `flat_events`, in the order of the events; `_row` is the number of the event.
        columns: Its columns but `_row`, each with its type in SQL.
        rows: How many events it has.
        fates: What of the dataset it does not hold.
    """

    connection: DuckDBPyConnection
    columns: dict[str, str]
    rows: int
    fates: tuple[Fate, ...]


@contextmanager
def flat_events(source: Path, policy: str | None = None, *, memory: str | None = None) -> Iterator[Flat]:
    """Opens a dataset as one row for each event that stands.

    Args:
        source: A dataset of the standard in any form.
        policy: Which figure a row takes; one of `POLICIES`, or None for the usual one.
        memory: What the engine may take; None: half of the machine's memory.

    Raises:
        InputError: When the dataset cannot be read in full.
        UsageError: When there is no such policy.
    """
    policy = policy or DEFAULT
    if policy not in POLICIES:
        raise UsageError(f"there is no policy for figures {policy!r}; known: {', '.join(POLICIES)}")
    with opened(source, is_sealed=False, resources=room(memory)) as data:
        refuse_faulty(data)
        data.store.need("FROM current_counts")
        for name in ("standing_events", "stated_counts", "stated_figures"):
            data.store.rows(query(name))
        connection = data.store.connection
        _make(connection, POLICIES[policy][1])
        described = connection.execute("DESCRIBE flat_events").fetchall()
        columns = {str(r[0]): str(r[1]) for r in described if r[0] != "_row"}
        yield Flat(connection, columns, _count(connection, "flat_events"), _fates(connection))


def _make(connection: DuckDBPyConnection, figures: str) -> None:
    folder = files("conflictdp.convert")
    for name in ("flat_figures.sql", "flat_events.sql"):
        text = folder.joinpath(name).read_text(encoding="utf-8")
        connection.execute(text.replace("{figures}", figures).replace("{columns}", ",\n        ".join(_pivot())))


def _pivot() -> Iterator[str]:
    """SQL for the columns of figures: killed_low, killed_best, ... injured_civilians_high."""
    for outcome in OUTCOMES:
        for people in PEOPLE:
            name = outcome if people == "all" else f"{outcome}_{people}"
            for bound in BOUNDS:
                chosen = f"outcome = '{outcome}' AND people = '{people}'"
                yield f"max({bound}) FILTER (WHERE {chosen}) AS {name}_{bound}"


def _fates(connection: DuckDBPyConnection) -> tuple[Fate, ...]:
    """The tables of which nothing is held, and what is left out of the others as a whole."""
    fates = [
        Fate(name, count, 0, 0, count, "a flat row has no room for it")
        for name in tables()
        if name not in HELD and (count := _count(connection, name))
    ]
    lost = _count(connection, "events") - _count(connection, "flat_events")
    if lost:
        fates.append(Fate("events", _count(connection, "events"), 0, 0, lost, "withdrawn, or merged into another"))
    counts, used = _count(connection, "casualties"), _count(connection, "flat_counted")
    if counts:
        fates.append(Fate("casualties", counts, used, 0, counts - used, _WHY))
    return tuple(fates)


_WHY = "only numbers killed and injured in the whole event, of claims that stand; one figure stands for all of them"


def _count(connection: DuckDBPyConnection, name: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0])
