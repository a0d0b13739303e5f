-- Casualty counts that a claimant stands by: of current claims that put a number forward and do not merely repeat another.
SELECT
    counted.*, claim._row AS claim_row, claim.claimant_id, claim.claim_kind, claim.method, claim.stated_date,
    COALESCE(claim.stated_date, source.published_date) AS known_date
FROM casualty_bounds AS counted
JOIN current_claims AS claim ON claim.claim_id = counted.claim_id
LEFT JOIN sources AS source ON source.source_id = claim.source_id
WHERE claim.stance NOT IN ('denies', 'rejects', 'demands', 'proposes', 'retracts', 'no_comment', 'cannot_determine')
    AND NOT EXISTS (
        SELECT 1
        FROM claim_links AS link
        WHERE link.claim_id = claim.claim_id AND COALESCE(link.relation, 'repeats') = 'repeats'
    )
