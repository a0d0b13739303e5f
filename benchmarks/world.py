"""An invented world of any size, as SQL: every cell is a function of its row's number, so nothing has to be held.

Keys are skewed as in real data: a few places, parties and sources are named by a great part of all records, and some
events have many claims where most have one or two. Claimants contradict each other and answer each other, but nothing
breaks a rule.
"""

from __future__ import annotations

from dataclasses import dataclass

DAYS = 480
"""Days on which something happens, from 1 January 2030."""

# ruff: noqa: RUF001 - the texts are in several scripts
_TITLES = (
    "Clash near the ford", "Affrontement près du gué", "Enfrentamiento, cerca del vado", "Бой у брода",
    "Зіткнення біля броду", "اشتباك قرب المعبر", "浅滩附近的冲突", "Geçit yakınında çatışma",
    'Shelling of the "Blue" camp', "घाट के पास झड़प",
)  # fmt: skip
_PARAPHRASES = (
    "The statement speaks of an attack, and of losses on both sides.",
    "Le communiqué parle d'une attaque, sans donner de chiffres.",
    'The paper cites "people who were there", and names no one.',
    "В сообщении говорится о нападении и о погибших.",
    "يتحدث البيان عن هجوم وعن سقوط ضحايا.",
    "声明提到了一次袭击。",
    "El parte habla de un ataque, y de heridos.",
    "The office gives its figure for the first days.",
)
_NAMES = ("Front", "Бригада", "لواء", "Armée", "纵队")
_PLACES = ("Ford", "Брод", "معبر", "Gué", "渡口")
_WORDINGS = ("a number of dead", "plusieurs morts", "varios muertos", "несколько погибших", "عدد من القتلى", "死者数人")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many records of each kind the world has; all follow from the number of events."""

    events: int

    @property
    def claims(self) -> int:
        """Two for each event, on average."""
        return 2 * self.events

    @property
    def casualties(self) -> int:
        """Two for each event, on average; three at most for each claim."""
        return self.claims

    @property
    def sources(self) -> int:
        """One for five events, and one at least for each day."""
        return max(1, self.events // 5)

    @property
    def days(self) -> int:
        """The days on which something is published."""
        return min(DAYS, self.sources)

    @property
    def parties(self) -> int:
        """One for five hundred events, half of which speak first, half of which answer."""
        return max(8, self.events // 500)

    @property
    def locations(self) -> int:
        """One for twenty events."""
        return max(1, self.events // 20)


def _hash(number: str, salt: int, below: int) -> str:
    return f"CAST(hash({number}, {salt}) % {below} AS BIGINT)"


def _uniform(number: str, salt: int) -> str:
    return f"({_hash(number, salt, 100_000_007)} / 100000007.0)"


def _skewed(number: str, salt: int, count: int, power: float = 3) -> str:
    """One of `count` things, the first the likeliest."""
    return f"CAST(floor({count} * pow({_uniform(number, salt)}, {power})) AS BIGINT)"


def _pick(number: str, salt: int, words: tuple[str, ...]) -> str:
    listed = ", ".join("'" + w.replace("'", "''") + "'" for w in words)
    return f"([{listed}])[1 + {_hash(number, salt, len(words))}]"


def _day(number: str) -> str:
    return f"(DATE '2030-01-01' + CAST({number} AS INTEGER))"


def queries(sizes: Sizes) -> dict[str, str]:
    """A query for each table of the world; every column is text, and absent cells are NULL."""
    return {
        "sources": _sources(sizes),
        "parties": _parties(sizes),
        "locations": _locations(sizes),
        "events": _events(sizes),
        "claims": f"SELECT * EXCLUDE (number, event) FROM ({_claims(sizes)})",
        "claim_links": _claim_links(sizes),
        "participants": _participants(sizes),
        "casualties": _casualties(sizes),
    }


def _sources(sizes: Sizes) -> str:
    """Source s is published on or after the day of the events that it tells of."""
    return f"""SELECT 'source-' || s AS source_id, {_pick("s", 1, _TITLES)} || ' ' || s AS title,
      {_pick("s", 2, ("news_report", "news_agency", "ngo_report"))} AS source_type,
      'Courier of district ' || {_skewed("s", 3, 1 + sizes.sources // 50)} AS publisher,
      CASE WHEN s % 3 > 0 THEN 'https://example.org/item/' || s END AS url,
      CAST({_day(f"s % {sizes.days} + 1 + s % 3")} AS VARCHAR) AS published_date,
      {_pick("s", 4, ("en", "fr", "es", "ru", "uk", "ar", "zh"))} AS language
    FROM range({sizes.sources}) AS t(s)
    UNION ALL BY NAME
    SELECT 'register' AS source_id, 'Register of the dead' AS title, 'dataset' AS source_type,
      'Example Register' AS publisher, '2031-06-30' AS published_date, '4' AS version"""


def _parties(sizes: Sizes) -> str:
    return f"""SELECT 'party-' || p AS party_id, {_pick("p", 5, _NAMES)} || ' ' || p AS name,
      {_pick("p", 6, ("rebel_group", "political_militia", "communal_militia", "rebel_alliance"))} AS party_type,
      CASE WHEN p % 4 = 0 THEN 'F-' || p || '|Group ' || p END AS aliases, 'false' AS is_collective_label
    FROM range({sizes.parties}) AS t(p)"""


def _locations(sizes: Sizes) -> str:
    return f"""SELECT 'place-' || l AS location_id, {_pick("l", 7, _PLACES)} || ' ' || l AS name,
      'settlement' AS location_type, 'BRA' AS country, 'Province ' || l % 27 AS admin1,
      CAST(CAST(-30 + 30 * {_uniform("l", 8)} AS DECIMAL(7, 4)) AS VARCHAR) AS latitude,
      CAST(CAST(-70 + 30 * {_uniform("l", 9)} AS DECIMAL(7, 4)) AS VARCHAR) AS longitude,
      '3000' AS uncertainty_m, 'settlement' AS precision, 'settlement_centroid' AS point_meaning
    FROM range({sizes.locations}) AS t(l)"""


def _events(sizes: Sizes) -> str:
    place = f"CASE WHEN e < {sizes.locations} THEN e ELSE {_skewed('e', 10, sizes.locations)} END"
    two_lines = f"{_pick('e', 13, _PARAPHRASES)} || chr(10) || {_pick('e', 14, _PARAPHRASES)}"
    types = ("armed_clash", "shelling", "air_strike", "ambush", "raid", "explosive_device", "exchange_of_fire")
    return f"""SELECT 'event-' || e AS event_id, {_pick("e", 11, types)} AS event_type, 'state_based' AS violence_type,
      CASE WHEN e % 3 = 0 THEN 'active' END AS status, {_pick("e", 12, _TITLES)} AS title,
      CASE WHEN e % 10 = 0 THEN {two_lines} END AS description,
      CAST({_day(f"e % {sizes.days}")} AS VARCHAR) AS start_date,
      CAST({_day(f"e % {sizes.days} + CASE WHEN e % 5 = 0 THEN 2 ELSE 0 END")} AS VARCHAR) AS end_date,
      CASE WHEN e % 5 = 0 THEN 'days' ELSE 'day' END AS date_precision,
      CASE WHEN e % 5 = 0 THEN 'within' ELSE 'throughout' END AS date_meaning,
      'place-' || {place} AS location_id, CAST({_day(f"e % {sizes.days} + 20")} AS VARCHAR) AS created_date
    FROM range({sizes.events}) AS t(e)"""


def _claims(sizes: Sizes) -> str:
    """Claim c < events is the first word on event c; the others answer it or speak beside it, on some events often."""
    half = sizes.parties // 2
    source = f"""CASE WHEN c < {sizes.sources} THEN c
      ELSE {sizes.days} * {_skewed("c", 15, sizes.sources // sizes.days, 2)} + event % {sizes.days} END"""
    party = f"CASE WHEN is_first THEN 2 * {_skewed('c', 16, half)} ELSE 2 * {_skewed('c', 17, half)} + 1 END"
    stances = ("asserts", "alleges", "asserts", "confirms")
    return f"""SELECT c AS number, event, 'claim-' || c AS claim_id, 'event-' || event AS event_id,
      CASE WHEN assesses THEN 'assessment' END AS claim_kind,
      CASE WHEN assesses THEN 'register' ELSE 'source-' || {source} END AS source_id,
      'party-' || {party} AS claimant_id,
      CASE WHEN assesses THEN '2031-06-30' ELSE CAST({_day(f"event % {sizes.days}")} AS VARCHAR) END AS stated_date,
      CASE WHEN answers THEN 'denies' WHEN assesses THEN 'asserts' ELSE {_pick("c", 18, stances)} END AS stance,
      {_pick("c", 19, ("stated", "reported", "unconfirmed"))} AS certainty,
      CASE WHEN assesses THEN 'copied_from_dataset' END AS method,
      {_pick("c", 20, ("casualties", "casualties|attack", "attack|responsibility|location"))} AS topics,
      'paragraph ' || c % 40 AS locator, {_pick("c", 21, _PARAPHRASES)} AS paraphrase
    FROM (SELECT c, c < {sizes.events} AS is_first, c >= {sizes.events} AND c % 25 = 3 AS assesses,
            c >= {sizes.events} AND c % 10 = 1 AS answers,
            CASE WHEN c < {sizes.events} THEN c ELSE {_skewed("c", 22, sizes.events, 1.5)} END AS event
          FROM range({sizes.claims}) AS t(c))"""


def _claim_links(sizes: Sizes) -> str:
    return f"""SELECT claim_id, 'claim-' || event AS related_claim_id, 'denies' AS relation
    FROM ({_claims(sizes)}) WHERE stance = 'denies'"""


def _participants(sizes: Sizes) -> str:
    """Both sides, for one event in ten; no two events of a day have the same sides, or they would look like one."""
    half = sizes.parties // 2
    turn = f"CASE WHEN side = 0 THEN i // {DAYS // 10} ELSE i // {DAYS // 10 * half} END"
    return f"""SELECT 'event-' || 10 * i AS event_id,
      'party-' || (2 * ({turn} % {half}) + side) AS party_id, 'participant' AS role,
      CASE WHEN side = 0 THEN 'a' ELSE 'b' END AS side
    FROM range({(sizes.events + 9) // 10}) AS t(i), range(2) AS s(side)"""


def _casualties(sizes: Sizes) -> str:
    """None to three numbers of a claim: the killed, the injured, and the civilians among the killed."""
    killed = f"{_hash('event, claimant_id', 24, 60)} + 1"
    kind = _pick("event, claimant_id", 25, ("exact", "at_least", "exact", "some"))
    return f"""SELECT event_id, claim_id, outcome, victim_status, kind AS count_kind,
      CASE kind WHEN 'at_least' THEN CAST(number AS VARCHAR) WHEN 'some' THEN '1' END AS low,
      CASE kind WHEN 'exact' THEN CAST(number AS VARCHAR) END AS best,
      CASE WHEN kind = 'some' THEN {_pick("number", 26, _WORDINGS)} END AS wording
    FROM (
      SELECT event_id, claim_id, CASE WHEN part = 1 THEN 'injured' ELSE 'killed' END AS outcome,
        CASE WHEN part = 2 THEN 'civilian' END AS victim_status, {kind} AS kind,
        CASE WHEN part = 2 THEN 1 ELSE {killed} END AS number
      FROM ({_claims(sizes)}), range(3) AS s(part)
      WHERE claim_kind IS NULL AND part < ([0, 0, 1, 1, 3])[1 + {_hash("number", 27, 5)}]
    )"""
