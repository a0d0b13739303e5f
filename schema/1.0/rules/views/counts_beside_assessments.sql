-- materialized: few events were assessed
-- All counts that claimants stand by of events that somebody assessed.
SELECT counted.*
FROM (SELECT DISTINCT event_id FROM assessed_counts) AS assessed
JOIN current_counts AS counted ON counted.event_id = assessed.event_id
