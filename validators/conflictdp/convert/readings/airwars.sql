-- Airwars: a row is an incident of civilian harm, with the lowest and highest figures of its sources, Airwars' grading of
-- what they say, and what each belligerent conceded.

CREATE VIEW read_events AS
SELECT
  _row,
  coalesce(nullif(split_part(trim(code), ' ', 1), 'XX000'), post_id) AS key,
  coalesce(coded('event_types', 'airwars', strike_type_name), 'unknown') AS event_type,
  CASE WHEN post_status = 'draft' THEN 'under_review' ELSE 'active' END AS status,
  concat_ws(', ', coalesce(strike_type_name, 'Incident of civilian harm'), location_name, country_name) AS title,
  tidy(summary) AS description,
  dated("date") AS start_date,
  CASE WHEN date_type = 'date_range' THEN dated(date_end) ELSE dated("date") END AS end_date,
  CASE WHEN date_type IS DISTINCT FROM 'date_range' OR dated(date_end) = dated("date") THEN 'day'
    WHEN dated(date_end) - dated("date") BETWEEN 1 AND 6 THEN 'days' END AS date_precision,
  CASE WHEN date_type = 'date_range' AND dated(date_end) > dated("date") THEN 'within' END AS date_meaning,
  day(left(post_published, 10)) AS created_date,
  day(left(post_modified, 10)) AS modified_date
FROM given;

CREATE VIEW read_names AS
SELECT _row, 'airwars' AS scheme, code AS "value", 'exact' AS "match"
FROM (SELECT _row, unnest(string_split(trim(code), ' ')[2:]) AS code FROM given) WHERE code <> ''
UNION ALL
SELECT _row, 'airwars', code, 'close'
FROM (SELECT _row, unnest(string_split(trim(previous_codes), ' ')) AS code FROM given) WHERE code <> '';

CREATE VIEW read_places AS
SELECT
  _row, coalesce(location_name, region, country_name) AS name,
  CASE WHEN country_name ILIKE '%gaza strip' THEN 'PSE' ELSE country_named(country_name) END AS country,
  region AS admin1,
  degrees(latitude) AS latitude, degrees(longitude) AS longitude,
  coded('location_precisions', 'airwars', geolocation_accuracy_name) AS "precision",
  CASE WHEN degrees(latitude) IS NOT NULL AND degrees(longitude) IS NOT NULL THEN
    CASE coded('location_precisions', 'airwars', geolocation_accuracy_name)
      WHEN 'site' THEN 'observed_site' WHEN 'block' THEN 'representative_point' WHEN 'settlement' THEN 'settlement_centroid'
      WHEN 'admin3' THEN 'admin_centroid' WHEN 'admin2' THEN 'admin_centroid' WHEN 'admin1' THEN 'admin_centroid' END END AS point_meaning
FROM given;

CREATE VIEW read_sides AS
SELECT _row, 'b' AS side, trim(name) AS name, 'target' AS "role"
FROM (SELECT _row, unnest(string_split(targeted_belligerent_name, ',')) AS name FROM given)
WHERE trim(name) <> '';

-- Of the sources of an incident this file names the first.
CREATE VIEW read_sources AS
SELECT _row, 1 AS place, 'First report of ' || trim(local_first_reported_by) AS title, trim(local_first_reported_by) AS publisher,
  CASE WHEN local_first_reported_url LIKE 'http%' THEN local_first_reported_url END AS url, day(left(local_first_reported_date_time, 10)) AS published_date
FROM given WHERE trim(local_first_reported_by) <> '';

CREATE TABLE belligerents AS
SELECT _row, civilian_harm_status_name AS grading, strike_type_name, cause_of_death_injury_name, unnest([
  {'number': 1, 'name': belligerent_1_belligerent_name, 'found': belligerent_1_assessment_name, 'deaths_low': belligerent_1_deaths_conceded_min,
    'deaths_high': belligerent_1_deaths_conceded_max, 'injuries_low': belligerent_1_injuries_conceded_min, 'injuries_high': belligerent_1_injuries_conceded_max},
  {'number': 2, 'name': belligerent_2_belligerent_name, 'found': belligerent_2_assessment_name, 'deaths_low': belligerent_2_deaths_conceded_min,
    'deaths_high': belligerent_2_deaths_conceded_max, 'injuries_low': belligerent_2_injuries_conceded_min, 'injuries_high': belligerent_2_injuries_conceded_max},
  {'number': 3, 'name': belligerent_3_belligerent_name, 'found': belligerent_3_assessment_name, 'deaths_low': belligerent_3_deaths_conceded_min,
    'deaths_high': belligerent_3_deaths_conceded_max, 'injuries_low': belligerent_3_injuries_conceded_min, 'injuries_high': belligerent_3_injuries_conceded_max},
  {'number': 4, 'name': belligerent_4_belligerent_name, 'found': belligerent_4_assessment_name, 'deaths_low': belligerent_4_deaths_conceded_min,
    'deaths_high': belligerent_4_deaths_conceded_max, 'injuries_low': belligerent_4_injuries_conceded_min, 'injuries_high': belligerent_4_injuries_conceded_max},
  {'number': 5, 'name': belligerent_5_belligerent_name, 'found': belligerent_5_assessment_name, 'deaths_low': belligerent_5_deaths_conceded_min,
    'deaths_high': belligerent_5_deaths_conceded_max, 'injuries_low': belligerent_5_injuries_conceded_min, 'injuries_high': belligerent_5_injuries_conceded_max},
  {'number': 6, 'name': belligerent_6_belligerent_name, 'found': belligerent_6_assessment_name, 'deaths_low': belligerent_6_deaths_conceded_min,
    'deaths_high': belligerent_6_deaths_conceded_max, 'injuries_low': belligerent_6_injuries_conceded_min, 'injuries_high': belligerent_6_injuries_conceded_max}
], recursive := true)
FROM given;

CREATE VIEW conceded AS
SELECT *, unnest(['killed', 'injured']) AS outcome, unnest([whole(deaths_low), whole(injuries_low)]) AS low, unnest([whole(deaths_high), whole(injuries_high)]) AS high
FROM belligerents WHERE trim(name) <> '';

-- A grading is how Airwars judges what is said of a belligerent; what the belligerent itself found is a claim of theirs.
CREATE VIEW read_statements AS
SELECT _row, 'graded-' || number AS tag, NULL AS name, name AS about,
  CASE WHEN lower(grading) = 'discounted' THEN 'denies' ELSE 'alleges' END AS stance,
  CASE lower(grading) WHEN 'confirmed' THEN 'confirmed' WHEN 'fair' THEN 'believed' WHEN 'discounted' THEN 'believed' WHEN 'weak' THEN 'suspected'
    WHEN 'contested' THEN 'suspected' ELSE 'unknown' END AS certainty,
  'attacker' AS "role", 'responsibility' AS topic
FROM belligerents WHERE trim(name) <> ''
UNION ALL
SELECT _row, 'conceded-' || number, name, NULL,
  CASE WHEN found ILIKE 'credible%' THEN 'accepts_responsibility' WHEN concedes THEN 'concedes' ELSE 'cannot_determine' END, 'reported',
  CASE WHEN found ILIKE 'credible%' THEN 'attacker' END, 'casualties'
FROM (SELECT _row, number, name, found, bool_or(coalesce(low, high) IS NOT NULL) AS concedes FROM conceded GROUP BY ALL)
WHERE concedes OR found ILIKE 'credible%' OR found ILIKE 'non%credible%';

CREATE TABLE graded_counts AS
SELECT _row, strike_type_name, cause_of_death_injury_name, unnest([
  {'who': 'civilian_non_combatants', 'outcome': 'killed', 'low': civilian_non_combatants_killed_min, 'high': civilian_non_combatants_killed_max},
  {'who': 'civilian_non_combatants', 'outcome': 'injured', 'low': civilian_non_combatants_injured_min, 'high': civilian_non_combatants_injured_max},
  {'who': 'children', 'outcome': 'killed', 'low': children_killed_min, 'high': children_killed_max},
  {'who': 'children', 'outcome': 'injured', 'low': children_injured_min, 'high': children_injured_max},
  {'who': 'women', 'outcome': 'killed', 'low': women_killed_min, 'high': women_killed_max},
  {'who': 'women', 'outcome': 'injured', 'low': women_injured_min, 'high': women_injured_max},
  {'who': 'men', 'outcome': 'killed', 'low': men_killed_min, 'high': men_killed_max},
  {'who': 'men', 'outcome': 'injured', 'low': men_injured_min, 'high': men_injured_max},
  {'who': 'human_rights_defenders', 'outcome': 'killed', 'low': human_rights_defenders_killed_min, 'high': human_rights_defenders_killed_max},
  {'who': 'human_rights_defenders', 'outcome': 'injured', 'low': human_rights_defenders_injured_min, 'high': human_rights_defenders_injured_max},
  {'who': 'journalists', 'outcome': 'killed', 'low': journalists_killed_min, 'high': journalists_killed_max},
  {'who': 'journalists', 'outcome': 'injured', 'low': journalists_injured_min, 'high': journalists_injured_max},
  {'who': 'trade_unionists', 'outcome': 'killed', 'low': trade_unionists_killed_min, 'high': trade_unionists_killed_max},
  {'who': 'trade_unionists', 'outcome': 'injured', 'low': trade_unionists_injured_min, 'high': trade_unionists_injured_max},
  {'who': 'healthcare_personnel', 'outcome': 'killed', 'low': healthcare_personnel_killed_min, 'high': healthcare_personnel_killed_max},
  {'who': 'healthcare_personnel', 'outcome': 'injured', 'low': healthcare_personnel_injured_min, 'high': healthcare_personnel_injured_max},
  {'who': 'undetermined', 'outcome': 'killed', 'low': undetermined_killed_min, 'high': undetermined_killed_max},
  {'who': 'undetermined', 'outcome': 'injured', 'low': undetermined_injured_min, 'high': undetermined_injured_max},
  {'who': 'other_protected_persons', 'outcome': 'killed', 'low': other_protected_persons_killed_min, 'high': other_protected_persons_killed_max},
  {'who': 'other_protected_persons', 'outcome': 'injured', 'low': other_protected_persons_injured_min, 'high': other_protected_persons_injured_max},
  {'who': 'persons_hors_de_combat', 'outcome': 'killed', 'low': persons_hors_de_combat_killed_min, 'high': persons_hors_de_combat_killed_max},
  {'who': 'persons_hors_de_combat', 'outcome': 'injured', 'low': persons_hors_de_combat_injured_min, 'high': persons_hors_de_combat_injured_max},
  {'who': 'belligerents', 'outcome': 'killed', 'low': belligerents_killed_min, 'high': belligerents_killed_max},
  {'who': 'belligerents', 'outcome': 'injured', 'low': belligerents_injured_min, 'high': belligerents_injured_max},
  {'who': 'member_of_armed_forces', 'outcome': 'killed', 'low': member_of_armed_forces_killed_min, 'high': member_of_armed_forces_killed_max},
  {'who': 'member_of_armed_forces', 'outcome': 'injured', 'low': member_of_armed_forces_injured_min, 'high': member_of_armed_forces_injured_max},
  {'who': 'persons_directly_participating_in_hostilities', 'outcome': 'killed',
    'low': persons_directly_participating_in_hostilities_killed_min, 'high': persons_directly_participating_in_hostilities_killed_max},
  {'who': 'persons_directly_participating_in_hostilities', 'outcome': 'injured',
    'low': persons_directly_participating_in_hostilities_injured_min, 'high': persons_directly_participating_in_hostilities_injured_max}
], recursive := true)
FROM given;

CREATE VIEW read_counts AS
SELECT _row, tag, outcome, victim_status, sex, age_group, protected_role,
  CASE WHEN cause_of_death_injury_name IS NULL THEN coded('causes', 'airwars', strike_type_name) ELSE coded('causes', 'ohchr', cause_of_death_injury_name) END AS cause,
  CASE WHEN low = high THEN low END AS best, CASE WHEN low IS DISTINCT FROM high THEN low END AS low, CASE WHEN low IS DISTINCT FROM high THEN high END AS high
FROM (
  SELECT _row, NULL AS tag, outcome, coalesce(coded('victim_statuses', 'airwars', who), 'civilian') AS victim_status,
    CASE who WHEN 'women' THEN 'woman' WHEN 'men' THEN 'man' END AS sex,
    CASE who WHEN 'children' THEN 'child' WHEN 'women' THEN 'adult' WHEN 'men' THEN 'adult' END AS age_group,
    coded('protected_roles', 'airwars', who) AS protected_role,
    strike_type_name, cause_of_death_injury_name, whole(low) AS low, whole(high) AS high
  FROM graded_counts
  UNION ALL
  SELECT _row, 'conceded-' || number, outcome, 'civilian', NULL, NULL, NULL, strike_type_name, cause_of_death_injury_name, low, high FROM conceded
)
WHERE coalesce(low, high) IS NOT NULL;
