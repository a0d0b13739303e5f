-- Social Conflict Analysis Database: an event has a row for each of its places.

CREATE TABLE read_same AS
SELECT _row, first_value(_row) OVER (PARTITION BY eventid ORDER BY _row) AS of_row FROM given;

CREATE VIEW read_events AS
SELECT
  _row,
  -- A negative number is a place holder for a conflict that UCDP records.
  CASE WHEN starts_with(eventid, '-') THEN 'placeholder' || eventid ELSE eventid END AS key,
  starts_with(eventid, '-') AS is_placeholder,
  coalesce(coded('event_types', 'scad', number_or_text(etype)), 'unknown') AS event_type,
  CASE WHEN starts_with(eventid, '-') THEN 'under_review' ELSE 'active' END AS status,
  concat_ws(', ', CASE WHEN actor1 IS NOT NULL THEN actor1 END, coalesce(elocal, countryname)) AS title,
  tidy(coalesce(issuenote, notes)) AS description,
  first_day(styr, stmo, stday) AS start_date,
  last_day_of(eyr, emo, eday) AS end_date,
  CASE WHEN first_day(styr, stmo, stday) = last_day_of(eyr, emo, eday) THEN 'day' END AS date_precision,
  CASE WHEN starts_with(eventid, '-') THEN 'A place holder for a conflict that UCDP records, not an event of SCAD.' END AS note
FROM given JOIN read_same USING (_row) WHERE _row = of_row;

CREATE VIEW read_places AS
SELECT
  _row, coalesce(elocal, countryname) AS name,
  coalesce(coded('countries', 'cow', number_or_text(ccode)), country_named(countryname)) AS country,
  degrees(latitude) AS latitude, degrees(longitude) AS longitude,
  CASE WHEN locnum IN ('1', '2', '3') THEN 'settlement' WHEN locnum = '6' THEN 'admin1' WHEN locnum = '7' THEN 'country' END AS "precision",
  CASE WHEN degrees(latitude) IS NOT NULL AND degrees(longitude) IS NOT NULL THEN
    CASE WHEN locnum IN ('1', '2', '3') THEN 'settlement_centroid' WHEN locnum IN ('6', '7') THEN 'admin_centroid' END END AS point_meaning
FROM (SELECT * REPLACE (number_or_text(locnum) AS locnum) FROM given);

CREATE VIEW read_sides AS
SELECT _row, side, trim(name) AS name, "role"
FROM (
  SELECT _row, 'a' AS side, 'initiator' AS "role", unnest([actor1, actor2, actor3]) AS name FROM given
  UNION ALL
  SELECT _row, 'b', 'target', unnest([target1, target2]) FROM given
)
JOIN read_same USING (_row)
WHERE _row = of_row AND trim(name) NOT IN ('', '-99', '0');

-- -77, -88 and -99 say that the number is not known.
CREATE VIEW read_counts AS
SELECT _row, 'killed' AS outcome, whole(ndeath) AS best, CASE WHEN is_code THEN 'unknown' END AS count_kind
FROM (SELECT *, regexp_full_match(ndeath, '-(77|88|99)([.]0+)?') AS is_code FROM given) JOIN read_same USING (_row)
WHERE _row = of_row AND (whole(ndeath) IS NOT NULL OR is_code);
