"""UNHCR, decisions on claims to asylum in each year, by origin, country of asylum and outcome.

Quirks: some countries count cases and not persons (`dec_pc` C); the text `NA` in `dec_level` is a
code, not a missing value; the published total is not the sum of the four outcomes in 444 rows of
edition 2025.12.1, more in 278 of them and less in 166: all five are kept as published.
https://www.unhcr.org/refugee-statistics/methodology/
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year
from gmg.sources.description import Edition, File, Source
from gmg.sources.forms.table import Table
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, detail, melt, numbers, reading
from gmg.sources.unhcr.api import read_table
from gmg.sources.unhcr.licence import API, CADENCE, CC_BY, EDITION, EDITION_NOTE, HOME, PUBLISHED
from gmg.sources.unhcr.pairs import (
    INDEX,
    KEY,
    WHO,
    across_borders,
    concept_of,
    joined,
    totals,
    with_places,
)
from gmg.sources.unhcr.procedures import with_procedures

HOW = ("procedure_type", "dec_level", "dec_pc")
OUTCOMES = {
    "dec_recognized": ("asylum-decisions", "decisions-recognised"),
    "dec_other": ("asylum-decisions", "decisions-other-protection"),
    "dec_rejected": ("asylum-decisions", "decisions-rejected"),
    "dec_closed": ("asylum-decisions", "decisions-closed"),
}
COLUMNS = {**OUTCOMES, "dec_total": ("asylum-decisions", "decisions-total")}
NOT_THE_SUM = "The published total is not the sum of the four published outcomes"


def read(snapshot: Snapshot) -> Reading:
    """One figure a cell: decisions of each outcome from 1 January to 31 December of `year`."""
    table = read_table(snapshot, (*WHO, *HOW, *COLUMNS))
    with_places(table)
    with_procedures(table, "dec_pc", "decisions")
    check_unique(table, [*KEY, *HOW])
    table.frame = table.frame.with_columns(
        detail=detail(**{name: pl.col(name) for name in ("procedure", "level", "count")}),
        uneven=_uneven(),
    )
    say_uneven(table)
    cells = melt(table, [*INDEX, "detail", "unit", "uneven"], list(COLUMNS), "not reported")
    total = (pl.col("column") == "dec_total") & pl.col("uneven")
    return reading(
        table,
        numbers(table, cells).with_columns(
            *concept_of(COLUMNS),
            note=joined(pl.when(total).then(pl.lit(NOT_THE_SUM)), across_borders(COLUMNS)),
            **calendar_year("year"),
        ),
    )


def _uneven() -> pl.Expr:
    outcomes = pl.sum_horizontal(pl.col(list(OUTCOMES)).cast(pl.Float64, strict=False))
    return (outcomes != pl.col("dec_total").cast(pl.Float64, strict=False)).fill_null(value=False)


def say_uneven(table: Table) -> None:
    """Remark how many records hold a total that is not the sum of their outcomes."""
    uneven = int(table.frame["uneven"].sum())
    if uneven:
        table.remarks.append(f"in {uneven:,} records dec_total is not the sum of the four outcomes")


SOURCE = Source(
    id="unhcr.asylum-decisions",
    agency="UNHCR",
    title="Asylum decisions",
    counts="decisions in the calendar year on claims to asylum, by outcome; persons in most "
    "countries, cases in some",
    cadence=CADENCE,
    home=HOME,
    licence=CC_BY,
    editions=(
        Edition(
            id=EDITION,
            title="Refugee Data Finder, asylum decisions",
            published=PUBLISHED,
            address=f"{API}asylum-decisions/",
            note=EDITION_NOTE,
            files=(
                File(
                    "unhcr/asylum_decisions.csv.gz",
                    "by origin, country of asylum, procedure, level and outcome",
                    read,
                    totals=totals(
                        {
                            (2024, "decisions-recognised"): 549_896,
                            (2024, "decisions-other-protection"): 225_947,
                            (2024, "decisions-rejected"): 633_370,
                            (2024, "decisions-closed"): 755_173,
                            (2024, "decisions-total"): 2_164_386,
                        },
                        column="basis",
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "A case may stand for several persons: units differ and are not to be added up",
        "The published total is not the sum of the outcomes in 444 records",
    ),
)
