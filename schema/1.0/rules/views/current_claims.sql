-- Claims that no other claim supersedes or retracts. A link whose relation cannot be read may do either.
SELECT claim.*
FROM claims AS claim
WHERE NOT EXISTS (
    SELECT 1
    FROM claim_links AS link
    WHERE link.related_claim_id = claim.claim_id
        AND link.claim_id <> link.related_claim_id
        AND COALESCE(link.relation, 'supersedes') IN ('supersedes', 'retracts')
)
