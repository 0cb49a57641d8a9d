"""A part is larger than the whole it belongs to."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import parts, side

RULE = Rule(
    id="parts-exceed-whole",
    kind="contradiction",
    says="A part is larger than its whole: one sex than both, the origins together than the total, "
    "refugees inside the stock than the stock",
    tests="inside one edition of one data set, beyond rounding (half a per cent for sums over origins)",
    sql=f"""
SELECT h.concept, h.place, h.counterpart, h.time_from, h.time_to,
    CASE WHEN c.people THEN greatest(h.women, h.men) - h.total END AS people,
    ['unexplained'] AS reasons, [{side("h")}] AS rests_on
FROM headline h JOIN concepts c USING (concept)
WHERE c.kind IN ('stock', 'flow') AND h.total >= 0
    AND greatest(coalesce(h.women, 0), coalesce(h.men, 0)) > h.total + greatest(2.5, 1e-9 * h.total)
UNION ALL
SELECT t.concept, t.place, NULL, t.time_from, t.time_to,
    CASE WHEN c.people THEN t.added - t.published END,
    ['unexplained'], [{parts("t")}]
FROM place_totals t JOIN concepts c USING (concept)
WHERE t.published IS NOT NULL AND t.parts > 1 AND t.published >= 0
    AND t.added > t.published * 1.005 + 5 AND c.kind IN ('stock', 'flow', 'money')
UNION ALL
SELECT 'refugees', r.place, NULL, r.time_from, r.time_to, r.amount - m.amount,
    ['coverage', 'missing is not zero'], [{side("r", whole=True)}, {side("m", whole=True)}]
FROM place_totals r
JOIN place_totals m USING (place, time_to, dataset, edition)
WHERE r.concept = 'refugees' AND m.concept = 'migrant-stock' AND r.amount > m.amount
""",
)
