-- Each party with itself and with whom it belongs to or answers to, directly or through one other.
SELECT party_id, party_id AS superior_id
FROM parties
UNION ALL
SELECT party_id, superior_id
FROM party_bonds
UNION ALL
SELECT near.party_id, far.superior_id
FROM party_bonds AS near
JOIN party_bonds AS far ON far.party_id = near.superior_id
