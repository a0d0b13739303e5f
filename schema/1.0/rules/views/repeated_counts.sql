-- materialized: few claimants come back to an event
-- Counts that claimants stand by who made more than one claim about the event.
SELECT counted.*, claim.claim_row, claim.claimant_id, claim.claim_kind, claim.method, claim.stated_date, claim.source_id
FROM repeated_claims AS claim
JOIN casualty_bounds AS counted ON counted.claim_id = claim.claim_id
