-- materialized: few events are assessed, and the engine has to know that before it joins them
-- Events of which somebody weighed the claims of others.
SELECT DISTINCT event_id
FROM claims
WHERE claim_kind = 'assessment'
