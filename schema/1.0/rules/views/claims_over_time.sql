-- materialized: few claims have such counts
-- Claims that claimants stand by with counts up to a day or within a period.
SELECT claim.*
FROM (SELECT DISTINCT claim_id FROM casualties WHERE count_scope IN ('cumulative', 'increment')) AS counted
JOIN standing_claims AS claim ON claim.claim_id = counted.claim_id
