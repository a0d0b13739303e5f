-- materialized: few claimants come back to an event
-- Claims that claimants stand by who made more than one about the event.
SELECT claim.*
FROM (
    SELECT event_id, claimant_id FROM claims GROUP BY event_id, claimant_id HAVING COUNT(*) > 1
) AS repeated
JOIN standing_claims AS claim ON claim.event_id = repeated.event_id AND claim.claimant_id = repeated.claimant_id
