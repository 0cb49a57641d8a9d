"""Nobody publishes a concept of the Common Set for a place."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import side

RULE = Rule(
    id="nobody-says",
    kind="silence",
    says="No agency publishes this concept of the Common Set for the place at all",
    tests="concepts of the Common Set that some agency publishes for a hundred places or more, against every "
    "country and area that World Population Prospects knows; people: the inhabitants",
    sql=f"""
WITH asked AS (
    SELECT concept FROM place_totals JOIN common USING (concept) GROUP BY ALL
    HAVING count(DISTINCT place) >= 100
),
living AS (
    SELECT t.* FROM place_totals t
    JOIN places p ON p.place = t.place AND p.kind IN ('country', 'area', 'composite')
    WHERE t.concept = 'population' AND t.dataset = 'undesa.population-prospects'
        AND t.year = (SELECT max(year) FROM latest WHERE concept = 'migrant-stock')
    QUALIFY row_number() OVER (PARTITION BY t.place ORDER BY t.time_to DESC) = 1
)
SELECT a.concept, l.place, NULL::VARCHAR AS counterpart, l.time_from, l.time_to, l.amount AS people,
    ['missing is not zero'] AS reasons, [{side("l", whole=True)}] AS rests_on
FROM asked a CROSS JOIN living l
WHERE NOT EXISTS (SELECT 1 FROM place_totals t WHERE t.concept = a.concept AND t.place = l.place)
    AND NOT EXISTS (SELECT 1 FROM within w JOIN place_totals t ON t.place = w.wider
        WHERE w.place = l.place AND t.concept = a.concept)
""",
)
