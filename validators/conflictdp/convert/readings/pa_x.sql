-- PA-X: a row is an agreement.

CREATE VIEW read_agreements AS
SELECT
  _row,
  "AgtId" AS key,
  "Agt" AS name,
  coded('agreement_types', 'pa_x', "Stage") AS agreement_type,
  CASE WHEN "Status" ILIKE '%sign%' THEN 'signed' WHEN "Status" ILIKE '%proclam%' OR "Status" ILIKE '%unilateral%' THEN 'declared' END AS status,
  dated("Dat") AS declared_date
FROM given;

CREATE VIEW read_places AS
SELECT _row, "Con" AS name, coded('countries', 'code', "Loc1ISO") AS country, 'country' AS "precision" FROM given;

CREATE VIEW read_names AS
SELECT _row, 'ucdp_conflict' AS scheme, number_or_text("UcdpCon") AS "value", 'related' AS "match" FROM given WHERE whole("UcdpCon") IS NOT NULL;
