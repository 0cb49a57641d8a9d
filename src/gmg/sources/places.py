"""Places of a source: its codes and names turned into the codes of the *where* axis."""

from __future__ import annotations

from datetime import date

import polars as pl

from gmg.axes import where
from gmg.sources.forms.table import Table, mapped


def places(table: Table, column: str, scheme: str) -> pl.Series:
    """The place codes of a column written in the codes or names of `scheme`; empty stays empty.

    Raises Refused at the first cell with a code that the scheme does not know.
    """
    return mapped(
        table,
        column,
        where.mapping(scheme),
        f"area (scheme {scheme})",
        "if it is a spelling of a place that gmg knows, add a row to axes/facts/place_codes.csv; "
        "if it is a new area, add it to axes/facts/places.csv first",
    )


def dated(place: str, year: str, scheme: str, source_code: str, role: str) -> pl.Expr:
    """The place column, with what the scheme says of a code in other years than the present.

    `source_code` is the column with the code as the source writes it; `role` is "destination" or
    "origin". Sudan before 2011 is another place than Sudan after.
    """
    result = pl.col(place).cast(pl.String)
    when = pl.col(year).cast(pl.Int32)
    for row in where.dated(scheme):
        if row.role not in ("", role):
            continue
        inside = pl.col(source_code) == row.code
        if row.valid_from is not None:
            inside &= when >= _first_year(row.valid_from)
        if row.valid_to is not None:
            inside &= when <= _last_year(row.valid_to)
        result = pl.when(inside).then(pl.lit(row.place)).otherwise(result)
    return result


def _first_year(day: date) -> int:
    """The first year whose 1 July is not before the day."""
    return day.year if day <= date(day.year, 7, 1) else day.year + 1


def _last_year(day: date) -> int:
    """The last year whose 1 July is not after the day."""
    return day.year if day >= date(day.year, 7, 1) else day.year - 1
