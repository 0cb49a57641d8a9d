"""An agency's figure lies outside those that another gives for the years before and after."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import side

RULE = Rule(
    id="outside-the-bracket",
    kind="disagreement",
    says="The World Bank's bilateral stock lies outside UN DESA's stocks before and after it",
    tests="the pair's figure of one year against the nearest earlier and later ones of the other agency, "
    "newest edition; beyond a fifth of the nearer one; people: the distance to the nearer one",
    sql=f"""
WITH desa AS (
    SELECT l.* FROM latest l JOIN editions USING (dataset, edition)
    WHERE concept = 'migrant-stock' AND dataset = 'undesa.migrant-stock' AND counterpart IS NOT NULL
        AND rank = (SELECT max(rank) FROM latest JOIN editions USING (dataset, edition)
            WHERE dataset = 'undesa.migrant-stock' AND counterpart IS NOT NULL)
),
bank AS (
    SELECT * FROM latest WHERE concept = 'migrant-stock'
        AND dataset = 'worldbank.bilateral-migration' AND counterpart IS NOT NULL
)
SELECT 'migrant-stock' AS concept, w.place, w.counterpart, b.time_from, a.time_to,
    least(abs(w.amount - b.amount), abs(w.amount - a.amount)) AS people,
    ['basis', 'edition', 'model-based'] AS reasons,
    [{side("w")}, {side("b")}, {side("a")}] AS rests_on
FROM bank w
ASOF JOIN desa b ON w.place = b.place AND w.counterpart = b.counterpart AND w.time_to >= b.time_to
ASOF JOIN desa a ON w.place = a.place AND w.counterpart = a.counterpart AND w.time_to < a.time_to
WHERE (w.amount > 1.2 * greatest(a.amount, b.amount) OR w.amount < 0.8 * least(a.amount, b.amount))
    AND least(abs(w.amount - b.amount), abs(w.amount - a.amount)) >= 100
""",
)
