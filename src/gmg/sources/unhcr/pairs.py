"""The shape that most of UNHCR's tables share: a year, an origin and a country of asylum.

UNHCR's own country codes are not ISO and three of them are other countries' ISO codes, so places
are read from the `*_iso` columns; the others must name the same place. Names are empty for
Tibetans in a few rows. https://api.unhcr.org/docs/refugee-statistics.html
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from gmg.axes import where
from gmg.records.observation import schema
from gmg.sources.dates import check_years
from gmg.sources.description import Total
from gmg.sources.forms.table import ROW, Table, check_given, mapped
from gmg.sources.places import dated, places
from gmg.sources.unhcr.licence import SOURCE_OF_TOTALS

WHO = ("year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso")
KEY = ("year", "counterpart", "place")
INDEX = ("year", "place", "counterpart", "same_place")
SAME_PLACE = "The published record names one place both as origin and as country of asylum"


def with_places(table: Table) -> None:
    """Add `place` (asylum), `counterpart` (origin) and `same_place`; account for the columns of who and when.

    `same_place` is true where both ends are one known place. Raises Refused for a cell without
    place or year, for an unknown code, and where the two codes of a record name different places.
    """
    table.ignore_columns(WHO, "say which figure it is")
    check_years(table, "year")
    for end in ("coo", "coa"):
        check_codes(table, end, f"{end}_iso")
    codes = schema()["place"]
    same = (pl.col("coa_iso") == pl.col("coo_iso")) & (pl.col("coa_iso") != "UNK")
    table.frame = table.frame.with_columns(
        places(table, "coa_iso", "unhcr-iso").alias("place"),
        places(table, "coo_iso", "unhcr-iso").alias("counterpart"),
        same.alias("same_place"),
        pl.col("year").cast(pl.Int32),
    )
    table.frame = table.frame.with_columns(
        place=dated("place", "year", "unhcr-iso", "coa_iso", "destination").cast(codes),
        counterpart=dated("counterpart", "year", "unhcr-iso", "coo_iso", "origin").cast(codes),
    )


def check_codes(table: Table, code: str, iso: str) -> None:
    """Refuse a record that lacks a code, or whose UNHCR code and ISO code name different places."""
    ours, theirs = where.mapping("unhcr"), where.mapping("unhcr-iso")
    pairs = table.frame.select(ROW, code, iso).unique([code, iso], keep="first")
    odd = pairs.filter(
        pl.any_horizontal(pl.col(code, iso).is_null())
        | (
            pl.col(code).replace_strict(ours, default="?", return_dtype=pl.String)
            != pl.col(iso).replace_strict(theirs, default="?", return_dtype=pl.String)
        )
    )
    if odd.height:
        at = odd.sort(ROW).row(0, named=True)
        raise table.refuse(
            at[ROW],
            iso,
            f"{code}={at[code]!r} and {iso}={at[iso]!r} are not codes of one known place",
            "UNHCR's own codes differ from ISO: see whether columns have slipped; for a new area "
            "add both codes to axes/facts/place_codes.csv",
        )


def concept_of(columns: Mapping[str, tuple[str, str]]) -> list[pl.Expr]:
    """`concept` and `basis` by the name of the column a figure stood in."""
    kinds = schema()
    return [
        pl.col("column")
        .replace_strict(
            list(columns), [item[at] for item in columns.values()], return_dtype=kinds[name]
        )
        .alias(name)
        for at, name in enumerate(("concept", "basis"))
    ]


def words_of(table: Table, column: str, words: Mapping[str, str]) -> pl.Series:
    """The column with its codes in words; refuses a code that `words` lacks and an empty cell."""
    check_given(table, [column])
    return mapped(
        table,
        column,
        words,
        column,
        "ask the publisher what it means and add it to the codes of the reader",
    )


def across_borders(columns: Collection[str]) -> pl.Expr:
    """The note on people counted in one of `columns` whose origin is their country of asylum."""
    odd = pl.col("same_place") & (pl.col("value") > 0) & pl.col("column").is_in(list(columns))
    return pl.when(odd).then(pl.lit(SAME_PLACE))


def joined(*notes: pl.Expr) -> pl.Expr:
    """Several notes on one figure as one, null where there is none."""
    text = pl.concat_str(notes, separator=". ", ignore_nulls=True)
    return pl.when(text != "").then(text)


def totals(
    figures: Mapping[tuple[int, str], float], column: str = "concept", **where_else: object
) -> tuple[Total, ...]:
    """Control totals by year and the value of `column`; `where_else` narrows them all."""
    return tuple(
        Total(
            f"{name} {year}",
            value,
            {"year": year, column: name, **where_else},
            source=SOURCE_OF_TOTALS,
        )
        for (year, name), value in figures.items()
    )
