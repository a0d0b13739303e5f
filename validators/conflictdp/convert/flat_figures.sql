-- What each claim says of the whole of an event: how many people were killed or injured, of all and of civilians.
-- A claim that speaks of parts only says at least as much as its parts: the parties' counts add up, the rest may overlap.
CREATE TEMP TABLE flat_counted AS
SELECT
    counted._row, event_id, coalesce(claim_id, '') AS claim_id, outcome, claim_kind,
    coalesce(stated_date, source.published_date) AS known_date, party_id, victim_status, best, certain_low, certain_high,
    sex IS NULL AND age_group IS NULL AND cause IS NULL AND protected_role IS NULL AS is_coarse
FROM current_counts AS counted
LEFT JOIN sources AS source ON source.source_id = counted.source_id
WHERE count_scope = 'event_total' AND outcome IN ('killed', 'injured')
UNION ALL
SELECT
    _row, event_id, '', outcome, 'own_coding', NULL, party_id, victim_status, best, certain_low, certain_high,
    sex IS NULL AND age_group IS NULL AND cause IS NULL AND protected_role IS NULL
FROM casualty_bounds
WHERE claim_id IS NULL AND count_scope = 'event_total' AND outcome IN ('killed', 'injured');

CREATE TEMP TABLE flat_statements AS
WITH scoped AS (
    SELECT 'all' AS people, victim_status IS NULL AND party_id IS NULL AND is_coarse AS is_whole,
        victim_status IS NULL AND party_id IS NOT NULL AND is_coarse AS is_side, *
    FROM flat_counted
    UNION ALL
    SELECT 'civilians', party_id IS NULL AND is_coarse, party_id IS NOT NULL AND is_coarse, *
    FROM flat_counted
    WHERE victim_status = 'civilian'
)
SELECT
    event_id, claim_id, outcome, people, any_value(claim_kind) AS claim_kind, max(known_date) AS known_date,
    bool_or(is_whole) AS is_whole,
    CASE
        WHEN bool_or(is_whole) THEN max(certain_low) FILTER (WHERE is_whole)
        ELSE greatest(sum(certain_low) FILTER (WHERE is_side), max(certain_low))
    END::BIGINT AS low,
    CASE WHEN count(*) FILTER (WHERE is_whole) = 1 THEN max(best) FILTER (WHERE is_whole) END AS best,
    CASE WHEN bool_or(is_whole) THEN min(certain_high) FILTER (WHERE is_whole) END AS high
FROM scoped
GROUP BY event_id, claim_id, outcome, people;

-- The assessment that the dataset itself settled on: its own coding, or the last of its assessments of the whole.
CREATE TEMP TABLE flat_assessments AS
SELECT * EXCLUDE (rank)
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY event_id, outcome, people
        ORDER BY claim_kind = 'own_coding' DESC, known_date DESC NULLS LAST, claim_id
    ) AS rank
    FROM flat_statements
    WHERE is_whole AND claim_kind IN ('own_coding', 'assessment', 'estimate', 'finding')
)
WHERE rank = 1;

-- All statements side by side: a bound that one of them leaves open is open.
CREATE TEMP TABLE flat_spans AS
SELECT
    event_id, outcome, people, count(*) AS claims,
    CASE WHEN count(low) = count(*) THEN min(low) END AS low,
    CASE WHEN count(best) = count(*) AND count(DISTINCT best) = 1 THEN min(best) END AS best,
    CASE WHEN count(high) = count(*) THEN max(high) END AS high,
    string_agg(claim_id, '|' ORDER BY claim_id) FILTER (WHERE claim_id <> '') AS claim_ids
FROM flat_statements
GROUP BY event_id, outcome, people;

-- The last statement of the whole that somebody made.
CREATE TEMP TABLE flat_latest AS
SELECT * EXCLUDE (rank)
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY event_id, outcome, people ORDER BY known_date DESC NULLS LAST, claim_id
    ) AS rank
    FROM flat_statements
    WHERE is_whole
)
WHERE rank = 1
