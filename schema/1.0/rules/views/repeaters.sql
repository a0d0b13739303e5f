-- materialized: few claimants come back to an event, and the engine has to know that before it joins them
-- Who made more than one claim about which event.
SELECT event_id, claimant_id
FROM claims
WHERE event_id IS NOT NULL AND claimant_id IS NOT NULL
GROUP BY event_id, claimant_id
HAVING COUNT(*) > 1
