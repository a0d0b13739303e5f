-- materialized: few records have them
-- Counts that a claimant stands by, up to a day or within a period.
SELECT * FROM current_counts WHERE count_scope IN ('cumulative', 'increment')
