-- Of which event and of whose people a figure speaks.
SELECT event.event_type, event.first_day, place.name AS place, party.name AS party, party.party_type
FROM standing_events AS event
LEFT JOIN places AS place ON place.location_id = event.location_id
LEFT JOIN parties AS party ON party.party_id = $2
WHERE event.event_id = $1
ORDER BY event._row
LIMIT 1
