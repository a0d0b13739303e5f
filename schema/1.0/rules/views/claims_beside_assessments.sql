-- materialized: few claims are of events that somebody assessed
-- Claims of events that somebody assessed, but for the assessments.
SELECT claim.claim_id
FROM (SELECT DISTINCT event_id FROM claims WHERE claim_kind = 'assessment') AS assessed
JOIN claims AS claim ON claim.event_id = assessed.event_id
WHERE COALESCE(claim.claim_kind, 'statement') <> 'assessment'
