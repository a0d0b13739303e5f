-- materialized: few claimants come back to an event, and the engine has to know that before it joins them
-- Who made more than one claim about which event, as a hash of the two; others may share it.
SELECT HASH(event_id, claimant_id) AS who_and_where
FROM claims
WHERE event_id IS NOT NULL AND claimant_id IS NOT NULL
GROUP BY HASH(event_id, claimant_id)
HAVING COUNT(*) > 1
