-- One step from a party to whom it belongs to, speaks for, answers to or continues.
-- Links are taken whatever their dates, and so are relations that cannot be read: what they may excuse is no certain fault.
SELECT party_id, related_party_id AS superior_id
FROM party_links
WHERE COALESCE(relation, 'part_of') NOT IN ('commands', 'controls', 'supports', 'allied_with', 'opposes', 'splinter_of')
UNION ALL
SELECT related_party_id AS party_id, party_id AS superior_id
FROM party_links
WHERE relation IN ('commands', 'controls', 'supports')
