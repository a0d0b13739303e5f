-- Claims (events, for counts without a claim) that break their counts down or have a lower figure of the whole beside a
-- higher one: few of most datasets, and by far the quickest to find.
SELECT COALESCE(claim_id, event_id) AS stated_in
FROM casualties
GROUP BY COALESCE(claim_id, event_id)
HAVING COUNT("partition") > 0
    OR COUNT(*) > 1
    AND (
        COUNT(COALESCE(party_id, victim_status, sex, age_group, cause, protected_role)) > 1
        OR MAX(GREATEST(low, best)) > MIN(
            CASE
                WHEN COALESCE(party_id, victim_status, sex, age_group, cause, protected_role) IS NULL
                    THEN LEAST(best, high)
            END
        )
    )
