"""UNHCR, claims to asylum lodged in each year, by origin, country of asylum and procedure.

Quirks: some countries count cases and not persons (`app_pc` C); the text `NA` is a code in
`dec_level` and `app_type`, not a missing value; `coo` and `coa` agree in a few rows.
https://www.unhcr.org/refugee-statistics/methodology/
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, detail, melt, numbers, reading
from gmg.sources.unhcr.api import read_table
from gmg.sources.unhcr.licence import (
    API,
    CADENCE,
    CC_BY,
    EDITION,
    EDITION_NOTE,
    HOME,
    PUBLISHED,
    SOURCE_OF_TOTALS,
)
from gmg.sources.unhcr.pairs import INDEX, KEY, WHO, across_borders, with_places
from gmg.sources.unhcr.procedures import with_procedures

HOW = ("procedure_type", "app_type", "dec_level", "app_pc")


def read(snapshot: Snapshot) -> Reading:
    """One figure a record: claims lodged from 1 January to 31 December of `year`."""
    table = read_table(snapshot, (*WHO, *HOW, "applied"))
    with_places(table)
    with_procedures(table, "app_pc", "applications", kind="app_type")
    check_unique(table, [*KEY, *HOW])
    table.frame = table.frame.with_columns(
        detail=detail(
            **{name: pl.col(name) for name in ("procedure", "application", "level", "count")}
        )
    )
    cells = melt(table, [*INDEX, "detail", "unit"], ["applied"], "no claims reported")
    return reading(
        table,
        numbers(table, cells).with_columns(
            note=across_borders(["applied"]), **calendar_year("year")
        ),
        concept="asylum-applications",
        basis="lodged",
    )


SOURCE = Source(
    id="unhcr.asylum-applications",
    agency="UNHCR",
    title="Asylum applications",
    counts="claims to asylum lodged in the calendar year with governments, with UNHCR or with "
    "both, of all kinds and levels; persons in most countries, cases in some",
    cadence=CADENCE,
    home=HOME,
    licence=CC_BY,
    editions=(
        Edition(
            id=EDITION,
            title="Refugee Data Finder, asylum applications",
            published=PUBLISHED,
            address=f"{API}asylum-applications/",
            note=EDITION_NOTE,
            files=(
                File(
                    "unhcr/asylum_applications.csv.gz",
                    "by origin, country of asylum, procedure, kind and level",
                    read,
                    totals=(
                        Total("lodged 2024", 3_421_776, {"year": 2024}, source=SOURCE_OF_TOTALS),
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "A case may stand for several persons: units differ and are not to be added up",
        "One person may lodge several claims, in one country or in several",
    ),
)
