"""Populations, births and deaths of World Population Prospects, brought to 1 July.

The 2024 edition gives a population at the end of a year and, before 2024, only its change: P(t - 1)
= P(t) - change(t), and 1 July is the mean of two ends of years. Births, deaths and migration are of
calendar years: a period from July to July takes half of its first and of its last year, so that
growth, births, deaths and migration are all cut at the same place.
https://population.un.org/wpp/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.from_evidence.stocks import NoInputs
from gmg.axes import what, where

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from gmg.analysis.flows.from_evidence.span import Span
    from gmg.evidence.base import Base

    Array = NDArray[np.float64]

DATASET = "undesa.population-prospects"
EDITION = "2024"
"""The one edition that holds births, deaths, change of population and net migration of all years."""
YEARLY = ("births", "deaths", "population-change", "net-migration", "sex-ratio-at-birth")
BASES = ("modelled", "projection-medium")
FIRST, LAST = 1989, 2030
"""Years read; the last is that of the first population published, which the others follow from."""


@dataclass(frozen=True, eq=False)
class Demography:
    """Persons by calendar year (row) and place (column); `at_end` are people at the end of the year.

    NaN where a figure is not published. `projected` is the first year of the medium variant.
    """

    edition: str
    years: tuple[int, ...]
    places: tuple[str, ...]
    births: Array
    deaths: Array
    net: Array
    boys: Array
    at_end: Array
    projected: int

    def over(self, yearly: Array, span: Span) -> Array:
        """The sum over the period (n,), years at its ends by half."""
        weights = np.zeros(len(self.years))
        for year, weight in span.weights().items():
            weights[self._row(year)] = weight
        rows = weights > 0
        total: Array = weights[rows] @ yearly[rows]
        return total

    def population(self, year: int) -> Array:
        """People at 1 July (n,): the mean of the ends of this year and the one before."""
        middle: Array = (self.at_end[self._row(year - 1)] + self.at_end[self._row(year)]) / 2
        return middle

    def _row(self, year: int) -> int:
        if year not in self.years:
            raise NoInputs(
                f"World Population Prospects {self.edition} has no figures of {year} in this release"
            )
        return self.years.index(year)


def read_demography(base: Base) -> Demography:
    """What the prospects say of each year since 1989. Raises NoInputs where they are not here."""
    import polars as pl

    from gmg.evidence.base import parquet

    files = [
        base.release.folder / account.part
        for account in base.release.accounts
        if account.part
        and (account.dataset, account.edition) == (DATASET, EDITION)
        and {*YEARLY, "population"} & set(account.concepts)
    ]
    if not files:
        raise NoInputs(
            f"this release holds no World Population Prospects {EDITION}: "
            "populations, births and deaths are missing"
        )
    answer = base.connection.cursor().sql(
        "SELECT concept::VARCHAR AS concept, place::VARCHAR AS place, "
        "year(time_to)::INTEGER AS year, sum(value) AS value, min(unit::VARCHAR) AS unit, "
        f"min(basis::VARCHAR) AS basis FROM {parquet(files)} WHERE age = 'all' "
        f"AND basis IN {BASES} AND value IS NOT NULL AND year(time_to) BETWEEN {FIRST} AND {LAST} "
        f"AND ((concept IN {YEARLY} AND sex = 'total') OR (concept = 'population' "
        "AND sex IN ('female', 'male') AND month(time_to) = 12)) GROUP BY ALL"
    )
    frame = pl.from_arrow(answer.to_arrow_table())
    assert isinstance(frame, pl.DataFrame)
    return demography_of(frame)


def demography_of(frame: pl.DataFrame) -> Demography:
    """Arrays of the figures: columns concept, place, year, value, unit, basis."""
    import polars as pl

    ground = [code for code in frame["place"].unique() if where.get(code).territory]
    factor = {unit: what.unit(unit).factor for unit in frame["unit"].unique()}
    frame = frame.filter(pl.col("place").is_in(ground)).with_columns(
        value=pl.col("value") * pl.col("unit").replace_strict(factor, return_dtype=pl.Float64)
    )
    last = frame.filter(pl.col("concept") == "population")["year"].min()
    if not isinstance(last, int):
        raise NoInputs(f"World Population Prospects {EDITION} has no population in this release")
    frame = frame.filter(pl.col("year") <= last)
    places = tuple(sorted(set(frame["place"])))
    years = tuple(range(FIRST, last + 1))
    tables = {name: _table(frame, name, places, years) for name in (*YEARLY, "population")}
    ratio = tables["sex-ratio-at-birth"]
    estimated = frame.filter(pl.col("concept") == "births", pl.col("basis") == "modelled")["year"]
    newest = estimated.max()
    return Demography(
        edition=EDITION,
        years=years,
        places=places,
        births=tables["births"],
        deaths=tables["deaths"],
        net=tables["net-migration"],
        boys=ratio / (1 + ratio),
        at_end=tables["population"][-1] - _after(tables["population-change"]),
        projected=(newest if isinstance(newest, int) else last) + 1,
    )


def _after(change: Array) -> Array:
    """The change after the end of each year, up to the last."""
    later = np.cumsum(change[::-1], axis=0)[::-1]
    return np.vstack([later[1:], np.zeros(change.shape[1])])


def _table(
    frame: pl.DataFrame, concept: str, places: tuple[str, ...], years: tuple[int, ...]
) -> Array:
    import polars as pl

    table = np.full((len(years), len(places)), np.nan)
    rows = frame.filter(pl.col("concept") == concept)
    table[
        rows["year"].to_numpy() - years[0],
        rows["place"].replace_strict({c: i for i, c in enumerate(places)}).to_numpy(),
    ] = rows["value"].to_numpy()
    return table
