-- What is said of one figure, lowest first: on whose word, and where it was read.
SELECT
    stated.count_kind, stated.certain_low, stated.best, stated.certain_high, stated.claim_id,
    stated.victim_status, stated.sex, stated.age_group,
    claim.stance, claim.certainty, claim.claimant_id,
    claimant.name AS claimant, claimant.party_type AS claimant_type,
    coalesce(source.publisher, source.title, claim.source_id) AS source
FROM stated_counts AS stated
LEFT JOIN claims AS claim ON claim.claim_id = stated.claim_id
LEFT JOIN parties AS claimant ON claimant.party_id = claim.claimant_id
LEFT JOIN sources AS source ON source.source_id = claim.source_id
WHERE stated.event_id = $1 AND stated.outcome = $2 AND stated.party_id = $3 AND stated.coverage = $4
ORDER BY
    (stated.victim_status, stated.sex, stated.age_group, stated.cause, stated.protected_role) IS DISTINCT FROM (NULL, NULL, NULL, NULL, NULL),
    coalesce(stated.certain_low, stated.best, 0), coalesce(stated.certain_high, stated.best), stated._row
LIMIT 12
