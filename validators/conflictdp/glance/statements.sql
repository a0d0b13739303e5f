-- What is said of one figure, lowest first: on whose word, and where it was read. Of many the four lowest and the four highest.
-- A statement of a part of the people is left out, unless it is more than another claim says of all of them.
WITH said AS (
    SELECT *, NOT (victim_status IS NULL AND sex IS NULL AND age_group IS NULL AND cause IS NULL AND protected_role IS NULL) AS is_part
    FROM stated_counts
    WHERE event_id = $1 AND outcome = $2 AND party_id = $3 AND coverage = $4
),
telling AS (
    SELECT *
    FROM said
    WHERE NOT is_part
        OR certain_low > (SELECT min(certain_high) FROM said WHERE NOT is_part)
        OR NOT EXISTS (SELECT 1 FROM said WHERE NOT is_part)
),
ranked AS (
    SELECT
        *,
        count(*) OVER () AS all_told,
        row_number() OVER (ORDER BY coalesce(certain_low, best, 0), coalesce(certain_high, best), _row) AS rank
    FROM telling
)
SELECT
    stated.count_kind, stated.certain_low, stated.best, stated.certain_high, stated.claim_id, stated.all_told,
    stated.victim_status, stated.sex, stated.age_group,
    claim.stance, claim.certainty, claim.claimant_id,
    claimant.name AS claimant, claimant.party_type AS claimant_type,
    coalesce(source.publisher, source.title, claim.source_id) AS source
FROM ranked AS stated
LEFT JOIN claims AS claim ON claim.claim_id = stated.claim_id
LEFT JOIN parties AS claimant ON claimant.party_id = claim.claimant_id
LEFT JOIN sources AS source ON source.source_id = claim.source_id
WHERE stated.rank <= 4 OR stated.rank > stated.all_told - 4
QUALIFY row_number() OVER (PARTITION BY stated.rank ORDER BY claim._row, claimant._row, source._row) = 1
ORDER BY stated.rank
