"""Datasets as one row for each event: what the policies take, what is said of it, and that no cell is a formula."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import conflictdp
from conflictdp.cli import main
from conflictdp.convert import EXPORTERS, exporter
from conflictdp.convert.exports import ExportOptions
from conflictdp.convert.flat import HXL, POLICIES
from conflictdp.convert.formulas import neutral, neutral_sql, restored
from conflictdp.errors import OutputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

FIGURES = ("low", "best", "high")


def package(folder: Path, **tables: str) -> Path:
    """A package of tables given as lines of CSV; events and sources are there unless given."""
    given = {
        "sources": "source_id,title,source_type\ns1,One,news_report\ns2,Two,news_report\n",
        "events": "event_id,event_type,title,start_date,end_date\ne1,shelling,A shelling,2031-01-01,2031-01-01\n",
        **tables,
    }
    folder.mkdir()
    for name, text in given.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
    return folder


CLAIMS = """claim_id,event_id,source_id,claim_kind,method,stance,stated_date
press,e1,s1,statement,,asserts,2031-01-02
mayor,e1,s2,statement,,asserts,2031-01-03
ours,e1,s2,assessment,team_judgement,asserts,2031-01-04
"""
COUNTS = """event_id,claim_id,outcome,victim_status,party_id,count_kind,low,best,high
e1,press,killed,,,at_least,11,,
e1,mayor,killed,,,exact,,14,
e1,mayor,killed,civilian,,exact,,9,
e1,ours,killed,,,range,12,13,15
e1,mayor,injured,,,exact,,3,
"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def flat(source: Path, policy: str | None = None, *, hxl: bool = False) -> list[dict[str, str]]:
    out = source.parent / f"{policy}.csv"
    exporter("events-csv")(source, out, ExportOptions(policy, hxl))
    return rows(out)


def figures(row: dict[str, str], name: str) -> tuple[str, ...]:
    return tuple(row[f"{name}_{bound}"] for bound in FIGURES)


@pytest.mark.parametrize(
    ("policy", "killed", "injured", "taken", "claims"),
    [
        ("assessment-or-span", ("12", "13", "15"), ("3", "3", "3"), "assessment|span_of_claims", "mayor|ours"),
        ("assessment", ("12", "13", "15"), ("", "", ""), "assessment", "ours"),
        ("span", ("11", "", ""), ("3", "3", "3"), "span_of_claims", "mayor|ours|press"),
        ("latest", ("12", "13", "15"), ("3", "3", "3"), "latest_claim", "mayor|ours"),
    ],
)
def test_the_policy_decides_and_the_row_says_what_was_taken(
    policy: str, killed: Any, injured: Any, taken: str, claims: str, tmp_path: Path
) -> None:
    source = package(tmp_path / "p", claims=CLAIMS, casualties=COUNTS)
    (row,) = flat(source, policy)
    assert (figures(row, "killed"), figures(row, "injured")) == (killed, injured)
    assert (row["figures_from"], row["figures_claims"]) == (taken, claims)


def test_civilians_are_a_part_of_all(tmp_path: Path) -> None:
    (row,) = flat(package(tmp_path / "p", claims=CLAIMS, casualties=COUNTS), "span")
    assert figures(row, "killed_civilians") == ("9", "9", "9")


def test_a_claim_of_parts_says_at_least_their_sum(tmp_path: Path) -> None:
    counts = (
        "event_id,claim_id,outcome,party_id,count_kind,best\ne1,press,killed,a,exact,4\ne1,press,killed,b,exact,5\n"
    )
    parties = "party_id,name,party_type\na,Army,state_armed_forces\nb,Group,armed_group\n"
    (row,) = flat(package(tmp_path / "p", claims=CLAIMS, casualties=counts, parties=parties), "span")
    assert figures(row, "killed") == ("9", "", "")


def test_a_bound_that_one_claim_leaves_open_is_open(tmp_path: Path) -> None:
    counts = "event_id,claim_id,outcome,count_kind,low,high\ne1,press,killed,at_most,,20\ne1,mayor,killed,range,5,9\n"
    (row,) = flat(package(tmp_path / "p", claims=CLAIMS, casualties=counts), "span")
    assert figures(row, "killed") == ("", "", "20")


@pytest.mark.parametrize(("best", "contested"), [("14", "true"), ("11", "false")])
def test_contradiction_is_said(best: str, contested: str, tmp_path: Path) -> None:
    counts = f"event_id,claim_id,outcome,count_kind,best\ne1,press,killed,exact,11\ne1,mayor,killed,exact,{best}\n"
    (row,) = flat(package(tmp_path / "p", claims=CLAIMS, casualties=counts))
    assert row["figures_contested"] == contested


def test_the_article_is_contested(root: Path, tmp_path: Path) -> None:
    exporter("events-csv")(root / "examples" / "khasham-2018", tmp_path / "k.csv")
    clash = rows(tmp_path / "k.csv")[0]
    assert (clash["event_id"], clash["figures_contested"], figures(clash, "killed")) == (
        "clash-near-khusham", "true", ("7", "", ""),
    )  # fmt: skip


def test_superseded_denied_and_repeated_figures_do_not_count(tmp_path: Path) -> None:
    claims = CLAIMS + "later,e1,s2,statement,,asserts,2031-01-05\nno,e1,s2,statement,,denies,2031-01-05\n"
    links = "claim_id,related_claim_id,relation\nlater,press,supersedes\nno,mayor,denies\n"
    counts = (
        "event_id,claim_id,outcome,count_kind,best\n"
        "e1,press,killed,exact,50\ne1,later,killed,exact,6\ne1,no,killed,exact,99\n"
    )
    (row,) = flat(package(tmp_path / "p", claims=claims, casualties=counts, claim_links=links), "span")
    assert figures(row, "killed") == ("6", "6", "6")


def test_events_that_do_not_stand_are_left_out_and_said(tmp_path: Path) -> None:
    events = "event_id,event_type,title,status\ne1,shelling,A,active\ne2,shelling,B,withdrawn\ne3,shelling,C,merged\n"
    source = package(tmp_path / "p", events=events)
    done = exporter("events-csv")(source, tmp_path / "out.csv")
    assert [r["event_id"] for r in rows(tmp_path / "out.csv")] == ["e1"]
    assert [(f.column, f.cells, f.dropped) for f in done.fates] == [("events", 3, 2)]


def test_hxl_tags_stand_under_the_header(tmp_path: Path) -> None:
    tags, *events = flat(package(tmp_path / "p", claims=CLAIMS, casualties=COUNTS), hxl=True)
    assert {k: v for k, v in tags.items() if v} == HXL
    assert len(events) == 1
    assert all(v.startswith("#") and " " not in v for v in HXL.values())


@given(st.text(alphabet="=+-@'\t\r1.5aé\n\"|", max_size=12))
def test_no_text_is_a_formula_and_each_comes_back(text: str) -> None:
    shown = neutral(text)
    assert restored(shown) == text
    assert not shown.startswith(("=", "+", "@", "\t", "\r"))
    assert not shown.startswith("-") or shown == text
    assert duckdb.sql(f"SELECT {neutral_sql('v')} FROM (SELECT ? AS v)", params=[text]).fetchall() == [(shown,)]


def test_titles_that_are_formulas_are_made_harmless(tmp_path: Path) -> None:
    events = 'event_id,event_type,title\ne1,shelling,"=HYPERLINK(""https://example.org"")"\ne2,shelling,-5 degrees\n'
    found = [r["title"] for r in flat(package(tmp_path / "p", events=events))]
    assert found == ['\'=HYPERLINK("https://example.org")', "'-5 degrees"]


def test_negative_coordinates_are_numbers(tmp_path: Path) -> None:
    places = "location_id,name,latitude,longitude,precision\nl,A place,-3.5,-60.25,site\n"
    events = "event_id,event_type,title,location_id\ne1,shelling,A,l\n"
    (row,) = flat(package(tmp_path / "p", events=events, locations=places))
    assert (row["latitude"], row["longitude"]) == ("-3.5", "-60.25")


def test_acled_like_columns(root: Path, tmp_path: Path) -> None:
    exporter("acled-like")(root / "examples" / "khasham-2018", tmp_path / "k.csv")
    clash = rows(tmp_path / "k.csv")[0]
    chosen = ("event_date", "year", "time_precision", "sub_event_type", "country", "iso", "fatalities_low")
    assert [clash[c] for c in chosen] == ["2018-02-07", "2018", "2", "Armed clash", "Syria", "760", "7"]


def test_an_unknown_policy_or_a_useless_option_is_refused(root: Path, tmp_path: Path) -> None:
    minimal = root / "examples" / "minimal"
    with pytest.raises(UsageError, match="there is no policy for figures 'lowest'; known: assessment-or-span"):
        exporter("events-csv")(minimal, tmp_path / "a", ExportOptions("lowest"))
    with pytest.raises(UsageError, match="--hxl: geojson has no use for it"):
        exporter("geojson")(minimal, tmp_path / "a", ExportOptions(has_hxl=True))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [n for n in EXPORTERS if n != "ucdp-ged"])
def test_every_export_is_whole_repeatable_and_replaces_only_when_told(name: str, root: Path, tmp_path: Path) -> None:
    source, out = root / "examples" / "minimal", tmp_path / "out"
    first = exporter(name)(source, out)
    content = out.read_bytes()
    assert first.rows > 0
    with pytest.raises(OutputError, match="exists already"):
        exporter(name)(source, out)
    exporter(name)(source, out, overwrite=True)
    is_same = out.read_bytes() == content  # compared apart: the difference of two files would be shown to the last byte
    assert is_same or name == "duckdb", "a DuckDB database bears names of its own; any other export is the same"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("policy", POLICIES)
def test_ged_gives_back_the_figures_of_ucdp(policy: str, shared_data: Path, tmp_path: Path) -> None:
    from conflictdp.convert import converter

    raw = shared_data / "ucdp" / "ged_v26_0_1_candidate.csv"
    converter("ucdp-ged")(raw, tmp_path / "ged")
    exporter("events-csv")(tmp_path / "ged", tmp_path / "flat.csv", ExportOptions(policy))
    wanted = {f"ucdp-{r['id']}": (int(r["low"]), int(r["best"]), int(r["high"])) for r in rows(raw)}
    found = {r["event_id"]: tuple(map(str, figures(r, "killed"))) for r in rows(tmp_path / "flat.csv")}
    assert found.keys() == wanted.keys()
    in_order = [k for k, (low, best, high) in wanted.items() if low <= best <= high]
    different = [k for k in in_order if found[k] != tuple(map(str, wanted[k]))]
    assert different == []


def test_the_command_says_what_is_lost(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "k.geojson"
    assert main(["convert", str(root / "examples" / "khasham-2018"), str(out), "--to", "geojson"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"wrote {out}: 11 records\nwhat it does not hold")
    assert "breaches" in said
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert len(features) == 11


def test_there_is_a_row_for_each_standing_event(root: Path, tmp_path: Path) -> None:
    source = root / "examples" / "khasham-2018"
    done = exporter("events-csv")(source, tmp_path / "k.csv")
    with conflictdp.open(source) as data:
        wanted = [r[0] for r in data.sql("SELECT event_id FROM events ORDER BY _row").fetchall()]
    assert [r["event_id"] for r in rows(tmp_path / "k.csv")] == wanted
    assert done.rows == len(wanted)
