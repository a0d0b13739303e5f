-- materialized: few claimants come back to an event
-- Claims that claimants stand by who made more than one about the event.
SELECT claim.*
FROM standing_claims AS claim
SEMI JOIN repeaters AS repeater
    ON repeater.event_id = claim.event_id AND repeater.claimant_id = claim.claimant_id
