-- One row for each event that stands. {figures} is a query with the figures that the policy takes, one row for each event, outcome
-- and people: event_id, outcome, people, low, best, high, claim_ids, taken.
CREATE TEMP TABLE flat_events AS
WITH figures AS ({figures}),
pivoted AS (
    SELECT
        event_id,
        {columns},
        string_agg(DISTINCT taken, '|' ORDER BY taken) AS figures_from,
        array_to_string(list_sort(list_distinct(flatten(list(string_split(claim_ids, '|'))))), '|') AS figures_claims
    FROM figures
    GROUP BY event_id
),
contested AS (
    SELECT event_id, max(apart) > 0 AS is_contested FROM stated_figures GROUP BY event_id
),
actors AS (
    SELECT
        part.event_id,
        string_agg(DISTINCT party.name, '; ' ORDER BY party.name) AS actors,
        string_agg(DISTINCT party.name, '; ' ORDER BY party.name) FILTER (WHERE part.side = 'a') AS side_a,
        string_agg(DISTINCT party.name, '; ' ORDER BY party.name) FILTER (WHERE part.side = 'b') AS side_b
    FROM participants AS part
    JOIN parties AS party ON party.party_id = part.party_id
    GROUP BY part.event_id
),
said AS (
    SELECT
        event_id, count(*) AS claims,
        count(DISTINCT coalesce(origin.independence_group, source.independence_group, origin.source_id, source.source_id)) AS independent_sources,
        string_agg(DISTINCT source.publisher, '; ' ORDER BY source.publisher) AS publishers
    FROM claims AS claim
    LEFT JOIN sources AS source ON source.source_id = claim.source_id
    LEFT JOIN sources AS origin ON origin.source_id = claim.origin_source_id
    GROUP BY event_id
)
SELECT
    event._row, event.event_id, event.title, event.event_type, event.violence_type, event.status, event.is_aggregate,
    event.start_date, event.end_date, event.date_precision, event.date_meaning,
    place.name AS location_name, place.country, place.admin1, place.admin2, place.latitude, place.longitude,
    place.uncertainty_m, place.precision AS location_precision,
    actors.actors, actors.side_a, actors.side_b,
    pivoted.* EXCLUDE (event_id),
    coalesce(contested.is_contested, FALSE) AS figures_contested,
    coalesce(said.claims, 0) AS claims, coalesce(said.independent_sources, 0) AS independent_sources, said.publishers
FROM events AS event
LEFT JOIN locations AS place ON place.location_id = event.location_id
LEFT JOIN pivoted ON pivoted.event_id = event.event_id
LEFT JOIN contested ON contested.event_id = event.event_id
LEFT JOIN actors ON actors.event_id = event.event_id
LEFT JOIN said ON said.event_id = event.event_id
SEMI JOIN standing_events AS standing ON standing.event_id = event.event_id
ORDER BY event._row
