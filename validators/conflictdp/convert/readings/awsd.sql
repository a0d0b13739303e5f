-- Aid Worker Security Database: a row is an incident; its figures are of aid workers.

CREATE VIEW read_events AS
SELECT
  _row,
  "Incident ID" AS key,
  coalesce(coded('event_types', 'awsd', trim("Means of attack")), 'unknown') AS event_type,
  CASE WHEN lower("Verified") = 'pending' THEN 'under_review' ELSE 'active' END AS status,
  concat_ws(', ', coalesce(nullif(trim("Means of attack"), 'Unknown'), 'Attack') || ' on aid workers', coalesce("City", "District", "Region", "Country")) AS title,
  tidy("Details") AS description,
  first_day("Year", "Month", "Day") AS start_date,
  last_day_of("Year", "Month", "Day") AS end_date,
  precision_of("Year", "Month", "Day") AS date_precision,
  CASE WHEN precision_of("Year", "Month", "Day") IN ('month', 'year') THEN 'within' END AS date_meaning
FROM given;

CREATE VIEW read_places AS
SELECT
  _row,
  coalesce("City", "District", "Region", "Country") AS name,
  coded('countries', 'iso_3166_1_alpha_2', "Country Code") AS country,
  "Region" AS admin1,
  "District" AS admin2,
  degrees("Latitude") AS latitude,
  degrees("Longitude") AS longitude,
  CASE WHEN "City" IS NOT NULL THEN 'settlement' WHEN "District" IS NOT NULL THEN 'admin2' WHEN "Region" IS NOT NULL THEN 'admin1' ELSE 'country' END AS "precision"
FROM given;

-- Who did it, where it is said; "Unknown" and "Not applicable" say nobody. A kind of actor without a name is a label.
CREATE VIEW read_sides AS
SELECT _row, 'a' AS side,
  CASE WHEN is_named THEN "Actor name" ELSE 'Attacker: ' || trim("Actor type") END AS name,
  'attacker' AS "role",
  coded('party_types', 'awsd', trim("Actor type")) AS party_type,
  NOT is_named AS is_collective_label
FROM (SELECT *, coalesce(lower(trim("Actor name")) NOT IN ('unknown', 'uknown', 'not applicable'), FALSE) AS is_named FROM given)
WHERE is_named OR lower(trim("Actor type")) <> 'unknown'
UNION ALL
SELECT _row, 'b', 'Aid workers', 'target', 'humanitarian_organisation', TRUE FROM given;

CREATE VIEW read_counts AS
SELECT _row, outcome, whole(cell) AS best, 'humanitarian_worker' AS protected_role
FROM (
  SELECT _row,
    unnest(['killed', 'injured', 'abducted', 'detained']) AS outcome,
    unnest(["Total killed", "Total wounded", "Total kidnapped", "Total detained"]) AS cell
  FROM given
)
WHERE whole(cell) IS NOT NULL;
