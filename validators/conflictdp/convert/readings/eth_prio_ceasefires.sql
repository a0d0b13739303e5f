-- ETH/PRIO Civil Conflict Ceasefires: a ceasefire has a row for each actor that declared it.

CREATE TABLE first_rows AS
SELECT _row, first_value(_row) OVER (PARTITION BY cf_id ORDER BY _row) AS of_row FROM given;

CREATE VIEW read_agreements AS
SELECT
  _row,
  cf_id AS key,
  'Ceasefire ' || cf_id || coalesce(', ' || location, '') AS name,
  coalesce(coded('agreement_types', 'eth_prio', number_or_text(ceasefire_class)), 'ceasefire') AS agreement_type,
  'declared' AS status,
  CASE number_or_text(written) WHEN '0' THEN FALSE WHEN '1' THEN TRUE WHEN '2' THEN TRUE END AS is_written,
  nullif(list_filter([
    CASE WHEN number_or_text(p_humanitarian) = '1' THEN 'humanitarian' END, CASE WHEN number_or_text(p_peaceprocess) = '1' THEN 'peace_process' END,
    CASE WHEN number_or_text(p_holiday) = '1' THEN 'holiday' END, CASE WHEN number_or_text(p_election) = '1' THEN 'election' END,
    CASE WHEN number_or_text(p_other) = '1' THEN 'other' END, CASE WHEN number_or_text(p_unclear) = '1' THEN 'unclear' END], lambda code: code IS NOT NULL), []) AS purposes,
  -- An agreement has days, not spans: a day that is not known is left out, and its parts are kept.
  CASE WHEN precision_of(cf_dec_yr, cf_dec_month, cf_dec_day) = 'day' THEN first_day(cf_dec_yr, cf_dec_month, cf_dec_day) END AS declared_date,
  CASE WHEN precision_of(cf_effect_yr, cf_effect_month, cf_effect_day) = 'day' THEN first_day(cf_effect_yr, cf_effect_month, cf_effect_day) END AS start_date,
  CASE WHEN precision_of(end_yr, end_month, end_day) = 'day' THEN first_day(end_yr, end_month, end_day) END AS end_date
FROM given JOIN first_rows USING (_row) WHERE _row = of_row;

CREATE VIEW read_places AS
SELECT _row, location AS name, country_named(location) AS country, 'country' AS "precision" FROM given JOIN first_rows USING (_row) WHERE _row = of_row;

CREATE VIEW read_signatories AS
SELECT of_row AS _row, actor_name AS name, 'declarer' AS "role" FROM given JOIN first_rows USING (_row) WHERE actor_name IS NOT NULL;
