-- GDELT 2.0 events: a row is what a machine read in an article. Nobody looked at it: every event is under review.

CREATE VIEW read_events AS
SELECT
  _row,
  "GLOBALEVENTID" AS key,
  coalesce(coded('event_types', 'cameo', "EventCode"), coded('event_types', 'cameo', "EventBaseCode"), CASE "EventRootCode"
    WHEN '14' THEN 'demonstration' WHEN '15' THEN 'military_movement' WHEN '18' THEN 'direct_attack_on_civilians' WHEN '19' THEN 'armed_clash'
    WHEN '20' THEN 'mass_killing' ELSE 'other' END) AS event_type,
  'under_review' AS status,
  concat_ws(', ', concat_ws(' - ', "Actor1Name", "Actor2Name"), 'CAMEO ' || "EventCode", "ActionGeo_FullName") AS title,
  compact_day("SQLDATE") AS start_date,
  compact_day("SQLDATE") AS end_date,
  'day' AS date_precision,
  compact_day(left("DATEADDED", 8)) AS created_date
FROM given;

CREATE VIEW read_places AS
SELECT
  _row, "ActionGeo_FullName" AS name,
  coded('countries', 'fips_10_4', "ActionGeo_CountryCode") AS country,
  degrees("ActionGeo_Lat") AS latitude, degrees("ActionGeo_Long") AS longitude,
  coded('location_precisions', 'gdelt', "ActionGeo_Type") AS "precision",
  CASE WHEN degrees("ActionGeo_Lat") IS NOT NULL AND degrees("ActionGeo_Long") IS NOT NULL THEN
    CASE WHEN "ActionGeo_Type" IN ('3', '4') THEN 'settlement_centroid' ELSE 'admin_centroid' END END AS point_meaning
FROM given;

CREATE VIEW read_sides AS
SELECT _row, side, name, "role", coded('party_types', 'cameo', kind) AS party_type, coded('countries', 'code', country) AS country
FROM (
  SELECT _row, 'a' AS side, "Actor1Name" AS name, 'initiator' AS "role", "Actor1Type1Code" AS kind, "Actor1CountryCode" AS country FROM given
  UNION ALL
  SELECT _row, 'b', "Actor2Name", 'target', "Actor2Type1Code", "Actor2CountryCode" FROM given
)
WHERE name IS NOT NULL;

CREATE VIEW read_sources AS
SELECT _row, 1 AS place, "SOURCEURL" AS title, "SOURCEURL" AS url FROM given WHERE "SOURCEURL" LIKE 'http%';
