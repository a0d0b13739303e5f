-- materialized: few claims are
-- Claims whose source was published before their event began, or more than ten years after it ended. A demand or a
-- proposal, and what is said of a build-up, of warnings or of policy, may come before.
SELECT
  c._row, s.published_date, s.source_type, e.start_date AS event_start_date, e.end_date AS event_end_date,
  COALESCE(c.stance, '') IN ('demands', 'proposes')
  OR (
    COALESCE(
      list_contains(c.topics, 'build_up') OR list_contains(c.topics, 'communication') OR list_contains(c.topics, 'coordination')
      OR list_contains(c.topics, 'policy') OR list_contains(c.topics, 'presence_of_forces'), FALSE
    )
    AND NOT COALESCE(list_contains(c.topics, 'casualties') OR list_contains(c.topics, 'outcome'), FALSE)
  ) AS may_come_before
FROM claims AS c
JOIN events AS e ON e.event_id = c.event_id
JOIN sources AS s ON s.source_id = c.source_id
WHERE e.start_date - s.published_date >= 1 OR s.published_date - e.end_date > 3653
