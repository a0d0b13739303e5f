-- TechForPalestine, west_bank_daily: flash figures of each day, carried on between reports, and the figures that OCHA verified.

CREATE TABLE read_series AS
SELECT 'Deaths, injuries and displacement in the West Bank since 7 October 2023' AS title, 'West Bank' AS name, 'PSE' AS country, DATE '2023-10-07' AS first_day;

CREATE TABLE read_voices AS
SELECT _row, 'flash' AS tag, day(report_date) AS day,
  -- Figures at first sight are a series of their own beside those that OCHA verifies later.
  CASE flash_source WHEN 'un' THEN 'United Nations, flash updates' ELSE 'TechForPalestine' END AS claimant,
  CASE flash_source WHEN 'un' THEN 'statement' ELSE 'estimate' END AS claim_kind,
  CASE WHEN flash_source <> 'un' THEN 'latest_claim' END AS "method", CAST(NULL AS VARCHAR) AS uses
FROM given
UNION ALL
SELECT _row, 'verified', day(report_date), 'United Nations Office for the Coordination of Humanitarian Affairs', 'finding', NULL, NULL
FROM given WHERE coalesce("verified.killed_cum", "verified.injured_cum", "verified.killed", "verified.injured") IS NOT NULL;

CREATE TABLE cells_read AS
SELECT _row, day(report_date) AS day, unnest([
  {'tag': 'flash', 'outcome': 'killed', 'scope': 'cumulative', 'who': NULL, 'cell': killed_cum},
  {'tag': 'flash', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'child', 'cell': killed_children_cum},
  {'tag': 'flash', 'outcome': 'injured', 'scope': 'cumulative', 'who': NULL, 'cell': injured_cum},
  {'tag': 'flash', 'outcome': 'injured', 'scope': 'cumulative', 'who': 'child', 'cell': injured_children_cum},
  {'tag': 'flash', 'outcome': 'displaced', 'scope': 'cumulative', 'who': NULL, 'cell': displaced_persons_cum},
  {'tag': 'flash', 'outcome': 'displaced', 'scope': 'cumulative', 'who': 'child', 'cell': displaced_children_cum},
  {'tag': 'verified', 'outcome': 'killed', 'scope': 'increment', 'who': NULL, 'cell': "verified.killed"},
  {'tag': 'verified', 'outcome': 'killed', 'scope': 'cumulative', 'who': NULL, 'cell': "verified.killed_cum"},
  {'tag': 'verified', 'outcome': 'killed', 'scope': 'increment', 'who': 'child', 'cell': "verified.killed_children"},
  {'tag': 'verified', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'child', 'cell': "verified.killed_children_cum"},
  {'tag': 'verified', 'outcome': 'injured', 'scope': 'increment', 'who': NULL, 'cell': "verified.injured"},
  {'tag': 'verified', 'outcome': 'injured', 'scope': 'cumulative', 'who': NULL, 'cell': "verified.injured_cum"},
  {'tag': 'verified', 'outcome': 'injured', 'scope': 'increment', 'who': 'child', 'cell': "verified.injured_children"},
  {'tag': 'verified', 'outcome': 'injured', 'scope': 'cumulative', 'who': 'child', 'cell': "verified.injured_children_cum"}
]) AS one
FROM given;

CREATE TABLE read_counts AS
SELECT _row, one.tag AS tag, one.outcome AS outcome, one.scope AS count_scope,
  CASE one.scope WHEN 'cumulative' THEN (SELECT first_day FROM read_series) ELSE day END AS start_day,
  whole(one.cell) AS best, CAST(NULL AS VARCHAR) AS sex, one.who AS age_group, CAST(NULL AS VARCHAR) AS protected_role
FROM cells_read;
