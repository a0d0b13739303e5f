-- Claims that a claimant stands by: that put something forward, do not merely repeat another, and are not superseded or
-- retracted. A link whose relation cannot be read may do any of it.
SELECT
    claim._row AS claim_row, claim.claim_id, claim.event_id, claim.claimant_id, claim.claim_kind, claim.method, claim.stated_date,
    claim.source_id
FROM claims AS claim
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
