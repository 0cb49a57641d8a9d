"""Thirteen series in long form, as a research package drew them from the World Bank's interface.

Quirks: `pop` is not the Bank's but UN DESA's (World Population Prospects 2024), at 1 July and with
the dust of floating point; it alone starts in 1950. The day of the pull is not stated. An absent
year has no figure. https://github.com/ksreyes/gdidata
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import check_years
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import Table, check_given, mapped
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.worldbank.licence import CC_BY
from gmg.sources.worldbank.series import SERIES, Series, times

HEADER = ("geo", "var", "t", "v")
VARIABLES = {
    "birth": "SP.DYN.CBRT.IN",
    "depend": "SP.POP.DPND",
    "fdiin": "BX.KLT.DINV.CD.WD",
    "fdiout": "BM.KLT.DINV.CD.WD",
    "gdp": "NY.GDP.MKTP.CD",
    "income": "NY.GDP.PCAP.PP.KD",
    "inf": "FP.CPI.TOTL.ZG",
    "nmig": "SM.POP.NETM",
    "polstb": "PV.EST",
    "pop": "SP.POP.TOTL",
    "remin": "BX.TRF.PWKR.CD.DT",
    "remout": "BM.TRF.PWKR.CD.DT",
    "unem": "SL.UEM.TOTL.ZS",
}
TAKEN_OVER = "taken over from World Population Prospects 2024 (UN DESA)"


def read(snapshot: Snapshot) -> Reading:
    """One figure a record: the variable `var` of the economy `geo` in the year `t`."""
    table = read_csv(snapshot, HEADER)
    check_given(table, ["geo", "var", "t"])
    check_unique(table, ["geo", "var", "t"])
    check_years(table, "t")
    remedy = "say in VARIABLES which series it is"
    table.frame = table.frame.with_columns(
        places(table, "geo", "worldbank").alias("place"),
        mapped(table, "var", VARIABLES, "variable", remedy).alias("series"),
    )
    table.ignore_columns(["geo", "var", "t"], "say which figure it is")
    cells = melt(table, ["t", "place", "series"], ["v"], "no figure for that year")
    frames = [
        of_series(table, cells.filter(pl.col("series") == code), SERIES[code])
        for code in VARIABLES.values()
    ]
    return reading(table, *frames)


def of_series(table: Table, cells: pl.DataFrame, series: Series) -> pl.DataFrame:
    """The figures of one series."""
    return numbers(table, cells, negative=series.signed).with_columns(
        concept=pl.lit(series.concept),
        basis=pl.lit(series.basis),
        unit=pl.lit(series.unit),
        note=pl.lit(TAKEN_OVER if series.concept == "population" else None, dtype=pl.String),
        **times(series, "t"),
    )


SOURCE = Source(
    id="worldbank.wdi-package",
    agency="WB",
    title="World Development Indicators, thirteen series as drawn by a research package",
    counts="population, births, migration, money and opinion on economies, each by the method of "
    "its series",
    cadence="once; the package is not kept up",
    home="https://databank.worldbank.org/source/world-development-indicators",
    licence=CC_BY,
    editions=(
        Edition(
            id="2024",
            title="World Development Indicators, drawn after World Population Prospects 2024",
            published="2024",
            address="https://api.worldbank.org/v2/country/all/indicator/",
            note="the day of the pull is not stated; prices of `income` are those of 2021",
            files=(
                File(
                    "worldbank/wdi.csv.gz",
                    "thirteen series",
                    read,
                    (
                        Total(
                            "population 2023",
                            8_091_736_565,
                            {"concept": "population", "year": 2023},
                            tolerance=0.5,
                            source="World Population Prospects 2024",
                        ),
                        Total(
                            "remittances received 2022",
                            793_482_271_578,
                            {"concept": "remittances-received", "year": 2022},
                            tolerance=0.5,
                        ),
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "Its population is UN DESA's and its unemployment the ILO's model: no second witnesses.",
        "Net migration does not sum to nought over all economies (36,425 in 2023).",
    ),
)
