-- materialized: few claimants come back to an event
-- Claims of claimants who made more than one about the event.
SELECT claim.claim_id
FROM (
    SELECT event_id, claimant_id FROM claims GROUP BY event_id, claimant_id HAVING COUNT(*) > 1
) AS repeated
JOIN claims AS claim ON claim.event_id = repeated.event_id AND claim.claimant_id = repeated.claimant_id
