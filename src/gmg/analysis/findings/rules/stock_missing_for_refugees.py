"""Refugees from A in B are counted, and nobody says how many migrants from A live in B."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import side

RULE = Rule(
    id="no-stock-for-refugees",
    kind="silence",
    says="Refugees of a corridor are counted, but no migrant stock is published for it",
    tests="UNHCR has more than zero refugees at the end of a year that UN DESA's newest edition covers, "
    "and UN DESA has no figure for the pair; a missing pair is not zero",
    sql=f"""
SELECT 'migrant-stock' AS concept, r.place, r.counterpart, r.time_from, r.time_to,
    r.amount AS people, ['missing is not zero'] AS reasons, [{side("r")}] AS rests_on
FROM latest r
WHERE r.concept = 'refugees' AND r.dataset = 'unhcr.population' AND r.amount > 0
    AND r.place <> r.counterpart
    AND r.year IN (SELECT DISTINCT year FROM latest WHERE dataset = 'undesa.migrant-stock'
                   AND concept = 'migrant-stock' AND counterpart IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM latest m WHERE m.concept = 'migrant-stock'
        AND m.dataset = 'undesa.migrant-stock' AND m.place = r.place
        AND m.counterpart = r.counterpart AND m.year = r.year)
""",
)
