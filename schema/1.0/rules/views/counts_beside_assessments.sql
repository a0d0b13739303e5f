-- materialized: few claims beside an assessment have counts
-- Counts that claimants stand by of events that somebody assessed, but for those of assessments.
SELECT counted.*
FROM current_counts AS counted
WHERE COALESCE(counted.claim_kind, 'statement') <> 'assessment'
    AND EXISTS (
        SELECT 1 FROM claims AS assessment WHERE assessment.event_id = counted.event_id AND assessment.claim_kind = 'assessment'
    )
