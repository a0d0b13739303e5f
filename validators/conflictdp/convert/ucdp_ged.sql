-- UCDP GED to the tables of the standard, set by set.
--
-- Before: `given` (the cells of the file as text, NULL where empty, with `_row`), `extras` (_row and the columns that GED
-- does not have, as x_ucdp_...), `release` (one row: version, title, sha256), `states` (number, country).
-- After: the tables of the standard. Columns that begin with _ are not written.

-- 1. What a cell means ------------------------------------------------------------------------------------------------

-- 15960 and 15960.0 are the same whole number; 15960.5 and 1e5 are not read.
CREATE MACRO whole(cell) AS
  CASE WHEN regexp_full_match(cell, '[0-9]{1,12}([.]0+)?') THEN TRY_CAST(split_part(cell, '.', 1) AS BIGINT) END;

CREATE MACRO day(cell) AS
  CASE WHEN regexp_full_match(cell, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]00:00:00([.]0+)?Z?)?') THEN TRY_CAST(left(cell, 10) AS DATE) END;

-- The number with no zeros behind it: 34.500000 is 34.5, 36.0 is 36.
CREATE MACRO degrees(cell) AS
  CASE WHEN regexp_full_match(cell, '-?(0|[1-9][0-9]{0,2})([.][0-9]+)?')
    THEN regexp_replace(regexp_replace(cell, '([.][0-9]*[1-9])0+$', '\1'), '[.]0+$', '') END;

CREATE MACRO truth(cell) AS
  CASE WHEN lower(cell) IN ('true', '1', '1.0') THEN 'true' WHEN lower(cell) IN ('false', '0', '0.0') THEN 'false' ELSE cell END;

CREATE MACRO number_or_text(cell) AS coalesce(CAST(whole(cell) AS VARCHAR), cell);

-- The text on one line, with single spaces and none at its ends, composed (NFC).
CREATE MACRO tidy(cell) AS nullif(trim(regexp_replace(nfc_normalize(cell), '[\s\x{00A0}]+', ' ', 'g')), '');

CREATE MACRO short(cell) AS CASE WHEN length(tidy(cell)) > 500 THEN left(tidy(cell), 499) || '…' ELSE tidy(cell) END;

-- Names that differ only in spaces, hyphens, full stops, accents and capitals are one.
CREATE MACRO folded(name) AS regexp_replace(lower(strip_accents(name)), '[\s.\x{2010}-]+', '', 'g');

-- A name as part of an identifier; letters that ASCII has no counterpart for are stood for by a digest.
CREATE MACRO slug(name) AS concat_ws('-',
  nullif(trim(regexp_replace(lower(strip_accents(name)), '[^a-z0-9]+', '-', 'g'), '-'), ''),
  CASE WHEN regexp_matches(strip_accents(name), '[^\x00-\x7F]') THEN left(md5(folded(name)), 8) END);

CREATE MACRO digest(parts) AS left(md5(array_to_string(parts, chr(31), '')), 12);

-- 2. The events, cell by cell -----------------------------------------------------------------------------------------

CREATE TABLE ged AS
SELECT
  *,
  'ucdp-' || number AS event_id,
  'ucdp-' || number || '-assessment' AS assessment_id,
  'ucdp-actor-' || actor_a AS party_a,
  'ucdp-actor-' || actor_b || CASE WHEN actor_a = actor_b THEN '-b' ELSE '' END AS party_b,
  'ucdp-place-' || digest([where_coordinates, adm_1, adm_2, country, CAST(state AS VARCHAR), country_id, region, north, east,
    other_point, CAST(cell AS VARCHAR), priogrid_gid, CAST(place_precision AS VARCHAR), where_prec]) AS place_id
FROM (
  SELECT
    * REPLACE (
      CASE WHEN whole(country_id) IS NULL THEN country_id END AS country_id,
      CASE WHEN whole(priogrid_gid) IS NULL THEN priogrid_gid END AS priogrid_gid,
      CASE WHEN whole(where_prec) BETWEEN 1 AND 7 THEN NULL ELSE where_prec END AS where_prec
    ),
    whole(id) AS number,
    whole(type_of_violence) AS violence,
    coalesce(CAST(whole(side_a_new_id) AS VARCHAR), 'name-' || left(md5(side_a), 12)) AS actor_a,
    coalesce(CAST(whole(side_b_new_id) AS VARCHAR), 'name-' || left(md5(side_b), 12)) AS actor_b,
    whole(country_id) AS state,
    whole(priogrid_gid) AS cell,
    CASE WHEN whole(where_prec) BETWEEN 1 AND 7 THEN whole(where_prec) END AS place_precision,
    degrees(latitude) AS north,
    degrees(longitude) AS east,
    CASE WHEN TRY_CAST(point.x AS DOUBLE) = TRY_CAST(longitude AS DOUBLE) AND TRY_CAST(point.y AS DOUBLE) = TRY_CAST(latitude AS DOUBLE)
      THEN NULL ELSE geom_wkt END AS other_point,
    whole(date_prec) AS date_precision,
    day(date_start) AS first_day,
    day(date_end) AS last_day,
    whole(deaths_a) AS killed_a,
    whole(deaths_b) AS killed_b,
    whole(deaths_civilians) AS killed_civilians,
    whole(deaths_unknown) AS killed_unknown,
    whole(low) AS killed_low,
    whole(best) AS killed_best,
    whole(high) AS killed_high
  FROM (
    SELECT *, regexp_extract(geom_wkt, '^POINT ?[(](-?[0-9.]+) (-?[0-9.]+)[)]$', ['x', 'y']) AS point FROM given
  )
);
