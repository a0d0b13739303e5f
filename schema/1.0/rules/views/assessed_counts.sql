-- materialized: few claims are assessments
-- Counts of those who weighed the claims of others.
SELECT * FROM current_counts WHERE claim_kind = 'assessment'
