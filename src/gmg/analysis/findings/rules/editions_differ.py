"""A newer edition says something else of the same place and time."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import GROUND, side

RULE = Rule(
    id="edition-revises",
    kind="disagreement",
    says="An agency's newest edition differs from the one before by a tenth or more",
    tests="two editions of one data set that follow one another, same concept, place, counterpart and time, "
    "no projections; "
    "people: the absolute difference",
    sql=f"""
WITH several AS (
    SELECT dataset, concept, time_from, time_to FROM headline
    WHERE basis::VARCHAR NOT LIKE 'projection%'
    GROUP BY ALL HAVING count(DISTINCT edition) > 1
),
ranked AS (
    SELECT h.*, rank, c.people AS persons,
        lag(h.edition) OVER line AS old_edition, lag(h.amount) OVER line AS old_amount,
        lag(h.basis) OVER line AS old_basis, lag(h.other_basis) OVER line AS old_other_basis
    FROM headline h
    JOIN several USING (dataset, concept, time_from, time_to)
    JOIN editions USING (dataset, edition)
    JOIN concepts c USING (concept)
    WHERE amount IS NOT NULL AND c.kind IN ('stock', 'flow', 'money') AND place IN {GROUND}
    WINDOW line AS (PARTITION BY dataset, concept, place, counterpart, time_from, time_to ORDER BY rank)
),
revised AS (
    SELECT n.*, {{'concept': n.concept, 'dataset': n.dataset, 'edition': n.old_edition,
        'place': n.place, 'counterpart': n.counterpart, 'time_to': n.time_to, 'whole': false,
        'basis': CASE WHEN n.old_basis = n.old_other_basis THEN n.old_basis::VARCHAR END}} AS old_side
    FROM ranked n
    WHERE abs(n.amount - n.old_amount) >= 0.1 * greatest(abs(n.amount), abs(n.old_amount))
        AND abs(n.amount - n.old_amount) >= 100
)
SELECT n.concept, n.place, n.counterpart, n.time_from, n.time_to,
    CASE WHEN n.persons THEN abs(n.amount - n.old_amount) END AS people,
    list_concat(['edition'], CASE WHEN n.basis <> n.old_basis THEN ['basis'] ELSE [] END,
        CASE WHEN n.basis::VARCHAR LIKE 'imputed%' OR n.old_basis::VARCHAR LIKE 'imputed%'
            THEN ['imputation'] ELSE [] END) AS reasons,
    [n.old_side, {side("n")}] AS rests_on
FROM revised n
""",
)
