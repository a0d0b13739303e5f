-- The records of a package of which the columns of UCDP GED hold something.
--
-- Before: `package`, the relations of to_ucdp_ged.sql, and `is_remade`: whether the package was made of a file of GED.
-- After: `held_<table>` for each such table, with the `_row` of its records.

CREATE TEMP VIEW held_events AS SELECT _row FROM package.events;

CREATE TEMP VIEW held_locations AS
SELECT _row FROM package.locations SEMI JOIN package.events USING (location_id);

CREATE TEMP VIEW held_participants AS
SELECT p._row FROM package.participants AS p JOIN two_sides AS s USING (event_id)
WHERE p.claim_id IS NULL AND (p.side = 'a' AND p.party_id = s.party_a OR p.side = 'b' AND p.party_id = s.party_b);

CREATE TEMP VIEW held_casualties AS SELECT _row FROM counted;

CREATE TEMP VIEW held_claims AS
SELECT _row FROM package.claims SEMI JOIN counted USING (claim_id)
UNION SELECT _row FROM articles
UNION SELECT claim_row FROM said;

CREATE TEMP VIEW held_claim_links AS
SELECT k._row FROM package.claim_links AS k
JOIN package.claims AS c ON c.claim_id = k.claim_id JOIN package.claims AS r ON r.claim_id = k.related_claim_id
WHERE k.relation = 'uses' AND c._row IN (FROM held_claims) AND r._row IN (FROM held_claims);

CREATE TEMP VIEW held_sources AS
SELECT _row FROM package.sources SEMI JOIN articles USING (source_id)
UNION SELECT _row FROM package.sources, is_remade WHERE is_remade AND source_type = 'dataset';

CREATE TEMP VIEW held_parties AS
SELECT _row FROM package.parties SEMI JOIN (
  SELECT unnest([party_a, party_b]) AS party_id FROM two_sides
  UNION ALL SELECT party_id FROM said
  UNION ALL SELECT claimant_id FROM package.claims SEMI JOIN counted USING (claim_id), is_remade WHERE is_remade
) USING (party_id);

-- A state that not every event of a party gives (`related`) is kept with the events of a file of GED.
CREATE TEMP VIEW held_identifiers AS
SELECT min(i._row) AS _row
FROM package.identifiers AS i, is_remade
WHERE i.record_table = 'events' AND i.scheme IN ('ucdp_ged', 'ucdp_relid', 'ucdp_conflict', 'ucdp_dyad')
  OR i.record_table = 'locations' AND i.scheme = 'prio_grid' AND i.record_id IN (SELECT location_id FROM package.events)
  OR i.record_table = 'parties' AND (i.scheme = 'ucdp_actor' OR i.scheme = 'gleditsch_ward' AND (i."match" = 'close' OR is_remade))
    AND i.record_id IN (SELECT unnest([party_a, party_b]) FROM two_sides)
GROUP BY i.record_table, i.record_id, i.scheme;
