-- Statements of numbers of people: what claimants stand by, and the compiler's own coding, of events that stand.
CREATE TEMP TABLE stated_counts AS
SELECT
    stated._row, stated.event_id, stated.outcome, coalesce(stated.party_id, '') AS party_id, stated.coverage,
    coalesce(stated.claim_id, '') AS claim_id, stated.count_kind, stated.certain_low, stated.best, stated.certain_high,
    counted.victim_status, counted.sex, counted.age_group, counted.cause, counted.protected_role
FROM (
    SELECT _row, event_id, outcome, party_id, coverage, claim_id, count_kind, certain_low, best, certain_high
    FROM current_counts
    UNION ALL
    SELECT _row, event_id, outcome, party_id, coverage, claim_id, count_kind, certain_low, best, certain_high
    FROM casualty_bounds
    WHERE claim_id IS NULL
) AS stated
JOIN casualties AS counted ON counted._row = stated._row
SEMI JOIN standing_events AS event ON event.event_id = stated.event_id
WHERE stated.outcome IS NOT NULL
