"""Only one of the agencies that publish a concept speaks of a place."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import side

RULE = Rule(
    id="one-agency-only",
    kind="silence",
    says="Several agencies publish the concept, but only one of them for this place",
    tests="the newest year in which two agencies publish the concept at all; people: that one figure",
    sql=f"""
WITH years AS (
    SELECT concept, max(year) AS year FROM (
        SELECT concept, year FROM place_totals WHERE amount IS NOT NULL
        GROUP BY ALL HAVING count(DISTINCT agency) >= 2) GROUP BY ALL
),
speaking AS (
    SELECT t.* FROM place_totals t JOIN years USING (concept, year)
    JOIN places p ON p.place = t.place AND p.kind IN ('country', 'area', 'composite')
    WHERE t.amount > 0
)
SELECT s.concept, s.place, NULL::VARCHAR AS counterpart, any_value(s.time_from) AS time_from,
    any_value(s.time_to) AS time_to,
    CASE WHEN any_value(c.people) THEN max(s.amount) END AS people,
    ['coverage'] AS reasons, list({side("s", whole=True)}) AS rests_on
FROM speaking s JOIN concepts c USING (concept)
GROUP BY s.concept, s.place HAVING count(DISTINCT s.agency) = 1
""",
)
