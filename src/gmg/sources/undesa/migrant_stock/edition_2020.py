"""International Migrant Stock 2020: by origin, destination and sex, and the workbook by destination.

Quirks of the table by origin: a pair that is absent means no data; men, women and total stand in one column;
a nought stands both for nobody and, in the areas that were counted inside another area until 2005,
for the `..` of the publisher's workbook; `XXX` is every origin that is other or unknown.
https://www.un.org/development/desa/pd/content/international-migrant-stock
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import check_years, mid_year
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import mapped
from gmg.sources.places import dated, places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.undesa.migrant_stock.counted_elsewhere import NOUGHT, inside_another
from gmg.sources.undesa.migrant_stock.data_type import basis_of_destination
from gmg.sources.undesa.migrant_stock.workbook import Layout, reader, six_tables

HEADER = ("from", "to", "sex", "t", "v")
SEXES = {"Female": "female", "Male": "male", "Total": "total"}
SCHEME = "desa-ims-2020"
SUFFIXES = ("both sexes combined", "males", "females")
WORKBOOK = Layout(
    years=(1990, 1995, 2000, 2005, 2010, 2015, 2020),
    heading_row=8,
    years_row=11,
    first_row=12,
    first_columns=("F",) * 6,
    notes_sheet="Notes",
    text_sheets=("Table of contents", "Notes"),
    schemes=("desa-m49",) * 6,
    blocks=six_tables(
        tuple(f"International migrant stock at mid-year, {sex}" for sex in SUFFIXES),
        tuple(f"Total population at mid-year, {sex} (thousands)" for sex in SUFFIXES),
        tuple(
            f"International migrant stock as a percentage of the total population, {sex}"
            for sex in SUFFIXES
        ),
        ("Female migrants as a percentage of the international migrant stock",),
        tuple(f"Annual rate of change of the migrant stock, {sex}" for sex in SUFFIXES),
        (
            "Refugee and asylum seekers at mid-year, both sexes combined",
            "Refugee and asylum seekers as a percentage of the international migrant stock",
            "Annual rate of change of the refugee and asylum seekers, both sexes combined",
        ),
    ),
)
read_workbook = reader(WORKBOOK)


def read(snapshot: Snapshot) -> Reading:
    """One figure a record: people from `from` who live in `to` at 1 July of `t`."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, ["to", "t", "from", "sex"])
    check_years(table, "t")
    destinations = places(table, "to", SCHEME)
    table.frame = table.frame.with_columns(
        destinations.alias("place"),
        places(table, "from", SCHEME).alias("counterpart"),
        mapped(table, "sex", SEXES, "sex", "add it to SEXES").alias("sex_code"),
        basis_of_destination(destinations, "2020").alias("basis"),
    )
    table.ignore_columns(["from", "to", "sex", "t"], "say which figure it is")
    index = ["to", "t", "from", "place", "counterpart", "sex_code", "basis"]
    cells = numbers(table, melt(table, index, ["v"], "no data")).with_columns(**mid_year("t"))
    nought = (pl.col("value") == 0) & inside_another(SCHEME)
    return reading(
        table,
        cells.with_columns(
            place=dated("place", "t", SCHEME, "to", "destination"),
            counterpart=dated("counterpart", "t", SCHEME, "from", "origin"),
            sex="sex_code",
            status=pl.when(nought).then(pl.lit("U")).otherwise("status"),
            note=pl.when(nought).then(pl.lit(NOUGHT)),
        ),
        concept="migrant-stock",
        unit="persons",
    )
