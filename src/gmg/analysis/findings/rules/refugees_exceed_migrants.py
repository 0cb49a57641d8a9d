"""More refugees from A in B than migrants from A in B of any kind."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import side

RULE = Rule(
    id="refugees-exceed-migrants",
    kind="contradiction",
    says="More refugees from one country in another than migrants of any kind from there",
    tests="UNHCR's refugees at the end of the year against UN DESA's women + men in the middle of it, "
    "newest edition, origin and place different; an explicit zero counts, a missing pair does not",
    sql=f"""
SELECT 'refugees' AS concept, r.place, r.counterpart, m.time_from, r.time_to, r.amount AS people,
    list_concat(['basis', 'reference date'],
        CASE WHEN m.basis LIKE 'imputed%' THEN ['imputation'] ELSE [] END,
        CASE WHEN m.basis NOT LIKE '%refugees-added' THEN ['coverage'] ELSE [] END) AS reasons,
    [{side("r")}, {side("m")}] AS rests_on
FROM latest r
JOIN latest m ON m.place = r.place AND m.counterpart = r.counterpart AND m.year = r.year
WHERE r.concept = 'refugees' AND r.dataset = 'unhcr.population' AND r.amount > 0
    AND m.concept = 'migrant-stock' AND m.dataset = 'undesa.migrant-stock'
    AND r.place <> r.counterpart AND r.amount > m.amount
""",
)
