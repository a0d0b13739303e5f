-- UCDP GED to the tables of the standard, set by set.
--
-- Before: `given` (the cells of the file as text, NULL where empty, with `_row`), `extras` (_row and the columns that GED
-- does not have, as x_ucdp_...), `release` (one row: version, title, sha256), `states` (number, country, is_first), the
-- macros of cells.sql, and `written_<column>(value)`: a whole number or a day as this file writes it, 15960 or 15960.0.
-- After: the tables of the standard. Columns that begin with _ are not written.
--
-- A cell that to_ucdp_ged.sql would not give back to the letter is kept as x_ucdp_<column>; x_ucdp_empty names the columns
-- whose cells are empty although other cells tell what they would be.

-- 1. How a point is written, and what is cited ------------------------------------------------------------------------

CREATE MACRO point(x, y) AS 'POINT (' || x || ' ' || y || ')';

CREATE MACRO article(office, date, headline) AS {
  'source_id': 'ucdp-src-' || left(md5(concat(office, chr(31), date, chr(31), headline)), 12),
  'publisher': office, 'published_date': day(date), 'title': headline};

-- 2. The events -------------------------------------------------------------------------------------------------------

-- Every record in its place: no join here, after which the records would have to be sorted again. What other tables are
-- made of is in columns that begin with _; what only the records taken together tell is put in afterwards.
CREATE TABLE coded_events AS
SELECT
  'ucdp-' || number AS event_id,
  CASE violence WHEN 1 THEN 'armed_clash' WHEN 2 THEN 'armed_clash' WHEN 3 THEN 'direct_attack_on_civilians' ELSE 'unknown' END AS event_type,
  CASE violence WHEN 1 THEN 'state_based' WHEN 2 THEN 'non_state' WHEN 3 THEN 'one_sided' END AS violence_type,
  CASE WHEN code_status = 'Clear' THEN 'active' WHEN code_status IS NOT NULL THEN 'under_review' END AS status,
  short(concat_ws(', ', tidy(dyad_name), tidy(where_coordinates))) AS title,
  first_day AS start_date,
  last_day AS end_date,
  CASE date_level WHEN 1 THEN 'day' WHEN 2 THEN 'days' WHEN 3 THEN 'week' WHEN 4 THEN 'month'
    WHEN 5 THEN CASE WHEN last_day - first_day > 365 THEN 'years' ELSE 'months' END END AS date_precision,
  CASE WHEN date_level BETWEEN 2 AND 5 THEN 'within' END AS date_meaning,
  CASE WHEN place <> repeat(chr(31), 10) THEN 'ucdp-place-' || left(md5(place), 12) END AS location_id,
  CASE clarity WHEN 1 THEN FALSE WHEN 2 THEN TRUE END AS is_aggregate,
  unlike("year", written_year(year(first_day))) AS x_ucdp_year,
  active_year AS x_ucdp_active_year,
  unlike(code_status, 'Clear') AS x_ucdp_code_status,
  unlike(type_of_violence, CASE WHEN violence BETWEEN 1 AND 3 THEN written_type_of_violence(violence) END) AS x_ucdp_type_of_violence,
  conflict_dset_id AS x_ucdp_conflict_dset_id,
  unlike(conflict_new_id, written_conflict_new_id(conflict)) AS x_ucdp_conflict_new_id,
  conflict_name AS x_ucdp_conflict_name,
  dyad_dset_id AS x_ucdp_dyad_dset_id,
  unlike(dyad_new_id, written_dyad_new_id(dyad)) AS x_ucdp_dyad_new_id,
  dyad_name AS x_ucdp_dyad_name,
  side_a_dset_id AS x_ucdp_side_a_dset_id,
  unlike(side_a_new_id, written_side_a_new_id(number_a)) AS x_ucdp_side_a_new_id,
  unlike(side_a, name_a) AS x_ucdp_side_a,
  side_b_dset_id AS x_ucdp_side_b_dset_id,
  unlike(side_b_new_id, written_side_b_new_id(number_b)) AS x_ucdp_side_b_new_id,
  unlike(side_b, name_b) AS x_ucdp_side_b,
  number_of_sources AS x_ucdp_number_of_sources,
  CASE WHEN NOT is_plain THEN unlike(source_article, array_to_string(list_transform(cited, lambda c: '"' || concat(c.publisher, ',', c.published_date, ',', c.title) || '"'), ';')) END AS x_ucdp_source_article,
  CASE WHEN NOT is_plain THEN unlike(source_office, array_to_string(list_transform(cited, lambda c: coalesce(c.publisher, '')), ';')) END AS x_ucdp_source_office,
  CASE WHEN NOT is_plain THEN unlike(source_date, array_to_string(list_transform(cited, lambda c: coalesce(CAST(c.published_date AS VARCHAR), '')), ';')) END AS x_ucdp_source_date,
  CASE WHEN NOT is_plain THEN unlike(source_headline, array_to_string(list_transform(cited, lambda c: coalesce(c.title, '')), ';')) END AS x_ucdp_source_headline,
  source_original AS x_ucdp_source_original,
  where_description AS x_ucdp_where_description,
  unlike(event_clarity, CASE WHEN clarity IN (1, 2) THEN written_event_clarity(clarity) END) AS x_ucdp_event_clarity,
  unlike(date_prec, CASE WHEN date_level BETWEEN 1 AND 5 THEN written_date_prec(date_level) END) AS x_ucdp_date_prec,
  unlike(date_start, written_date_start(first_day)) AS x_ucdp_date_start,
  unlike(date_end, written_date_end(last_day)) AS x_ucdp_date_end,
  unlike(deaths_a, written_deaths_a(killed_a)) AS x_ucdp_deaths_a,
  unlike(deaths_b, written_deaths_b(killed_b)) AS x_ucdp_deaths_b,
  unlike(deaths_civilians, written_deaths_civilians(killed_civilians)) AS x_ucdp_deaths_civilians,
  unlike(deaths_unknown, written_deaths_unknown(killed_unknown)) AS x_ucdp_deaths_unknown,
  unlike(best, written_best(killed_best)) AS x_ucdp_best,
  unlike(high, written_high(killed_high)) AS x_ucdp_high,
  unlike(low, written_low(killed_low)) AS x_ucdp_low,
  unlike(gwnoa, CASE WHEN actor_a IS NOT NULL THEN written_gwnoa(state_a) END) AS x_ucdp_gwnoa,
  unlike(gwnob, CASE WHEN actor_b IS NOT NULL THEN written_gwnob(state_b) END) AS x_ucdp_gwnob,
  unlike(id, written_id(number)) AS x_ucdp_id,
  nullif(concat_ws('|',
    CASE WHEN "year" IS NULL AND first_day IS NOT NULL THEN 'year' END,
    CASE WHEN side_a IS NULL AND actor_a IS NOT NULL THEN 'side_a' END,
    CASE WHEN side_b IS NULL AND actor_b IS NOT NULL THEN 'side_b' END,
    CASE WHEN geom_wkt IS NULL AND latitude IS NOT NULL AND longitude IS NOT NULL THEN 'geom_wkt' END,
    CASE WHEN deaths_b IS NULL AND name_b = 'Civilians' THEN 'deaths_b' END), '') AS x_ucdp_empty,
  _row,
  _row AS _order,
  number AS _number,
  violence AS _violence,
  'ucdp-actor-' || actor_a AS _party_a,
  'ucdp-actor-' || actor_b || CASE WHEN actor_a = actor_b THEN '-b' ELSE '' END AS _party_b,
  number_a AS _number_a, number_b AS _number_b, name_a AS _name_a, name_b AS _name_b, state_a AS _state_a, state_b AS _state_b,
  coalesce(actor_a = actor_b, FALSE) AS _is_second,
  killed_a AS _killed_a, killed_b AS _killed_b, killed_civilians AS _killed_civilians, killed_unknown AS _killed_unknown,
  killed_low AS _killed_low, killed_best AS _killed_best, killed_high AS _killed_high,
  relid AS _relid, conflict AS _conflict, dyad AS _dyad,
  cited AS _cited,
  CAST(NULL AS VARCHAR) AS _claimant_id
FROM (
  SELECT
    *,
    CASE WHEN actor_a IS NOT NULL THEN whole(deaths_a) END AS killed_a,
    CASE WHEN actor_b IS NOT NULL THEN whole(deaths_b) END AS killed_b,
    -- An event that cites an article twice cites it once.
    CASE WHEN len(listed) > 1 THEN list_filter(listed, lambda c, i: list_position(list_transform(listed, lambda d: d.source_id), c.source_id) = i)
      ELSE listed END AS cited
  FROM (
    SELECT
      *,
      coalesce(CAST(number_a AS VARCHAR), 'name-' || left(md5(side_a), 12)) AS actor_a,
      coalesce(CAST(number_b AS VARCHAR), 'name-' || left(md5(side_b), 12)) AS actor_b,
      CASE
        WHEN is_plain THEN [article(source_office, source_date, source_headline)]
        WHEN list_transform(parts, lambda p: p.day) = string_split(source_date, ';') AND NOT list_contains(list_transform(parts, lambda p: p.day), '')
          THEN list_transform(
            list_transform(parts, lambda p: {'office': short(p.office), 'day': p.day, 'headline': short(p.headline)}),
            lambda p: article(p.office, p.day, p.headline))
      END AS listed
    FROM (
      SELECT
        *,
        -- Since 2013 source_article is a list of "office,date,headline", each in double quotes, parted by semicolons; before,
        -- it is one free text. A list is taken apart only where every item has that form and the date that source_date has.
        CASE WHEN NOT is_plain AND source_article LIKE '"_%"' AND source_office IS NOT NULL AND source_headline IS NOT NULL THEN
          list_transform(string_split(source_article[2:-2], '";"'),
            lambda item: regexp_extract(item, '(?s)^(.*?),([0-9]{4}-[0-9]{2}-[0-9]{2}),(.*)$', ['office', 'day', 'headline']))
        END AS parts
      FROM (
        SELECT
          *,
          whole(id) AS number,
          whole(type_of_violence) AS violence,
          whole(conflict_new_id) AS conflict,
          whole(dyad_new_id) AS dyad,
          whole(side_a_new_id) AS number_a,
          whole(side_b_new_id) AS number_b,
          tidy(side_a) AS name_a,
          tidy(side_b) AS name_b,
          number_or_text(gwnoa) AS state_a,
          number_or_text(gwnob) AS state_b,
          whole(event_clarity) AS clarity,
          whole(date_prec) AS date_level,
          day(date_start) AS first_day,
          day(date_end) AS last_day,
          whole(deaths_civilians) AS killed_civilians,
          whole(deaths_unknown) AS killed_unknown,
          whole(low) AS killed_low,
          whole(best) AS killed_best,
          whole(high) AS killed_high,
          -- One article, and what is made of it gives every cell back.
          CASE WHEN source_article = '"' || source_office || ',' || source_date || ',' || source_headline || '"' THEN
            CAST(day(source_date) AS VARCHAR) = source_date AND is_short(source_office) AND is_short(source_headline)
          END IS TRUE AS is_plain,
          concat(where_coordinates, chr(31), adm_1, chr(31), adm_2, chr(31), country, chr(31), country_id, chr(31), region, chr(31),
            latitude, chr(31), longitude, chr(31), unlike(geom_wkt, point(longitude, latitude)), chr(31), priogrid_gid, chr(31), where_prec) AS place
        FROM given
      )
    )
  )
);

-- A number that stands twice is the number of two events all the same.
UPDATE coded_events SET event_id = event_id || '-' || time
FROM (SELECT _row, row_number() OVER (PARTITION BY _number ORDER BY _row) AS time
  FROM coded_events WHERE _number IN (SELECT _number FROM coded_events GROUP BY ALL HAVING count(*) > 1)) AS again
WHERE again._row = coded_events._row AND time > 1;

-- 3. Parties ----------------------------------------------------------------------------------------------------------

-- GED has one number for "somebody unidentified" (XXX70) and lets it fight itself: the second side is then a party of its
-- own. An actor has the name and the state that are given most. Whether every event gives a state decides what an empty one
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
  FROM (
    SELECT party_id, actor, is_second, name, state, count(*) AS uses
    FROM (
      SELECT _party_a AS party_id, _number_a AS actor, FALSE AS is_second, _name_a AS name, _state_a AS state FROM coded_events
      UNION ALL
      SELECT _party_b, _number_b, _is_second, _name_b, _state_b FROM coded_events
    )
    WHERE party_id IS NOT NULL GROUP BY ALL
  )
  GROUP BY party_id, actor
);

-- What an event says otherwise is kept.
UPDATE coded_events SET
  x_ucdp_side_a = CASE WHEN _name_a <> name THEN coalesce(x_ucdp_side_a, _name_a) ELSE x_ucdp_side_a END,
  x_ucdp_gwnoa = CASE WHEN NOT is_stateful OR state IS DISTINCT FROM _state_a THEN coalesce(x_ucdp_gwnoa, written_gwnoa(_state_a)) ELSE x_ucdp_gwnoa END
FROM actors
WHERE party_id = _party_a AND (_name_a <> name OR _state_a IS NOT NULL AND (NOT is_stateful OR state IS DISTINCT FROM _state_a));

UPDATE coded_events SET
  x_ucdp_side_b = CASE WHEN _name_b <> name THEN coalesce(x_ucdp_side_b, _name_b) ELSE x_ucdp_side_b END,
  x_ucdp_gwnob = CASE WHEN NOT is_stateful OR state IS DISTINCT FROM _state_b THEN coalesce(x_ucdp_gwnob, written_gwnob(_state_b)) ELSE x_ucdp_gwnob END
FROM actors
WHERE party_id = _party_b AND (_name_b <> name OR _state_b IS NOT NULL AND (NOT is_stateful OR state IS DISTINCT FROM _state_b));

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

UPDATE coded_events SET
  _claimant_id = claimant.party_id,
  x_ucdp_source_original = unlike(x_ucdp_source_original, claimant.name)
FROM (
  SELECT _row, party_id, coalesce(p.name, a.name) AS name
  FROM (
    SELECT e._row, coalesce(p.party_id, CASE o.name WHEN e._name_a THEN e._party_a WHEN e._name_b THEN e._party_b END) AS party_id
    FROM coded_events AS e
    JOIN originals AS o ON o.cell = e.x_ucdp_source_original
    LEFT JOIN original_parties AS p ON p.fold = o.fold
  )
  LEFT JOIN original_parties AS p USING (party_id)
  LEFT JOIN actors AS a USING (party_id)
  WHERE party_id IS NOT NULL AND NOT coalesce(a.is_civilians OR a.is_placeholder, FALSE)
) AS claimant
WHERE claimant._row = coded_events._row;

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
    location_id, where_coordinates, adm_1, adm_2, country, country_id, region, latitude, longitude,
    unlike(geom_wkt, point(longitude, latitude)) AS other_point, priogrid_gid, where_prec,
    CASE WHEN whole(where_prec) BETWEEN 1 AND 7 THEN whole(where_prec) END AS level,
    coalesce(short(where_coordinates), short(adm_2), short(adm_1), short(country), 'Place without a name') AS name
  FROM given JOIN (SELECT min(_row) AS _row, location_id FROM coded_events WHERE location_id IS NOT NULL GROUP BY location_id) USING (_row)
) AS p
LEFT JOIN states AS s ON s.number = CAST(whole(p.country_id) AS VARCHAR);

-- 5. Sources ----------------------------------------------------------------------------------------------------------

CREATE TABLE sources AS
SELECT
  'ucdp-ged' AS source_id, title, 'dataset' AS source_type, 'Uppsala Conflict Data Program' AS publisher, 'ucdp' AS issuer_id,
  'https://ucdp.uu.se/downloads/' AS url, CAST(NULL AS DATE) AS published_date, 'en' AS "language", version, 'CC-BY-4.0' AS licence,
  sha256, 0 AS _order
FROM "release"
UNION ALL
SELECT source_id, any_value(title), NULL, any_value(publisher), NULL, NULL, any_value(published_date), NULL, NULL, NULL, NULL, 1
FROM (SELECT unnest(_cited, recursive := true) FROM coded_events) GROUP BY source_id;

-- 6. Who took part ----------------------------------------------------------------------------------------------------

-- From here on every table is read off the events, in their order, while it is written.

CREATE VIEW participants AS
SELECT event_id, party_id, CASE WHEN _violence = 3 THEN CASE side WHEN 'a' THEN 'attacker' ELSE 'target' END ELSE 'participant' END AS "role",
  side, _row * 2 + CASE side WHEN 'a' THEN 0 ELSE 1 END AS _in_order
FROM (SELECT *, CASE side WHEN 'a' THEN _party_a ELSE _party_b END AS party_id FROM (SELECT event_id, _violence, _party_a, _party_b, _row, unnest(['a', 'b']) AS side FROM coded_events))
WHERE party_id IS NOT NULL;

-- 7. Claims and numbers -----------------------------------------------------------------------------------------------

-- UCDP's own figure is an assessment. Each cited article is a claim that the event took place, with no figure, since GED
-- does not say which article gave which. Who gave the number to the publisher is the claimant of the article where there
-- is one article; of a claim known from GED alone where there are several or none that can be read.
CREATE VIEW claims AS
SELECT
  event_id || CASE kind WHEN 'assessment' THEN '-assessment' WHEN 'cited' THEN '-src-' || place ELSE '-original' END AS claim_id,
  event_id,
  CASE kind WHEN 'assessment' THEN 'assessment' ELSE 'statement' END AS claim_kind,
  CASE kind WHEN 'cited' THEN source_ids[place] ELSE 'ucdp-ged' END AS source_id,
  CASE WHEN kind = 'assessment' THEN 'ucdp' WHEN kind = 'original' OR cited = 1 THEN _claimant_id END AS claimant_id,
  'asserts' AS stance,
  CASE WHEN kind = 'assessment' THEN 'stated' WHEN claimant_id IS NOT NULL THEN 'reported' END AS certainty,
  CASE kind WHEN 'assessment' THEN 'team_judgement' END AS "method",
  CASE kind WHEN 'assessment' THEN ['casualties'] ELSE ['attack'] END AS topics,
  CASE kind WHEN 'assessment' THEN 'id ' || _number WHEN 'original' THEN 'id ' || _number || ', source_original' END AS locator,
  _row * 10000 + place AS _in_order
FROM (
  SELECT *, CASE WHEN place = 0 THEN 'assessment' WHEN place <= cited THEN 'cited' ELSE 'original' END AS kind
  FROM (
    SELECT *, unnest(range(1 + cited + CASE WHEN _claimant_id IS NOT NULL AND cited <> 1 THEN 1 ELSE 0 END)) AS place
    FROM (SELECT event_id, _row, _number, _claimant_id, list_transform(_cited, lambda c: c.source_id) AS source_ids, coalesce(len(_cited), 0) AS cited FROM coded_events)
  )
);

CREATE VIEW claim_links AS
SELECT event_id || '-assessment' AS claim_id, claim_id AS related_claim_id, 'uses' AS relation, _in_order
FROM claims WHERE claim_kind = 'statement';

-- The whole keeps UCDP's figures even where they are out of order; one number three times over is one number. The parts
-- break it down only where all of them could be read.
CREATE VIEW casualties AS
SELECT
  event_id, event_id || '-assessment' AS claim_id, 'killed' AS outcome,
  CASE part WHEN 1 THEN _party_a WHEN 2 THEN _party_b END AS party_id,
  CASE part WHEN 3 THEN 'civilian' WHEN 4 THEN 'unknown' END AS victim_status,
  CASE WHEN part = 0 AND NOT is_one THEN
      CASE WHEN _killed_low IS NOT NULL AND _killed_high IS NOT NULL THEN 'range' WHEN _killed_best IS NOT NULL THEN 'approximate'
        WHEN _killed_low IS NOT NULL THEN 'at_least' ELSE 'at_most' END
    WHEN best = 0 THEN 'none' ELSE 'exact' END AS count_kind,
  CASE WHEN part = 0 AND NOT is_one THEN _killed_low END AS low,
  best,
  CASE WHEN part = 0 AND NOT is_one THEN _killed_high END AS high,
  CASE WHEN part > 0 AND is_complete THEN 'ucdp-sides' END AS "partition",
  _row * 8 + part AS _in_order
FROM (
  SELECT *,
    coalesce(_killed_low = _killed_best AND _killed_best = _killed_high, FALSE) AS is_one,
    CASE part WHEN 0 THEN _killed_best WHEN 1 THEN _killed_a WHEN 2 THEN _killed_b WHEN 3 THEN _killed_civilians ELSE _killed_unknown END AS best
  FROM (
    SELECT _row, event_id, _party_a, _party_b, _name_b, _killed_low, _killed_best, _killed_high, _killed_a, _killed_b, _killed_civilians, _killed_unknown,
      _killed_a IS NOT NULL AND _killed_b IS NOT NULL AND _killed_civilians IS NOT NULL AND _killed_unknown IS NOT NULL AS is_complete,
      unnest([0, 1, 2, 3, 4]) AS part
    FROM coded_events
  )
)
WHERE CASE WHEN part = 0 THEN coalesce(_killed_low, _killed_best, _killed_high) IS NOT NULL
  -- "None of the civilians" as a side would contradict deaths_civilians.
  WHEN part = 2 THEN _killed_b > 0 OR _killed_b = 0 AND _name_b IS DISTINCT FROM 'Civilians'
  ELSE best IS NOT NULL END;

-- 8. Names in other systems -------------------------------------------------------------------------------------------

CREATE VIEW identifiers AS
SELECT 'events' AS record_table, event_id AS record_id,
  CASE part WHEN 0 THEN 'ucdp_ged' WHEN 1 THEN 'ucdp_relid' WHEN 2 THEN 'ucdp_conflict' ELSE 'ucdp_dyad' END AS scheme,
  "value",
  CASE part WHEN 0 THEN 'exact' WHEN 1 THEN 'close' ELSE 'broad' END AS "match",
  CASE WHEN part < 2 THEN (SELECT version FROM "release") END AS version,
  _row * 4 + part AS _in_order
FROM (
  SELECT _row, event_id, part,
    CASE part WHEN 1 THEN _relid ELSE CAST(CASE part WHEN 0 THEN _number WHEN 2 THEN _conflict ELSE _dyad END AS VARCHAR) END AS "value"
  FROM (SELECT _row, event_id, _number, _relid, _conflict, _dyad, unnest([0, 1, 2, 3]) AS part FROM coded_events)
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
