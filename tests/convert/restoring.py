"""Rebuilds the 49 cells of each UCDP GED row from a converted package, without the converter's code.

This is the proof that nothing is lost: what the package says, put back into UCDP's columns, is equal in value to what
UCDP wrote.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]

PRECISIONS = {
    "settlement": "1", "near": "2", "admin2": "3", "admin1": "4", "fuzzy_area": "5", "country": "6",
    "international_waters": "7", "airspace": "7",
}  # fmt: skip
VIOLENCE = {"state_based": "1", "non_state": "2", "one_sided": "3"}
DATES = {"day": "1", "days": "2", "week": "3", "month": "4", "months": "5", "years": "5"}
WHOLE = {
    "id", "year", "type_of_violence", "conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id",
    "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "number_of_sources", "where_prec",
    "priogrid_gid", "country_id", "event_clarity", "date_prec", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
}  # fmt: skip


def rows(path: Path) -> list[Row]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def meaning(column: str, cell: str) -> str:
    """The cell as everybody means it: 15960.0 is 15960, 34.500 is 34.5, a day at midnight is a day."""
    if column == "number_of_sources" and cell in ("-1", "-1.0"):
        return ""
    if column in WHOLE and cell.endswith(".0"):
        return cell[:-2]
    if column == "active_year":
        return {"1": "true", "1.0": "true", "0": "false", "0.0": "false"}.get(cell, cell)
    if column in ("latitude", "longitude") and "." in cell:
        return cell.rstrip("0").rstrip(".")
    if column.startswith("date_") and column != "date_prec":
        return cell.removesuffix(" 00:00:00.000")
    return cell


class Package:
    """The tables of a package, with what is needed to look things up."""

    def __init__(self, folder: Path, gleditsch_ward: dict[str, str]) -> None:
        self.gleditsch_ward = gleditsch_ward
        self.events = rows(folder / "events.csv")
        self.parties = {p["party_id"]: p for p in rows(folder / "parties.csv")}
        self.places = {p["location_id"]: p for p in rows(folder / "locations.csv")}
        self.sources = {s["source_id"]: s for s in rows(folder / "sources.csv")}
        self.claims: dict[str, list[Row]] = defaultdict(list)
        for claim in rows(folder / "claims.csv"):
            self.claims[claim["event_id"]].append(claim)
        self.sides: dict[str, dict[str, str]] = defaultdict(dict)
        for participant in rows(folder / "participants.csv"):
            self.sides[participant["event_id"]][participant["side"]] = participant["party_id"]
        self.casualties: dict[str, list[Row]] = defaultdict(list)
        for casualty in rows(folder / "casualties.csv"):
            self.casualties[casualty["event_id"]].append(casualty)
        self.names: dict[tuple[str, str, str], Row] = {}
        for name in rows(folder / "identifiers.csv"):
            self.names[name["record_table"], name["record_id"], name["scheme"]] = name

    def name(self, table: str, record: str, scheme: str, *, match: str | None = None) -> str:
        found = self.names.get((table, record, scheme), {})
        return found.get("value", "") if match in (None, found.get("match")) else ""

    def restored(self) -> dict[str, Row]:
        """The cells of every event, by UCDP's number."""
        return {event["event_id"].removeprefix("ucdp-"): self._cells(event) for event in self.events}

    def _cells(self, event: Row) -> Row:
        place = self.places.get(event.get("location_id", ""), {})
        made = (
            self._coded(event) | self._placed(place) | self._sided(event) | self._sourced(event) | self._counted(event)
        )
        kept = {
            k.removeprefix("x_ucdp_"): v for r in (place, event) for k, v in r.items() if k.startswith("x_ucdp_") and v
        }
        return {k: v or "" for k, v in (made | kept).items()}

    def _coded(self, event: Row) -> Row:
        this = ("events", event["event_id"])
        return {
            "id": self.name(*this, "ucdp_ged"),
            "relid": self.name(*this, "ucdp_relid"),
            "year": event["start_date"][:4],
            "code_status": "Clear" if event.get("status") == "active" else "",
            "type_of_violence": VIOLENCE.get(event["violence_type"], ""),
            "conflict_new_id": self.name(*this, "ucdp_conflict"),
            "dyad_new_id": self.name(*this, "ucdp_dyad"),
            "event_clarity": {"false": "1", "true": "2"}.get(event["is_aggregate"], ""),
            "date_prec": DATES.get(event["date_precision"], ""),
            "date_start": event["start_date"],
            "date_end": event["end_date"],
        }

    def _placed(self, place: Row) -> Row:
        x, y = place.get("longitude", ""), place.get("latitude", "")
        return {
            "where_prec": PRECISIONS.get(place.get("precision", ""), ""),
            "where_coordinates": "" if place.get("note") else place.get("name", ""),
            "adm_1": place.get("admin1", ""),
            "adm_2": place.get("admin2", ""),
            "latitude": y,
            "longitude": x,
            "geom_wkt": f"POINT ({x} {y})" if x and y else "",
            "priogrid_gid": self.name("locations", place.get("location_id", ""), "prio_grid"),
            "country_id": self.gleditsch_ward.get(place.get("country", ""), ""),
        }

    def _sided(self, event: Row) -> Row:
        cells = {}
        for side in "ab":
            party = self.sides[event["event_id"]].get(side, "")
            cells[f"side_{side}"] = self.parties.get(party, {}).get("name", "").removesuffix(" (side b)")
            cells[f"side_{side}_new_id"] = self.name("parties", party, "ucdp_actor")
            cells[f"gwno{side}"] = self.name("parties", party, "gleditsch_ward", match="close")
        return cells

    def _sourced(self, event: Row) -> Row:
        statements = [c for c in self.claims[event["event_id"]] if c["claim_kind"] == "statement"]
        claimants = {c["claimant_id"] for c in statements if c["claimant_id"]}
        assert len(claimants) <= 1
        cited = [c for c in statements if "-src-" in c["claim_id"]]
        cited.sort(key=lambda c: int(c["claim_id"].rpartition("-")[2]))
        articles = [self.sources[c["source_id"]] for c in cited]
        parts = [(a["publisher"], a["published_date"], a["title"]) for a in articles]
        return {
            "source_article": ";".join(f'"{",".join(p)}"' for p in parts),
            "source_office": ";".join(p[0] for p in parts),
            "source_date": ";".join(p[1] for p in parts),
            "source_headline": ";".join(p[2] for p in parts),
            "source_original": "".join(self.parties[c]["name"] for c in claimants),
        }

    def _counted(self, event: Row) -> Row:
        sides = self.sides[event["event_id"]]
        counts = self.casualties[event["event_id"]]
        whole = next((c for c in counts if not c["party_id"] and not c["victim_status"]), {})
        is_one = whole.get("count_kind") in ("exact", "none")
        cells = {bound: whole.get("best" if is_one else bound, "") for bound in ("low", "best", "high")}
        for column, party, status in (
            ("deaths_a", sides.get("a"), ""),
            ("deaths_b", sides.get("b"), ""),
            ("deaths_civilians", "", "civilian"),
            ("deaths_unknown", "", "unknown"),
        ):
            found = [
                c["best"] for c in counts if c is not whole and (c["party_id"], c["victim_status"]) == (party, status)
            ]
            cells[column] = found[0] if found else "0" if self.parties.get(party, {}).get("name") == "Civilians" else ""
        return cells
