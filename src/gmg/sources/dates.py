"""When a figure is true: the three time columns of the contract from a column of years or dates.

Each function gives `time_from`, `time_to`, `time_kind` as expressions for `DataFrame.with_columns`.
A mid-year and an end-year are different things and stay so.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from gmg.sources.forms.table import ROW, Table

Times = dict[str, pl.Expr]


def _year(year: str | int | pl.Expr) -> pl.Expr:
    if isinstance(year, int):
        return pl.lit(year, dtype=pl.Int32)
    return (pl.col(year) if isinstance(year, str) else year).cast(pl.Int32)


def point(when: pl.Expr | date) -> Times:
    """A point in time."""
    moment = pl.lit(when) if isinstance(when, date) else when
    return {"time_from": moment, "time_to": moment, "time_kind": pl.lit("point")}


def interval(first: pl.Expr | date, last: pl.Expr | date) -> Times:
    """An interval, both days included."""
    return {
        "time_from": pl.lit(first) if isinstance(first, date) else first,
        "time_to": pl.lit(last) if isinstance(last, date) else last,
        "time_kind": pl.lit("interval"),
    }


def mid_year(year: str | int | pl.Expr) -> Times:
    """1 July."""
    return point(pl.date(_year(year), 7, 1))


def end_year(year: str | int | pl.Expr) -> Times:
    """31 December."""
    return point(pl.date(_year(year), 12, 31))


def calendar_year(year: str | int | pl.Expr) -> Times:
    """1 January to 31 December."""
    return interval(pl.date(_year(year), 1, 1), pl.date(_year(year), 12, 31))


def five_years(first: str | int | pl.Expr) -> Times:
    """1 July of `first` to 30 June five years later, as World Population Prospects counts periods."""
    return interval(pl.date(_year(first), 7, 1), pl.date(_year(first) + 5, 6, 30))


def calendar_month(month: str) -> Times:
    """The first to the last day of a column of months written `2015-09`."""
    first = pl.concat_str([pl.col(month), pl.lit("-01")]).str.to_date("%Y-%m-%d", strict=False)
    return interval(first, first.dt.month_end())


def days(table: Table, column: str, form: str = "%Y-%m-%d") -> pl.Series:
    """The days written in a column in one form; empty stays empty.

    Raises Refused at the first text that is no such day.
    """
    texts = table.frame[column]
    read = texts.str.strip_chars().str.to_date(form, strict=False)
    odd = table.frame.filter(read.is_null() & texts.is_not_null())
    if odd.height:
        at = odd.row(0, named=True)
        raise table.refuse(
            at[ROW],
            column,
            f"{at[column]!r} is not a day written like {date(2014, 1, 6).strftime(form)}",
            "the publisher may have changed how dates are written: say how in the reader",
        )
    return read


def years_between(first: str | int | pl.Expr, last: str | int | pl.Expr) -> Times:
    """1 July of `first` to 30 June of `last`: what stands between two mid-years."""
    return interval(pl.date(_year(first), 7, 1), pl.date(_year(last), 6, 30))


def check_years(table: Table, column: str, first: int = 1900, last: int = 2200) -> None:
    """Refuse the first cell of a column that is not a year between `first` and `last`."""
    texts = table.frame[column].unique()
    years = texts.cast(pl.Int32, strict=False)
    strange = texts.filter(years.is_null() | ~years.is_between(first, last))
    if len(strange):
        odd = pl.col(column).is_in(strange.implode(), nulls_equal=True)
        at = table.frame.filter(odd).row(0, named=True)
        raise table.refuse(
            at["row"],
            column,
            f"{at[column]!r} stands where a year was expected",
            "the record may be damaged: compare it with the published file",
        )
