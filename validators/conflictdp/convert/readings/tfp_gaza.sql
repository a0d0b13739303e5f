-- TechForPalestine, casualties_daily: what was reported for the Gaza Strip on a day, and what is filled in between (`ext_`).

CREATE TABLE read_series AS
SELECT 'Deaths and injuries in the Gaza Strip since 7 October 2023' AS title, 'Gaza Strip' AS name, 'PSE' AS country, DATE '2023-10-07' AS first_day;

-- Only a report speaks for somebody; where it is missing, the figures that there are have no claimant.
CREATE TABLE read_voices AS
SELECT _row, 'reported' AS tag, day(report_date) AS day,
  CASE report_source WHEN 'mohtel' THEN 'Ministry of Health in Gaza' WHEN 'gmotel' THEN 'Government Media Office in Gaza'
    WHEN 'unocha' THEN 'United Nations Office for the Coordination of Humanitarian Affairs' END AS claimant,
  'statement' AS claim_kind, CAST(NULL AS VARCHAR) AS "method", CAST(NULL AS VARCHAR) AS uses
FROM given
UNION ALL
SELECT _row, 'extended', day(report_date), 'TechForPalestine', 'estimate', 'other', 'reported' FROM given;

CREATE TABLE cells_read AS
SELECT _row, day(report_date) AS day, whole(report_period) AS hours, unnest([
  {'tag': 'reported', 'outcome': 'killed', 'scope': 'increment', 'who': NULL, 'cell': killed},
  {'tag': 'reported', 'outcome': 'killed', 'scope': 'cumulative', 'who': NULL, 'cell': killed_cum},
  {'tag': 'reported', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'children', 'cell': killed_children_cum},
  {'tag': 'reported', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'women', 'cell': killed_women_cum},
  {'tag': 'reported', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'healthcare_worker', 'cell': med_killed_cum},
  {'tag': 'reported', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'civil_defence', 'cell': civdef_killed_cum},
  {'tag': 'reported', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'journalist', 'cell': press_killed_cum},
  {'tag': 'reported', 'outcome': 'injured', 'scope': 'increment', 'who': NULL, 'cell': injured},
  {'tag': 'reported', 'outcome': 'injured', 'scope': 'cumulative', 'who': NULL, 'cell': injured_cum},
  {'tag': 'extended', 'outcome': 'killed', 'scope': 'increment', 'who': NULL, 'cell': ext_killed},
  {'tag': 'extended', 'outcome': 'killed', 'scope': 'cumulative', 'who': NULL, 'cell': ext_killed_cum},
  {'tag': 'extended', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'children', 'cell': ext_killed_children_cum},
  {'tag': 'extended', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'women', 'cell': ext_killed_women_cum},
  {'tag': 'extended', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'healthcare_worker', 'cell': ext_med_killed_cum},
  {'tag': 'extended', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'civil_defence', 'cell': ext_civdef_killed_cum},
  {'tag': 'extended', 'outcome': 'killed', 'scope': 'cumulative', 'who': 'journalist', 'cell': ext_press_killed_cum},
  {'tag': 'extended', 'outcome': 'injured', 'scope': 'increment', 'who': NULL, 'cell': ext_injured},
  {'tag': 'extended', 'outcome': 'injured', 'scope': 'cumulative', 'who': NULL, 'cell': ext_injured_cum}
]) AS one
FROM given;

-- A day's figure is of the hours before the report; those of the series are since its first day.
CREATE TABLE read_counts AS
SELECT _row, one.tag AS tag, one.outcome AS outcome, one.scope AS count_scope,
  CASE one.scope WHEN 'cumulative' THEN (SELECT first_day FROM read_series)
    ELSE day - CAST(CASE WHEN one.tag = 'reported' AND hours > 24 THEN hours // 24 - 1 ELSE 0 END AS INTEGER) END AS start_day,
  whole(one.cell) AS best,
  CASE one.who WHEN 'women' THEN 'woman' END AS sex,
  CASE one.who WHEN 'women' THEN 'adult' WHEN 'children' THEN 'child' END AS age_group,
  CASE WHEN one.who NOT IN ('women', 'children') THEN one.who END AS protected_role
FROM cells_read;
