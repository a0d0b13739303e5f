-- What a provider's SQL read (`all_...`, see coded.py) to the tables of the standard.
--
-- Before: `all_...`, `provider` (one row), the macros of cells.sql, `ours(text)`: an identifier with the provider's prefix.
-- After: the tables of the standard; `coded_events` and `coded_agreements` with _row.

-- 1. Events and agreements --------------------------------------------------------------------------------------------

-- A number that stands twice is the number of two events all the same.
CREATE TABLE keys AS
SELECT _row, ours(slug(name)) || CASE WHEN time > 1 THEN '-' || time ELSE '' END AS id, name, is_event, is_placeholder FROM (
  SELECT _row, name, is_event, is_placeholder, row_number() OVER (PARTITION BY slug(name), is_event ORDER BY _row) AS time FROM (
    SELECT _row, CAST(key AS VARCHAR) AS name, TRUE AS is_event, coalesce(CAST(is_placeholder AS BOOLEAN), FALSE) AS is_placeholder FROM all_events
    UNION ALL
    SELECT _row, CAST(key AS VARCHAR), FALSE, FALSE FROM all_agreements
  )
);

-- 2. Places -----------------------------------------------------------------------------------------------------------

CREATE TABLE places AS
SELECT *, ours('place-' || left(md5(concat_ws(chr(31), name, coalesce(country, ''), coalesce(admin1, ''), coalesce(admin2, ''), coalesce(admin3, ''),
  coalesce(latitude, ''), coalesce(longitude, ''), coalesce("precision", ''), coalesce(verbatim_locality, ''))), 12)) AS id
FROM (
  SELECT _row, coalesce(short(name), short(admin3), short(admin2), short(admin1), 'Place without a name') AS name, location_type, country,
    short(admin1) AS admin1, short(admin2) AS admin2, short(admin3) AS admin3, CAST(latitude AS VARCHAR) AS latitude,
    CAST(longitude AS VARCHAR) AS longitude, uncertainty_m, "precision", point_meaning, short(verbatim_locality) AS verbatim_locality, note
  FROM all_places
  WHERE coalesce(name, admin1, admin2, admin3, country, CAST(latitude AS VARCHAR)) IS NOT NULL
);

CREATE TABLE locations AS
SELECT id AS location_id, any_value(name) AS name, any_value(location_type) AS location_type, any_value(country) AS country,
  any_value(admin1) AS admin1, any_value(admin2) AS admin2, any_value(admin3) AS admin3, any_value(latitude) AS latitude,
  any_value(longitude) AS longitude, any_value(uncertainty_m) AS uncertainty_m, any_value("precision") AS "precision",
  any_value(point_meaning) AS point_meaning, any_value(verbatim_locality) AS verbatim_locality, (SELECT name FROM provider) AS source_id,
  any_value(note) AS note
FROM places GROUP BY id;

CREATE TABLE coded_events AS
SELECT e._row, k.id AS event_id, e.event_type, e.violence_type, e.status, short(e.title) AS title, e.description, e.start_date, e.end_date,
  e.date_precision, e.date_meaning, e.duration_minutes, p.id AS location_id, e.is_aggregate, e.created_date, e.modified_date, e.note,
  e._row AS _order
FROM all_events AS e JOIN keys AS k ON k._row = e._row AND k.is_event
LEFT JOIN (SELECT _row, min(id) AS id FROM places GROUP BY _row) AS p ON p._row = e._row;

CREATE TABLE event_locations AS
SELECT DISTINCT k.id AS event_id, p.id AS location_id, 'other' AS "role", min(p._row) AS _order
FROM all_same AS s JOIN keys AS k ON k._row = s.of_row AND k.is_event JOIN places AS p ON p._row = s._row
JOIN coded_events AS e ON e._row = s.of_row
WHERE s._row <> s.of_row AND p.id IS DISTINCT FROM e.location_id
GROUP BY k.id, p.id;

CREATE TABLE coded_agreements AS
SELECT a._row, k.id AS agreement_id, coalesce(short(a.name), 'Agreement without a name') AS name, a.agreement_type, a.status, a.laterality,
  a.is_written, a.purposes, a.declared_date, a.start_date, a.end_date, p.id AS location_id, a.terms, (SELECT name FROM provider) AS source_id,
  coalesce(a.locator, 'record ' || k.name) AS locator, a.url, a.note, a._row AS _order
FROM all_agreements AS a JOIN keys AS k ON k._row = a._row AND NOT k.is_event
LEFT JOIN (SELECT _row, min(id) AS id FROM places GROUP BY _row) AS p ON p._row = a._row;

-- 3. Parties ----------------------------------------------------------------------------------------------------------

CREATE TABLE named AS
SELECT *, coalesce(nullif(folded(name), ''), name) AS fold FROM (
  SELECT _row, short(name) AS name, party_type, country, is_collective_label FROM all_sides
  UNION ALL
  SELECT _row, short(unnest([name, about])), NULL, NULL, NULL FROM all_statements
  UNION ALL
  SELECT _row, short(name), NULL, NULL, NULL FROM all_counts
  UNION ALL
  SELECT _row, short(name), party_type, NULL, NULL FROM all_signatories
)
WHERE name IS NOT NULL;

-- Names that differ in capitals, accents and punctuation only are one; the one that is used most stands for all.
CREATE TABLE known_parties AS
SELECT fold, name, party_type, country, is_collective_label, list_filter(names, lambda other: other <> name)[1:50] AS aliases,
  ours('party-' || left(slug(name), 60) || CASE WHEN length(slug(name)) > 60 OR count(*) OVER (PARTITION BY left(slug(name), 60)) > 1
    THEN '-' || left(md5(fold), 6) ELSE '' END) AS party_id
FROM (
  SELECT fold, first(name ORDER BY uses DESC, name) AS name, first(party_type ORDER BY uses DESC, party_type) FILTER (party_type IS NOT NULL) AS party_type,
    first(country ORDER BY uses DESC, country) FILTER (country IS NOT NULL) AS country, bool_or(is_collective_label) AS is_collective_label,
    list_sort(list(DISTINCT name) FILTER (name NOT LIKE '%|%')) AS names
  FROM (SELECT fold, name, party_type, country, is_collective_label, count(*) AS uses FROM named GROUP BY ALL)
  GROUP BY fold
);

CREATE TABLE parties AS
SELECT ours('provider') AS party_id, publisher AS name, 'monitor' AS party_type, CAST(NULL AS VARCHAR[]) AS aliases, CAST(NULL AS VARCHAR) AS country,
  CAST(NULL AS BOOLEAN) AS is_collective_label, 'The compiler of the dataset.' AS description, 0 AS _order
FROM provider
UNION ALL
SELECT party_id, name, party_type, nullif(aliases, []), country, CASE WHEN is_collective_label THEN TRUE END, NULL, 1 FROM known_parties;

CREATE TABLE participants AS
SELECT DISTINCT k.id AS event_id, CAST(NULL AS VARCHAR) AS claim_id, p.party_id, s."role", s.side, s._row AS _order
FROM all_sides AS s JOIN keys AS k ON k._row = s._row AND k.is_event
JOIN known_parties AS p ON p.fold = coalesce(nullif(folded(short(s.name)), ''), short(s.name))
UNION ALL
SELECT DISTINCT k.id, k.id || '-' || s.tag, p.party_id, s."role", NULL, s._row
FROM all_statements AS s JOIN keys AS k ON k._row = s._row AND k.is_event
JOIN known_parties AS p ON p.fold = coalesce(nullif(folded(short(coalesce(s.about, s.name))), ''), short(coalesce(s.about, s.name)))
WHERE s."role" IS NOT NULL;

CREATE TABLE agreement_parties AS
SELECT DISTINCT k.id AS agreement_id, p.party_id, s."role", s.start_date, s.end_date, s._row AS _order
FROM all_signatories AS s JOIN keys AS k ON k._row = s._row AND NOT k.is_event
JOIN known_parties AS p ON p.fold = coalesce(nullif(folded(short(s.name)), ''), short(s.name));

-- 4. Sources ----------------------------------------------------------------------------------------------------------

CREATE TABLE cited AS
SELECT *, ours('src-' || left(md5(concat_ws(chr(31), coalesce(title, ''), coalesce(publisher, ''), coalesce(url, ''), coalesce(CAST(published_date AS VARCHAR), ''))), 12)) AS id
FROM (
  SELECT _row, place, short(title) AS title, source_type, short(publisher) AS publisher, url, archive_url, published_date, "language", note
  FROM all_sources WHERE coalesce(short(title), short(publisher), url) IS NOT NULL
);

CREATE TABLE sources AS
SELECT name AS source_id, title, 'dataset' AS source_type, publisher, ours('provider') AS issuer_id, url, CAST(NULL AS VARCHAR) AS archive_url,
  CAST(NULL AS DATE) AS published_date, CAST(NULL AS VARCHAR) AS "language", version, licence, sha256, CAST(NULL AS VARCHAR) AS note, 0 AS _order
FROM provider
UNION ALL
SELECT id, any_value(coalesce(title, publisher, url)), any_value(source_type), any_value(publisher), NULL, any_value(url), any_value(archive_url),
  any_value(published_date), any_value("language"), NULL, NULL, NULL, any_value(note), 1
FROM cited GROUP BY id;

-- 5. Claims and numbers -----------------------------------------------------------------------------------------------

CREATE TABLE heard AS
SELECT k.id AS event_id, k.id || '-src-' || row_number() OVER (PARTITION BY c._row ORDER BY c.place) AS claim_id, c.id AS source_id, c._row, c.place
FROM (SELECT _row, id, min(place) AS place FROM cited GROUP BY _row, id) AS c JOIN keys AS k ON k._row = c._row AND k.is_event;

CREATE TABLE claims AS
SELECT k.id || '-assessment' AS claim_id, k.id AS event_id, 'assessment' AS claim_kind, p.name AS source_id, ours('provider') AS claimant_id,
  'asserts' AS stance, 'stated' AS certainty, p."method", ['casualties'] AS topics, short('record ' || k.name) AS locator, k._row * 1000 AS _order
FROM keys AS k, provider AS p WHERE k.is_event AND k._row IN (SELECT _row FROM all_counts WHERE tag IS NULL)
UNION ALL
SELECT claim_id, event_id, 'statement', source_id, NULL, 'asserts', NULL, NULL, ['attack'], NULL, _row * 1000 + place FROM heard
UNION ALL
SELECT k.id || '-' || s.tag, k.id, CASE WHEN s.name IS NULL THEN 'assessment' ELSE 'statement' END, p.name, coalesce(y.party_id, ours('provider')), s.stance, s.certainty,
  CASE WHEN s.name IS NULL THEN 'team_judgement' END, [s.topic], short('record ' || k.name), s._row * 1000 + 999
FROM all_statements AS s JOIN keys AS k ON k._row = s._row AND k.is_event
LEFT JOIN known_parties AS y ON y.fold = coalesce(nullif(folded(short(s.name)), ''), short(s.name)), provider AS p;

CREATE TABLE claim_links AS
SELECT c.claim_id, h.claim_id AS related_claim_id, 'uses' AS relation, h._row * 1000 + h.place AS _order
FROM heard AS h JOIN claims AS c ON c.event_id = h.event_id AND c.claim_kind = 'assessment';

CREATE TABLE casualties AS
SELECT k.id AS event_id, k.id || '-' || coalesce(c.tag, 'assessment') AS claim_id, c.outcome, p.party_id, c.victim_status, c.sex, c.age_group, c.cause, c.protected_role, c.death_basis,
  coalesce(c.count_kind, CASE
    WHEN c.low IS NOT NULL AND c.high IS NOT NULL THEN CASE WHEN c.low = c.high AND c.best IS NOT DISTINCT FROM c.low THEN 'exact' ELSE 'range' END
    WHEN c.best = 0 THEN 'none' WHEN c.best IS NOT NULL THEN 'exact' WHEN c.low IS NOT NULL THEN 'at_least' ELSE 'at_most' END) AS count_kind,
  CASE WHEN c.low = c.high AND c.best = c.low THEN NULL ELSE c.low END AS low,
  c.best,
  CASE WHEN c.low = c.high AND c.best = c.low THEN NULL ELSE c.high END AS high,
  short(c.wording) AS wording, c.count_scope, c.start_date, c.end_date, c.as_of_date, c."partition", c.note, c._row AS _order
FROM all_counts AS c JOIN keys AS k ON k._row = c._row AND k.is_event
LEFT JOIN known_parties AS p ON p.fold = coalesce(nullif(folded(short(c.name)), ''), short(c.name));

-- 6. Names in other systems -------------------------------------------------------------------------------------------

CREATE TABLE identifiers AS
SELECT CASE WHEN k.is_event THEN 'events' ELSE 'agreements' END AS record_table, k.id AS record_id, p.scheme, k.name AS "value", 'exact' AS "match",
  CASE WHEN p.scheme = 'other' THEN p.title END AS note, k._row AS _order
FROM keys AS k, provider AS p
WHERE NOT k.is_placeholder
UNION ALL
SELECT CASE WHEN k.is_event THEN 'events' ELSE 'agreements' END, k.id, n.scheme, CAST(n."value" AS VARCHAR), n."match", NULL, n._row
FROM all_names AS n JOIN keys AS k ON k._row = n._row WHERE n."value" IS NOT NULL;
