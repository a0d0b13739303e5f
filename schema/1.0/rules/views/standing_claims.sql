-- Claims that a claimant stands by: current ones that put something forward and do not merely repeat another. A link whose
-- relation cannot be read may make a claim a mere repetition.
SELECT
    claim._row AS claim_row, claim.claim_id, claim.event_id, claim.claimant_id, claim.claim_kind, claim.method, claim.stated_date,
    claim.source_id
FROM current_claims AS claim
WHERE claim.stance NOT IN ('denies', 'rejects', 'demands', 'proposes', 'retracts', 'no_comment', 'cannot_determine')
    AND NOT EXISTS (
        SELECT 1
        FROM claim_links AS link
        WHERE link.claim_id = claim.claim_id AND COALESCE(link.relation, 'repeats') = 'repeats'
    )
