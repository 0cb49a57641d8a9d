"""UN DESA's type of data: letters that say how a destination's migrants were counted.

B foreign-born, C foreign citizens, R refugees added, I imputed. They are written by hand in the
workbooks (`B R`, `CR`, `C B R `), so they are read as a set of letters.
https://www.un.org/development/desa/pd/content/international-migrant-stock
"""

from __future__ import annotations

import polars as pl

from gmg.axes import what

UNSTATED = "foreign-born-or-citizens"


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
