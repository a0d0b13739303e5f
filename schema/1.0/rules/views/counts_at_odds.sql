-- materialized: few counts can be above another
-- Counts with their bounds, of claims (of events, for counts without a claim) in which some count may be above another
-- that it is a part of: a lower figure of the whole stands beside a higher one, or there are several counts of parts.
SELECT counted.*
FROM casualty_bounds AS counted
SEMI JOIN (
    SELECT COALESCE(claim_id, event_id) AS stated_in
    FROM casualties
    GROUP BY COALESCE(claim_id, event_id)
    HAVING COUNT(*) > 1
        AND (
            COUNT(COALESCE(party_id, victim_status, sex, age_group, cause, protected_role)) > 1
            OR MAX(GREATEST(low, best)) > MIN(
                CASE
                    WHEN COALESCE(party_id, victim_status, sex, age_group, cause, protected_role) IS NULL
                        THEN LEAST(best, high)
                END
            )
        )
) AS odds ON odds.stated_in = COALESCE(counted.claim_id, counted.event_id)
