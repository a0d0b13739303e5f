-- materialized: few claims are of events that somebody assessed
-- Claims that claimants stand by of events that somebody assessed, but for the assessments.
SELECT claim.*
FROM standing_claims AS claim
SEMI JOIN assessed_events AS assessed ON assessed.event_id = claim.event_id
WHERE COALESCE(claim.claim_kind, 'statement') <> 'assessment'
