"""The Khusham example: everything that the article reports is found by a query, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import conflictdp

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "khasham-2018"


class Asked(NamedTuple):
    """What is asked of the dataset, the query that asks it, and the whole answer, in order."""

    what: str
    query: str
    answer: list[tuple[Any, ...]]


PARTIES = [
    Asked(
        "who stood with whom in the clash",
        """
        SELECT side, party_id, role FROM participants
        WHERE event_id = 'clash-near-khusham' AND claim_id IS NULL ORDER BY side, party_id
        """,
        [
            ("a", "pro-government-forces", "participant"),
            ("b", "coalition", "participant"),
            ("b", "sdf", "participant"),
        ],
    ),
    Asked(
        "who backs whom",
        """
        SELECT party_id, related_party_id, locator FROM party_links
        WHERE relation = 'backed_by' ORDER BY ALL
        """,
        [
            ("pro-government-forces", "syria-government", "paragraph 2"),
            ("sdf", "coalition", "paragraph 8"),
            ("shiite-militias", "iran", "paragraph 26"),
            ("syria-government", "russia", "paragraph 26"),
            ("syria-government", "shiite-militias", "paragraph 26"),
            ("us-backed-rebels", "us-government", "paragraph 29"),
        ],
    ),
    Asked(
        "who speaks for whom",
        """
        SELECT speaker.name, link.relation, body.name
        FROM party_links AS link
        JOIN parties AS speaker USING (party_id)
        JOIN parties AS body ON body.party_id = link.related_party_id
        WHERE link.relation IN ('spokesperson_of', 'represents', 'commander_of') ORDER BY ALL
        """,
        [
            (
                "Commander on the Syrian government side",
                "commander_of",
                "Syrian government and pro-government forces",
            ),
            ("Damien Pickart", "spokesperson_of", "United States Central Command"),
            ("Dana White", "spokesperson_of", "United States Department of Defense"),
            ("Spokesman of the YPG", "spokesperson_of", "YPG"),
            ("Vassily Nebenzia", "represents", "Russia"),
        ],
    ),
    Asked(
        "who belongs to the Syrian Democratic Forces, fights beside them or is stationed with them",
        """
        SELECT party_id, relation, related_party_id, locator FROM party_links
        WHERE relation IN ('member_of', 'allied_with', 'embedded_with') ORDER BY ALL
        """,
        [
            ("sdf", "allied_with", "coalition", "paragraph 8"),
            ("us-advisers", "embedded_with", "sdf", "paragraph 7"),
            ("us-backed-rebels", "allied_with", "turkey-forces", "paragraph 29"),
            ("us-military", "member_of", "coalition", "paragraph 2"),
            ("ypg", "member_of", "sdf", "paragraph 24"),
        ],
    ),
    Asked(
        "whose organs, officials and tools they are",
        """
        SELECT party_id, relation, related_party_id FROM party_links
        WHERE relation IN ('part_of', 'official_of', 'commands', 'controls', 'opposes', 'alias_of') ORDER BY ALL
        """,
        [
            ("oir-command", "commands", "coalition"),
            ("pentagon", "part_of", "us-government"),
            ("pro-government-militia", "part_of", "pro-government-forces"),
            ("rebels-idlib-ghouta", "opposes", "syria-government"),
            ("russia-defence-ministry", "part_of", "russia"),
            ("russia-forces", "part_of", "russia"),
            ("syria-foreign-ministry", "part_of", "syria-government"),
            ("syria-government", "controls", "syria-state-media"),
            ("syria-head-of-state", "official_of", "syria-government"),
            ("us-advisers", "part_of", "us-military"),
            ("us-central-command", "part_of", "us-military"),
            ("us-commanders", "part_of", "us-military"),
            ("us-marine-corps", "part_of", "us-military"),
            ("us-military", "part_of", "us-government"),
            ("us-official", "alias_of", "us-official-reuters"),
            ("us-official", "official_of", "us-government"),
            ("us-official-reuters", "official_of", "us-government"),
        ],
    ),
    Asked(
        "who is nobody in particular",
        "SELECT party_id FROM parties WHERE is_collective_label ORDER BY ALL",
        [
            ("civilians-front-lines",),
            ("civilians-idlib-ghouta",),
            ("civilians-syria",),
            ("rebels-idlib-ghouta",),
            ("shiite-militias",),
            ("us-backed-rebels",),
        ],
    ),
    Asked(
        "what other systems call them, the war and the places",
        "SELECT scheme, record_id, value, match FROM identifiers ORDER BY ALL",
        [
            ("iso_3166_1", "syria", "SYR", "exact"),
            ("p_code", "khusham", "C5140", "exact"),
            ("ucdp_actor", "iran", "114", "close"),
            ("ucdp_actor", "islamic-state", "234", "exact"),
            ("ucdp_actor", "russia", "57", "close"),
            ("ucdp_actor", "sdf", "6288", "exact"),
            ("ucdp_actor", "syria-government", "118", "exact"),
            ("ucdp_actor", "us-government", "3", "exact"),
            ("ucdp_conflict", "syrian-civil-war", "299", "narrow"),
        ],
    ),
]

THE_FIGHT = [
    Asked(
        "when, how long and what kind of event it was",
        """
        SELECT event_type, violence_type, CAST(start_date AS VARCHAR), CAST(end_date AS VARCHAR),
               date_precision, date_meaning, duration_minutes
        FROM events WHERE event_id = 'clash-near-khusham'
        """,
        [("armed_clash", "state_based", "2018-02-07", "2018-02-08", "days", "within", 180)],
    ),
    Asked(
        "the size of the attacking force, and how surely it is said",
        """
        SELECT p.party_id, p.role, p.count_kind, p.best, c.claimant_id, c.certainty
        FROM participants AS p JOIN claims AS c USING (claim_id)
        WHERE p.event_id = 'clash-near-khusham' AND p.count_kind IS NOT NULL
        """,
        [("pro-government-forces", "attacker", "exact", 500, None, "reported")],
    ),
    Asked(
        "what the attackers used, and where it was made",
        """
        SELECT equipment_class, model, origin_country FROM equipment
        WHERE claim_id = 'reported-attack' AND outcome = 'used' ORDER BY ALL
        """,
        [
            ("howitzer", None, None),
            ("main_battle_tank", "T-55", "RUS"),
            ("main_battle_tank", "T-72", "RUS"),
            ("multiple_rocket_launcher", None, None),
        ],
    ),
    Asked(
        "what answered",
        """
        SELECT party_id, equipment_class, model FROM equipment
        WHERE claim_id = 'article-response' ORDER BY ALL
        """,
        [
            ("us-marine-corps", "heavy_artillery", None),
            ("us-military", "attack_helicopter", "Apache"),
            ("us-military", "gunship", "AC-130"),
            ("us-military", "strike_aircraft", None),
        ],
    ),
    Asked(
        "what the aircraft and the guns used, by the word of the spokesman",
        """
        SELECT party_id, equipment_class, low FROM equipment
        WHERE claim_id = 'centcom-damage' AND outcome = 'used' ORDER BY ALL
        """,
        [("coalition", "artillery", None), ("us-military", "guided_munition", 2)],
    ),
    Asked(
        "who fought for the site, and who else is spoken of",
        """
        SELECT party_id, role, claim_id FROM participants
        WHERE event_id = 'clash-near-khusham' AND claim_id IS NOT NULL
          AND role NOT IN ('attacker', 'target', 'adviser') ORDER BY ALL
        """,
        [
            ("islamic-state", "participant", "state-media-version"),
            ("pro-government-militia", "participant", "moscow-no-knowledge"),
            ("russia-forces", "other", "us-official-contact-with-russia"),
            ("us-marine-corps", "defender", "article-response"),
            ("us-military", "defender", "article-response"),
        ],
    ),
    Asked(
        "what was destroyed, by whose word",
        """
        SELECT q.party_id, q.equipment_class, q.count_kind, q.low, q.wording, c.claimant_id, c.speaker_id
        FROM equipment AS q JOIN claims AS c USING (claim_id) WHERE q.outcome = 'destroyed' ORDER BY ALL
        """,
        [
            (
                "pro-government-forces",
                kind,
                "some",
                2,
                "multiple",
                "us-central-command",
                "centcom-spokesman",
            )
            for kind in ("artillery", "main_battle_tank")
        ],
    ),
    Asked(
        "where, relative to the river, and in what province",
        """
        SELECT l.name, l.distance_m, l.direction, river.name, l.admin1, l.latitude, l.longitude, l.source_id
        FROM events AS e JOIN locations AS l USING (location_id)
        JOIN locations AS river ON river.location_id = l.relative_to_id
        WHERE e.event_id = 'clash-near-khusham'
        """,
        [
            (
                "Headquarters and training site of the Syrian Democratic Forces",
                8000,
                "east",
                "Euphrates",
                "Deir ez-Zor",
                35.33611,
                40.30944,
                "wikimili",
            )
        ],
    ),
    Asked(
        "every place of the clash, by whose word",
        """
        SELECT x.location_id, x.role, c.claim_id
        FROM event_locations AS x JOIN claims AS c USING (claim_id)
        WHERE x.event_id = 'clash-near-khusham' ORDER BY ALL
        """,
        [
            ("closest-approach", "closest_approach", "unofficial-advance-150-m"),
            ("deir-ez-zor", "site", "article-response"),
            ("euphrates-line", "reference_line", "article-river-line"),
            ("euphrates-line", "reference_line", "oir-co-located"),
            ("khusham-oilfields", "objective", "us-official-oilfields-motive"),
            ("sdf-headquarters", "defended_position", "article-response"),
            ("sdf-headquarters", "site", "oir-co-located"),
            ("sdf-headquarters", "site", "outside-days-and-point"),
        ],
    ),
    Asked(
        "the oilfields, and the town they are near",
        """
        SELECT x.role, l.name, town.name, c.claimant_id, c.certainty
        FROM event_locations AS x JOIN locations AS l USING (location_id) JOIN claims AS c USING (claim_id)
        JOIN locations AS town ON town.location_id = l.relative_to_id
        WHERE l.location_type = 'oilfield'
        """,
        [("objective", "Oilfields near Khusham", "Khusham", "us-official-reuters", "believed")],
    ),
    Asked(
        "how close the attackers came",
        """
        SELECT x.party_id, l.distance_m, l.relative_to_id, c.certainty, c.origin_source_id
        FROM event_locations AS x JOIN locations AS l USING (location_id) JOIN claims AS c USING (claim_id)
        WHERE x.role = 'closest_approach'
        """,
        [("pro-government-forces", 150, "sdf-headquarters", "reported", "unofficial-reports")],
    ),
    Asked(
        "the advisers in the headquarters",
        """
        SELECT p.party_id, c.claimant_id, c.locator
        FROM participants AS p JOIN claims AS c USING (claim_id) WHERE p.role = 'adviser' ORDER BY c.locator
        """,
        [
            ("us-advisers", "article-outlet", "paragraph 7"),
            ("coalition", "oir-command", "paragraph 8"),
        ],
    ),
]

CASUALTIES = [
    Asked(
        "casualties by source",
        """
        SELECT c.claimant_id, c.stance, c.certainty, x.outcome, x.count_kind, x.low, x.best, x.high
        FROM casualties AS x JOIN claims AS c USING (claim_id) ORDER BY c.claim_id, x.outcome
        """,
        [
            ("article-outlet", "asserts", "stated", "killed", "at_least", 101, None, None),
            ("syrian-commander", "concedes", "reported", "injured", "exact", None, 27, None),
            ("syrian-commander", "concedes", "reported", "killed", "exact", None, 7, None),
            (None, "asserts", "reported", "killed", "at_least", 101, None, None),
            ("sdf", "asserts", "stated", "injured", "exact", None, 1, None),
        ],
    ),
    Asked(
        "whose people they were, and in what words",
        """
        SELECT x.party_id, x.victim_status, x.wording, c.locator
        FROM casualties AS x JOIN claims AS c USING (claim_id) ORDER BY c.claim_id, x.outcome
        """,
        [
            ("pro-government-forces", "combatant", "more than 100", "paragraph 10"),
            ("pro-government-forces", None, "27", "paragraph 11"),
            ("pro-government-forces", None, "seven", "paragraph 11"),
            ("pro-government-forces", "combatant", "more than 100", "paragraph 2"),
            ("sdf", "combatant", "just one", "paragraph 11"),
        ],
    ),
    Asked(
        "which figure only repeats another, and which disputes one",
        """
        SELECT l.claim_id, l.relation, l.related_claim_id
        FROM claim_links AS l
        WHERE l.related_claim_id IN (SELECT claim_id FROM casualties) ORDER BY ALL
        """,
        [
            ("article-more-than-100-killed", "repeats", "reported-more-than-100-killed"),
            ("commander-losses", "disputes", "article-more-than-100-killed"),
            ("commander-losses", "disputes", "reported-more-than-100-killed"),
        ],
    ),
    Asked(
        "nothing is said of losses of the Coalition or of civilians, and nothing is coded",
        "SELECT DISTINCT party_id FROM casualties WHERE party_id NOT IN ('pro-government-forces', 'sdf')",
        [],
    ),
]

AGREEMENTS = [
    Asked(
        "the agreements",
        "SELECT agreement_id, agreement_type, status, purposes, location_id FROM agreements ORDER BY ALL",
        [
            (
                "euphrates-line",
                "deconfliction_line",
                "in_force",
                ["deconfliction", "common_enemy"],
                "euphrates-line",
            ),
            (
                "un-month-ceasefire",
                "humanitarian_pause",
                "rejected",
                ["humanitarian", "evacuation"],
                "syria",
            ),
        ],
    ),
    Asked(
        "their parties, and the area of each",
        "SELECT agreement_id, party_id, role, location_id FROM agreement_parties ORDER BY ALL",
        [
            ("euphrates-line", "coalition", "signatory", "east-bank"),
            ("euphrates-line", "pro-government-forces", "bound", "west-bank"),
            ("euphrates-line", "russia", "signatory", "west-bank"),
            ("euphrates-line", "syria-government", "signatory", "west-bank"),
            ("un-month-ceasefire", "civilians-front-lines", "beneficiary", None),
            ("un-month-ceasefire", "russia", "rejecting", None),
            ("un-month-ceasefire", "united-nations", "proposer", None),
        ],
    ),
    Asked(
        "the breach, said by the article in its own voice",
        """
        SELECT b.event_id, b.agreement_id, b.party_id, b.determination, c.claimant_id, c.stance, c.locator
        FROM breaches AS b JOIN claims AS c USING (claim_id)
        """,
        [
            (
                "clash-near-khusham",
                "euphrates-line",
                "pro-government-forces",
                "alleged",
                "article-outlet",
                "alleges",
                "paragraph 6",
            )
        ],
    ),
    Asked(
        "the ceasefire that the United Nations called for and Russia refused",
        """
        SELECT claimant_id, speaker_id, stance, CAST(stated_date AS VARCHAR), locator FROM claims
        WHERE event_id = 'un-ceasefire-call' AND source_id = 'article' ORDER BY locator, claim_id
        """,
        [
            ("united-nations", None, "proposes", "2018-02-06", "paragraph 38"),
            ("russia", None, "rejects", "2018-02-08", "paragraph 39"),
            ("russia", "russia-un-ambassador", "rejects", "2018-02-08", "paragraph 40"),
            ("russia", "russia-un-ambassador", "asserts", "2018-02-08", "paragraph 40"),
        ],
    ),
    Asked(
        "who did what in it",
        "SELECT party_id, role FROM participants WHERE event_id = 'un-ceasefire-call' ORDER BY ALL",
        [("civilians-front-lines", "other"), ("russia", "responder"), ("united-nations", "initiator")],
    ),
    Asked(
        "whom it was to let leave: a number of a plan",
        "SELECT party_id, count_kind, best FROM participants WHERE best = 400000",
        [("civilians-front-lines", "exact", 400000)],
    ),
]

NARRATIVES = [
    Asked(
        "who calls the event what, and who refuses the word",
        """
        SELECT claim_id, claimant_id, stance, unnest(characterisations), origin_source_id FROM claims
        WHERE source_id = 'article' AND characterisations IS NOT NULL ORDER BY claim_id
        """,
        [
            ("damascus-demand", "syria-foreign-ministry", "demands", "massacre", "letter-to-un"),
            ("damascus-massacre", "syria-foreign-ministry", "alleges", "massacre", "letter-to-un"),
            ("damascus-war-crime", "syria-foreign-ministry", "alleges", "war_crime", "letter-to-un"),
            ("oir-area-liberated", "oir-command", "asserts", "liberation", None),
            ("oir-rejects-war-crime", "oir-command", "rejects", "war_crime", None),
            ("oir-self-defence", "oir-command", "asserts", "self_defence", "oir-statement"),
            ("oir-unprovoked", "oir-command", "alleges", "unprovoked", "oir-statement"),
            ("pentagon-defensive", "pentagon", "asserts", "defensive", None),
            ("russia-doubts-consent", "russia", "asserts", "terrorism", None),
            (
                "state-media-terrorism",
                "syria-state-media",
                "alleges",
                "support_for_terrorism",
                "state-media-report",
            ),
        ],
    ),
    Asked(
        "what each side says of motive, knowledge and contact",
        """
        SELECT claim_id, claimant_id, stance, certainty, origin_source_id FROM claims
        WHERE source_id = 'article' AND event_id = 'clash-near-khusham'
          AND list_has_any(topics, ['motive', 'knowledge', 'communication']) ORDER BY claim_id
        """,
        [
            ("moscow-no-knowledge", "russia-defence-ministry", "concedes", "stated", "russian-mod-statement"),
            ("pentagon-no-conflict", "pentagon", "asserts", "stated", "pentagon-briefing"),
            ("pentagon-no-fight", "pentagon", "asserts", "stated", "pentagon-briefing"),
            ("state-media-terrorism", "syria-state-media", "alleges", "stated", "state-media-report"),
            ("us-official-contact-with-russia", "us-official", "asserts", "stated", None),
            ("us-official-oilfields-motive", "us-official-reuters", "alleges", "believed", "reuters-report"),
        ],
    ),
    Asked(
        "who is said to have attacked whom",
        """
        SELECT c.claimant_id, p.party_id, t.party_id
        FROM participants AS p JOIN claims AS c USING (claim_id)
        LEFT JOIN participants AS t ON t.claim_id = p.claim_id AND t.role = 'target'
        WHERE p.event_id = 'clash-near-khusham' AND p.role = 'attacker' ORDER BY c.locator, c.claim_id
        """,
        [
            ("article-outlet", "pro-government-forces", None),
            ("us-central-command", "pro-government-forces", None),
            ("syria-state-media", "coalition", None),
            ("syria-state-media", "us-military", "pro-government-militia"),
            ("syria-foreign-ministry", "coalition", None),
            ("syria-foreign-ministry", "coalition", None),
            (None, "pro-government-forces", "sdf"),
            ("article-outlet", "pro-government-forces", None),
            ("oir-command", "pro-government-forces", None),
        ],
    ),
    Asked(
        "the version in which the militia was fighting Islamic State",
        "SELECT party_id, role FROM participants WHERE claim_id = 'state-media-version' ORDER BY ALL",
        [("islamic-state", "participant"), ("pro-government-militia", "target"), ("us-military", "attacker")],
    ),
    Asked(
        "who answers whom",
        """
        SELECT l.claim_id, l.relation, l.related_claim_id
        FROM claim_links AS l JOIN claims AS c USING (claim_id)
        WHERE c.source_id = 'article' AND l.relation IN ('rejects', 'disputes', 'denies', 'responds_to')
          AND l.claim_id <> 'commander-losses' ORDER BY ALL
        """,
        [
            ("oir-area-liberated", "disputes", "state-media-version"),
            ("oir-rejects-war-crime", "rejects", "damascus-massacre"),
            ("oir-rejects-war-crime", "rejects", "damascus-war-crime"),
            ("russia-ceasefire-not-realistic", "rejects", "un-ceasefire-proposal"),
            ("russia-doubts-consent", "responds_to", "un-ceasefire-proposal"),
            ("russia-rejects-ceasefire", "rejects", "un-ceasefire-proposal"),
            ("state-media-version", "disputes", "oir-unprovoked"),
            ("state-media-version", "disputes", "reported-attack"),
        ],
    ),
    Asked(
        "the statement on self-defence is older than the letter that it seems to answer",
        """
        SELECT claim_id, CAST(stated_date AS VARCHAR) FROM claims
        WHERE claim_id IN ('oir-self-defence', 'damascus-war-crime', 'oir-rejects-war-crime')
        ORDER BY claim_id
        """,
        [
            ("damascus-war-crime", "2018-02-08"),
            ("oir-rejects-war-crime", None),
            ("oir-self-defence", "2018-02-07"),
        ],
    ),
    Asked(
        "how the fight ended",
        """
        SELECT claim_id, claimant_id FROM claims
        WHERE list_contains(topics, 'outcome') OR list_contains(topics, 'aftermath') ORDER BY claim_id
        """,
        [
            ("article-escalation-avoided", "article-outlet"),
            ("article-more-than-100-killed", "article-outlet"),
            ("centcom-damage", "us-central-command"),
            ("ypg-return", "ypg"),
        ],
    ),
]

BACKGROUND = [
    Asked(
        "the events, their dates and what they are to the clash",
        """
        SELECT e.event_id, e.event_type, e.status,
               CAST(e.start_date AS VARCHAR), CAST(e.end_date AS VARCHAR), l.relation
        FROM events AS e
        LEFT JOIN event_links AS l ON l.event_id = e.event_id AND l.related_event_id = 'clash-near-khusham'
        WHERE e.event_id <> 'clash-near-khusham' ORDER BY e.event_id
        """,
        [
            ("alleged-chemical-weapons-use", "chemical_attack", "under_review", None, None, "context_of"),
            (
                "area-taken-from-islamic-state",
                "territory_captured",
                "active",
                "2017-09-01",
                "2017-09-30",
                "precedes",
            ),
            ("attacks-idlib-eastern-ghouta", "unknown", "active", None, None, "context_of"),
            ("attacks-kurdish-enclaves", "assault_on_position", "active", None, None, "context_of"),
            (
                "build-up-before-clash",
                "military_build_up",
                "active",
                "2018-01-31",
                "2018-02-07",
                "precedes",
            ),
            (
                "coalition-established",
                "armed_group_change",
                "active",
                "2014-01-01",
                "2014-12-31",
                "context_of",
            ),
            ("return-to-positions", "return_to_positions", "active", None, None, "follows"),
            ("syrian-civil-war", "other", "active", None, None, None),
            ("un-ceasefire-call", "agreement_action", "active", "2018-02-06", "2018-02-06", "context_of"),
            ("us-troops-in-syria", "deployment", "active", None, None, "context_of"),
        ],
    ),
    Asked(
        "what is part of the war",
        """
        SELECT event_id FROM event_links
        WHERE related_event_id = 'syrian-civil-war' AND relation = 'part_of' ORDER BY ALL
        """,
        [
            ("alleged-chemical-weapons-use",),
            ("area-taken-from-islamic-state",),
            ("attacks-idlib-eastern-ghouta",),
            ("attacks-kurdish-enclaves",),
            ("build-up-before-clash",),
            ("clash-near-khusham",),
            ("return-to-positions",),
        ],
    ),
    Asked(
        "who did what in them, by whose word",
        """
        SELECT p.event_id, p.party_id, p.role, c.claimant_id
        FROM participants AS p JOIN claims AS c USING (claim_id)
        WHERE p.event_id NOT IN ('clash-near-khusham', 'un-ceasefire-call') AND c.source_id = 'article'
        ORDER BY ALL
        """,
        [
            ("alleged-chemical-weapons-use", "civilians-syria", "target", None),
            ("alleged-chemical-weapons-use", "pro-government-forces", "attacker", None),
            ("area-taken-from-islamic-state", "islamic-state", "target", "oir-command"),
            ("attacks-idlib-eastern-ghouta", "civilians-idlib-ghouta", "target", "article-outlet"),
            ("attacks-idlib-eastern-ghouta", "pro-government-forces", "attacker", "article-outlet"),
            ("attacks-kurdish-enclaves", "kurds", "target", "article-outlet"),
            ("attacks-kurdish-enclaves", "turkey-forces", "attacker", "article-outlet"),
            ("attacks-kurdish-enclaves", "us-backed-rebels", "attacker", "article-outlet"),
            ("build-up-before-clash", "pro-government-forces", "initiator", "oir-command"),
            ("coalition-established", "coalition", "participant", "article-outlet"),
            ("return-to-positions", "pro-government-forces", "participant", "ypg"),
            ("return-to-positions", "sdf", "participant", "ypg"),
            ("syrian-civil-war", "iran", "supporter", "article-outlet"),
            ("syrian-civil-war", "russia", "supporter", "article-outlet"),
            ("syrian-civil-war", "shiite-militias", "supporter", "article-outlet"),
            ("syrian-civil-war", "syria-government", "participant", "article-outlet"),
            ("us-troops-in-syria", "us-military", "participant", "article-outlet"),
        ],
    ),
    Asked(
        "who took the area, by an account from outside the article",
        "SELECT party_id, role FROM participants WHERE claim_id = 'outside-september-2017' ORDER BY ALL",
        [("islamic-state", "target"), ("sdf", "attacker")],
    ),
    Asked(
        "the chemical weapons alleged, and by whom",
        """
        SELECT q.party_id, q.outcome, c.claimant_id, c.stance, c.certainty
        FROM equipment AS q JOIN claims AS c USING (claim_id) WHERE q.equipment_class = 'chemical_agent'
        """,
        [("pro-government-forces", "used", None, "alleges", "reported")],
    ),
    Asked(
        "the troops on the ground",
        "SELECT party_id, count_kind, best, wording FROM participants WHERE event_id = 'us-troops-in-syria'",
        [("us-military", "approximate", 2000, "some 2000")],
    ),
    Asked(
        "the places attacked in the weeks before, and who held them",
        "SELECT location_id, party_id FROM event_locations WHERE role = 'target' ORDER BY ALL",
        [("eastern-ghouta", "rebels-idlib-ghouta"), ("idlib", "rebels-idlib-ghouta")],
    ),
    Asked(
        "what gathered in the week before",
        """
        SELECT equipment_class, outcome FROM equipment
        WHERE event_id = 'build-up-before-clash' ORDER BY ALL
        """,
        [("main_battle_tank", "present"), ("unknown", "present")],
    ),
    Asked(
        "what is said of the war at large",
        "SELECT claim_id, claimant_id FROM claims WHERE event_id = 'syrian-civil-war' ORDER BY ALL",
        [
            ("article-assad-aim", "article-outlet"),
            ("article-assad-backers", "article-outlet"),
            ("article-islamic-state-collapse", "article-outlet"),
            ("article-kurds-role", "article-outlet"),
            ("us-commanders-sympathy", "us-commanders"),
        ],
    ),
]

SOURCES = [
    Asked(
        "every claim of the article, in its order, and how surely it is put",
        """
        SELECT CAST(replace(locator, 'paragraph ', '') AS INTEGER) AS n, claim_id, certainty FROM claims
        WHERE source_id = 'article' ORDER BY n, claim_id
        """,
        [
            (2, "article-duration", "stated"),
            (2, "reported-more-than-100-killed", "reported"),
            (3, "reported-attack", "reported"),
            (4, "article-response", "stated"),
            (5, "article-river-line", "stated"),
            (6, "article-breach", "stated"),
            (7, "article-advisers", "stated"),
            (8, "oir-co-located", "stated"),
            (8, "oir-unprovoked", "stated"),
            (9, "unofficial-advance-150-m", "reported"),
            (10, "article-more-than-100-killed", "stated"),
            (11, "commander-losses", "reported"),
            (11, "sdf-one-injured", "stated"),
            (12, "centcom-damage", "stated"),
            (13, "us-official-oilfields-motive", "believed"),
            (14, "article-escalation-avoided", "stated"),
            (15, "us-official-contact-with-russia", "stated"),
            (16, "moscow-no-knowledge", "stated"),
            (18, "state-media-terrorism", "stated"),
            (18, "state-media-version", "stated"),
            (19, "damascus-war-crime", "stated"),
            (20, "damascus-demand", "stated"),
            (20, "damascus-massacre", "stated"),
            (21, "oir-rejects-war-crime", "stated"),
            (22, "oir-area-liberated", "stated"),
            (22, "oir-build-up", "stated"),
            (23, "oir-mission", "stated"),
            (23, "oir-self-defence", "stated"),
            (24, "ypg-return", "stated"),
            (25, "article-islamic-state-collapse", "stated"),
            (26, "article-assad-backers", "stated"),
            (27, "article-assad-aim", "stated"),
            (28, "article-idlib-ghouta", "stated"),
            (29, "article-turkish-advance", "stated"),
            (30, "article-kurds-role", "stated"),
            (30, "us-commanders-sympathy", "stated"),
            (32, "article-coalition-2014", "stated"),
            (33, "article-us-troops", "stated"),
            (34, "pentagon-defensive", "stated"),
            (35, "pentagon-no-fight", "stated"),
            (36, "pentagon-no-conflict", "stated"),
            (37, "chemical-weapons-allegations", "reported"),
            (38, "un-ceasefire-proposal", "stated"),
            (39, "russia-rejects-ceasefire", "stated"),
            (40, "russia-ceasefire-not-realistic", "stated"),
            (40, "russia-doubts-consent", "suspected"),
        ],
    ),
    Asked(
        "the paragraphs that nothing cites hold judgement only",
        """
        SELECT n FROM range(1, 41) AS paragraphs(n)
        WHERE 'paragraph ' || n NOT IN (
            SELECT locator FROM claims WHERE source_id = 'article'
            UNION ALL SELECT locator FROM party_links WHERE source_id = 'article'
        ) ORDER BY n
        """,
        [(1,), (31,)],
    ),
    Asked(
        "the article bears no title, outlet or date of its own",
        "SELECT publisher, author, url, published_date FROM sources WHERE source_id = 'article'",
        [(None, None, None, None)],
    ),
    Asked(
        "what the article cites was not read, and has no address",
        """
        SELECT DISTINCT s.source_id FROM claims AS c JOIN sources AS s ON s.source_id = c.origin_source_id
        WHERE s.url IS NULL ORDER BY ALL
        """,
        [
            ("centcom-statement",),
            ("letter-to-un",),
            ("oir-statement",),
            ("pentagon-briefing",),
            ("reuters-report",),
            ("russian-mod-statement",),
            ("state-media-report",),
            ("unofficial-reports",),
        ],
    ),
    Asked(
        "from outside the article come times, and second readings of what it quotes",
        """
        SELECT c.source_id, list_contains(c.topics, 'time'), l.relation
        FROM claims AS c LEFT JOIN claim_links AS l USING (claim_id)
        WHERE c.source_id <> 'article' ORDER BY ALL
        """,
        [
            ("al-arabiya", True, "repeats"),
            ("american-military-news", True, None),
            ("mrctv", False, "repeats"),
            ("new-indian-express", False, "repeats"),
            ("republica", True, None),
            ("republica", True, None),
            ("rferl", True, "repeats"),
            ("rferl", True, "repeats"),
            ("rusreality", False, "repeats"),
            ("wikimili", True, None),
        ],
    ),
    Asked(
        "where those were published, and when",
        "SELECT publisher, CAST(published_date AS VARCHAR) FROM sources WHERE url IS NOT NULL ORDER BY ALL",
        [
            ("Al Arabiya English", "2018-02-08"),
            ("American Military News", "2018-02-07"),
            ("FriendlyWiki", None),
            ("MRCTV", "2018-02-08"),
            ("Radio Free Europe/Radio Liberty", None),
            ("Rusreality", "2018-02-08"),
            ("The New Indian Express", "2018-02-08"),
            ("WikiMili", None),
            ("myRepublica", None),
        ],
    ),
    Asked(
        "no number comes from outside the article",
        """
        SELECT x.claim_id FROM (
            SELECT claim_id FROM casualties
            UNION ALL SELECT claim_id FROM equipment
            UNION ALL SELECT claim_id FROM participants WHERE count_kind IS NOT NULL
        ) AS x LEFT JOIN claims AS c USING (claim_id) WHERE c.source_id IS DISTINCT FROM 'article'
        """,
        [],
    ),
    Asked(
        "quotes are a word or two or three",
        "SELECT claim_id FROM claims WHERE length(quote) - length(replace(quote, ' ', '')) > 2",
        [],
    ),
]

ALL = [*PARTIES, *THE_FIGHT, *CASUALTIES, *AGREEMENTS, *NARRATIVES, *BACKGROUND, *SOURCES]


@pytest.fixture(scope="module")
def khasham() -> Iterator[conflictdp.Dataset]:
    with conflictdp.open(EXAMPLE) as data:
        yield data


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.what)
def test_the_article_answers(khasham: conflictdp.Dataset, asked: Asked) -> None:
    assert khasham.sql(asked.query).fetchall() == asked.answer


def test_nothing_is_found_but_events_that_nobody_dates() -> None:
    report = conflictdp.validate(EXAMPLE)
    assert report.verdict == "valid"
    assert sorted((f.rule, f.record_id) for f in report.findings) == [
        ("EVT001", "alleged-chemical-weapons-use"),
        ("EVT001", "attacks-idlib-eastern-ghouta"),
        ("EVT001", "attacks-kurdish-enclaves"),
        ("EVT001", "return-to-positions"),
        ("EVT001", "syrian-civil-war"),
        ("EVT001", "us-troops-in-syria"),
    ]
