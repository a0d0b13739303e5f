-- The tables of a package to the columns of UCDP GED, an event to a row.
--
-- Before: the schema `package` (see exports.py), `countries` (code, number: the first Gleditsch and Ward number).
-- After: `derived`, with _row, `empty` (columns whose cells were empty although other cells tell them) and the columns
-- of GED as the fields of the standard give them; whole numbers plain, days without a time.

CREATE TEMP VIEW event_names AS
SELECT
  record_id AS event_id,
  any_value("value") FILTER (scheme = 'ucdp_ged') AS id,
  any_value("value") FILTER (scheme = 'ucdp_relid') AS relid,
  any_value("value") FILTER (scheme = 'ucdp_conflict') AS conflict,
  any_value("value") FILTER (scheme = 'ucdp_dyad') AS dyad
FROM package.identifiers WHERE record_table = 'events' GROUP BY record_id;

CREATE TEMP VIEW party_names AS
SELECT
  p.party_id,
  -- The second side of a fight of a placeholder with itself is a party of its own.
  CASE WHEN p.party_id LIKE '%-b' THEN regexp_replace(p.name, ' [(]side b[)]$', '') ELSE p.name END AS name,
  any_value(i."value") FILTER (i.scheme = 'ucdp_actor') AS actor,
  any_value(i."value") FILTER (i.scheme = 'gleditsch_ward' AND i."match" = 'close') AS state
FROM package.parties AS p LEFT JOIN package.identifiers AS i ON i.record_table = 'parties' AND i.record_id = p.party_id
GROUP BY ALL;

CREATE TEMP VIEW cells_of_grid AS
SELECT record_id AS location_id, any_value("value") AS cell FROM package.identifiers
WHERE record_table = 'locations' AND scheme = 'prio_grid' GROUP BY record_id;

CREATE TEMP VIEW two_sides AS
SELECT event_id, arg_min(party_id, _row) FILTER (side = 'a') AS party_a, arg_min(party_id, _row) FILTER (side = 'b') AS party_b
FROM package.participants WHERE claim_id IS NULL GROUP BY event_id;

-- UCDP's own figures are those of its assessment: the first of each column that is of nobody in particular.
CREATE TEMP TABLE counted AS
SELECT * FROM (
  SELECT *, row_number() OVER (PARTITION BY event_id, counts ORDER BY _row) AS place
  FROM (
    SELECT k._row, k.event_id, k.claim_id, k.count_kind, k.low, k.best, k.high,
      CASE WHEN k.party_id IS NULL AND k.victim_status IS NULL THEN 'whole'
        WHEN k.party_id = s.party_a AND k.victim_status IS NULL THEN 'a' WHEN k.party_id = s.party_b AND k.victim_status IS NULL THEN 'b'
        WHEN k.party_id IS NULL AND k.victim_status IN ('civilian', 'unknown') THEN k.victim_status END AS counts
    FROM package.casualties AS k
    JOIN package.claims AS c ON c.claim_id = k.claim_id AND c.claim_kind = 'assessment'
    LEFT JOIN two_sides AS s ON s.event_id = k.event_id
    WHERE k.outcome = 'killed' AND coalesce(k.sex, k.age_group, k.cause, k.protected_role, k.death_basis) IS NULL
      AND coalesce(k.count_scope, 'event_total') = 'event_total'
  )
  WHERE counts IS NOT NULL
)
WHERE place = 1;

CREATE TEMP VIEW figures AS
SELECT
  event_id,
  any_value(struct_pack(kind := count_kind, low := low, best := best, high := high)) FILTER (counts = 'whole') AS whole,
  any_value(best) FILTER (counts = 'a') AS deaths_a,
  any_value(best) FILTER (counts = 'b') AS deaths_b,
  any_value(best) FILTER (counts = 'civilian') AS deaths_civilians,
  any_value(best) FILTER (counts = 'unknown') AS deaths_unknown
FROM counted GROUP BY event_id;

CREATE TEMP VIEW articles AS
SELECT c._row, c.event_id, c.source_id, s.publisher, s.published_date, s.title, TRY_CAST(regexp_extract(c.claim_id, '-src-([0-9]+)$', 1) AS INTEGER) AS place
FROM package.claims AS c JOIN package.sources AS s USING (source_id)
WHERE c.claim_kind = 'statement' AND regexp_matches(c.claim_id, '-src-[0-9]+$');

CREATE TEMP VIEW cited AS
SELECT
  event_id,
  string_agg('"' || concat(publisher, ',', published_date, ',', title) || '"', ';' ORDER BY place) AS source_article,
  string_agg(coalesce(publisher, ''), ';' ORDER BY place) AS source_office,
  string_agg(coalesce(published_date, ''), ';' ORDER BY place) AS source_date,
  string_agg(coalesce(title, ''), ';' ORDER BY place) AS source_headline
FROM articles GROUP BY event_id;

CREATE TEMP VIEW said AS
SELECT c.event_id, min(c._row) AS claim_row, arg_min(p.party_id, c._row) AS party_id, arg_min(p.name, c._row) AS source_original
FROM package.claims AS c JOIN party_names AS p ON p.party_id = c.claimant_id
WHERE c.claim_kind = 'statement' GROUP BY c.event_id;

CREATE TEMP VIEW derived AS
SELECT
  e._row,
  e.event_id,
  string_split(coalesce(e.x_ucdp_empty, ''), '|') AS empty,
  n.id,
  n.relid,
  left(e.start_date, 4) AS "year",
  CASE WHEN e.status = 'active' THEN 'Clear' END AS code_status,
  CASE e.violence_type WHEN 'state_based' THEN '1' WHEN 'non_state' THEN '2' WHEN 'one_sided' THEN '3' END AS type_of_violence,
  n.conflict AS conflict_new_id,
  n.dyad AS dyad_new_id,
  a.actor AS side_a_new_id,
  a.name AS side_a,
  b.actor AS side_b_new_id,
  b.name AS side_b,
  c.source_article,
  c.source_office,
  c.source_date,
  c.source_headline,
  o.source_original,
  CASE l."precision" WHEN 'settlement' THEN '1' WHEN 'near' THEN '2' WHEN 'admin2' THEN '3' WHEN 'admin1' THEN '4' WHEN 'fuzzy_area' THEN '5'
    WHEN 'country' THEN '6' WHEN 'international_waters' THEN '7' WHEN 'airspace' THEN '7' END AS where_prec,
  -- A note says that UCDP gave no name.
  CASE WHEN l.note IS NULL THEN l.name END AS where_coordinates,
  l.admin1 AS adm_1,
  l.admin2 AS adm_2,
  l.latitude,
  l.longitude,
  g.cell AS priogrid_gid,
  w.number AS country_id,
  CASE e.is_aggregate WHEN 'false' THEN '1' WHEN 'true' THEN '2' END AS event_clarity,
  CASE e.date_precision WHEN 'day' THEN '1' WHEN 'days' THEN '2' WHEN 'week' THEN '3' WHEN 'month' THEN '4' WHEN 'months' THEN '5' WHEN 'years' THEN '5' END AS date_prec,
  e.start_date AS date_start,
  e.end_date AS date_end,
  f.deaths_a,
  f.deaths_b,
  f.deaths_civilians,
  f.deaths_unknown,
  CASE WHEN f.whole.kind IN ('exact', 'none') THEN f.whole.best ELSE f.whole.low END AS low,
  f.whole.best AS best,
  CASE WHEN f.whole.kind IN ('exact', 'none') THEN f.whole.best ELSE f.whole.high END AS high,
  a.state AS gwnoa,
  b.state AS gwnob,
  {own}
FROM package.events AS e
LEFT JOIN event_names AS n ON n.event_id = e.event_id
LEFT JOIN package.locations AS l ON l.location_id = e.location_id
LEFT JOIN cells_of_grid AS g ON g.location_id = e.location_id
LEFT JOIN countries AS w ON w.code = l.country
LEFT JOIN two_sides AS s ON s.event_id = e.event_id
LEFT JOIN party_names AS a ON a.party_id = s.party_a
LEFT JOIN party_names AS b ON b.party_id = s.party_b
LEFT JOIN figures AS f ON f.event_id = e.event_id
LEFT JOIN cited AS c ON c.event_id = e.event_id
LEFT JOIN said AS o ON o.event_id = e.event_id;
