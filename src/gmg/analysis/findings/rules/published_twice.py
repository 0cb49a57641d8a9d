"""One edition says two things of the same figure."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import side

RULE = Rule(
    id="edition-contradicts-itself",
    kind="contradiction",
    says="One edition of one data set publishes two values for the same figure",
    tests="the same concept, place, counterpart, time and sex in two cells of one edition, beyond rounding",
    sql=f"""
SELECT h.concept, h.place, h.counterpart, h.time_from, h.time_to,
    CASE WHEN c.people THEN h.total - h.lowest END AS people,
    ['unexplained'] AS reasons,
    [{side("h")}] AS rests_on
FROM headline h JOIN concepts c USING (concept)
WHERE c.kind IN ('stock', 'flow') AND h.basis = h.other_basis
    AND h.total - h.lowest > greatest(2.5, 1e-6 * abs(h.total))
""",
)
