"""International Migrant Stock 2020, by origin, destination and sex.

Quirks of the file: a pair that is absent means no data; men, women and total stand in one column;
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

HEADER = ("from", "to", "sex", "t", "v")
SEXES = {"Female": "female", "Male": "male", "Total": "total"}
SCHEME = "desa-ims-2020"


def read(snapshot: Snapshot) -> Reading:
    """One figure a record: people from `from` who live in `to` at 1 July of `t`."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, ["to", "t", "from", "sex"])
    check_years(table, "t")
    table.frame = table.frame.with_columns(
        places(table, "to", SCHEME).alias("place"),
        places(table, "from", SCHEME).alias("counterpart"),
        mapped(table, "sex", SEXES, "sex", "add it to SEXES").alias("sex_code"),
    ).with_columns(basis=basis_of_destination("place", "2020"))
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
