-- materialized: few claimants come back to an event
-- Claims that claimants stand by who made more than one about the event, and perhaps a few others.
SELECT claim.*
FROM standing_claims AS claim
SEMI JOIN repeaters AS repeater ON repeater.who_and_where = HASH(claim.event_id, claim.claimant_id)
