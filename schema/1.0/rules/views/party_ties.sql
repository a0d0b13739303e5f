-- materialized: every party has few
-- Pairs of parties of which one is the other, or belongs to it or answers to it, read both ways.
SELECT DISTINCT party_id, tied_id
FROM (
    SELECT party_id, superior_id AS tied_id FROM party_chains
    UNION ALL SELECT superior_id AS party_id, party_id AS tied_id FROM party_chains
) AS ties
