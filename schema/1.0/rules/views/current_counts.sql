-- Casualty counts that a claimant stands by.
SELECT counted.*, claim.claim_row, claim.claimant_id, claim.claim_kind, claim.method, claim.stated_date, claim.source_id
FROM standing_claims AS claim
JOIN casualty_bounds AS counted ON counted.claim_id = claim.claim_id
