-- Claims that a claimant stands by: current ones that put something forward and do not merely repeat another. A link whose
-- relation cannot be read may make a claim a mere repetition.
SELECT
    claim._row AS claim_row, claim.claim_id, claim.event_id, claim.claimant_id, claim.claim_kind, claim.method, claim.stated_date,
    claim.source_id
FROM current_claims AS claim
ANTI JOIN (
    SELECT claim_id FROM claim_links WHERE COALESCE(relation, 'repeats') = 'repeats'
) AS link ON link.claim_id = claim.claim_id
WHERE claim.stance NOT IN ('denies', 'rejects', 'demands', 'proposes', 'retracts', 'no_comment', 'cannot_determine')
