"""A newer edition says something else of the same place and time."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import side

RULE = Rule(
    id="edition-revises",
    kind="disagreement",
    says="An agency's newest edition differs from the one before by a tenth or more",
    tests="two editions of one data set that follow one another, same concept, place, counterpart and time; "
    "people: the absolute difference",
    sql=f"""
WITH ranked AS (
    SELECT h.*, rank FROM headline h JOIN editions USING (dataset, edition)
    WHERE amount IS NOT NULL
)
SELECT n.concept, n.place, n.counterpart, n.time_from, n.time_to,
    CASE WHEN c.people THEN abs(n.amount - o.amount) END AS people,
    list_concat(['edition'], CASE WHEN n.basis <> o.basis THEN ['basis'] ELSE [] END,
        CASE WHEN n.basis LIKE 'imputed%' OR o.basis LIKE 'imputed%' THEN ['imputation'] ELSE [] END)
        AS reasons,
    [{side("o")}, {side("n")}] AS rests_on
FROM ranked n
ASOF JOIN ranked o ON n.dataset = o.dataset AND n.concept = o.concept AND n.place = o.place
    AND coalesce(n.counterpart::VARCHAR, '') = coalesce(o.counterpart::VARCHAR, '') AND n.time_to = o.time_to
    AND n.time_from = o.time_from AND n.rank > o.rank
JOIN concepts c ON c.concept = n.concept
WHERE c.kind IN ('stock', 'flow', 'money')
    AND abs(n.amount - o.amount) >= 0.1 * greatest(abs(n.amount), abs(o.amount))
    AND abs(n.amount - o.amount) >= 100
""",
)
