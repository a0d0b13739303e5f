-- Events that cannot be put on a map, by what the record says of their place.
SELECT
    CASE WHEN place.location_id IS NULL THEN '' ELSE coalesce(place.precision, 'unknown') END AS label,
    count(*) AS events
FROM standing_events AS event
LEFT JOIN places AS place ON place.location_id = event.location_id
WHERE place.latitude IS NULL OR place.longitude IS NULL
GROUP BY 1
ORDER BY events DESC, label
