-- materialized: few claims have such counts, and the engine has to know that before it joins them
-- Claims with counts up to a day or within a period.
SELECT DISTINCT claim_id FROM casualties WHERE claim_id IS NOT NULL AND count_scope IN ('cumulative', 'increment')
