-- materialized: few sources share their title and day
-- Sources that bear the title of another of the same day, but for capitals and blanks around it.
SELECT
    source._row, source.source_id, LOWER(TRIM(source.title)) AS plain_title, LOWER(TRIM(source.publisher)) AS plain_publisher,
    source.title, source.published_date, source.version, source.independence_group, source.url
FROM sources AS source
SEMI JOIN (
    SELECT LOWER(TRIM(title)) AS plain_title, published_date
    FROM sources
    WHERE title IS NOT NULL AND published_date IS NOT NULL
    GROUP BY LOWER(TRIM(title)), published_date
    HAVING COUNT(*) > 1
) AS shared ON shared.plain_title = LOWER(TRIM(source.title)) AND shared.published_date = source.published_date
