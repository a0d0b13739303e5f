-- ACLED: a row is an event. Since March 2023 with 31 columns, since 2025 with words where codes were.

CREATE VIEW read_events AS
SELECT
  _row,
  event_id_cnty AS key,
  coalesce(coded('event_types', 'acled', sub_event_type), CASE lower(event_type) WHEN 'battles' THEN 'armed_clash'
    WHEN 'explosions/remote violence' THEN 'explosive_device' WHEN 'violence against civilians' THEN 'direct_attack_on_civilians'
    WHEN 'protests' THEN 'demonstration' WHEN 'riots' THEN 'violent_demonstration' ELSE 'unknown' END) AS event_type,
  'active' AS status,
  concat_ws(', ', sub_event_type, location, country) AS title,
  tidy(notes) AS description,
  -- The day of a week or a month is ACLED's own choice; only the time that it stands for is kept.
  CASE whole(time_precision) WHEN 3 THEN date_trunc('month', dated(event_date))::DATE WHEN 2 THEN dated(event_date) - 3 ELSE dated(event_date) END AS start_date,
  CASE whole(time_precision) WHEN 3 THEN last_day(dated(event_date)) WHEN 2 THEN dated(event_date) + 3 ELSE dated(event_date) END AS end_date,
  coded('date_precisions', 'acled', CAST(whole(time_precision) AS VARCHAR)) AS date_precision,
  CASE WHEN whole(time_precision) IN (2, 3) THEN 'within' END AS date_meaning,
  CASE WHEN whole("timestamp") IS NOT NULL THEN CAST(make_timestamp(whole("timestamp") * 1000000) AS DATE) END AS modified_date
FROM given;

CREATE VIEW read_places AS
SELECT
  _row, location AS name,
  coalesce(coded('countries', 'iso_3166_1_numeric', lpad(CAST(whole(iso) AS VARCHAR), 3, '0')), coded('countries', 'code', iso3), coded('countries', 'label', country)) AS country,
  admin1, admin2, admin3,
  degrees(latitude) AS latitude, degrees(longitude) AS longitude,
  coded('location_precisions', 'acled', CAST(whole(geo_precision) AS VARCHAR)) AS "precision",
  CASE WHEN degrees(latitude) IS NOT NULL AND degrees(longitude) IS NOT NULL THEN
    CASE whole(geo_precision) WHEN 1 THEN 'settlement_centroid' WHEN 2 THEN 'representative_point' WHEN 3 THEN 'admin_capital_proxy' END END AS point_meaning
FROM given;

-- Actors have no direction, but for violence against civilians. Associated actors stand on the same side.
CREATE VIEW read_sides AS
SELECT _row, side, name,
  CASE WHEN event_type ILIKE 'violence against civilians' THEN CASE side WHEN 'a' THEN 'attacker' ELSE 'target' END ELSE 'participant' END AS "role",
  party_type,
  name ILIKE 'civilians (%' OR name ILIKE 'unidentified%' OR name ILIKE 'protesters (%' OR name ILIKE 'rioters (%' AS is_collective_label
FROM (
  SELECT _row, event_type, 'a' AS side, actor1 AS name, coded('party_types', 'acled', number_or_text(inter1)) AS party_type FROM given
  UNION ALL
  SELECT _row, event_type, 'b', actor2, coded('party_types', 'acled', number_or_text(inter2)) FROM given
  UNION ALL
  SELECT _row, event_type, 'a', trim(unnest(string_split(assoc_actor_1, ';'))), NULL FROM given
  UNION ALL
  SELECT _row, event_type, 'b', trim(unnest(string_split(assoc_actor_2, ';'))), NULL FROM given
)
WHERE name <> '';

-- Names only: ACLED gives neither address nor day.
CREATE VIEW read_sources AS
SELECT _row, place, trim(name) AS publisher, 'Report of ' || trim(name) || ' (not identified)' AS title
FROM (SELECT _row, generate_subscripts(string_split("source", ';'), 1) AS place, unnest(string_split("source", ';')) AS name FROM given)
WHERE trim(name) <> '';

-- Zero stands for "none" and for "not known" alike, so nothing can be said of it.
CREATE VIEW read_counts AS
SELECT _row, 'killed' AS outcome,
  CASE WHEN whole(fatalities) = 0 THEN 'unknown' ELSE 'approximate' END AS count_kind,
  nullif(whole(fatalities), 0) AS best,
  CASE WHEN whole(fatalities) = 0 THEN 'ACLED writes 0 for none and for unknown alike.' END AS note
FROM given WHERE whole(fatalities) IS NOT NULL;
