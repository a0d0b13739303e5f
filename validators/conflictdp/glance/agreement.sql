-- Figures by outcome: of one claim; of several that can all be true; of several that cannot.
SELECT
    outcome,
    count(*) FILTER (WHERE voices = 1) AS single,
    count(*) FILTER (WHERE voices > 1 AND apart = 0) AS compatible,
    count(*) FILTER (WHERE voices > 1 AND apart > 0) AS contested
FROM stated_figures
GROUP BY outcome
ORDER BY count(*) DESC, outcome
