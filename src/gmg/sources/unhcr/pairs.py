"""The shape that most of UNHCR's tables share: a year, an origin and a country of asylum.

UNHCR's own country codes are not ISO and three of them are other countries' ISO codes, so places
are read from the `*_iso` columns alone. https://api.unhcr.org/docs/refugee-statistics.html
"""

from __future__ import annotations

import polars as pl

from gmg.sources.forms.table import Table
from gmg.sources.places import dated, places

WHO = ("year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso")
KEY = ("year", "coo_iso", "coa_iso")
INDEX = ("year", "place", "counterpart")


def with_places(table: Table) -> None:
    """Add `place` (asylum) and `counterpart` (origin); account for the columns that say who and when."""
    table.ignore_columns(WHO, "say which figure it is")
    table.frame = table.frame.with_columns(
        places(table, "coa_iso", "unhcr-iso").alias("place"),
        places(table, "coo_iso", "unhcr-iso").alias("counterpart"),
    )
    table.frame = table.frame.with_columns(
        place=dated("place", "year", "unhcr-iso", "coa_iso", "destination"),
        counterpart=dated("counterpart", "year", "unhcr-iso", "coo_iso", "origin"),
    )


def concept_of(columns: dict[str, tuple[str, str]]) -> list[pl.Expr]:
    """`concept` and `basis` by the name of the column a figure stood in."""
    names = list(columns)
    return [
        pl.col("column")
        .replace_strict(names, [item[0] for item in columns.values()])
        .alias("concept"),
        pl.col("column")
        .replace_strict(names, [item[1] for item in columns.values()])
        .alias("basis"),
    ]
