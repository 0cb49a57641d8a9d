"""More migrants live in a place than people."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import side

RULE = Rule(
    id="migrants-exceed-population",
    kind="contradiction",
    says="More migrants than inhabitants",
    tests="UN DESA's migrant stock of a place against the population of the same year in the newest World "
    "Population Prospects",
    sql=f"""
SELECT 'migrant-stock' AS concept, m.place, NULL::VARCHAR AS counterpart, m.time_from, m.time_to,
    m.amount AS people, ['basis', 'edition', 'coverage'] AS reasons,
    [{side("m", whole=True)}, {side("p", whole=True)}] AS rests_on
FROM place_totals m
JOIN place_totals p ON p.place = m.place AND p.year = m.year
WHERE m.concept = 'migrant-stock' AND m.dataset = 'undesa.migrant-stock'
    AND p.concept = 'population' AND p.dataset = 'undesa.population-prospects'
    AND m.amount > p.amount
""",
)
