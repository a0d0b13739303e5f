-- Points more than one degree and their uncertainty outside the bounding box of their country, and whether the point would
-- lie in the box with its coordinates exchanged. A box without longitudes crosses the antimeridian: latitude alone decides.
SELECT
  _row,
  longitude BETWEEN south AND north
  AND (west IS NULL OR latitude BETWEEN west AND east) AS is_inside_when_swapped
FROM (
  SELECT
    l._row, l.latitude, l.longitude,
    CAST(NULLIF(c.min_latitude, '') AS DOUBLE) AS south, CAST(NULLIF(c.max_latitude, '') AS DOUBLE) AS north,
    CAST(NULLIF(c.min_longitude, '') AS DOUBLE) AS west, CAST(NULLIF(c.max_longitude, '') AS DOUBLE) AS east,
    1 + COALESCE(l.uncertainty_m, 0) / 111000 AS margin
  FROM locations AS l
  JOIN codelist_countries AS c ON c.code = l.country
  WHERE NOT (l.latitude = 0 AND l.longitude = 0)
    AND COALESCE(l.precision, '') NOT IN ('international_waters', 'airspace')
) AS p
WHERE latitude < south - margin OR latitude > north + margin
  OR longitude < west - margin / cos(radians(latitude * 0.999))
  OR longitude > east + margin / cos(radians(latitude * 0.999))
