-- Figures: one outcome of one event for the people of one party, with how far its statements lie apart.
-- Two statements cannot both be true where one counts at least more people than another allows, and counts no others than it.
-- Of a figure with thousands of statements the outermost are compared.
CREATE TEMP TABLE stated_figures AS
WITH lowest AS (
    SELECT *, row_number() OVER (PARTITION BY event_id, outcome, party_id, coverage ORDER BY certain_low DESC, _row) AS rank
    FROM stated_counts WHERE certain_low > 0
),
highest AS (
    SELECT *, row_number() OVER (PARTITION BY event_id, outcome, party_id, coverage ORDER BY certain_high, _row) AS rank
    FROM stated_counts WHERE certain_high IS NOT NULL
),
gaps AS (
    SELECT more.event_id, more.outcome, more.party_id, more.coverage, max(more.certain_low - fewer.certain_high) AS apart
    FROM lowest AS more
    JOIN highest AS fewer USING (event_id, outcome, party_id, coverage)
    WHERE more.rank <= 200 AND fewer.rank <= 200
        AND more.claim_id <> fewer.claim_id
        AND more.certain_low > fewer.certain_high
        AND (fewer.victim_status IS NULL OR fewer.victim_status = more.victim_status)
        AND (fewer.sex IS NULL OR fewer.sex = more.sex)
        AND (fewer.age_group IS NULL OR fewer.age_group = more.age_group)
        AND (fewer.cause IS NULL OR fewer.cause = more.cause)
        AND (fewer.protected_role IS NULL OR fewer.protected_role = more.protected_role)
    GROUP BY more.event_id, more.outcome, more.party_id, more.coverage
),
figures AS (
    SELECT
        event_id, outcome, party_id, coverage, count(*) AS statements, count(DISTINCT claim_id) AS voices,
        coalesce(max(certain_high - certain_low), 0) AS width
    FROM stated_counts
    GROUP BY event_id, outcome, party_id, coverage
)
SELECT figures.*, coalesce(gaps.apart, 0) AS apart
FROM figures
LEFT JOIN gaps USING (event_id, outcome, party_id, coverage)
