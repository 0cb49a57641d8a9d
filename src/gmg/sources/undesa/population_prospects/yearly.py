"""The yearly tables of the editions 2022 and 2024: a location code, a year, one column a measure.

Quirk: `year` of a population is the year at whose end it was counted, which UN DESA publishes as
1 January of the next; births, deaths, migration and rates are of the calendar year.
https://population.un.org/wpp/
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import Times, calendar_year, check_years, end_year
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import Table
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.undesa.population_prospects.measures import Measure, basis_of_year, meanings
from gmg.sources.undesa.repeats import remark_repeats

KEY = ("country_code", "year")
SCHEME = "wpp"
EMPTY = "not given for the year"
INDEX = ("place", "basis", "time_from", "time_to", "time_kind")


def of_calendar_years(*measures: Measure, estimates_to: int) -> Callable[[Snapshot], Reading]:
    """A reader of measures of calendar years, in the order of their columns."""
    return _reader(measures, calendar_year("year"), estimates_to)


def at_the_end_of_years(*measures: Measure, estimates_to: int) -> Callable[[Snapshot], Reading]:
    """A reader of populations at 31 December, in the order of their columns."""
    return _reader(measures, end_year("year"), estimates_to)


def _reader(
    measures: tuple[Measure, ...], times: Times, estimates_to: int
) -> Callable[[Snapshot], Reading]:
    def read(snapshot: Snapshot) -> Reading:
        """One figure a cell of the measure columns."""
        table = read_csv(snapshot, (*KEY, *(measure.column for measure in measures)))
        check_unique(table, KEY)
        check_years(table, "year")
        table.ignore_columns(KEY, "say which figure it is")
        table.frame = table.frame.with_columns(
            places(table, "country_code", SCHEME).alias("place"),
            basis_of_year("year", estimates_to).alias("basis"),
            **times,
        )
        remark_repeats(table, "country_code", "place")
        parts = [
            _part(table, [m for m in measures if m.negative is negative], negative)
            for negative in (False, True)
        ]
        return reading(table, *(part for part in parts if part is not None))

    return read


def _part(table: Table, measures: list[Measure], negative: bool) -> pl.DataFrame | None:
    if not measures:
        return None
    cells = melt(table, INDEX, [measure.column for measure in measures], EMPTY)
    return numbers(table, cells, negative=negative).with_columns(*meanings(measures))
