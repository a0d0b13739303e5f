-- materialized: four rules read it
-- The disjoint and exhaustive breakdowns whose sums may be at odds with what stands beside them: the categories that all
-- rows of a breakdown share, and the bounds of their sum.
-- total_low takes an open lower bound for 0; total_high is NULL when an upper bound is open.
SELECT
    event_id, claim_id, outcome, coverage, "partition", MIN(_row) AS first_row, COUNT(*) AS parts,
    CASE WHEN COUNT(party_id) = COUNT(*) AND MIN(party_id) = MAX(party_id) THEN MIN(party_id) END AS party_id,
    CASE WHEN COUNT(victim_status) = COUNT(*) AND MIN(victim_status) = MAX(victim_status) THEN MIN(victim_status) END AS victim_status,
    CASE WHEN COUNT(sex) = COUNT(*) AND MIN(sex) = MAX(sex) THEN MIN(sex) END AS sex,
    CASE WHEN COUNT(age_group) = COUNT(*) AND MIN(age_group) = MAX(age_group) THEN MIN(age_group) END AS age_group,
    CASE WHEN COUNT(cause) = COUNT(*) AND MIN(cause) = MAX(cause) THEN MIN(cause) END AS cause,
    CASE WHEN COUNT(protected_role) = COUNT(*) AND MIN(protected_role) = MAX(protected_role) THEN MIN(protected_role) END AS protected_role,
    SUM(COALESCE(certain_low, 0)) AS total_low,
    CASE WHEN COUNT(certain_high) = COUNT(*) THEN SUM(certain_high) END AS total_high,
    MAX(certain_low) AS largest_low
FROM counts_at_odds
WHERE sums AND "partition" IS NOT NULL
GROUP BY event_id, claim_id, outcome, coverage, "partition"
