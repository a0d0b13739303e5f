-- UCDP GED to the tables of the standard, set by set.
--
-- Before: `given` (the cells of the file as text, NULL where empty, with `_row`), `extras` (_row and the columns that GED
-- does not have, as x_ucdp_...), `release` (one row: version, title, sha256), `states` (number, country, is_first), the
-- macros of cells.sql, and `written_<column>(value)`: a whole number or a day as this file writes it, 15960 or 15960.0.
-- After: the tables of the standard. Columns that begin with _ are not written.
--
-- A cell that to_ucdp_ged.sql would not give back to the letter is kept as x_ucdp_<column>; x_ucdp_empty names the columns
-- whose cells are empty although other cells tell what they would be.

-- 1. How a point is written -------------------------------------------------------------------------------------------

CREATE MACRO point(x, y) AS 'POINT (' || x || ' ' || y || ')';

-- 2. The events, cell by cell -----------------------------------------------------------------------------------------

-- A number that stands twice is the number of two events all the same.
CREATE TABLE repeated AS
SELECT _row, time FROM (
  SELECT _row, row_number() OVER (PARTITION BY whole(id) ORDER BY _row) AS time FROM given
  WHERE whole(id) IN (SELECT whole(id) FROM given GROUP BY ALL HAVING count(*) > 1)
)
WHERE time > 1;

-- Only what is made of the cells; the cells themselves stay where they are.
CREATE TABLE ged AS
SELECT
  _row, number, violence, actor_a, actor_b, name_a, name_b, first_day, last_day, is_plain, killed_a, killed_b, killed_civilians, killed_unknown,
  killed_low, killed_best, killed_high,
  'ucdp-' || number || again AS event_id,
  'ucdp-' || number || again || '-assessment' AS assessment_id,
  'ucdp-actor-' || actor_a AS party_a,
  'ucdp-actor-' || actor_b || CASE WHEN actor_a = actor_b THEN '-b' ELSE '' END AS party_b,
  killed_a IS NOT NULL AND killed_b IS NOT NULL AND killed_civilians IS NOT NULL AND killed_unknown IS NOT NULL AS is_complete,
  CASE WHEN place <> repeat(chr(31), 10) THEN 'ucdp-place-' || left(md5(place), 12) END AS place_id
FROM (
  SELECT
    *,
    CASE WHEN actor_a IS NOT NULL THEN whole(deaths_a) END AS killed_a,
    CASE WHEN actor_b IS NOT NULL THEN whole(deaths_b) END AS killed_b
  FROM (
    SELECT
      _row, deaths_a, deaths_b,
      whole(id) AS number,
      coalesce('-' || time, '') AS again,
      whole(type_of_violence) AS violence,
      coalesce(CAST(whole(side_a_new_id) AS VARCHAR), 'name-' || left(md5(side_a), 12)) AS actor_a,
      coalesce(CAST(whole(side_b_new_id) AS VARCHAR), 'name-' || left(md5(side_b), 12)) AS actor_b,
      -- One article, and what is made of it gives every cell back.
      CASE WHEN source_article = '"' || source_office || ',' || source_date || ',' || source_headline || '"' THEN
        CAST(day(source_date) AS VARCHAR) = source_date AND short(source_office) = source_office AND short(source_headline) = source_headline
      END IS TRUE AS is_plain,
      tidy(side_a) AS name_a,
      tidy(side_b) AS name_b,
      day(date_start) AS first_day,
      day(date_end) AS last_day,
      whole(deaths_civilians) AS killed_civilians,
      whole(deaths_unknown) AS killed_unknown,
      whole(low) AS killed_low,
      whole(best) AS killed_best,
      whole(high) AS killed_high,
      concat(where_coordinates, chr(31), adm_1, chr(31), adm_2, chr(31), country, chr(31), country_id, chr(31), region, chr(31),
        latitude, chr(31), longitude, chr(31), unlike(geom_wkt, point(longitude, latitude)), chr(31), priogrid_gid, chr(31), where_prec) AS place
    FROM given LEFT JOIN repeated USING (_row)
  )
);

-- 3. Parties ----------------------------------------------------------------------------------------------------------

-- The sides of each event. GED has one number for "somebody unidentified" (XXX70) and lets it fight itself: the second
-- side is then a party of its own.
CREATE TABLE sides AS
SELECT * FROM (
  SELECT _row, event_id, violence, side,
    CASE side WHEN 'a' THEN party_a ELSE party_b END AS party_id,
    whole(CASE side WHEN 'a' THEN side_a_new_id ELSE side_b_new_id END) AS actor,
    side = 'b' AND coalesce(actor_a = actor_b, FALSE) AS is_second,
    CASE side WHEN 'a' THEN name_a ELSE name_b END AS name,
    CASE side WHEN 'a' THEN coalesce(CAST(whole(gwnoa) AS VARCHAR), gwnoa) ELSE coalesce(CAST(whole(gwnob) AS VARCHAR), gwnob) END AS state
  FROM (SELECT *, unnest(['a', 'b']) AS side FROM ged JOIN given USING (_row))
)
WHERE party_id IS NOT NULL;

-- An actor has the name and the state that are given most. Whether every event gives a state decides what an empty one
-- means, so it is remembered.
CREATE TABLE actors AS
SELECT *,
  name = 'Civilians' AS is_civilians,
  regexp_full_match(name, 'XXX[0-9]*') AS is_placeholder,
  name || CASE WHEN is_second THEN ' (side b)' ELSE '' END AS party_name
FROM (
  SELECT
    party_id, actor, bool_or(is_second) AS is_second,
    coalesce(short(first(name ORDER BY uses DESC, name) FILTER (name IS NOT NULL)), 'Actor ' || actor, 'Actor without a name') AS name,
    list_sort(list(name) FILTER (name IS NOT NULL AND length(name) <= 500 AND name NOT LIKE '%|%')) AS names,
    first(state ORDER BY uses DESC, state) FILTER (regexp_full_match(state, '[1-9][0-9]{0,2}')) AS state,
    count(*) = count(state) AS is_stateful
  FROM (SELECT party_id, actor, is_second, name, state, count(*) AS uses FROM sides GROUP BY ALL)
  GROUP BY party_id, actor
);

-- source_original says who gave the number to the publisher: names, offices, or words such as "local sources".
-- Only one name of somebody in particular becomes a party; lists, sentences and general words stay text.
CREATE TABLE general_words AS
SELECT unnest(string_split_regex(
  'a according activist activists administration administrative agencies agency aid air airport an and anonymous army
  attorney authorities authority border by chief citizens city civil coalition command commander commissioner
  community confidential coordinator correspondent correspondents county court credible defence defense department
  diplomats district doctor doctors elder elders eye eyewitness eyewitnesses facebook families family federal fighters
  fishermen for force forces foreign four from general gov government governor govt ground group groups guard guards
  guerrilla guerrillas health high hospital hospitals human humanitarian in information informed insurgent insurgents
  intelligence interior interview interviews joint journalist journalists judicial leader leaders local locals mayor
  media medic medical medics militant militants military militia militias minister ministry monitors multiple
  municipal na national navy news newspaper newspapers ngo ngos no none observers of office officer officers official
  officials on opposition or organisation organisations organization organizations other others own paramilitary
  parties party patrol peacekeepers people per person police political presidential press prosecutor prosecutors
  provincial public radio ranking rebel rebels refugee refugees regional relations relatives report reporter reporters
  reports resident residents rights s security senior service services several social society soldier soldiers source
  sources speaker spokesman spokesmen spokesperson spokespersons spokeswoman staff state statement statements survivor
  survivors television the to town tribal troops tv twitter unidentified unit unknown unnamed various victim victims
  village villager villagers war website witness witnesses women workers',
  '\s+')) AS word;

CREATE TABLE originals AS
SELECT cell, tidy(cell) AS name, folded(tidy(cell)) AS fold, uses
FROM (SELECT source_original AS cell, count(*) AS uses FROM given WHERE source_original IS NOT NULL GROUP BY ALL)
WHERE length(tidy(cell)) <= 100
  AND regexp_matches(tidy(cell), '^(al-|el-)?[\p{Lu}\p{N}@]')
  AND NOT regexp_matches(cell, '[;,/|&+:"\n\r\t]| - |(?i: and | y | et | e | und | via )|(?i:^according to)')
  AND EXISTS (
    SELECT 1 FROM (SELECT unnest(string_split_regex(lower(tidy(cell)), '[^\p{L}\p{N}]+')) AS word) AS words
    WHERE word <> '' AND word NOT IN (SELECT word FROM general_words)
  );

-- The name of an actor of the file could be the actor or a namesake; only a side of the event itself is taken for it.
CREATE TABLE original_parties AS
SELECT 'ucdp-original-' || slug(name) AS party_id, name, fold, names
FROM (
  SELECT fold, first(name ORDER BY uses DESC, name) AS name, list_sort(list(DISTINCT name)) AS names
  FROM originals WHERE fold NOT IN (SELECT folded(name) FROM actors) GROUP BY fold
);

CREATE TABLE claimants AS
SELECT _row, coalesce(party_id, namesake) AS party_id
FROM (
  SELECT
    g._row, p.party_id,
    CASE o.name WHEN g.name_a THEN g.party_a WHEN g.name_b THEN g.party_b END AS namesake
  FROM ged AS g
  JOIN given AS w USING (_row)
  JOIN originals AS o ON o.cell = w.source_original
  LEFT JOIN original_parties AS p ON p.fold = o.fold
)
WHERE coalesce(party_id, namesake) IS NOT NULL AND coalesce(party_id, namesake) NOT IN (
  SELECT party_id FROM actors WHERE is_civilians OR is_placeholder
);

CREATE TABLE parties AS
SELECT 'ucdp' AS party_id, 'Uppsala Conflict Data Program' AS name, 'monitor' AS party_type, CAST(NULL AS VARCHAR[]) AS aliases,
  CAST(NULL AS VARCHAR) AS country, CAST(NULL AS BOOLEAN) AS is_collective_label,
  'The compiler of the dataset.' AS description, 0 AS _order
UNION ALL
SELECT
  a.party_id, a.party_name,
  CASE WHEN a.is_civilians THEN 'civilians' WHEN a.is_placeholder THEN 'unidentified_armed_group' WHEN a.state IS NOT NULL THEN 'government' END,
  nullif(list_filter(a.names, lambda other: other <> a.name)[1:50], []),
  s.country,
  CASE WHEN a.is_civilians OR a.is_placeholder THEN TRUE END,
  CASE WHEN a.is_placeholder THEN 'UCDP''s label for an armed group that is not yet identified.' END,
  coalesce(a.actor, 1e12)
FROM actors AS a LEFT JOIN states AS s ON s.number = a.state
UNION ALL
SELECT party_id, name, NULL, nullif(list_filter(names, lambda other: other <> name)[1:50], []), NULL, NULL,
  'Named by UCDP (source_original) as the origin of reports. The same words may stand for different bodies.', 2e12
FROM original_parties;

-- 4. Places -----------------------------------------------------------------------------------------------------------

CREATE TABLE locations AS
SELECT
  p.location_id,
  p.name,
  CASE p.level WHEN 3 THEN 'admin_area' WHEN 4 THEN 'admin_area' WHEN 6 THEN 'country' END AS location_type,
  s.country,
  short(p.adm_1) AS admin1,
  short(p.adm_2) AS admin2,
  degrees(p.latitude) AS latitude,
  degrees(p.longitude) AS longitude,
  -- UCDP gives a radius for 2 only: "near" is within 25 km.
  CASE WHEN p.level = 2 AND degrees(p.latitude) IS NOT NULL THEN 25000 END AS uncertainty_m,
  CASE p.level WHEN 1 THEN 'settlement' WHEN 2 THEN 'near' WHEN 3 THEN 'admin2' WHEN 4 THEN 'admin1' WHEN 5 THEN 'fuzzy_area'
    WHEN 6 THEN 'country' WHEN 7 THEN CASE WHEN p.name ILIKE '%airspace%' THEN 'airspace' ELSE 'international_waters' END END AS "precision",
  CASE WHEN degrees(p.latitude) IS NOT NULL AND degrees(p.longitude) IS NOT NULL THEN
    CASE p.level WHEN 1 THEN 'settlement_centroid' WHEN 3 THEN 'admin_centroid' WHEN 4 THEN 'admin_centroid' WHEN 6 THEN 'admin_centroid'
      ELSE 'representative_point' END
  END AS point_meaning,
  'ucdp-ged' AS source_id,
  CASE WHEN tidy(p.where_coordinates) IS NULL THEN 'UCDP gives no name; the name is that of the area.' END AS note,
  unlike(p.where_coordinates, p.name) AS x_ucdp_where_coordinates,
  unlike(p.adm_1, short(p.adm_1)) AS x_ucdp_adm_1,
  unlike(p.adm_2, short(p.adm_2)) AS x_ucdp_adm_2,
  p.country AS x_ucdp_country,
  unlike(p.country_id, CASE WHEN s.is_first THEN written_country_id(s.number) END) AS x_ucdp_country_id,
  p.region AS x_ucdp_region,
  unlike(p.where_prec, written_where_prec(p.level)) AS x_ucdp_where_prec,
  unlike(p.latitude, degrees(p.latitude)) AS x_ucdp_latitude,
  unlike(p.longitude, degrees(p.longitude)) AS x_ucdp_longitude,
  p.other_point AS x_ucdp_geom_wkt,
  unlike(p.priogrid_gid, written_priogrid_gid(whole(p.priogrid_gid))) AS x_ucdp_priogrid_gid,
  whole(p.priogrid_gid) AS _cell,
  p.level AS _level
FROM (
  SELECT
    place_id AS location_id, where_coordinates, adm_1, adm_2, country, country_id, region, latitude, longitude,
    unlike(geom_wkt, point(longitude, latitude)) AS other_point, priogrid_gid, where_prec,
    CASE WHEN whole(where_prec) BETWEEN 1 AND 7 THEN whole(where_prec) END AS level,
    coalesce(short(where_coordinates), short(adm_2), short(adm_1), short(country), 'Place without a name') AS name
  FROM given JOIN (SELECT min(_row) AS _row, place_id FROM ged WHERE place_id IS NOT NULL GROUP BY place_id) USING (_row)
) AS p
LEFT JOIN states AS s ON s.number = CAST(whole(p.country_id) AS VARCHAR);

-- 5. Sources ----------------------------------------------------------------------------------------------------------

-- Since 2013 source_article is a list of "office,date,headline", each in double quotes, parted by semicolons; before,
-- it is one free text. A list is taken apart only where every item has that form and the date that source_date has.
CREATE TABLE items AS
-- Most events cite one article, and the other columns say what it is made of.
SELECT _row, number, 1 AS place, 1 AS many, day(source_date) AS published_date, source_office AS publisher, source_headline AS title,
  'ucdp-src-' || left(md5(concat(source_office, chr(31), source_date, chr(31), source_headline)), 12) AS source_id
FROM ged JOIN given USING (_row) WHERE is_plain
UNION ALL
SELECT _row, number, place, many, day(parts.day), short(parts.office), short(parts.headline),
  'ucdp-src-' || left(md5(concat(short(parts.office), chr(31), parts.day, chr(31), short(parts.headline))), 12)
FROM (
  SELECT *, bool_and(coalesce(parts.day <> '' AND parts.day = dates[place], FALSE) AND len(dates) = many) OVER (PARTITION BY _row) AS agrees
  FROM (
    SELECT _row, number, place, many, dates, regexp_extract(item, '(?s)^(.*?),([0-9]{4}-[0-9]{2}-[0-9]{2}),(.*)$', ['office', 'day', 'headline']) AS parts
    FROM (
      SELECT _row, number, len(list) AS many, dates, generate_subscripts(list, 1) AS place, unnest(list) AS item
      FROM (
        SELECT _row, number, string_split(source_article[2:-2], '";"') AS list, string_split(source_date, ';') AS dates
        FROM ged JOIN given USING (_row) WHERE NOT is_plain AND source_article LIKE '"_%"' AND source_office IS NOT NULL AND source_headline IS NOT NULL
      )
    )
  )
)
WHERE agrees;

-- An event that cites an article twice cites it once.
CREATE TABLE citations AS
SELECT * FROM items WHERE many = 1
UNION ALL
SELECT * FROM (SELECT DISTINCT ON (_row, source_id) * FROM items WHERE many > 1 ORDER BY _row, source_id, place);

CREATE TABLE sources AS
SELECT
  'ucdp-ged' AS source_id, title, 'dataset' AS source_type, 'Uppsala Conflict Data Program' AS publisher, 'ucdp' AS issuer_id,
  'https://ucdp.uu.se/downloads/' AS url, CAST(NULL AS DATE) AS published_date, 'en' AS "language", version, 'CC-BY-4.0' AS licence,
  sha256, 0 AS _order
FROM "release"
UNION ALL
SELECT source_id, any_value(title), NULL, any_value(publisher), NULL, NULL, any_value(published_date), NULL, NULL, NULL, NULL, 1
FROM citations GROUP BY source_id;

-- What the sources give back of the cells that they were made of.
CREATE TABLE restored AS
SELECT
  _row,
  array_to_string(list_transform(cited, lambda c: '"' || concat(c.publisher, ',', c.published_date, ',', c.title) || '"'), ';') AS source_article,
  array_to_string(list_transform(cited, lambda c: coalesce(c.publisher, '')), ';') AS source_office,
  array_to_string(list_transform(cited, lambda c: coalesce(CAST(c.published_date AS VARCHAR), '')), ';') AS source_date,
  array_to_string(list_transform(cited, lambda c: coalesce(c.title, '')), ';') AS source_headline
FROM (
  SELECT _row, list({'publisher': publisher, 'published_date': published_date, 'title': title} ORDER BY place) AS cited
  FROM citations WHERE many > 1 GROUP BY _row
)
UNION ALL
SELECT _row, '"' || concat(publisher, ',', published_date, ',', title) || '"', publisher, CAST(published_date AS VARCHAR), title
FROM citations WHERE many = 1 AND _row NOT IN (SELECT _row FROM ged WHERE is_plain);

-- 6. Events and who took part -----------------------------------------------------------------------------------------

CREATE TABLE coded_events AS
SELECT
  g._row,
  g.event_id,
  CASE g.violence WHEN 1 THEN 'armed_clash' WHEN 2 THEN 'armed_clash' WHEN 3 THEN 'direct_attack_on_civilians' ELSE 'unknown' END AS event_type,
  CASE g.violence WHEN 1 THEN 'state_based' WHEN 2 THEN 'non_state' WHEN 3 THEN 'one_sided' END AS violence_type,
  CASE WHEN w.code_status = 'Clear' THEN 'active' WHEN w.code_status IS NOT NULL THEN 'under_review' END AS status,
  short(concat_ws(', ', tidy(w.dyad_name), tidy(w.where_coordinates))) AS title,
  g.first_day AS start_date,
  g.last_day AS end_date,
  CASE whole(w.date_prec) WHEN 1 THEN 'day' WHEN 2 THEN 'days' WHEN 3 THEN 'week' WHEN 4 THEN 'month'
    WHEN 5 THEN CASE WHEN g.last_day - g.first_day > 365 THEN 'years' ELSE 'months' END END AS date_precision,
  CASE WHEN whole(w.date_prec) BETWEEN 2 AND 5 THEN 'within' END AS date_meaning,
  g.place_id AS location_id,
  CASE whole(w.event_clarity) WHEN 1 THEN FALSE WHEN 2 THEN TRUE END AS is_aggregate,
  unlike(w.year, written_year(year(g.first_day))) AS x_ucdp_year,
  w.active_year AS x_ucdp_active_year,
  unlike(w.code_status, 'Clear') AS x_ucdp_code_status,
  unlike(w.type_of_violence, CASE WHEN g.violence BETWEEN 1 AND 3 THEN written_type_of_violence(g.violence) END) AS x_ucdp_type_of_violence,
  w.conflict_dset_id AS x_ucdp_conflict_dset_id,
  unlike(w.conflict_new_id, written_conflict_new_id(whole(w.conflict_new_id))) AS x_ucdp_conflict_new_id,
  w.conflict_name AS x_ucdp_conflict_name,
  w.dyad_dset_id AS x_ucdp_dyad_dset_id,
  unlike(w.dyad_new_id, written_dyad_new_id(whole(w.dyad_new_id))) AS x_ucdp_dyad_new_id,
  w.dyad_name AS x_ucdp_dyad_name,
  w.side_a_dset_id AS x_ucdp_side_a_dset_id,
  unlike(w.side_a_new_id, written_side_a_new_id(whole(w.side_a_new_id))) AS x_ucdp_side_a_new_id,
  unlike(w.side_a, a.name) AS x_ucdp_side_a,
  w.side_b_dset_id AS x_ucdp_side_b_dset_id,
  unlike(w.side_b_new_id, written_side_b_new_id(whole(w.side_b_new_id))) AS x_ucdp_side_b_new_id,
  unlike(w.side_b, b.name) AS x_ucdp_side_b,
  w.number_of_sources AS x_ucdp_number_of_sources,
  CASE WHEN NOT g.is_plain THEN unlike(w.source_article, r.source_article) END AS x_ucdp_source_article,
  CASE WHEN NOT g.is_plain THEN unlike(w.source_office, r.source_office) END AS x_ucdp_source_office,
  CASE WHEN NOT g.is_plain THEN unlike(w.source_date, r.source_date) END AS x_ucdp_source_date,
  CASE WHEN NOT g.is_plain THEN unlike(w.source_headline, r.source_headline) END AS x_ucdp_source_headline,
  unlike(w.source_original, o.name) AS x_ucdp_source_original,
  w.where_description AS x_ucdp_where_description,
  unlike(w.event_clarity, CASE WHEN whole(w.event_clarity) IN (1, 2) THEN written_event_clarity(whole(w.event_clarity)) END) AS x_ucdp_event_clarity,
  unlike(w.date_prec, CASE WHEN whole(w.date_prec) BETWEEN 1 AND 5 THEN written_date_prec(whole(w.date_prec)) END) AS x_ucdp_date_prec,
  unlike(w.date_start, written_date_start(g.first_day)) AS x_ucdp_date_start,
  unlike(w.date_end, written_date_end(g.last_day)) AS x_ucdp_date_end,
  unlike(w.deaths_a, written_deaths_a(g.killed_a)) AS x_ucdp_deaths_a,
  unlike(w.deaths_b, written_deaths_b(g.killed_b)) AS x_ucdp_deaths_b,
  unlike(w.deaths_civilians, written_deaths_civilians(g.killed_civilians)) AS x_ucdp_deaths_civilians,
  unlike(w.deaths_unknown, written_deaths_unknown(g.killed_unknown)) AS x_ucdp_deaths_unknown,
  unlike(w.best, written_best(g.killed_best)) AS x_ucdp_best,
  unlike(w.high, written_high(g.killed_high)) AS x_ucdp_high,
  unlike(w.low, written_low(g.killed_low)) AS x_ucdp_low,
  unlike(w.gwnoa, CASE WHEN a.is_stateful THEN written_gwnoa(a.state) END) AS x_ucdp_gwnoa,
  unlike(w.gwnob, CASE WHEN b.is_stateful THEN written_gwnob(b.state) END) AS x_ucdp_gwnob,
  unlike(w.id, written_id(g.number)) AS x_ucdp_id,
  nullif(concat_ws('|',
    CASE WHEN w.year IS NULL AND g.first_day IS NOT NULL THEN 'year' END,
    CASE WHEN w.side_a IS NULL AND a.name IS NOT NULL THEN 'side_a' END,
    CASE WHEN w.side_b IS NULL AND b.name IS NOT NULL THEN 'side_b' END,
    CASE WHEN w.geom_wkt IS NULL AND w.latitude IS NOT NULL AND w.longitude IS NOT NULL THEN 'geom_wkt' END,
    CASE WHEN w.deaths_b IS NULL AND g.name_b = 'Civilians' THEN 'deaths_b' END), '') AS x_ucdp_empty,
  g._row AS _order
FROM given AS w
JOIN ged AS g ON g._row = w._row
LEFT JOIN actors AS a ON a.party_id = g.party_a
LEFT JOIN actors AS b ON b.party_id = g.party_b
LEFT JOIN restored AS r ON r._row = g._row
LEFT JOIN claimants AS c ON c._row = g._row
LEFT JOIN (SELECT party_id, name FROM original_parties UNION ALL SELECT party_id, name FROM actors) AS o ON o.party_id = c.party_id;

CREATE TABLE participants AS
SELECT event_id, party_id, CASE WHEN violence = 3 THEN CASE side WHEN 'a' THEN 'attacker' ELSE 'target' END ELSE 'participant' END AS "role",
  side, _row * 2 + CASE side WHEN 'a' THEN 0 ELSE 1 END AS _order
FROM sides;

-- 7. Claims and numbers -----------------------------------------------------------------------------------------------

-- UCDP's own figure is an assessment. Each cited article is a claim that the event took place, with no figure, since GED
-- does not say which article gave which. Who gave the number to the publisher is the claimant of the article where there
-- is one article; of a claim known from GED alone where there are several or none that can be read.
CREATE TABLE heard AS
SELECT
  event_id, _row, event_id || '-src-' || place AS claim_id, source_id,
  CASE WHEN cited = 1 THEN claimant_id END AS claimant_id, CAST(NULL AS VARCHAR) AS locator, place
FROM (
  SELECT g.event_id, c._row, c.source_id, w.party_id AS claimant_id,
    row_number() OVER (PARTITION BY c._row ORDER BY c.place) AS place, count(*) OVER (PARTITION BY c._row) AS cited
  FROM citations AS c JOIN ged AS g ON g._row = c._row LEFT JOIN claimants AS w ON w._row = c._row
)
UNION ALL
SELECT g.event_id, g._row, g.event_id || '-original', 'ucdp-ged', w.party_id, 'id ' || g.number || ', source_original', 9999
FROM claimants AS w JOIN ged AS g ON g._row = w._row
WHERE w._row NOT IN (SELECT _row FROM citations GROUP BY _row HAVING count(*) = 1);

CREATE TABLE claims AS
SELECT assessment_id AS claim_id, event_id, 'assessment' AS claim_kind, 'ucdp-ged' AS source_id, 'ucdp' AS claimant_id, 'asserts' AS stance,
  'stated' AS certainty, 'team_judgement' AS "method", ['casualties'] AS topics, 'id ' || number AS locator, _row * 10000 AS _order
FROM ged
UNION ALL
SELECT claim_id, event_id, 'statement', source_id, claimant_id, 'asserts', CASE WHEN claimant_id IS NOT NULL THEN 'reported' END, NULL,
  ['attack'], locator, _row * 10000 + place
FROM heard;

CREATE TABLE claim_links AS
SELECT event_id || '-assessment' AS claim_id, claim_id AS related_claim_id, 'uses' AS relation, _row * 10000 + place AS _order FROM heard;

-- The whole keeps UCDP's figures even where they are out of order; one number three times over is one number. The parts
-- break it down only where all of them could be read.
CREATE TABLE casualties AS
SELECT
  event_id, assessment_id AS claim_id, 'killed' AS outcome,
  CASE part WHEN 1 THEN party_a WHEN 2 THEN party_b END AS party_id,
  CASE part WHEN 3 THEN 'civilian' WHEN 4 THEN 'unknown' END AS victim_status,
  CASE WHEN part = 0 AND NOT is_one THEN
      CASE WHEN killed_low IS NOT NULL AND killed_high IS NOT NULL THEN 'range' WHEN killed_best IS NOT NULL THEN 'approximate'
        WHEN killed_low IS NOT NULL THEN 'at_least' ELSE 'at_most' END
    WHEN best = 0 THEN 'none' ELSE 'exact' END AS count_kind,
  CASE WHEN part = 0 AND NOT is_one THEN killed_low END AS low,
  best,
  CASE WHEN part = 0 AND NOT is_one THEN killed_high END AS high,
  CASE WHEN part > 0 AND is_complete THEN 'ucdp-sides' END AS "partition",
  _row * 8 + part AS _order
FROM (
  SELECT *,
    coalesce(killed_low = killed_best AND killed_best = killed_high, FALSE) AS is_one,
    CASE part WHEN 0 THEN killed_best WHEN 1 THEN killed_a WHEN 2 THEN killed_b WHEN 3 THEN killed_civilians ELSE killed_unknown END AS best
  FROM (
    SELECT _row, event_id, assessment_id, party_a, party_b, name_b, is_complete, killed_low, killed_best, killed_high, killed_a, killed_b,
      killed_civilians, killed_unknown, unnest([0, 1, 2, 3, 4]) AS part
    FROM ged
  )
)
WHERE CASE WHEN part = 0 THEN coalesce(killed_low, killed_best, killed_high) IS NOT NULL
  -- "None of the civilians" as a side would contradict deaths_civilians.
  WHEN part = 2 THEN killed_b > 0 OR killed_b = 0 AND name_b IS DISTINCT FROM 'Civilians'
  ELSE best IS NOT NULL END;

-- 8. Names in other systems -------------------------------------------------------------------------------------------

CREATE TABLE identifiers AS
SELECT 'events' AS record_table, event_id AS record_id,
  CASE part WHEN 0 THEN 'ucdp_ged' WHEN 1 THEN 'ucdp_relid' WHEN 2 THEN 'ucdp_conflict' ELSE 'ucdp_dyad' END AS scheme,
  "value",
  CASE part WHEN 0 THEN 'exact' WHEN 1 THEN 'close' ELSE 'broad' END AS "match",
  CASE WHEN part < 2 THEN (SELECT version FROM "release") END AS version,
  _row * 4 + part AS _order
FROM (
  SELECT _row, event_id, part,
    CASE part WHEN 0 THEN CAST(number AS VARCHAR) WHEN 1 THEN relid WHEN 2 THEN CAST(whole(conflict_new_id) AS VARCHAR)
      ELSE CAST(whole(dyad_new_id) AS VARCHAR) END AS "value"
  FROM (SELECT _row, event_id, number, relid, conflict_new_id, dyad_new_id, unnest([0, 1, 2, 3]) AS part FROM given JOIN ged USING (_row))
)
WHERE "value" IS NOT NULL
UNION ALL
SELECT *, 1000000000000 + row_number() OVER () FROM (
  SELECT * FROM (
  -- The placeholder stands for any unidentified group, and so is wider than the second side of one fight.
  SELECT 'parties', party_id, 'ucdp_actor', CAST(actor AS VARCHAR), CASE WHEN is_second THEN 'broad' ELSE 'exact' END, NULL
  FROM actors WHERE actor IS NOT NULL
  UNION ALL
  SELECT 'parties', party_id, 'gleditsch_ward', state, CASE WHEN is_stateful THEN 'close' ELSE 'related' END, NULL
  FROM actors WHERE state IS NOT NULL
  UNION ALL
  SELECT 'locations', location_id, 'prio_grid', CAST(_cell AS VARCHAR), CASE WHEN _level <= 2 THEN 'broad' ELSE 'related' END, NULL
  FROM locations WHERE _cell IS NOT NULL
  ) ORDER BY ALL
);
