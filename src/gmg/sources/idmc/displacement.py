"""IDMC, displacements inside countries within each year, and people displaced at its end.

Quirks: the flows count movements, so one person may count several times, and split disasters by
hazard; the stocks count people by sex and age, which IDMC estimates, and split conflict and
disaster only; twelve figures of Abyei have no sex and age and say `unknown`; areas are ISO 3166-1
codes but for Kosovo (XKX) and Abyei (AB9); a place or cause that is absent has no figure, an
explicit 0 means none. https://www.internal-displacement.org/database/api-documentation/
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year, check_years, end_year
from gmg.sources.description import Edition, File, Licence, Source, Total
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import Table, check_given, mapped
from gmg.sources.places import dated, places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, detail, melt, numbers, reading

HAZARDS = (
    "flood",
    "storm",
    "mass movement",
    "wildfire",
    "earthquake",
    "volcanic activity",
    "extreme temperature",
    "drought",
    "erosion",
    "wave action",
)
CAUSES_OF_FLOWS = {"conflict": "conflict", **dict.fromkeys(HAZARDS, "disaster")}
CAUSES_OF_STOCKS = {"conflict": "conflict", "disaster": "disaster"}
SEXES = {"female": "female", "male": "male", "unknown": "unknown"}
AGES = {age: age for age in ("0-4", "5-11", "12-17", "18-59", "60+", "unknown")}
OTHER = "ask the publisher what it means and add it to the words of the reader"


def read_flows(snapshot: Snapshot) -> Reading:
    """One figure a record: movements inside `geo` from 1 January to 31 December of `t`, by cause."""
    table = read_csv(snapshot, ("geo", "t", "cause", "n"))
    with_places(table, CAUSES_OF_FLOWS)
    hazard = pl.when(pl.col("basis") == "disaster").then(detail(hazard=pl.col("cause")))
    table.frame = table.frame.with_columns(detail=hazard)
    check_unique(table, ["t", "place", "cause"])
    cells = melt(table, ["t", "place", "basis", "detail"], ["n"], "no figure")
    return reading(
        table,
        numbers(table, cells).with_columns(**calendar_year("t")),
        concept="internal-displacements",
        unit="movements",
    )


def read_stocks(snapshot: Snapshot) -> Reading:
    """One figure a record: people displaced inside `geo` at 31 December of `t`, by cause, sex, age."""
    table = read_csv(snapshot, ("geo", "t", "cause", "sex", "age", "n"))
    with_places(table, CAUSES_OF_STOCKS)
    check_given(table, ("sex", "age"))
    table.ignore_columns(["sex", "age"], "say which figure it is")
    table.frame = table.frame.with_columns(
        mapped(table, "sex", SEXES, "sex", OTHER), mapped(table, "age", AGES, "age group", OTHER)
    )
    check_unique(table, ["t", "place", "cause", "sex", "age"])
    cells = melt(table, ["t", "place", "basis", "sex", "age"], ["n"], "no figure")
    return reading(
        table,
        numbers(table, cells).with_columns(**end_year("t")),
        concept="internally-displaced",
        unit="persons",
    )


def with_places(table: Table, causes: dict[str, str]) -> None:
    """Add `place` and `basis`; account for the columns that say where, when and why."""
    table.ignore_columns(["geo", "t", "cause"], "say which figure it is")
    check_given(table, ("geo", "cause"))
    check_years(table, "t")
    table.frame = table.frame.with_columns(
        places(table, "geo", "idmc").alias("place"),
        mapped(table, "cause", causes, "cause", OTHER).alias("basis"),
    )
    table.frame = table.frame.with_columns(place=dated("place", "t", "idmc", "geo", "destination"))


SOURCE = Source(
    id="idmc.displacement",
    agency="IDMC",
    title="Global Internal Displacement Database",
    counts="movements inside a country within the calendar year by conflict and ten hazards, and "
    "people internally displaced at 31 December by conflict and disasters, sex and age",
    cadence="yearly in May; past years are revised",
    home="https://www.internal-displacement.org/database/displacement-data/",
    licence=Licence(
        code="IDMC terms",
        url="https://www.internal-displacement.org/terms-of-use/",
        attribution="Internal Displacement Monitoring Centre (IDMC)",
        confidence="general",
        note="the general terms of IDMC's site, in line with CC BY 3.0 IGO; the files state none",
    ),
    editions=(
        Edition(
            id="2024",
            title="Global Internal Displacement Database, May 2024",
            published="2024-05",
            address="https://www.internal-displacement.org/database/displacement-data/",
            note="The stocks are those of 13 May 2024; the flows came with them and state no date",
            files=(
                File(
                    "idmc/idmc_flows.csv",
                    "movements within the year, by cause",
                    read_flows,
                    totals=(
                        Total(
                            "conflict 2023",
                            20_470_781,
                            {"year": 2023, "basis": "conflict"},
                            source="IDMC, May 2024",
                        ),
                        Total(
                            "disasters 2023",
                            26_397_465,
                            {"year": 2023, "basis": "disaster"},
                            source="IDMC, May 2024",
                        ),
                    ),
                ),
                File(
                    "idmc/idmc_stocks.csv",
                    "people at the end of the year, by cause, sex and age",
                    read_stocks,
                    totals=(
                        Total(
                            "conflict end of 2023",
                            68_279_280,
                            {"year": 2023, "basis": "conflict"},
                            source="IDMC, May 2024",
                        ),
                        Total(
                            "disasters end of 2023",
                            7_669_264,
                            {"year": 2023, "basis": "disaster"},
                            source="IDMC, May 2024",
                        ),
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "Flows count movements, not people: one person may count several times in a year",
        "IDMC calls its figures by sex and age estimates",
    ),
)
