"""Net migration by sex and five-year age group over five years, edition 2024.

Quirks: a period runs from mid-year to mid-year (half of 2020, 2021 to 2024 and half of 2025 of the
yearly table add up to 2020-2025); `year` only repeats its middle; the first period is estimated up
to 2023 and projected after. https://population.un.org/wpp/
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import years_between
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import ROW, Table, mapped
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.undesa.population_prospects.measures import PROJECTION, THOUSAND
from gmg.sources.undesa.repeats import remark_repeats

HEADER = ("country_code", "period", "age", "migM", "migF", "year")
SEXES = {"migM": "male", "migF": "female"}
AGES = (*(f"{first}-{first + 4}" for first in range(0, 100, 5)), "100+")
FIRST_PERIOD = "2020-2025"
HALF_ESTIMATED = "estimated up to 2023, projected after"


def read(snapshot: Snapshot) -> Reading:
    """One figure a cell: net migration of men or women of an age group over five years."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, ["country_code", "period", "age"])
    check_periods(table)
    table.ignore_columns(["country_code", "period", "age"], "say which figure it is")
    table.ignore_columns(["year"], "the middle of the period")
    ages = mapped(table, "age", {age: age for age in AGES}, "age group", "add it to AGES")
    table.frame = table.frame.with_columns(
        places(table, "country_code", "wpp").alias("place"),
        ages.alias("age"),
        note=pl.when(pl.col("period") == FIRST_PERIOD).then(pl.lit(HALF_ESTIMATED)),
        **years_between(pl.col("period").str.slice(0, 4), pl.col("period").str.slice(5, 4)),
    )
    remark_repeats(table, "country_code", "place")
    index = ["place", "age", "note", "time_from", "time_to", "time_kind"]
    cells = melt(table, index, list(SEXES), "not given")
    return reading(
        table,
        numbers(table, cells, negative=True).with_columns(
            sex=pl.col("column").replace_strict(SEXES, return_dtype=pl.Enum(SEXES.values()))
        ),
        concept="net-migration",
        basis=PROJECTION,
        unit=THOUSAND,
    )


def check_periods(table: Table) -> None:
    """Refuse a period that is not five years long, or whose middle is not the year beside it."""
    pairs = table.frame.select("period", "year").unique()
    first = pl.col("period").str.extract(r"^(\d{4})-\d{4}$").cast(pl.Int32)
    last = pl.col("period").str.extract(r"^\d{4}-(\d{4})$").cast(pl.Int32)
    middle = pl.col("year").cast(pl.Int32, strict=False)
    right = ((last - first == 5) & (middle == first + 3)).fill_null(value=False)
    wrong = pairs.filter(~right)
    if wrong.height:
        odd = table.frame.join(wrong, on=["period", "year"], nulls_equal=True).row(0, named=True)
        raise table.refuse(
            odd[ROW],
            "period",
            f"the period {odd['period']!r} with the middle {odd['year']!r} is not five years",
            "the publisher may count periods otherwise now: adapt the reader",
        )
