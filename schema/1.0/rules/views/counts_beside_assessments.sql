-- materialized: few claims beside an assessment have counts
-- Counts that claimants stand by of events that somebody assessed, but for those of assessments.
SELECT counted.*
FROM claims_beside_assessments AS beside
JOIN current_counts AS counted ON counted.claim_id = beside.claim_id
