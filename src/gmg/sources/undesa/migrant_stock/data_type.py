"""UN DESA's type of data: letters that say how a destination's migrants were counted.

B foreign-born, C foreign citizens, R refugees added, I imputed. They are written by hand in the
workbooks (`B R`, `CR`, `C B R `), so they are read as a set of letters. The tables by origin and
by age of 2019 and 2020 do not repeat them: `type_of_data.csv` holds what the workbook of the same
edition says of each destination.
https://www.un.org/development/desa/pd/content/international-migrant-stock
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import polars as pl

from gmg.axes import what

UNSTATED = "foreign-born-or-citizens"
LETTERS = frozenset("BCRI")
FACTS = Path(__file__).with_name("type_of_data.csv")


def basis_of_letters(letters: pl.Expr) -> pl.Expr:
    """The code of the basis for each text of letters; no letters at all is birth and citizenship mixed."""
    text = letters.fill_null("").str.replace_all(r"[\s,]", "")
    kind = (
        pl.when(text.str.contains("I"))
        .then(pl.lit("imputed"))
        .when(text.str.contains("B") & text.str.contains("C"))
        .then(pl.lit("foreign-born-or-citizens"))
        .when(text.str.contains("B"))
        .then(pl.lit("foreign-born"))
        .when(text.str.contains("C"))
        .then(pl.lit("foreign-citizens"))
        .otherwise(pl.lit(UNSTATED))
    )
    added = pl.when(text.str.contains("R")).then(pl.lit("-refugees-added")).otherwise(pl.lit(""))
    basis = pl.concat_str([kind, added])
    return basis.cast(pl.Enum([item.code for item in what.bases()]))


def basis_of_destination(place: str, edition: str) -> pl.Expr:
    """The basis of each place of residence in an edition; of regions and groups, mixed.

    `place` is the column with the place that the source's code means at present.
    """
    letters = letters_of(edition)
    known = pl.col(place).cast(pl.String).replace_strict(
        list(letters), list(letters.values()), default="", return_dtype=pl.String
    )
    return basis_of_letters(known)


@lru_cache(maxsize=4)
def letters_of(edition: str) -> dict[str, str]:
    """Place to letters, as the workbook of the edition has them."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return {
            place: row["letters"]
            for row in csv.DictReader(file)
            if row["edition"] == edition
            for place in row["destinations"].split(";")
        }
