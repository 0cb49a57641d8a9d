"""Human Development Report 2023/24, composite indices, complete time series.

Quirks: the bytes are Windows-1252, not UTF-8; one column an index and a year (`hdi_2022`), to be
parted at the last underscore; groups of countries (`ZZA.VHHD` to `ZZK.WORLD`) follow the countries;
an empty cell is a year without a figure, and one cell holds `NaN` instead. Every report works out
all years anew.
https://hdr.undp.org/data-center/documentation-and-downloads
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import Times, calendar_year, mid_year
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import Table, check_given, check_header
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import CELL, check_unique, melt, numbers, reading
from gmg.sources.undp.indices import INDICES, Index, measured
from gmg.sources.undp.licence import CC_BY_IGO, HOME

WHO = ("iso3", "country", "hdicode", "region")
POPULATION = "pop_total"
COLUMNS = {
    **INDICES,
    POPULATION: Index("population", "million persons", basis="population-estimate"),
}
FIRST, LAST = 1990, 2022
MARKERS = {"NaN": "O"}
NO_FIGURE = "no figure for that index and year"


def read(snapshot: Snapshot) -> Reading:
    """One figure a cell: an index of a country or group in a year."""
    table = read_csv(snapshot, encoding="cp1252")
    check_header(snapshot.name, list(table.address)[: len(WHO)], WHO, 1)
    measures = measures_of(table)
    check_given(table, ["iso3"])
    check_unique(table, ["iso3"])
    table.frame = table.frame.with_columns(places(table, "iso3", "undp").alias("place"))
    table.ignore_columns(["iso3", "country"], "say which figure it is")
    table.ignore_columns(
        ["hdicode", "region"], "group and region of the country, no figure; groups have own rows"
    )
    signed = [name for name, code in measures.items() if COLUMNS[code].signed]
    other = [name for name in measures if name not in signed]
    frames = [
        figures(table, columns, measures, negative)
        for columns, negative in ((other, False), (signed, True))
        if columns
    ]
    return reading(table, *frames)


def measures_of(table: Table) -> dict[str, str]:
    """Column to the code of its index; Refused for an unknown code or no year behind it."""
    found = {}
    for name in list(table.address)[len(WHO) :]:
        code, _, year = name.rpartition("_")
        if code not in COLUMNS:
            raise table.refuse(
                1, name, f"unknown index {name!r}", "say in gmg.sources.undp.indices what it is"
            )
        if not year.isdigit() or not FIRST <= int(year) <= LAST:
            raise table.refuse(
                1,
                name,
                f"{name!r} does not end in a year from {FIRST} to {LAST}",
                "this is another report: give it an edition and a reader of its own",
            )
        found[name] = code
    return found


def figures(
    table: Table, columns: list[str], measures: dict[str, str], negative: bool
) -> pl.DataFrame:
    """The figures of some columns."""
    cells = melt(table, ["place"], columns, NO_FIGURE)
    named = pl.col(CELL).cast(pl.Enum(columns))
    codes = named.replace_strict(
        columns, [measures[name] for name in columns], return_dtype=pl.String
    )
    years = named.replace_strict(
        columns, [int(name.rpartition("_")[2]) for name in columns], return_dtype=pl.Int32
    )
    cells = cells.with_columns(code=codes, year=years)
    return numbers(table, cells, markers=MARKERS, negative=negative).with_columns(
        *measured("code", COLUMNS, dict.fromkeys(measures[name] for name in columns)),
        **times(),
    )


def times() -> Times:
    """The calendar year; population is of 1 July."""
    stock = pl.col("code") == POPULATION
    year, middle = calendar_year("year"), mid_year("year")
    return {name: pl.when(stock).then(middle[name]).otherwise(year[name]) for name in year}


SOURCE = Source(
    id="undp.hdr",
    agency="UNDP",
    title="Human Development Report, composite indices",
    counts="the Human Development Index, its relatives and their parts, worked out by UNDP from "
    "the figures of other agencies",
    cadence="yearly; every report works out all years anew",
    home=HOME,
    licence=CC_BY_IGO,
    editions=(
        Edition(
            id="2023-24",
            title="Human Development Report 2023/24",
            published="2024-03",
            address="https://hdr.undp.org/sites/default/files/2023-24_HDR/"
            "HDR23-24_Composite_indices_complete_time_series.csv",
            files=(
                File(
                    "undp/HDR23-24_Composite_indices_complete_time_series.csv",
                    "all indices, 1990 to 2022",
                    read,
                    tuple(
                        Total(
                            f"HDI 2022 {name}",
                            value,
                            {"concept": "hdi", "sex": "total", "year": 2022, "place": place},
                        )
                        for name, place, value in (
                            ("world", "M49-001", 0.739),
                            ("Switzerland", "CHE", 0.967),
                            ("Afghanistan", "AFG", 0.462),
                        )
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "Years of two reports are never joined: the indices are worked out anew in each.",
        "Population, life expectancy and other parts are taken over from other agencies.",
    ),
)
