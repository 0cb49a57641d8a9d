"""The last figure of a place is five or more years older than the concept's newest."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import side

RULE = Rule(
    id="too-long-ago",
    kind="silence",
    says="The last figure of the place is five years or more behind the newest of the concept",
    tests="per concept, places that have ever had a figure other than zero; people: that last figure",
    sql=f"""
WITH newest AS (
    SELECT concept, max(year) AS year FROM place_totals
    WHERE amount IS NOT NULL AND basis::VARCHAR NOT LIKE 'projection%' GROUP BY ALL
),
last AS (
    SELECT t.* FROM place_totals t
    JOIN places p ON p.place = t.place AND p.kind IN ('country', 'area')
    WHERE t.amount <> 0
    QUALIFY row_number() OVER (PARTITION BY t.concept, t.place ORDER BY t.time_to DESC, t.dataset) = 1
)
SELECT t.concept, t.place, NULL::VARCHAR AS counterpart, t.time_from, t.time_to,
    CASE WHEN c.people THEN abs(t.amount) END AS people, ['reference date'] AS reasons,
    [{side("t", whole=True)}] AS rests_on
FROM last t JOIN newest n USING (concept) JOIN concepts c USING (concept)
WHERE n.year - t.year >= 5
""",
)
