"""How a file of UCDP GED writes what the fields of the standard hold: kept, so that it can be given back.

`15960` and `15960.0` are one number, and `2026-01-01 00:00:00.000` is a day; a file keeps to one way of writing in each
column. The descriptor of the package says which, under `x_ucdp_ged`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictdp.engine.sql import literal
from conflictdp.spec.rules import quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

KEY = "x_ucdp_ged"
"""Where the descriptor says it."""

WHOLE = (
    "id", "year", "type_of_violence", "conflict_new_id", "dyad_new_id", "side_a_new_id", "side_b_new_id", "where_prec",
    "priogrid_gid", "country_id", "event_clarity", "date_prec", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
DAYS = ("date_start", "date_end")
_SAMPLE = 10_000


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a file is written.

    Attributes:
        columns: The names of its columns in order, each with the field that it is: a column of GED, or `x_ucdp_...`.
        tails: What follows the whole numbers and days of a column, where something does: ".0", "T00:00:00".
        tags: Its row of HXL tags; empty where it has none.
    """

    columns: dict[str, str]
    tails: dict[str, str]
    tags: tuple[str, ...] = ()

    def as_metadata(self) -> dict[str, Any]:
        """As the descriptor has it."""
        columns = [{"name": n, "field": f} for n, f in self.columns.items()]
        return {"columns": columns, "tails": self.tails, "tags": list(self.tags)}


def spelling_in(metadata: Mapping[str, Any], known: Sequence[str]) -> Spelling:
    """What a descriptor says; GED as UCDP writes it when it does not say."""
    said = metadata.get(KEY)
    try:
        columns = {c["name"]: c["field"] for c in said["columns"]} if said else dict(zip(known, known, strict=True))
        tails = {str(c): str(t) for c, t in said["tails"].items()} if said else {}
        return Spelling(columns, tails, tuple(said["tags"]) if said else ())
    except (TypeError, KeyError, AttributeError):
        return Spelling(dict(zip(known, known, strict=True)), {})


def tails(connection: DuckDBPyConnection) -> dict[str, str]:
    """What most whole numbers and days of each column of `given` end with, by its first records."""
    most = {
        **{c: f"CASE WHEN count_if(ends_with({quote(c)}, '.0')) * 2 > count({quote(c)}) THEN '.0' END" for c in WHOLE},
        **{c: f"mode(substr({quote(c)}, 11))" for c in DAYS},
    }
    found = connection.execute(f"SELECT {', '.join(most.values())} FROM (SELECT * FROM given LIMIT {_SAMPLE})")
    return {c: tail for c, tail in zip(most, found.fetchall()[0], strict=True) if tail}


def make_macros(connection: DuckDBPyConnection, found: Mapping[str, str]) -> None:
    """Makes a macro `written_<column>` for each: the value as the file writes it."""
    for column in (*WHOLE, *DAYS):
        tail = f" || {literal(found[column])}" if column in found else ""
        connection.execute(f"CREATE MACRO written_{column}(value) AS CAST(value AS VARCHAR){tail}")
