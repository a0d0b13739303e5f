-- Events by their number of claims.
SELECT coalesce(counted.claims, 0) AS claims, count(*) AS events
FROM standing_events AS event
LEFT JOIN (SELECT event_id, count(*) AS claims FROM claims GROUP BY event_id) AS counted
    ON counted.event_id = event.event_id
GROUP BY 1
ORDER BY 1
