-- How much there is.
SELECT
    count(*) AS events,
    (SELECT count(*) FROM events) - count(*) AS set_aside,
    count(*) - count(first_day) AS undated,
    (SELECT count(*) FROM sources) AS sources,
    (SELECT count(*) FROM claims) AS claims,
    (SELECT count(*) FROM parties) AS parties,
    min(first_day) AS first,
    max(last_day) AS last
FROM standing_events
