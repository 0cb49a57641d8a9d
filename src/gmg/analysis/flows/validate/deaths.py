"""The rule for deaths by sex, tried where the prospects publish every part: their own projection.

For 2025-2030 World Population Prospects 2024 has populations, births and net migration of women and
of men. What the rule makes of net migration can there be set beside what is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.from_evidence.demography import DATASET, EDITION
from gmg.analysis.flows.from_evidence.sexes import share, women_dead
from gmg.analysis.flows.validate.measures import correlation
from gmg.axes import where

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gmg.evidence.base import Base

    Array = NDArray[np.float64]

START, END = 2025, 2030


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule: how far net migration of women by it is from what is published, over all places.

    `missed` is the sum of gaps over the sum of net migration, both without sign.
    """

    rule: str
    period: str
    places: int
    missed: float
    correlation: float | None


def tried(base: Base) -> list[Tried]:
    """Our rule, and equal death rates for comparison; empty where the prospects are not here."""
    from gmg.evidence.base import parquet

    files = [
        base.release.folder / account.part
        for account in base.release.accounts
        if account.part and (account.dataset, account.edition) == (DATASET, EDITION)
    ]
    if not files:
        return []
    rows = (
        base.connection.cursor()
        .execute(
            f"""
            SELECT place::VARCHAR AS place,
              sum(value * weight) FILTER (concept = 'births') AS births,
              sum(value * weight) FILTER (concept = 'deaths') AS deaths,
              avg(value) FILTER (concept = 'sex-ratio-at-birth') AS boys,
              avg(value) FILTER (concept = 'population' AND sex = 'female' AND early) AS women_start,
              avg(value) FILTER (concept = 'population' AND sex = 'female' AND late) AS women_end,
              avg(value) FILTER (concept = 'population' AND sex = 'male' AND early) AS men_start,
              avg(value) FILTER (concept = 'population' AND sex = 'male' AND late) AS men_end,
              sum(value) FILTER (concept = 'net-migration' AND age <> 'all' AND sex = 'female'
                AND year(time_from) = {START} AND year(time_to) = {END}) AS net
            FROM (SELECT *, CASE WHEN year(time_to) IN ({START}, {END}) THEN 0.5 ELSE 1.0 END AS weight,
                    year(time_to) IN ({START - 1}, {START}) AS early,
                    year(time_to) IN ({END - 1}, {END}) AS late
                  FROM {parquet(files)}
                  WHERE basis = 'projection-medium' AND year(time_to) BETWEEN {START - 1} AND {END}
                    AND (age = 'all' OR concept = 'net-migration')
                    AND (concept NOT IN ('births', 'deaths') OR year(time_to) >= {START}))
            GROUP BY ALL HAVING count(*) FILTER (concept = 'net-migration' AND age <> 'all') > 0
            ORDER BY ALL
            """
        )
        .fetchall()
    )
    whole = [row[1:] for row in rows if where.get(row[0]).territory and None not in row]
    return compared(*np.array(whole, dtype=np.float64).T) if whole else []


def compared(
    births: Array,
    deaths: Array,
    ratio: Array,
    women_start: Array,
    women_end: Array,
    men_start: Array,
    men_end: Array,
    net: Array,
) -> list[Tried]:
    """Both rules on the same figures (n,) each; `net` is the published net migration of women."""
    girls = births / (1 + ratio)
    ours, _ = women_dead(deaths, girls, women_start, women_end, births, (men_start, men_end))
    equal = deaths * share(women_start + women_end, men_start + men_end)
    found = []
    for rule, dead in (("ours", ours), ("equal death rates", equal)):
        made = women_end - women_start - girls + dead
        missed = float(np.abs(made - net).sum() / np.abs(net).sum())
        period = f"{START}-{END}"
        found.append(Tried(rule, period, len(net), missed, correlation(made, net)))
    return found
