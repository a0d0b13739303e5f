-- materialized: few statements are, and the engine has to know that before it joins them
-- Claims (events, for counts without a claim) whose counts may be at odds with each other, found without comparing them in
-- pairs: what is not here cannot break a rule on parts and wholes, or on the sums of a partition.
-- parts: a lower figure of the whole stands beside a higher one, or one count may be a part of another: both have a category
-- of one kind, and it is not known to differ.
-- sums: there are several breakdowns or one of a single row, or the sum of one is not what stands beside it.
SELECT stated_in, parts, sums
FROM (
    SELECT
        stated_in,
        COUNT(*) > 1
        AND (
            COUNT(party_id) > 2
            OR COUNT(party_id) = 2 AND BIT_XOR(CASE WHEN party_id IS NOT NULL THEN HASH(party_id) END) = 0
            OR COUNT(status) > 2
            OR COUNT(status) = 2 AND BIT_XOR(CASE WHEN status IS NOT NULL THEN HASH(status) END) = 0
            OR COUNT(other) > 1
            OR COUNT(CASE WHEN is_whole THEN "partition" END) > 0
            OR COALESCE(MAX(greatest) > MIN(CASE WHEN is_whole THEN least END), FALSE)
        ) AS parts,
        COUNT("partition") > 0
        AND (
            COUNT("partition") = 1
            OR MIN(breakdown) <> MAX(breakdown)
            OR COALESCE(
                SUM(CASE WHEN "partition" IS NOT NULL THEN GREATEST(greatest, 0) END)
                > MIN(CASE WHEN "partition" IS NULL THEN least END), FALSE
            )
            OR COUNT(CASE WHEN "partition" IS NOT NULL THEN least END) = COUNT("partition")
            AND COALESCE(
                SUM(CASE WHEN "partition" IS NOT NULL THEN least END)
                < MAX(CASE WHEN "partition" IS NULL THEN greatest END), FALSE
            )
        ) AS sums
    FROM (
        SELECT
            COALESCE(claim_id, event_id) AS stated_in,
            party_id,
            COALESCE(codes.broader, victim_status) AS status,
            COALESCE(sex, age_group, cause, protected_role) AS other,
            COALESCE(party_id, victim_status, sex, age_group, cause, protected_role) IS NULL AS is_whole,
            GREATEST(low, best) AS greatest,
            LEAST(best, high) AS least,
            "partition",
            CASE WHEN "partition" IS NOT NULL THEN HASH(
                claim_id IS NULL, event_id, outcome, count_scope, start_date, end_date, as_of_date, death_basis, "partition"
            ) END AS breakdown
        FROM casualties
        SEMI JOIN statements_in_parts AS looked_at ON looked_at.stated_in = COALESCE(casualties.claim_id, casualties.event_id)
        LEFT JOIN codelist_victim_statuses AS codes ON codes.code = victim_status
    )
    GROUP BY stated_in
)
WHERE parts OR sums
