-- Breaches that the record itself stands by: coded by the compiler, or more than one claimant's word.
SELECT *
FROM breaches
WHERE COALESCE(determination, 'alleged') NOT IN ('rejected', 'not_established')
    AND (claim_id IS NULL OR determination IN ('verified', 'adjudicated', 'acknowledged'))
