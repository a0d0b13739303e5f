-- Global Terrorism Database: a row is an attack. 0 in a date, -9 and -99 stand for "unknown".

CREATE VIEW read_events AS
SELECT
  _row,
  eventid AS key,
  CASE WHEN number_or_text(suicide) = '1' AND number_or_text(attacktype1) = '3' THEN 'suicide_attack'
    ELSE coalesce(coded('event_types', 'gtd', number_or_text(attacktype1)), 'unknown') END AS event_type,
  'active' AS status,
  concat_ws(', ', attacktype1_txt, city, country_txt) AS title,
  tidy(summary) AS description,
  first_day(iyear, imonth, iday) AS start_date,
  coalesce(CASE WHEN number_or_text(extended) = '1' THEN dated(resolution) END, last_day_of(iyear, imonth, iday)) AS end_date,
  CASE WHEN number_or_text(extended) = '1' AND dated(resolution) > last_day_of(iyear, imonth, iday) THEN NULL ELSE precision_of(iyear, imonth, iday) END AS date_precision,
  CASE WHEN precision_of(iyear, imonth, iday) IN ('month', 'year') THEN 'within' END AS date_meaning
FROM given;

CREATE VIEW read_places AS
SELECT
  _row,
  coalesce(CASE WHEN lower(city) <> 'unknown' THEN city END, CASE WHEN lower(provstate) <> 'unknown' THEN provstate END, country_txt) AS name,
  country_named(country_txt) AS country,
  CASE WHEN lower(provstate) <> 'unknown' THEN provstate END AS admin1,
  degrees(latitude) AS latitude, degrees(longitude) AS longitude,
  CASE WHEN number_or_text(vicinity) = '1' THEN 'near' WHEN number_or_text(specificity) IN ('2', '3') THEN 'admin2'
    ELSE coded('location_precisions', 'gtd', number_or_text(specificity)) END AS "precision",
  CASE WHEN degrees(latitude) IS NULL OR degrees(longitude) IS NULL THEN NULL
    WHEN number_or_text(specificity) = '1' THEN 'settlement_centroid' WHEN number_or_text(specificity) IN ('2', '3', '4') THEN 'admin_centroid' END AS point_meaning,
  location AS verbatim_locality
FROM given;

-- The groups that the database names, with its own doubt in the note of the record; targets by what they are.
CREATE VIEW read_sides AS
SELECT _row, 'a' AS side, name, 'attacker' AS "role", NULL AS party_type, FALSE AS is_collective_label
FROM (
  SELECT _row, gname AS name FROM given UNION ALL SELECT _row, gname2 FROM given UNION ALL SELECT _row, gname3 FROM given
)
WHERE lower(name) <> 'unknown'
UNION ALL
SELECT _row, 'b', name || coalesce(' (' || country || ')', ''), 'target', NULL, TRUE
FROM (
  SELECT _row, targtype1_txt AS name, natlty1_txt AS country FROM given
  UNION ALL SELECT _row, targtype2_txt, natlty2_txt FROM given
  UNION ALL SELECT _row, targtype3_txt, natlty3_txt FROM given
)
WHERE lower(name) <> 'unknown';

-- Whether a group claimed the attack is what that group said, not what the database finds.
CREATE VIEW read_statements AS
SELECT _row, 'claimed-' || number AS tag, name, 'claims_responsibility' AS stance, 'reported' AS certainty, 'attacker' AS "role", 'responsibility' AS topic
FROM (
  SELECT _row, 1 AS number, gname AS name, claimed FROM given
  UNION ALL SELECT _row, 2, gname2, claim2 FROM given
  UNION ALL SELECT _row, 3, gname3, claim3 FROM given
)
WHERE number_or_text(claimed) = '1' AND lower(name) <> 'unknown';

CREATE VIEW read_sources AS
SELECT _row, place, trim(citation) AS title
FROM (SELECT _row, 1 AS place, scite1 AS citation FROM given UNION ALL SELECT _row, 2, scite2 FROM given UNION ALL SELECT _row, 3, scite3 FROM given)
WHERE trim(citation) <> '';

-- nkillter and nwoundte are the attackers among the counted. Fractions come of sharing one number among linked attacks.
CREATE VIEW read_counts AS
SELECT _row, outcome, whole(total) AS best, NULL AS name, coded('causes', 'gtd', number_or_text(weaptype1)) AS cause
FROM (
  SELECT _row, weaptype1, unnest(['killed', 'injured', 'abducted']) AS outcome,
    unnest([nkill, nwound, CASE WHEN number_or_text(ishostkid) = '1' THEN nhostkid END]) AS total FROM given
)
WHERE whole(total) IS NOT NULL
UNION ALL
SELECT _row, outcome, whole(part), name, coded('causes', 'gtd', number_or_text(weaptype1))
FROM (SELECT _row, weaptype1, gname AS name, unnest(['killed', 'injured']) AS outcome, unnest([nkillter, nwoundte]) AS part FROM given)
WHERE whole(part) IS NOT NULL AND lower(name) <> 'unknown';
