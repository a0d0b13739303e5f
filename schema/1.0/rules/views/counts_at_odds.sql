-- materialized: two rules read it twice each
-- Counts with their bounds, of statements in which one may be a part of another.
SELECT counted.*
FROM casualty_bounds AS counted
SEMI JOIN statements_at_odds AS odds ON odds.stated_in = COALESCE(counted.claim_id, counted.event_id) AND odds.parts
