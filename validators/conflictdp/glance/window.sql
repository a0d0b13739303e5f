-- The days from which and to which there are events; the same for all but a two-hundredth of them at either end.
SELECT
    min(first_day) AS first, max(last_day) AS last,
    quantile_disc(first_day, 0.005) AS usual_first, quantile_disc(last_day, 0.995) AS usual_last
FROM standing_events
