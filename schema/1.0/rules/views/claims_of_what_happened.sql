-- Claims that can only be made once the event has begun, with the event's first possible day. A demand or a proposal, and
-- what is said of a build-up, of warnings or of policy, may come before.
SELECT c._row, c.claim_id, c.event_id, c.source_id, c.origin_source_id, e.start_date AS event_start_date
FROM claims AS c
JOIN events AS e ON e.event_id = c.event_id
WHERE COALESCE(c.stance, '') NOT IN ('demands', 'proposes')
  AND (
    NOT COALESCE(
      list_contains(c.topics, 'build_up') OR list_contains(c.topics, 'communication') OR list_contains(c.topics, 'coordination')
      OR list_contains(c.topics, 'policy') OR list_contains(c.topics, 'presence_of_forces'), FALSE
    )
    OR COALESCE(list_contains(c.topics, 'casualties') OR list_contains(c.topics, 'outcome'), FALSE)
  )
