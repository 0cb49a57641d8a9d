"""Regions that UN DESA gives twice: under two codes of its own, or in two blocks of one table.

Europe is 908 as a geographic region and 917 as a region of the Sustainable Development Goals; Oceania
heads two blocks of the workbook of 2019. Both rows are kept as published.
https://www.un.org/development/desa/pd/content/international-migrant-stock
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gmg.sources.forms.table import ROW, Table
from gmg.sources.shape import check_unique

FIRST_GROUP = 900  # location codes below are countries and areas


def remark_repeats(table: Table, code: str, place: str) -> None:
    """Say which places the table gives under several codes."""
    pairs = table.frame.select(code, place).unique().drop_nulls()
    twice = pairs.group_by(place).agg(pl.col(code).sort()).filter(pl.col(code).list.len() > 1)
    for name, codes in twice.sort(place).iter_rows():
        table.remarks.append(f"{name} stands under {len(codes)} codes: {', '.join(codes)}")


def check_rows(table: Table, code: str, figures: Sequence[str]) -> None:
    """Refuse a second row of a code, unless it is a region's and repeats the same figures."""
    again = table.frame.filter(pl.col(code).is_not_null() & pl.col(code).is_duplicated())
    if not again.height:
        return
    country = pl.col(code).cast(pl.Int32, strict=False).fill_null(0) < FIRST_GROUP
    differ = pl.struct(figures).n_unique().over(code) > 1
    if again.select((country | differ).any()).item():
        check_unique(table, [code])
    for name, rows in again.group_by(code).agg(ROW).sort(code).iter_rows():
        where = " and ".join(str(row) for row in rows)
        table.remarks.append(f"{table.sheet}: code {name} has rows {where}, with equal figures")
