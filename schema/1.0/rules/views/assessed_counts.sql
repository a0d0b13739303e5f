-- materialized: few assessments have counts of others beside them
-- Counts of those who weighed the claims of others, where others have counts of the event.
SELECT counted.*
FROM current_counts AS counted
SEMI JOIN counts_beside_assessments AS other ON other.event_id = counted.event_id
WHERE counted.claim_kind = 'assessment'
