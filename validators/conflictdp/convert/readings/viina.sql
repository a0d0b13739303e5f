-- VIINA 2: a row is what one report says of one place. Its day is that of the report: the event is not later.

CREATE VIEW read_events AS
SELECT
  _row,
  event_id AS key,
  CASE
    WHEN label(t_uav_b) THEN 'air_strike_uav' WHEN label(t_airstrike_b) THEN 'air_strike' WHEN label(t_artillery_b) THEN 'shelling'
    WHEN label(t_ied_b) THEN 'explosive_device' WHEN label(t_raid_b) THEN 'raid' WHEN label(t_firefight_b) THEN 'armed_clash'
    WHEN label(t_hospital_b) THEN 'attack_on_healthcare' WHEN label(t_arrest_b) THEN 'arrest' WHEN label(t_retreat_b) THEN 'territory_withdrawal'
    WHEN label(t_occupy_b) THEN 'territory_captured' WHEN label(t_property_b) THEN 'property_destruction' WHEN label(t_cyber_b) THEN 'cyber'
    ELSE 'unknown' END AS event_type,
  'under_review' AS status,
  coalesce(short("text"), concat_ws(', ', 'Report', asciiname)) AS title,
  compact_day("date") AS end_date,
  'unknown' AS date_precision,
  'VIINA dates the report; the event took place on that day or before.' AS note
FROM given;

CREATE VIEW read_places AS
SELECT
  _row, coalesce(asciiname, location, "ADM2_NAME", "ADM1_NAME") AS name, 'UKR' AS country,
  "ADM1_NAME" AS admin1, "ADM2_NAME" AS admin2,
  degrees(latitude) AS latitude, degrees(longitude) AS longitude,
  coalesce(coded('location_precisions', 'viina', "GEO_PRECISION"), CASE WHEN "GEO_PRECISION" ILIKE 'ADM3' THEN 'settlement' END) AS "precision",
  CASE WHEN degrees(latitude) IS NOT NULL AND degrees(longitude) IS NOT NULL THEN
    CASE WHEN "GEO_PRECISION" ILIKE 'ADM3' THEN 'settlement_centroid' WHEN "GEO_PRECISION" ILIKE 'ADM_' THEN 'admin_centroid' ELSE 'representative_point' END END AS point_meaning,
  address AS verbatim_locality
FROM given;

CREATE VIEW read_sides AS
SELECT _row, side, name, CASE WHEN has_begun THEN 'attacker' ELSE 'participant' END AS "role", party_type, country
FROM (
  SELECT _row, 'a' AS side, 'Russian forces' AS name, 'state_military' AS party_type, 'RUS' AS country, label(a_rus_b) AS is_there, label(a_rus_init_b) AS has_begun FROM given
  UNION ALL
  SELECT _row, 'b', 'Ukrainian forces', 'state_military', 'UKR', label(a_ukr_b), label(a_ukr_init_b) FROM given
)
WHERE is_there;

CREATE VIEW read_sources AS
SELECT _row, 1 AS place, short("text") AS title, "source" AS publisher, url, compact_day("date") AS published_date,
  -- VIINA writes the code of the country, ua, for the Ukrainian language.
  CASE lower(lang) WHEN 'ua' THEN 'uk' ELSE lower(lang) END AS "language"
FROM given;

CREATE VIEW read_names AS
SELECT _row, 'other' AS scheme, event_id_1pd AS "value", 'broad' AS "match" FROM given WHERE event_id_1pd IS NOT NULL;
