-- How far apart the places of events are, in degrees of latitude and longitude.
SELECT max(place.latitude) - min(place.latitude) AS height, max(place.longitude) - min(place.longitude) AS width
FROM standing_events AS event
JOIN places AS place ON place.location_id = event.location_id
WHERE place.latitude IS NOT NULL AND place.longitude IS NOT NULL
