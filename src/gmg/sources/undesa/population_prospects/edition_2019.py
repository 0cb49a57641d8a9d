"""World Population Prospects 2019: population by age group, and net migration over five years.

Quirks: one column a year (1 July) or a five-year period (mid-year to mid-year); men and women in
files of their own; Kosovo is counted in Serbia; `name` is a label. https://population.un.org/wpp/
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import five_years, mid_year
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import mapped
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.undesa.population_prospects.measures import (
    ESTIMATE,
    POPULATION,
    PROJECTION,
    THOUSAND,
)
from gmg.sources.undesa.repeats import remark_repeats

SCHEME = "wpp-2019"
CODE, NAME, AGE = "country_code", "name", "age"
YEARS = tuple(str(year) for year in range(1950, 2021, 5))
PERIODS = tuple(f"{first}-{first + 5}" for first in range(1950, 2100, 5))
FIRST_PROJECTED = 2020
AGES = (*(f"{first}-{first + 4}" for first in range(0, 100, 5)), "100+")


def population(sex: str) -> Callable[[Snapshot], Reading]:
    """A reader of the population of one sex (male, female) by age group."""

    def read(snapshot: Snapshot) -> Reading:
        """One figure a cell: people of an age group at 1 July of the year of the column."""
        table = read_csv(snapshot, (CODE, NAME, AGE, *YEARS))
        check_unique(table, [CODE, AGE])
        table.ignore_columns([CODE, NAME, AGE], "say which figure it is")
        ages = mapped(table, AGE, {age: age for age in AGES}, "age group", "add it to AGES")
        table.frame = table.frame.with_columns(
            places(table, CODE, SCHEME).alias("place"), ages.alias(AGE)
        )
        remark_repeats(table, CODE, "place")
        cells = melt(table, ["place", AGE], YEARS, "not given")
        return reading(
            table,
            numbers(table, cells).with_columns(**mid_year("column")),
            concept="population",
            basis=POPULATION,
            unit=THOUSAND,
            sex=sex,
        )

    return read


def read_migration(snapshot: Snapshot) -> Reading:
    """One figure a cell: net migration over the five years of the column."""
    table = read_csv(snapshot, (CODE, NAME, *PERIODS))
    check_unique(table, [CODE])
    table.ignore_columns([CODE, NAME], "say which figure it is")
    table.frame = table.frame.with_columns(places(table, CODE, SCHEME).alias("place"))
    remark_repeats(table, CODE, "place")
    first = pl.col("column").str.slice(0, 4).cast(pl.Int32)
    estimated = first < FIRST_PROJECTED
    cells = melt(table, ["place"], PERIODS, "not given")
    return reading(
        table,
        numbers(table, cells, negative=True).with_columns(
            basis=pl.when(estimated).then(pl.lit(ESTIMATE)).otherwise(pl.lit(PROJECTION)),
            **five_years(first),
        ),
        concept="net-migration",
        unit=THOUSAND,
    )
