"""IOM, DTM Europe: people recorded on arrival by sea and land, month by month.

Quirks: `ESP` is the sum of `ESP-WMR` (Western Mediterranean) and `ESP-WAAR` (Western African
Atlantic); the two are kept as routes inside Spain. Countries enter in different years and months
without a row are no data. https://dtm.iom.int/europe/arrivals
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_month, days
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.forms.csv import read_csv
from gmg.sources.iom.licence import DTM
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, detail, melt, numbers, reading

HEADER = ("t", "q", "geo", "n")
ROUTES = {"ESP-WMR": "Western Mediterranean", "ESP-WAAR": "Western African Atlantic"}


def read(snapshot: Snapshot) -> Reading:
    """One figure a record: arrivals in a country, or on one route into it, in a month."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, ["t", "geo"])
    days(table, "t", "%Y-%m")
    route = pl.col("geo").replace_strict(ROUTES, default=None, return_dtype=pl.String)
    table.frame = table.frame.with_columns(
        places(table, "geo", "arrivals").alias("place"),
        pl.when(route.is_not_null()).then(detail(route=route)).alias("detail"),
    )
    table.ignore_columns(["t", "geo"], "say which figure it is")
    table.ignore_columns(["q"], "quarter of the month")
    cells = melt(table, ["t", "place", "detail"], ["n"], "no data")
    return reading(
        table,
        numbers(table, cells).with_columns(**calendar_month("t")),
        concept="arrivals",
        basis="recorded-arrivals",
        unit="arrivals",
    )


_SUM = "the sum over the file, routes of Spain left out"
SOURCE = Source(
    id="iom.arrivals",
    agency="IOM",
    title="Arrivals in Europe by sea and land",
    counts="people recorded on arrival by national authorities; one person may arrive more than once",
    cadence="monthly",
    home="https://dtm.iom.int/europe/arrivals",
    licence=DTM,
    editions=(
        Edition(
            id="2025-01",
            title="Monthly totals to December 2024",
            published="2025-01",
            address="https://dtm.iom.int/europe/arrivals",
            files=(
                File(
                    "iom/dtm_med.csv",
                    "by country of arrival and month",
                    read,
                    totals=(
                        Total(
                            "arrivals 2015", 1_059_046, {"year": 2015, "detail": None}, source=_SUM
                        ),
                        Total(
                            "arrivals 2023", 292_985, {"year": 2023, "detail": None}, source=_SUM
                        ),
                        Total("Spain", 625_435, {"place": "ESP", "detail": None}, source=_SUM),
                    ),
                ),
            ),
        ),
    ),
    notes=("Countries start in different years: the sum over countries jumps when one is added",),
)
