-- Events that stand: neither withdrawn nor merged into another; with their first and last possible days.
CREATE TEMP TABLE standing_events AS
SELECT
    _row, event_id, event_type, location_id, date_meaning,
    CASE WHEN year(coalesce(start_date, end_date)) >= 1 THEN coalesce(start_date, end_date) END AS first_day,
    CASE WHEN year(coalesce(start_date, end_date)) >= 1 THEN greatest(end_date, start_date) END AS last_day
FROM events
WHERE coalesce(status, 'active') NOT IN ('withdrawn', 'merged')
