-- One row for each claim: what was said, by whom, where it was read, through whom, and what it answers.
SELECT
  c.claim_id,
  c.event_id,
  e.title AS event_title,
  c.claim_kind,
  claimant.name AS claimant,
  speaker.name AS speaker,
  c.stance,
  c.certainty,
  c.topics,
  c.characterisations,
  c.paraphrase,
  c.quote,
  c.stated_date,
  s.title AS source_title,
  s.publisher,
  s.published_date,
  c.locator,
  origin.title AS origin_title,
  coalesce(origin.independence_group, s.independence_group, origin.source_id, s.source_id) AS independence_group,
  (SELECT string_agg(l.relation || ' ' || l.related_claim_id, '; ' ORDER BY l.relation, l.related_claim_id)
     FROM claim_links AS l WHERE l.claim_id = c.claim_id) AS answers,
  NOT EXISTS (SELECT 1 FROM claim_links AS l WHERE l.related_claim_id = c.claim_id AND l.relation IN ('supersedes', 'retracts')) AS is_current
FROM claims AS c
LEFT JOIN events AS e ON e.event_id = c.event_id
LEFT JOIN sources AS s ON s.source_id = c.source_id
LEFT JOIN sources AS origin ON origin.source_id = c.origin_source_id
LEFT JOIN parties AS claimant ON claimant.party_id = c.claimant_id
LEFT JOIN parties AS speaker ON speaker.party_id = c.speaker_id
