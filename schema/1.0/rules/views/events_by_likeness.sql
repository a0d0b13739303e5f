-- materialized: one rule reads it twice
-- Events that could be told twice, each with what two such events have in common: type, dates, place and the same parties.
-- Those that a link says something of, or that took longer than a week, are not among them.
SELECT
    event._row,
    STRUCT_PACK(
        event_type := event.event_type, start_date := event.start_date, end_date := event.end_date,
        location_id := event.location_id, first_party := own.first_party, last_party := own.last_party, parties := own.parties
    ) AS likeness
FROM events AS event
JOIN (
    SELECT event_id, MIN(party_id) AS first_party, MAX(party_id) AS last_party, COUNT(party_id) AS parties
    FROM (SELECT DISTINCT event_id, party_id FROM participants WHERE claim_id IS NULL) AS taking_part
    GROUP BY event_id
) AS own ON own.event_id = event.event_id
ANTI JOIN event_links AS link
    ON link.event_id = event.event_id AND link.relation IN ('same_as', 'probably_same_as', 'parallel_with', 'overlaps')
ANTI JOIN event_links AS back
    ON back.related_event_id = event.event_id AND back.relation IN ('same_as', 'probably_same_as', 'parallel_with', 'overlaps')
WHERE event.event_type IS NOT NULL AND event.location_id IS NOT NULL AND event.end_date - event.start_date <= 6
    AND COALESCE(event.status, 'active') IN ('active', 'under_review')
