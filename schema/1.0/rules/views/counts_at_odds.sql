-- materialized: the rules on parts and wholes read it, and few counts are in it
-- Counts with their bounds, of statements that may be at odds with themselves, with what may be at odds in them.
SELECT counted.*, odds.parts, odds.sums
FROM casualty_bounds AS counted
JOIN statements_at_odds AS odds ON odds.stated_in = COALESCE(counted.claim_id, counted.event_id)
