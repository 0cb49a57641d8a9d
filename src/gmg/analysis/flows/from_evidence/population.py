"""Population by sex at mid-year, from the workbook of the migrant stock edition of 2020."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.analysis.flows.from_evidence.stocks import DATASET
from gmg.axes import where

if TYPE_CHECKING:
    from gmg.evidence.base import Base

EDITION = "2020"


@dataclass(frozen=True, eq=False)
class PopulationBySex:
    """Persons, women and men, by year and place; a place that is not published is not there."""

    edition: str
    persons: dict[int, dict[str, tuple[float, float]]]

    @property
    def years(self) -> tuple[int, ...]:
        """The mid-years held."""
        return tuple(sorted(self.persons))


def read_population_by_sex(base: Base) -> PopulationBySex | None:
    """The populations; None where the release does not hold the workbook."""
    files = [
        base.release.folder / account.part
        for account in base.release.accounts
        if account.part
        and (account.dataset, account.edition) == (DATASET, EDITION)
        and "population" in account.concepts
    ]
    if not files:
        return None
    from gmg.evidence.base import parquet

    rows = base.connection.cursor().execute(
        "SELECT place::VARCHAR, year(time_to)::INTEGER, "
        "max(value) FILTER (sex = 'female'), max(value) FILTER (sex = 'male') "
        f"FROM {parquet(files)} WHERE concept = 'population' AND age = 'all' "
        "AND value IS NOT NULL GROUP BY ALL ORDER BY ALL"
    )
    persons: dict[int, dict[str, tuple[float, float]]] = {}
    for place, year, women, men in rows.fetchall():
        if where.get(place).territory and women is not None and men is not None:
            persons.setdefault(year, {})[place] = (women * 1000, men * 1000)
    return PopulationBySex(EDITION, persons) if persons else None
