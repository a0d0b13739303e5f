-- One row for each number of people: how many, of whom, and on whose word. The bounds follow from the kind of count.
SELECT
  k.event_id,
  e.title AS event_title,
  k.claim_id,
  coalesce(claimant.name, 'not stated') AS claimant,
  speaker.name AS speaker,
  c.stance,
  c.certainty,
  affected.name AS affected_party,
  k.outcome,
  k.victim_status,
  k.sex,
  k.age_group,
  k.cause,
  k.count_scope,
  k."partition",
  k.count_kind,
  CASE WHEN k.count_kind IN ('exact', 'none') THEN k.best ELSE k.low END AS low,
  k.best,
  CASE WHEN k.count_kind IN ('exact', 'none') THEN k.best ELSE k.high END AS high,
  k.wording,
  c.source_id,
  c.origin_source_id,
  c.locator
FROM casualties AS k
LEFT JOIN claims AS c ON c.claim_id = k.claim_id
LEFT JOIN events AS e ON e.event_id = k.event_id
LEFT JOIN parties AS claimant ON claimant.party_id = c.claimant_id
LEFT JOIN parties AS speaker ON speaker.party_id = c.speaker_id
LEFT JOIN parties AS affected ON affected.party_id = k.party_id
