-- Iraq Body Count, incidents: civilians killed, from the lowest to the highest number that its sources give.

CREATE VIEW read_events AS
SELECT
  _row,
  "IBC code" AS key,
  CASE WHEN "Weapons" ILIKE '%suicide%' THEN 'suicide_attack' WHEN "Weapons" ILIKE '%car bomb%' THEN 'vehicle_borne_device'
    WHEN "Weapons" ILIKE '%air%' THEN 'air_strike' WHEN "Weapons" ILIKE '%mortar%' THEN 'shelling_mortar'
    WHEN "Weapons" ILIKE '%roadside%' OR "Weapons" ILIKE '%ied%' THEN 'improvised_explosive_device' WHEN "Weapons" ILIKE '%bomb%' THEN 'explosive_device'
    WHEN "Weapons" ILIKE '%executed%' THEN 'execution' WHEN "Weapons" ILIKE '%gunfire%' OR "Weapons" ILIKE '%shot%' THEN 'shooting_of_civilians'
    ELSE 'direct_attack_on_civilians' END AS event_type,
  'active' AS status,
  concat_ws(', ', coalesce("Target", 'Civilians killed'), "Location") AS title,
  dated("Start Date") AS start_date,
  coalesce(dated("End Date"), dated("Start Date")) AS end_date,
  CASE WHEN dated("Start Date") = coalesce(dated("End Date"), dated("Start Date")) THEN 'day' END AS date_precision
FROM given;

CREATE VIEW read_places AS SELECT _row, "Location" AS name, 'IRQ' AS country FROM given;

CREATE VIEW read_sources AS
SELECT _row, place, trim(name) AS publisher, 'Report of ' || trim(name) || ' (not identified)' AS title
FROM (
  SELECT _row, generate_subscripts(string_split_regex("Sources", '[,;]'), 1) AS place, unnest(string_split_regex("Sources", '[,;]')) AS name FROM given
)
WHERE trim(name) <> '';

CREATE VIEW read_counts AS
SELECT _row, 'killed' AS outcome, 'civilian' AS victim_status,
  CASE WHEN low = high THEN low END AS best, CASE WHEN low IS DISTINCT FROM high THEN low END AS low, CASE WHEN low IS DISTINCT FROM high THEN high END AS high
FROM (SELECT _row, whole("Reported Minimum") AS low, whole("Reported Maximum") AS high FROM given)
WHERE coalesce(low, high) IS NOT NULL;
