"""Women and men don't add up to the total that stands beside them."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.tables import side

RULE = Rule(
    id="sexes-do-not-sum",
    kind="contradiction",
    says="Women and men do not add up to the published total",
    tests="one edition, place, counterpart and time; figures without any sex detail (both zero) are no "
    "contradiction, nor are differences below two units of the last published digit",
    sql=f"""
SELECT h.concept, h.place, h.counterpart, h.time_from, h.time_to,
    CASE WHEN c.people THEN abs(h.total - h.women - h.men) END AS people,
    ['unexplained'] AS reasons, [{side("h")}] AS rests_on
FROM headline h JOIN concepts c USING (concept)
WHERE c.kind IN ('stock', 'flow') AND h.total IS NOT NULL AND h.women + h.men > 0
    AND abs(h.total - h.women - h.men) > greatest(2.5, 1e-9 * h.total)
""",
)
