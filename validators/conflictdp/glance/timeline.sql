-- Where in time the number of events changes. {first} and {last} turn a day into the number of its period, from 0 to {end}.
-- An event is certain in a period when it lies within that one, or went on throughout several; else it is possible in each.
WITH spans AS (
    SELECT
        {first} AS first_period,
        {last} AS last_period,
        coalesce(date_meaning, '') = 'throughout' OR {first} = {last} AS is_certain
    FROM standing_events
    WHERE first_day IS NOT NULL
),
seen AS (
    SELECT greatest(first_period, 0) AS first_period, least(last_period, {end}) AS last_period, is_certain
    FROM spans
    WHERE last_period >= 0 AND first_period <= {end}
),
edges AS (
    SELECT first_period AS period, is_certain, count(*) AS change, count(*) FILTER (WHERE first_period < last_period) AS longer
    FROM seen GROUP BY first_period, is_certain
    UNION ALL
    SELECT last_period + 1, is_certain, -count(*), 0 FROM seen GROUP BY last_period, is_certain
)
SELECT
    period,
    CAST(coalesce(sum(change) FILTER (WHERE is_certain), 0) AS BIGINT) AS certain,
    CAST(coalesce(sum(change) FILTER (WHERE NOT is_certain), 0) AS BIGINT) AS possible,
    CAST(sum(longer) AS BIGINT) AS longer,
    (SELECT count(*) FROM spans) - (SELECT count(*) FROM seen) AS outside
FROM edges
GROUP BY period
ORDER BY period
