-- materialized: few claims are of events that somebody assessed
-- Claims that claimants stand by of events that somebody assessed, but for the assessments.
SELECT claim.*
FROM (SELECT DISTINCT event_id FROM claims WHERE claim_kind = 'assessment') AS assessed
JOIN standing_claims AS claim ON claim.event_id = assessed.event_id
WHERE COALESCE(claim.claim_kind, 'statement') <> 'assessment'
