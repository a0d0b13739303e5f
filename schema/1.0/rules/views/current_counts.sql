-- Casualty counts that a claimant stands by: of claims that put a number forward, do not merely repeat another, and are not
-- superseded or retracted. A link whose relation cannot be read may do any of it.
SELECT counted.*, claim._row AS claim_row, claim.claimant_id, claim.claim_kind, claim.method, claim.stated_date, claim.source_id
FROM casualty_bounds AS counted
JOIN claims AS claim ON claim.claim_id = counted.claim_id
WHERE claim.stance NOT IN ('denies', 'rejects', 'demands', 'proposes', 'retracts', 'no_comment', 'cannot_determine')
    AND NOT EXISTS (
        SELECT 1
        FROM claim_links AS link
        WHERE link.claim_id = claim.claim_id AND COALESCE(link.relation, 'repeats') = 'repeats'
    )
    AND NOT EXISTS (
        SELECT 1
        FROM claim_links AS link
        WHERE link.related_claim_id = claim.claim_id
            AND link.claim_id <> link.related_claim_id
            AND COALESCE(link.relation, 'supersedes') IN ('supersedes', 'retracts')
    )
