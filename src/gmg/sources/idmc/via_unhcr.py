"""IDMC, people internally displaced by conflict and violence, as UNHCR's Refugee Data Finder carries them.

Quirks: the country stands as origin and as country of asylum, which is no movement between
countries; up to 2008 there is one figure a year, for the world, under `Unknown`; disasters are not
in. https://www.unhcr.org/refugee-statistics/methodology/
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import end_year
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.forms.table import ROW, Table
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.unhcr.api import read_table
from gmg.sources.unhcr.licence import (
    API,
    CADENCE,
    CC_BY,
    EDITION,
    EDITION_NOTE,
    PUBLISHED,
    SOURCE_OF_TOTALS,
)
from gmg.sources.unhcr.pairs import INDEX, KEY, WHO, with_places

ALONE = "The only figure of its year, published under Unknown: read it as one for the world"


def read(snapshot: Snapshot) -> Reading:
    """One figure a record: people internally displaced in a country at 31 December of `year`."""
    table = read_table(snapshot, (*WHO, "total"))
    with_places(table)
    check_inside(table)
    check_unique(table, KEY)
    table.frame = table.frame.with_columns(
        alone=(pl.len().over("year") == 1) & (pl.col("coa_iso") == "UNK")
    )
    cells = melt(table, [*INDEX, "alone"], ["total"], "no figure")
    return reading(
        table,
        numbers(table, cells).with_columns(
            note=pl.when(pl.col("alone")).then(pl.lit(ALONE)), **end_year("year")
        ),
        concept="internally-displaced",
        basis="conflict",
        unit="persons",
    )


def check_inside(table: Table) -> None:
    """Refuse a record of internally displaced people that names two different countries."""
    across = table.frame.filter(pl.col("coo_iso") != pl.col("coa_iso"))
    if across.height:
        at = across.row(0, named=True)
        raise table.refuse(
            at[ROW],
            "coa_iso",
            f"origin {at['coo_iso']!r} and country {at['coa_iso']!r} differ among people who "
            "crossed no border",
            "ask the publisher; this may be another table",
        )


SOURCE = Source(
    id="idmc.via-unhcr",
    agency="IDMC",
    title="Internally displaced people, conflict, as UNHCR carries them",
    counts="people internally displaced by conflict and violence at 31 December",
    cadence=CADENCE,
    home="https://www.internal-displacement.org/database/displacement-data/",
    licence=CC_BY,
    editions=(
        Edition(
            id=EDITION,
            title="Refugee Data Finder, figures of IDMC",
            published=PUBLISHED,
            address=f"{API}idmc/",
            note=EDITION_NOTE,
            files=(
                File(
                    "unhcr/idmc.csv.gz",
                    "by country",
                    read,
                    totals=(
                        Total(
                            "displaced 2024", 73_573_201, {"year": 2024}, source=SOURCE_OF_TOTALS
                        ),
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "Conflict and violence only, all countries: UNHCR's own figures cover its operations",
        "Up to 2008 one figure a year stands under Unknown, for the world",
    ),
)
