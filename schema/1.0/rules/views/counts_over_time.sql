-- materialized: few records have them
-- Counts that a claimant stands by, up to a day or within a period.
SELECT counted.*, claim.claim_row, claim.claimant_id, claim.claim_kind, claim.method, claim.stated_date, claim.source_id
FROM claims_over_time AS claim
JOIN casualty_bounds AS counted ON counted.claim_id = claim.claim_id
WHERE counted.count_scope IN ('cumulative', 'increment')
