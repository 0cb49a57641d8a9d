"""Columns of acts in the collection's tables: a day with a suffix, and a heading that lists both."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from gmg.sources.forms.table import ROW, Table

DATE = r"^(\d{1,2} [A-Z][a-z]{2} \d{4})(?: ([A-Za-z]+))?$"
LISTED = re.compile(r"([A-Z][a-z]+(?: [a-z]+)*)(?:\(([A-Za-z]+)\))?")
SUFFIXES = {
    ("Signature", ""): "signature",
    ("Definitive signature", "s"): "definitive signature",
    ("Succession to signature", "d"): "succession to signature",
    ("Ratification", ""): "ratification",
    ("Accession", "a"): "accession",
    ("Succession", "d"): "succession",
    ("Acceptance", "A"): "acceptance",
    ("Approval", "AA"): "approval",
    ("Formal confirmation", "c"): "formal confirmation",
}


def dated(table: Table, cells: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The cells with `act` and `date`; refuses a text or a suffix that the heading does not list.

    `cells` has a row a cell: `column` is its heading, `as_published` its text.
    """
    cells = cells.with_columns(
        date=pl.col("as_published").str.extract(DATE, 1).str.to_date("%d %b %Y", strict=False),
        suffix=pl.col("as_published").str.extract(DATE, 2).fill_null(""),
    )
    listed = [
        {"column": column, "suffix": suffix, "act": act}
        for column in columns
        for suffix, act in acts_of(table, column).items()
    ]
    known = pl.DataFrame(
        listed, schema={"column": pl.String, "suffix": pl.String, "act": pl.String}
    )
    found = cells.join(known, on=["column", "suffix"], how="left", maintain_order="left")
    odd = found.filter(pl.col("date").is_null() | pl.col("act").is_null())
    if odd.height:
        at = odd.row(0, named=True)
        raise table.refuse(
            at[ROW],
            at["column"],
            f"{at['as_published']!r} is no day with one of the acts that the header lists "
            f"({at['column']})",
            "see what the depositary's page says; suffixes are never guessed nor their case folded",
        )
    return found.drop("suffix")


def acts_of(table: Table, column: str) -> dict[str, str]:
    """Suffix to act, as the heading of the column lists them."""
    found = {}
    for title, suffix in LISTED.findall(column):
        act = SUFFIXES.get((title, suffix))
        if act is None:
            raise table.refuse(
                1,
                column,
                f"the header lists an act not known: {title}({suffix})",
                "add it to SUFFIXES and to the vocabulary of records/treaty_act.py",
            )
        found[suffix] = act
    return found
