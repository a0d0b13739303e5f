-- materialized: few claims beside an assessment have counts
-- Counts that claimants stand by of events that somebody assessed, but for those of assessments.
SELECT counted.*, claim.claim_row, claim.claimant_id, claim.claim_kind, claim.method, claim.stated_date, claim.source_id
FROM claims_beside_assessments AS claim
JOIN casualty_bounds AS counted ON counted.claim_id = claim.claim_id
