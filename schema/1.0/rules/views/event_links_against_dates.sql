-- Links between events that their dates rule out: an answer before what it answers, a predecessor after its successor.
SELECT
  l._row, l.claim_id, l.relation,
  e.start_date, e.end_date,
  r.start_date AS related_start_date, r.end_date AS related_end_date
FROM event_links AS l
JOIN events AS e ON e.event_id = l.event_id
JOIN events AS r ON r.event_id = l.related_event_id
WHERE CASE l.relation
  WHEN 'retaliation_for' THEN e.end_date < r.start_date
  WHEN 'caused_by' THEN e.end_date < r.start_date
  WHEN 'follows' THEN e.end_date < r.start_date
  WHEN 'precedes' THEN e.start_date > r.end_date
  WHEN 'parallel_with' THEN e.end_date < r.start_date OR e.start_date > r.end_date
  WHEN 'same_as' THEN e.end_date < r.start_date OR e.start_date > r.end_date
  WHEN 'overlaps' THEN e.end_date < r.start_date OR e.start_date > r.end_date
END
