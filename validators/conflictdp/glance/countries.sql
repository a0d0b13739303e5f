-- Countries with events, most events first.
SELECT place.country AS label, count(*) AS events
FROM standing_events AS event
JOIN places AS place ON place.location_id = event.location_id
WHERE place.country IS NOT NULL
GROUP BY place.country
ORDER BY events DESC, label
