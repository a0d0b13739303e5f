-- A series of daily counts to the tables of the standard: one event that lasts, a claim for each day and voice, its counts.
--
-- Before: `read_series` (title, name, country, first_day), `read_voices` (_row, tag, day, claimant, claim_kind, method; `uses`,
-- the tag of the claim of that day that it rests on), `read_counts` (_row, tag, outcome, count_scope, start_day, best, sex, age_group,
-- protected_role), `provider`, `ours(text)`.
-- After: the tables of the standard; `coded_events` and `coded_agreements`.

CREATE TABLE coded_events AS
SELECT ours('series') AS event_id, 'other' AS event_type, 'active' AS status, title, first_day AS start_date,
  last_day AS end_date,
  CASE WHEN last_day = first_day THEN 'day' WHEN last_day - first_day < 6 THEN 'days' WHEN last_day - first_day < 31 THEN 'month'
    WHEN last_day - first_day <= 365 THEN 'months' ELSE 'years' END AS date_precision,
  'throughout' AS date_meaning, ours('place') AS location_id, TRUE AS is_aggregate,
  'Not one event: what is counted here happened in many.' AS note
FROM (SELECT *, (SELECT max(day) FROM read_voices) AS last_day FROM read_series);

CREATE TABLE coded_agreements AS SELECT NULL::DATE AS declared_date, NULL::DATE AS start_date, NULL::DATE AS end_date WHERE FALSE;

CREATE TABLE locations AS
SELECT ours('place') AS location_id, name, country, 'admin1' AS "precision", (SELECT name FROM provider) AS source_id FROM read_series;

CREATE TABLE parties AS
SELECT ours('provider') AS party_id, publisher AS name, 'monitor' AS party_type, 'The compiler of the dataset.' AS description, 0 AS _order FROM provider
UNION ALL
SELECT DISTINCT ours('party-' || slug(claimant)), claimant, NULL, NULL, 1 FROM read_voices
WHERE claimant IS NOT NULL AND claimant NOT IN (SELECT publisher FROM provider);

CREATE TABLE sources AS
SELECT name AS source_id, title, 'dataset' AS source_type, publisher, ours('provider') AS issuer_id, url, version, licence, sha256 FROM provider;

CREATE TABLE coded_claims AS
SELECT _row, tag, ours(strftime(day, '%Y-%m-%d') || '-' || tag) AS claim_id, ours('series') AS event_id, claim_kind, (SELECT name FROM provider) AS source_id,
  CASE WHEN claimant = (SELECT publisher FROM provider) THEN ours('provider') ELSE ours('party-' || slug(claimant)) END AS claimant_id,
  day AS stated_date, 'asserts' AS stance, 'stated' AS certainty, "method", ['casualties'] AS topics, 'report_date ' || day AS locator,
  _row * 4 + row_number() OVER (PARTITION BY _row ORDER BY tag) AS _order, uses
FROM read_voices WHERE day IS NOT NULL;

CREATE TABLE claim_links AS
SELECT c.claim_id, u.claim_id AS related_claim_id, 'uses' AS relation, c._order AS _order
FROM coded_claims AS c JOIN coded_claims AS u ON u._row = c._row AND u.tag = c.uses;

CREATE TABLE casualties AS
SELECT c.event_id, c.claim_id, k.outcome, k.sex, k.age_group, k.protected_role, CASE WHEN k.best = 0 THEN 'none' ELSE 'exact' END AS count_kind, k.best,
  k.count_scope, k.start_day AS start_date, CASE k.count_scope WHEN 'increment' THEN c.stated_date END AS end_date,
  CASE k.count_scope WHEN 'cumulative' THEN c.stated_date END AS as_of_date, c._order AS _order
FROM read_counts AS k JOIN coded_claims AS c ON c._row = k._row AND c.tag = k.tag
WHERE k.best IS NOT NULL;
