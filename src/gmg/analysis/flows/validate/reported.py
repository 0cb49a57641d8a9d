"""Our estimates against flows that an agency reports: UNHCR's, the only ones of pairs in the base.

People who flee are a part of those who move, so that levels differ and only likeness is asked. The
collections that the authors compare with (DEMIG, Eurostat, UN DESA's flows) are not in the base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.validate.measures import Sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gmg.analysis.flows.from_evidence.estimated import Estimated
    from gmg.analysis.flows.from_evidence.span import Span
    from gmg.evidence.base import Base

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Collection:
    """Figures of pairs by calendar year: what they are and the SQL condition that selects them."""

    name: str
    dataset: str
    concept: str
    condition: str


COLLECTIONS = (
    Collection(
        "new displacement across borders (UNHCR)", "unhcr.flows", "forced-displacement-flow", "true"
    ),
    Collection(
        "new asylum applications, persons (UNHCR)",
        "unhcr.asylum-applications",
        "asylum-applications",
        "unit = 'applications' AND contains('; ' || detail || ';', '; application=N;')",
    ),
)


@dataclass(frozen=True, slots=True)
class Reported:
    """Persons by calendar year, origin and destination."""

    collection: Collection
    persons: dict[int, dict[tuple[str, str], float]]


def read_reported(base: Base, collection: Collection) -> Reported:
    """The figures of a collection, all bases and procedures of a year and pair added up."""
    from gmg.evidence.base import parquet

    files = [
        base.release.folder / account.part
        for account in base.release.accounts
        if account.part
        and account.dataset == collection.dataset
        and collection.concept in account.concepts
    ]
    persons: dict[int, dict[tuple[str, str], float]] = {}
    if not files:
        return Reported(collection, persons)
    rows = (
        base.connection.cursor()
        .execute(
            "SELECT year(time_to)::INTEGER, counterpart::VARCHAR, place::VARCHAR, sum(value) "
            f"FROM {parquet(files)} WHERE concept = ? AND counterpart IS NOT NULL "
            f"AND counterpart <> place AND value IS NOT NULL AND sex = 'total' AND age = 'all' "
            f"AND {collection.condition} GROUP BY ALL ORDER BY ALL",
            [collection.concept],
        )
        .fetchall()
    )
    for year, origin, place, value in rows:
        persons.setdefault(year, {})[origin, place] = value
    return Reported(collection, persons)


def over(reported: Reported, one: Estimated, span: Span) -> Array:
    """(n, n) added up over the calendar years from the first to the one before the last.

    NaN where no year of the period has a figure of the pair.
    """
    n = len(one.places)
    table = np.full((n, n), np.nan)
    at: dict[str, int | None] = {}
    for year in range(span.start, span.end):
        for (origin, place), value in reported.persons.get(year, {}).items():
            for code in (origin, place):
                if code not in at:
                    at[code] = one.at(code)
            row, column = at[origin], at[place]
            if row is not None and column is not None and row != column:
                known = table[row, column]
                table[row, column] = value if np.isnan(known) else known + value
    return table


def samples(reported: Reported, estimates: Sequence[Estimated], method: str) -> list[Sample]:
    """Estimates by a method beside what is reported, period by period."""
    found = []
    for one in estimates:
        if method in one.flows:
            table = over(reported, one, one.prepared.span)
            people = one.prepared.population[0]
            found.append(Sample(one.flows[method].total, table, people))
    return found
