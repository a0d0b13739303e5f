-- materialized: few assessments have counts of others beside them
-- Counts of those who weighed the claims of others, where others have counts of the event.
SELECT counted.*
FROM current_counts AS counted
WHERE counted.claim_kind = 'assessment'
    AND EXISTS (SELECT 1 FROM counts_beside_assessments AS other WHERE other.event_id = counted.event_id)
