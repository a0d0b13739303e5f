-- The claims that some row hangs on: a number, a role, a place, a breach.
SELECT claim_id
FROM (
    SELECT claim_id FROM casualties
    UNION ALL SELECT claim_id FROM participants
    UNION ALL SELECT claim_id FROM equipment
    UNION ALL SELECT claim_id FROM breaches
    UNION ALL SELECT claim_id FROM event_locations
    UNION ALL SELECT claim_id FROM event_links
) AS facts
WHERE claim_id IS NOT NULL
