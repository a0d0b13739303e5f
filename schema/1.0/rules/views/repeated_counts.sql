-- materialized: few claimants come back to an event
-- Counts that claimants stand by who made more than one claim about the event.
SELECT counted.*
FROM repeated_claims AS repeated
JOIN current_counts AS counted ON counted.claim_id = repeated.claim_id
