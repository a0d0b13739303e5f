-- Casualty counts with the bounds that are certain: what the claimant's words rule out, and no more.
-- A bound that the words leave open is NULL, and so are both bounds of a count that contradicts itself.
-- category: whose people are counted; coverage: over what time and on what basis. Both are keys to compare by, and leave
-- out what holds of most counts: direct deaths, and the total of the event.
SELECT
    _row, event_id, claim_id, outcome, party_id, victim_status, sex, age_group, cause, protected_role,
    count_kind, best, "partition",
    COALESCE(count_scope, 'event_total') AS count_scope, start_date, end_date, as_of_date,
    CONCAT(
        party_id, '|', victim_status, '|', sex, '|', age_group, '|', cause, '|', protected_role, '|', NULLIF(death_basis, 'direct')
    ) AS category,
    CONCAT(
        NULLIF(count_scope, 'event_total'), '|', start_date, '|', end_date, '|', as_of_date, '|', NULLIF(death_basis, 'direct')
    ) AS coverage,
    CASE
        WHEN low > best OR best > high OR low > high THEN NULL
        WHEN count_kind = 'exact' AND (low <> best OR high <> best) THEN NULL
        WHEN count_kind = 'exact' THEN best
        WHEN count_kind = 'none' AND best = 0 THEN 0
        WHEN count_kind IN ('at_least', 'range', 'approximate', 'some') THEN low
    END AS certain_low,
    CASE
        WHEN low > best OR best > high OR low > high THEN NULL
        WHEN count_kind = 'exact' AND (low <> best OR high <> best) THEN NULL
        WHEN count_kind = 'exact' THEN best
        WHEN count_kind = 'none' AND best = 0 THEN 0
        WHEN count_kind IN ('at_most', 'range', 'approximate') THEN high
    END AS certain_high
FROM casualties
