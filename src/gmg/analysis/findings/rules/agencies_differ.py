"""Two agencies give one concept, place and year two values."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import GROUND, side

RULE = Rule(
    id="agencies-differ",
    kind="disagreement",
    says="Two agencies differ on the same concept, place and year by a twentieth or more",
    tests="newest editions of data sets that are declared comparable, with a note or without; left out when "
    "one figure lies between the other's before and after it, since the date then explains the gap; "
    "people: the absolute difference",
    sql=f"""
WITH speaking AS (
    SELECT t.*, lag(t.amount) OVER series AS before, lead(t.amount) OVER series AS after
    FROM place_totals t JOIN concepts c USING (concept)
    WHERE t.amount IS NOT NULL AND t.place IN {GROUND}
    WINDOW series AS (PARTITION BY t.concept, t.place, t.dataset ORDER BY t.time_to)
)
SELECT a.concept, a.place, NULL::VARCHAR AS counterpart, least(a.time_from, b.time_from) AS time_from,
    greatest(a.time_to, b.time_to) AS time_to,
    CASE WHEN c.people THEN abs(a.amount - b.amount) END AS people,
    string_split(v.reasons, ';') AS reasons, [{side("a", whole=True)}, {side("b", whole=True)}] AS rests_on
FROM speaking a
JOIN speaking b ON a.concept = b.concept AND a.place = b.place AND a.year = b.year
    AND a.agency < b.agency
JOIN verdicts v ON v.concept = a.concept AND v.dataset_a = a.dataset AND v.dataset_b = b.dataset
JOIN concepts c ON c.concept = a.concept
WHERE v.verdict <> 'not comparable'
    AND abs(a.amount - b.amount) >= 0.05 * greatest(abs(a.amount), abs(b.amount))
    AND (abs(a.amount - b.amount) >= 100 OR c.kind NOT IN ('stock', 'flow'))
    AND NOT (a.time_to <> b.time_to AND b.before IS NOT NULL
        AND a.amount BETWEEN least(b.before, b.amount) AND greatest(b.before, b.amount))
    AND NOT (a.time_to <> b.time_to AND a.before IS NOT NULL
        AND b.amount BETWEEN least(a.before, a.amount) AND greatest(a.before, a.amount))
    AND NOT (a.time_to <> b.time_to AND a.after IS NOT NULL
        AND b.amount BETWEEN least(a.after, a.amount) AND greatest(a.after, a.amount))
""",
)
