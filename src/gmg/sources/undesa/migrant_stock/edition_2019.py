"""International Migrant Stock 2019: the matrix by origin, the split by age, and refugees.

Quirks of the files: regions, groups and countries stand in one column, by English name without
codes; rows that are headings of the table hold `..` throughout; a blank pair means no data, `..`
not available or not reported apart, and four cells of Montenegro hold a bare `-`. The totals repeat
those of the workbook, but for 2005, when the matrix (and the table of refugees) shows Sint Maarten
apart and the workbook and the table of ages leave it in the Netherlands Antilles.
https://www.un.org/development/desa/pd/content/international-migrant-stock
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import polars as pl

from gmg.axes import where
from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import Times, check_years, mid_year, years_between
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import Table, check_header
from gmg.sources.places import dated, places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.undesa.migrant_stock.counted_elsewhere import MISSING, missing_status
from gmg.sources.undesa.migrant_stock.data_type import basis_of_destination
from gmg.sources.undesa.migrant_stock.workbook import Layout, reader, six_tables
from gmg.sources.undesa.repeats import remark_repeats

SCHEME = "desa-name"
OF_AGES = "desa-name-2019"
KEY = ("Year", "Destination")
INDEX = ("Year", "Destination", "place", "basis")
AGES = (*(f"{first}-{first + 4}" for first in range(0, 75, 5)), "75+")
SEXES = {"mf": "total", "m": "male", "f": "female"}
AGE_COLUMNS = {
    f"{age}_({letter})": ("all" if age == "Total" else age, sex)
    for letter, sex in SEXES.items()
    for age in (*AGES, "Total")
}
YEARS = (1990, 1995, 2000, 2005, 2010, 2015, 2019)
STOCK = tuple(f"{year}_est_(mf)" for year in YEARS)
SHARE = tuple(f"{year}_pct_(mf)" for year in YEARS)
GROWTH = tuple(f"{first}-{last}_annual_rc_(mf)" for first, last in pairwise(YEARS))

WORKBOOK = Layout(
    years=YEARS,
    heading_row=15,
    years_row=16,
    first_row=17,
    first_columns=("F", "E", "F", "F", "F", "F"),  # table 2 has no type of data
    notes_sheet="NOTES",
    text_sheets=("CONTENTS", "ANNEX", "NOTES"),
    schemes=(*("desa-m49-2019",) * 5, "desa-m49"),  # table 6 shows Sint Maarten apart in 2005
    blocks=six_tables(
        tuple(
            f"International migrant stock at mid-year ({sex})"
            for sex in ("both sexes", "male", "female")
        ),
        (
            "Total population of both sexes at mid-year (thousands)g",
            "Total male population at mid-year (thousands)",
            "Total female population at mid-year (thousands)",
        ),
        tuple(
            f"International migrant stock as a percentage of the total population ({sex})"
            for sex in ("both sexes", "male", "female")
        ),
        ("Female migrants as a percentage of the international migrant stock",),
        tuple(
            f"Annual rate of change of the migrant stock ({sex})"
            for sex in ("both sexes", "male", "female")
        ),
        (
            "Estimated refugee stock (including asylum seekers) at mid-year (both sexes)",
            "Refugees and asylum seekers as a percentage of the international migrant stock",
            "Annual rate of change of the refugee stock (including asylum seekers)",
        ),
    ),
)
read_workbook = reader(WORKBOOK)


def matrix(sex: str) -> Callable[[Snapshot], Reading]:
    """A reader of the matrix of one sex (total, male, female)."""

    def read(snapshot: Snapshot) -> Reading:
        """One figure a cell: people from the origin of the column who live in `Destination`."""
        table = read_csv(snapshot)
        check_header(table.file, list(table.address)[:3], (*KEY, "Total"), 1)
        origins = _origins(table)
        _with_destinations(table, KEY)
        cells = melt(table, INDEX, ["Total", *origins], "no data for the pair")
        codes = {"Total": None, **origins}
        return reading(
            table,
            _placed(numbers(table, cells, markers=MISSING), SCHEME, mid_year("Year")).with_columns(
                counterpart=pl.col("column").replace_strict(
                    list(codes), list(codes.values()), return_dtype=pl.Enum(where.codes())
                ),
            ),
            concept="migrant-stock",
            unit="persons",
            sex=sex,
        )

    return read


def read_ages(snapshot: Snapshot) -> Reading:
    """One figure a cell: migrants of an age group and sex who live in `Destination`."""
    table = read_csv(snapshot, (*KEY, *AGE_COLUMNS))
    _with_destinations(table, KEY)
    cells = melt(table, INDEX, list(AGE_COLUMNS), "left blank: not known by age")
    return reading(
        table,
        _placed(numbers(table, cells, markers=MISSING), OF_AGES, mid_year("Year")).with_columns(
            pl.col("column")
            .replace_strict({name: age for name, (age, _) in AGE_COLUMNS.items()})
            .alias("age"),
            pl.col("column")
            .replace_strict({name: sex for name, (_, sex) in AGE_COLUMNS.items()})
            .alias("sex"),
        ),
        concept="migrant-stock",
        unit="persons",
    )


def read_refugees(snapshot: Snapshot) -> Reading:
    """One figure a cell: refugees and asylum-seekers, their share of the migrants, their growth."""
    table = read_csv(snapshot, ("Destination", *STOCK, *SHARE, *GROWTH))
    _with_destinations(table, KEY[1:])
    year = pl.col("column").cast(pl.String).str.slice(0, 4)
    last = pl.col("column").cast(pl.String).str.slice(5, 4)
    parts = []
    for columns, concept, unit, times in (
        (STOCK, "refugees", "persons", mid_year(year)),
        (SHARE, "refugee-share-of-stock", "per cent", mid_year(year)),
        (GROWTH, "refugees-growth", "per cent a year", years_between(year, last)),
    ):
        cells = melt(table, INDEX[1:3], columns, "left blank")
        found = numbers(table, cells, markers=MISSING, negative=columns is GROWTH)
        parts.append(
            _placed(
                found.with_columns(Year=year), SCHEME, times, counts=columns is STOCK
            ).with_columns(concept=pl.lit(concept), unit=pl.lit(unit))
        )
    return reading(table, *parts, basis="refugees-and-asylum-seekers")


def _origins(table: Table) -> dict[str, str]:
    """Column name to place; Refused for a name that is no origin."""
    names = list(table.address)[3:]
    known = where.mapping(SCHEME)
    for name in names:
        if name not in known:
            raise table.refuse(
                1,
                name,
                f"unknown origin {name!r}",
                "if it is a spelling of a place that gmg knows, add a row to "
                "axes/facts/place_codes.csv; if a column was renamed, adapt the reader",
            )
    return {name: known[name] for name in names}


def _with_destinations(table: Table, key: tuple[str, ...]) -> None:
    check_unique(table, key)
    if "Year" in key:
        check_years(table, "Year")
    destinations = places(table, "Destination", SCHEME)
    table.frame = table.frame.with_columns(
        destinations.alias("place"),
        basis_of_destination(destinations, "2019").alias("basis"),
    )
    remark_repeats(table, "Destination", "place")
    table.ignore_columns(key, "say which figure it is")


def _placed(cells: pl.DataFrame, scheme: str, times: Times, *, counts: bool = True) -> pl.DataFrame:
    return (
        cells.with_columns(**times)
        .with_columns(status=missing_status(scheme, counts=counts))
        .with_columns(place=dated("place", "Year", scheme, "Destination", "destination"))
    )
