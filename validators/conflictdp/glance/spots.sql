-- Events by place, places of one cell of the grid and one kind taken together. {grid}: its width in degrees.
-- Coordinates can lead to a person: they are rounded to a tenth of a degree, some 11 km, and never shown as they are.
WITH by_place AS (
    SELECT
        place.location_id, any_value(place.name) AS name,
        any_value(place.latitude) AS latitude, any_value(place.longitude) AS longitude,
        any_value(place.uncertainty_m) AS uncertainty_m,
        any_value(CASE
            WHEN place.precision IN ('site', 'block', 'settlement', 'near') THEN 'point'
            WHEN place.precision = 'country' THEN 'country'
            WHEN place.precision IS NULL AND place.uncertainty_m <= 25000 THEN 'point'
            ELSE 'area'
        END) AS kind,
        count(*) AS events
    FROM standing_events AS event
    JOIN places AS place ON place.location_id = event.location_id
    WHERE place.latitude IS NOT NULL AND place.longitude IS NOT NULL
    GROUP BY place.location_id
)
SELECT
    round(sum(latitude * events) / sum(events), 1) AS latitude,
    round(sum(longitude * events) / sum(events), 1) AS longitude,
    kind,
    CAST(sum(events) AS BIGINT) AS events,
    count(*) AS places,
    arg_max(name, (events, location_id)) AS name,
    max(uncertainty_m) AS uncertainty_m
FROM by_place
GROUP BY floor(latitude / {grid}), floor(longitude / {grid}), kind
ORDER BY events DESC, 1, 2, kind
