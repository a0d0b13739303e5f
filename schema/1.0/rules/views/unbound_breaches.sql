-- Breaches by a party that, for certain, was not bound at the time of the event: the agreement names whom it binds,
-- and neither the party nor anyone that it belongs to or answers to (or who does to it) is among them.
SELECT breach._row
FROM breaches AS breach
JOIN parties AS accused ON accused.party_id = breach.party_id
JOIN events AS event ON event.event_id = breach.event_id
WHERE EXISTS (
        SELECT 1
        FROM agreement_parties AS bound
        WHERE bound.agreement_id = breach.agreement_id AND bound.role IN ('signatory', 'declarer', 'bound')
    )
    AND NOT EXISTS (
        SELECT 1
        FROM agreement_parties AS bound
        JOIN party_ties AS tie ON tie.party_id = bound.party_id
        WHERE bound.agreement_id = breach.agreement_id
            AND tie.tied_id = breach.party_id
            AND COALESCE(bound.role, 'other') IN ('signatory', 'declarer', 'bound', 'other')
            AND NOT COALESCE(event.end_date < bound.start_date, FALSE)
            AND NOT COALESCE(event.start_date > bound.end_date, FALSE)
    )
