-- Places that are measured from another, where both have points and uncertainties: the great-circle distance between the
-- points, and how far north and east of the other this one lies, in metres.
SELECT
  _row, distance_m, direction, both_uncertainties_m,
  (latitude - other_latitude) * 111195 AS north_m,
  (longitude - other_longitude) * 111195 * cos(radians((latitude + other_latitude) / 2)) AS east_m,
  2 * 6371000 * asin(sqrt(
    sin(radians(latitude - other_latitude) / 2) * sin(radians(latitude - other_latitude) / 2)
    + cos(radians(latitude)) * cos(radians(other_latitude))
    * sin(radians(longitude - other_longitude) / 2) * sin(radians(longitude - other_longitude) / 2)
  )) AS measured_m
FROM (
  SELECT
    a._row, a.distance_m, a.direction, a.latitude, a.longitude,
    b.latitude AS other_latitude, b.longitude AS other_longitude,
    a.uncertainty_m + b.uncertainty_m AS both_uncertainties_m
  FROM locations AS a
  JOIN locations AS b ON b.location_id = a.relative_to_id
  WHERE abs(a.longitude - b.longitude) < 180 AND a.location_id <> b.location_id
) AS p
