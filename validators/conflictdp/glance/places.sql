-- Locations by id; of several with one id the first.
CREATE TEMP TABLE places AS
SELECT location_id, name, country, precision, uncertainty_m, latitude, longitude
FROM locations
QUALIFY row_number() OVER (PARTITION BY location_id ORDER BY _row) = 1
