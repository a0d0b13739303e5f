"""What a package says of UCDP GED: its title, version, coverage, definition and citation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from conflictdp.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PROGRAM = "Uppsala Conflict Data Program"
DOWNLOADS = "https://ucdp.uu.se/downloads/"
EVENT_DEFINITION = (
    "An incident in which an organised actor used armed force against another organised actor or against civilians,"
    " and at least one person died of it directly, at one place and on one date, as far as both are known."
    " After the UCDP GED codebook."
)
CITATION = (
    "Sundberg, Ralph and Erik Melander (2013). Introducing the UCDP Georeferenced Event Dataset."
    " Journal of Peace Research 50(4), 523-532."
)
CANDIDATE_CITATION = (
    "Hegre, Håvard, Mihai Croicu, Kristine Eck and Stina Högbladh (2020). Introducing the UCDP Candidate Events"
    " Dataset. Research & Politics 7(3)."
)


def version_in_name(name: str) -> str | None:
    """The version in the name of a file as UCDP names them; None where there is none.

    >>> version_in_name("GEDEvent_v26_0_1.csv")
    '26.0.1'
    >>> version_in_name("ged_2023.csv")
    """
    pattern = "[vV]([0-9]{2})[._]([0-9]{1,2})(?:[._]([0-9]{1,2})(?:[._]([0-9]{2}))?)?(?![0-9])"
    found = re.search(pattern, name)
    return ".".join(part for part in found.groups() if part) if found else None


def is_candidate(version: str | None) -> bool:
    """Whether it is a version of the Candidate events: 26.0.1 for a month, 26.01.26.03 for a quarter; not 26.1."""
    return version is not None and version.count(".") > 1


def title(version: str | None) -> str:
    """The title of the dataset, with its version where it is known."""
    name = "UCDP Candidate Events Dataset" if is_candidate(version) else "UCDP Georeferenced Event Dataset (GED)"
    return f"{name} {version}" if version else name


def metadata(connection: DuckDBPyConnection, version: str | None) -> dict[str, Any]:
    """What the package says of itself; its coverage is that of the events in it.

    Args:
        connection: Holds the converted tables `events` and `locations`.
        version: Version of the dataset.

    Raises:
        InputError: When no event has a date.
    """
    numbered = {"version": version} if version else {}
    return {
        "name": "-".join(["ucdp-ged", *(version.split(".") if version else [])]).lower(),
        "title": title(version),
        "description": (
            "Events of organised violence with UCDP's estimates of deaths and the articles that it cites."
            " Converted from the CSV file of the dataset, with every column kept."
        ),
        **numbered,
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "contributors": [{"title": PROGRAM, "path": "https://ucdp.uu.se/", "roles": ["author"]}],
        "sources": [{"title": title(version), "path": DOWNLOADS, **numbered}],
        "temporal": _period(connection),
        "spatial": _area(connection),
        "event_definition": EVENT_DEFINITION,
        "update_frequency": "monthly" if is_candidate(version) else "annually",
        "citation": f"{CITATION} {CANDIDATE_CITATION}" if is_candidate(version) else CITATION,
    }


def _period(connection: DuckDBPyConnection) -> dict[str, str]:
    first, last = connection.execute(
        "SELECT min(coalesce(start_date, end_date)), max(coalesce(end_date, start_date)) FROM events"
    ).fetchall()[0]
    if first is None:
        raise InputError("no event has a date that can be read; nothing was converted")
    return {"start_date": first.isoformat(), "end_date": last.isoformat()}


def _area(connection: DuckDBPyConnection) -> dict[str, Any]:
    found = connection.execute("SELECT DISTINCT country FROM locations WHERE country IS NOT NULL ORDER BY country")
    countries = [str(row[0]) for row in found.fetchall()]
    return {"countries": countries} if countries else {"description": "The countries that UCDP names."}
