"""A table of one's own, by a mapping file; and a mapping file proposed from a table."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from csv_rows import rows

import conflictdp
from conflictdp.convert.conversion import Options
from conflictdp.convert.mapped import convert
from conflictdp.convert.suggesting import suggest
from conflictdp.errors import UsageError
from conflictdp.spec.documents import validator

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """\
Nr;Day;Place;Lat;Lon;Kind;By;Dead;Hurt from;Hurt to;Read in;Colour
#event+id;#date;#loc;#geo+lat;#geo+lon;#event+type;;#affected+killed;;;#meta+source;
1;03.05.2030;Blue Ford;-10.25;-55.5;Bomb;Front of the Ford;3;5;8;Example Courier | Radio Ford;red
2;25.05.2030;Mill;-10.3;-55.41;Shells;;0;;;Radio Ford;blue
3;26.05.2030;Mill;-10.3;-55.41;Else;;many;;;;
"""
MAPPING = """\
name = "ford"
title = "Incidents at the ford"
publisher = "Example Recorders"
licence = "CC-BY-4.0"

[event]
key = "#event +id"
event_type = { column = "Kind", codes = { bomb = "explosive_device", shells = "shelling" }, otherwise = "unknown" }
title = "Place"
start_date = "Day"
end_date = "Day"
date_precision = { value = "day" }

[place]
name = "Place"
country = { value = "BRA" }
latitude = "#geo+lat"
longitude = "Lon"
precision = { value = "settlement" }
point_meaning = { value = "settlement_centroid" }

[[side]]
name = "By"
role = { value = "attacker" }

[[source]]
publisher = { column = "Read in", split = "|" }

[[count]]
outcome = { value = "killed" }
best = "Dead"

[[count]]
outcome = { value = "injured" }
low = "Hurt from"
high = "Hurt to"
"""
PEACEKEEPERS = """\
name = "peacekeepers"
title = "Fatalities of United Nations peacekeeping"
publisher = "United Nations, Department of Peace Operations"
licence = "CC-BY-3.0-IGO"

[event]
key = "id"
event_type = { column = "type_of_incident", codes = { accident = "other", illness = "other" }, otherwise = "unknown" }
title = "mission_acronym"
start_date = "incident_date"
end_date = "incident_date"
date_precision = { value = "day" }

[[side]]
name = "mission_acronym"
role = { value = "victim_group" }
party_type = { value = "international_force" }

[[count]]
outcome = { value = "killed" }
sex = { column = "gender", codes = { m = "man", f = "woman" } }
protected_role = { value = "peacekeeper" }
best = { value = "1" }
"""
DATED = Options(version="1")


def made(tmp_path: Path, table: str = TABLE, mapping: str = MAPPING, options: Options = DATED):
    (tmp_path / "ford.csv").write_text(table, encoding="utf-8")
    (tmp_path / "ford.toml").write_text(mapping, encoding="utf-8")
    return convert(tmp_path / "ford.csv", tmp_path / "out", tmp_path / "ford.toml", options)


def test_a_table_becomes_a_package(tmp_path):
    done = made(tmp_path)
    # Nobody says anything of the third event.
    found = [(g.rule, f.record_id) for g in conflictdp.validate(tmp_path / "out").groups for f in g.findings]
    assert found == [("EVT017", "ford-3")]
    assert str(done.dialect) == "CSV in UTF-8, cells parted by semicolons, dates as day, month, year"
    events = rows(tmp_path / "out" / "events.csv")
    assert [(e["event_id"], e["event_type"], e["start_date"]) for e in events] == [
        ("ford-1", "explosive_device", "2030-05-03"),
        ("ford-2", "shelling", "2030-05-25"),
        ("ford-3", "unknown", "2030-05-26"),
    ]
    counted = rows(tmp_path / "out" / "casualties.csv")
    assert [(c["event_id"], c["outcome"], c["count_kind"], c["low"], c["best"], c["high"]) for c in counted] == [
        ("ford-1", "injured", "range", "5", "", "8"),
        ("ford-1", "killed", "exact", "", "3", ""),
        ("ford-2", "killed", "none", "", "0", ""),
    ]
    claims = [c["claim_id"] for c in rows(tmp_path / "out" / "claims.csv")]
    assert claims == ["ford-1-assessment", "ford-1-src-1", "ford-1-src-2", "ford-2-assessment", "ford-2-src-1"]
    assert [p["party_id"] for p in rows(tmp_path / "out" / "participants.csv")] == ["ford-party-front-of-the-ford"]


def test_what_no_field_holds_is_kept_and_named(tmp_path):
    done = made(tmp_path)
    assert {f.column: (f.cells, f.kept, f.dropped) for f in done.losses} == {
        "Kind": (3, 3, 0),  # the codes do not give the words back
        "Read in": (2, 2, 0),
        "Dead": (3, 1, 0),  # "many" is no number
        "Colour": (2, 2, 0),
    }
    events = rows(tmp_path / "out" / "events.csv")
    assert [(e["x_ford_colour"], e["x_ford_dead"]) for e in events] == [("red", ""), ("blue", ""), ("", "many")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("name = ", "nam = "), r"ford\.toml: the file: "),
        (('"ford"', '"Ford!"'), r"ford\.toml: name: "),
        (('best = "Dead"', 'best = "Dead"\ntag = "Kind"'), r"ford\.toml: count has no field 'tag'"),
        (('title = "Place"', 'titel = "Place"'), r"ford\.toml: event has no field 'titel' \(did you mean title\?\)"),
        (('"Dead"', '"Deat"'), r"ford\.toml: the table has no column 'Deat' \(did you mean Dead\?\)"),
        (("[place]", "[place"), r"ford\.toml is not TOML: "),
        (('{ value = "attacker" }', "{ valeu = 1 }"), r"ford\.toml: side\.0\.role: "),
    ],
)  # fmt: skip
def test_a_faulty_mapping_is_refused_in_plain_words(change, told, tmp_path):
    with pytest.raises(UsageError, match=told) as caught:
        made(tmp_path, mapping=MAPPING.replace(*change, 1))
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_date_in_parts_is_not_imputed(tmp_path):
    table = "id,year,month,day,dead\n1,2030,5,3,1\n2,2030,6,,2\n3,2030,0,0,3\n"
    mapping = MAPPING.split("[event]", maxsplit=1)[0] + (
        '[event]\nkey = "id"\nevent_type = { value = "unknown" }\n'
        'start_date = { year = "year", month = "month", day = "day" }\n'
        'end_date = { year = "year", month = "month", day = "day" }\n'
        '[[count]]\noutcome = { value = "killed" }\nbest = "dead"\n'
    )
    made(tmp_path, table, mapping)
    found = rows(tmp_path / "out" / "events.csv")
    assert [(e["start_date"], e["end_date"], e["date_precision"], e["date_meaning"]) for e in found] == [
        ("2030-05-03", "2030-05-03", "day", ""),
        ("2030-06-01", "2030-06-30", "month", "within"),
        ("2030-01-01", "2030-12-31", "year", "within"),
    ]


def test_a_proposal_is_a_mapping_file_that_works(tmp_path):
    (tmp_path / "ford.csv").write_text(TABLE, encoding="utf-8")
    text = suggest(tmp_path / "ford.csv")
    proposed = tomllib.loads(text)
    assert [e.message for e in validator("mapping.schema.json").iter_errors(proposed)] == []
    assert (proposed["date_order"], proposed["event"]["key"], proposed["place"]["name"]) == ("dmy", "Nr", "Place")
    assert proposed["count"] == [{"outcome": {"value": "killed"}, "best": "Dead"}]
    assert text.splitlines()[-1] == "# kept as they are: By, Hurt from, Hurt to, Colour"
    done = made(tmp_path, mapping=text)
    assert done.tables["events"] == 3


def test_a_proposal_chooses_no_licence(tmp_path):
    (tmp_path / "ford.csv").write_text(TABLE, encoding="utf-8")
    text = suggest(tmp_path / "ford.csv")
    assert "licence" not in tomllib.loads(text)
    made(tmp_path, mapping=text)
    described = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert described["licenses"] == [{"name": "LicenseRef-not-stated"}]


def test_a_proposal_knows_codes_by_their_names(tmp_path):
    (tmp_path / "a.csv").write_text(
        "id,event type,date\n1,Armed clash,2030-05-03\n2,Party,2030-05-03\n", encoding="utf-8"
    )
    codes = tomllib.loads(suggest(tmp_path / "a.csv"))["event"]["event_type"]["codes"]
    assert codes == {"armed clash": "armed_clash", "party": "unknown"}


def test_what_the_dates_do_not_tell_is_left_to_the_user(tmp_path):
    (tmp_path / "a.csv").write_text("id,date\n1,03/04/2030\n", encoding="utf-8")
    assert '# date_order = "dmy"  # or "mdy": the dates themselves do not tell' in suggest(tmp_path / "a.csv")


def test_a_real_table_loses_nothing(shared_data, tmp_path):
    """Fatalities of peacekeepers as the United Nations publish them, counted apart from our code in the raw file."""
    path = shared_data / "un_dppa" / "dppadposs-fatalities.csv"
    (tmp_path / "un.toml").write_text(PEACEKEEPERS, encoding="utf-8")
    done = convert(path, tmp_path / "out", tmp_path / "un.toml", DATED)
    given = rows(path)
    events, counts = rows(tmp_path / "out" / "events.csv"), rows(tmp_path / "out" / "casualties.csv")
    assert [e["start_date"] for e in events] == [r["incident_date"] for r in given]
    harmless = [r["type_of_incident"] in ("Accident", "Illness") for r in given]
    assert [e["event_type"] == "other" for e in events] == harmless
    sexes = {"M": "man", "F": "woman", "": ""}
    assert [(c["sex"], c["best"]) for c in counts] == [(sexes[r["gender"]], "1") for r in given]
    assert done.tables["parties"] == 1 + len({r["mission_acronym"] for r in given})
    kept = {f.column: f.kept for f in done.fates if f.kept}
    mapped = {"id", "incident_date", "mission_acronym"}
    assert kept == {c: sum(bool(r[c]) for r in given) for c in given[0] if c not in mapped}
    assert not any(f.dropped for f in done.fates)
    # Nobody said where the table is found.
    described = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert [described["contributors"], described["licenses"]] == [
        [{"title": "United Nations, Department of Peace Operations", "roles": ["author"]}],
        [{"name": "CC-BY-3.0-IGO"}],
    ]
    assert not any(s.get("url") for s in rows(tmp_path / "out" / "sources.csv"))
    # The table names no place and no source.
    found = {g.rule: g.count for g in conflictdp.validate(tmp_path / "out").groups}
    assert found == {"CLM015": len(given), "EVT002": len(given)}
