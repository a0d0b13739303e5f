-- The figures worth showing: those furthest apart; after them those of most claims; after them the widest ranges.
SELECT event_id, outcome, party_id, coverage, voices, apart, statements
FROM stated_figures
WHERE voices > 1 OR width > 0
ORDER BY apart DESC, CASE WHEN voices > 1 THEN voices ELSE 1 END DESC, width DESC, event_id, outcome, party_id, coverage
LIMIT $1
