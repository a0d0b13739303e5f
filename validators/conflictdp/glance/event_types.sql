-- Events by type, most frequent first.
SELECT coalesce(event_type, '') AS label, count(*) AS events
FROM standing_events
GROUP BY 1
ORDER BY events DESC, label
