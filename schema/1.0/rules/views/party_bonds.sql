-- One step from a party to whom it belongs to, speaks for, answers to or continues.
-- Links are taken whatever their dates: what they may excuse is not a certain fault.
SELECT party_id, related_party_id AS superior_id
FROM party_links
WHERE relation NOT IN ('commands', 'controls', 'supports', 'allied_with', 'opposes', 'splinter_of')
UNION ALL
SELECT related_party_id AS party_id, party_id AS superior_id
FROM party_links
WHERE relation IN ('commands', 'controls', 'supports')
