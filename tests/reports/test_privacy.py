"""Values that can expose a person are hidden in every form, unless they are asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conflictdp.reporters.registry import FORMS
from packages import base, changed, write

if TYPE_CHECKING:
    from conftest import Command

SECRETS = {
    "name": "zarathea-quillfeather",
    "place": "99.123456",
    "text": "hidden-testimony-of-a-witness",
    "id": "corporal-ysolde-vantongeren",
}
"""What must not be seen, each invented; by what makes it sensitive."""

CHANGES = [
    {"table": "sources", "row": 1, "set": {"author": f"  {SECRETS['name']}"}},
    {"table": "locations", "row": 1, "set": {"latitude": SECRETS["place"]}},
    {"table": "casualties", "row": 1, "set": {"wording": f"<b>{SECRETS['text']}</b>"}},
    {"table": "parties", "add": {"party_id": SECRETS["id"], "name": f" {SECRETS['name']} ", "party_type": "person",
                                 "country": "ZZZ"}},
    {"table": "participants", "row": 1, "set": {"party_id": SECRETS["id"][:-1]}},
    {"table": "casualties", "row": 1, "set": {"party_id": SECRETS["id"], "outcome": "kiled"}},
    {"table": "party_links", "add": {"party_id": SECRETS["id"], "related_party_id": SECRETS["id"], "relation": "x"}},
]  # fmt: skip
NEAR = SECRETS["id"][:-1]
"""A misspelt id of a person: nothing says that it is one, and it is shown; the id that it resembles is not."""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(changed(base(), CHANGES), tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return Path("data")


def told(form: str, command: Command, *more: str) -> str:
    given = ("--format", f"{form}=report", "--max-findings", "50", *more)
    assert command("validate", "data", *given).code == 1
    return Path("report").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.usefixtures("package")
def test_no_form_shows_what_can_expose_somebody(form: str, command: Command) -> None:
    made = told(form, command)
    seen = made.replace("&#45;", "-").replace("&#46;", ".").replace(NEAR + " ", "").replace(NEAR + ",", "")
    assert [kind for kind, secret in SECRETS.items() if secret in seen] == []
    assert "hidden" in made


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.usefixtures("package")
def test_every_form_shows_it_on_request(form: str, command: Command) -> None:
    made = told(form, command, "--show-sensitive").replace("&#45;", "-").replace("&#46;", ".")
    assert [kind for kind in ("place", "text", "id") if SECRETS[kind] not in made] == []


@pytest.mark.usefixtures("package")
def test_counts_and_fingerprints_do_not_depend_on_it(command: Command) -> None:
    shown, hidden = (json.loads(told("json", command, *more)) for more in (("--show-sensitive",), ()))
    assert shown["counts"] == hidden["counts"]
    prints = [[f["fingerprint"] for g in r["groups"] for f in g["findings"]] for r in (shown, hidden)]
    assert prints[0] == prints[1]


@pytest.mark.parametrize("name", ["data.json", "data.jsonl"])
@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_documents_hide_it_too(form: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                               command: Command) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    package = {"name": "x", "contributors": [{"title": "A", "email": 5, "roles": SECRETS["name"]}]}
    records = {
        "claims": [{"claim_id": "c1", "event_id": "e1", "claimant_id": SECRETS["id"], "stance": SECRETS["id"]}],
        "parties": [{"party_id": SECRETS["id"], "name": [SECRETS["name"]], "party_type": "person", "mood": 1}],
        "locations": [{"location_id": "l1", "latitude": float(SECRETS["place"])}],
        "events": [{"event_id": "e1", "event_type": "armed_clash", "title": {"en": SECRETS["text"]}}],
    }
    if name.endswith("l"):
        kinds = {"claims": "claim", "parties": "party", "locations": "location", "events": "event"}
        lines = [{"record": "package", "$schema": "https://w3id.org/conflictdp/1.0/record.schema.json", **package}]
        lines += [{"record": kinds[table], **record} for table, rows in records.items() for record in rows]
        Path(name).write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    else:
        whole = {"$schema": "https://w3id.org/conflictdp/1.0/package.schema.json", "package": package, **records}
        Path(name).write_text(json.dumps(whole, indent=1), encoding="utf-8")
    run = command("validate", name, "--format", form, "--max-findings", "50")
    assert run.code == 1
    assert [kind for kind, secret in SECRETS.items() if secret in run.out] == []
    shown = command("validate", name, "--format", form, "--max-findings", "50", "--show-sensitive").out
    assert [kind for kind, secret in SECRETS.items() if secret not in shown] == []
