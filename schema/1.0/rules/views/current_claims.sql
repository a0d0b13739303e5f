-- Claims that no other claim supersedes or retracts. A link whose relation cannot be read may do either.
SELECT claim.*
FROM claims AS claim
ANTI JOIN (
    SELECT related_claim_id
    FROM claim_links
    WHERE claim_id <> related_claim_id AND COALESCE(relation, 'supersedes') IN ('supersedes', 'retracts')
) AS link ON link.related_claim_id = claim.claim_id
