-- Every spelling of a publisher, folded (without spaces, hyphens, full stops and capitals), and how many sources use it.
SELECT
  publisher,
  lower(replace(replace(replace(publisher, ' ', ''), '-', ''), '.', '')) AS folded,
  count(*) AS sources
FROM sources
WHERE publisher IS NOT NULL
GROUP BY publisher
