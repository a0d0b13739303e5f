-- materialized: few claims have such counts
-- Claims that claimants stand by with counts up to a day or within a period.
SELECT claim.*
FROM standing_claims AS claim
SEMI JOIN claims_with_running_counts AS counted ON counted.claim_id = claim.claim_id
