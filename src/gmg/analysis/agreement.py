"""Where two agencies say the same of one concept, place and year: the other side of a disagreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.analysis.findings.tables import prepare

if TYPE_CHECKING:
    from gmg.evidence.base import Base

WITHIN = 0.05  # of the larger figure, as in the rule `agencies-differ`

COMPARED = f"""
SELECT a.concept, a.place, a.year, a.amount AS first_amount, b.amount AS second_amount,
    a.agency::VARCHAR AS first_agency, a.dataset || '@' || a.edition AS first,
    b.agency::VARCHAR AS second_agency, b.dataset || '@' || b.edition AS second,
    CASE WHEN c.people THEN least(a.amount, b.amount) END AS people
FROM place_totals a
JOIN place_totals b ON a.concept = b.concept AND a.place = b.place AND a.year = b.year
    AND a.agency < b.agency
JOIN verdicts v ON v.concept = a.concept AND v.dataset_a = a.dataset AND v.dataset_b = b.dataset
JOIN concepts c ON c.concept = a.concept
JOIN places p ON p.place = a.place AND p.kind IN ('country', 'area', 'composite')
WHERE v.verdict <> 'not comparable' AND a.amount <> 0 AND b.amount <> 0
    AND abs(a.amount - b.amount) < {WITHIN} * greatest(abs(a.amount), abs(b.amount))
"""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two agencies within a twentieth of each other. Amounts are in base units (persons, USD).

    `people` is the smaller of the two where people are counted.
    """

    concept: str
    place: str
    year: int
    first_agency: str
    first: str
    first_amount: float
    second_agency: str
    second: str
    second_amount: float
    people: float | None


def count_agreements(base: Base) -> dict[str, int]:
    """Per concept the number of places and years on which two agencies agree."""
    prepare(base)
    lines = base.rows(
        f"SELECT concept, count(DISTINCT (place, year)) AS n FROM ({COMPARED}) GROUP BY concept "
        "ORDER BY n DESC, concept"
    )
    return {line["concept"]: line["n"] for line in lines}


def agreements(base: Base, top: int | None = None) -> list[Agreement]:
    """The weightiest agreement on each concept in its newest year, most people first.

    That two agree need not mean that two counted: one may have taken the figure from the other,
    which `gmg.axes.what.comparability` says where it is known.
    """
    prepare(base)
    limit = "" if top is None else f" LIMIT {int(top)}"
    lines = base.rows(
        f"SELECT * FROM ({COMPARED}) QUALIFY row_number() OVER (PARTITION BY concept "
        "ORDER BY year DESC, people DESC NULLS LAST, first_amount DESC, place, first, second) = 1 "
        f"ORDER BY people DESC NULLS LAST, concept{limit}"
    )
    return [Agreement(**line) for line in lines]
