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

from gmg.records.observation import schema

UNSTATED = "foreign-born-or-citizens"
LETTERS = frozenset("BCRI")
FACTS = Path(__file__).with_name("type_of_data.csv")


def basis_of(letters: str) -> str:
    """The code of the basis for a text of letters; no letters at all is birth and citizenship mixed.

    Raises ValueError for a letter that UN DESA does not use.
    """
    said = set(letters) - {" ", ","}
    if not said <= LETTERS:
        raise ValueError(f"{letters!r} is no type of data: its letters are B, C, R and I")
    kinds = {
        "I": "imputed",
        "BC": "foreign-born-or-citizens",
        "B": "foreign-born",
        "C": "foreign-citizens",
    }
    kind = next((code for key, code in kinds.items() if said >= set(key)), UNSTATED)
    return f"{kind}-refugees-added" if "R" in said else kind


def basis_of_letters(letters: pl.Series) -> pl.Series:
    """The code of the basis for each text of letters; empty is birth and citizenship mixed."""
    texts = letters.fill_null("")
    codes = {text: basis_of(text) for text in texts.unique()}
    return texts.replace_strict(codes, return_dtype=schema()["basis"])


def basis_of_destination(places: pl.Series, edition: str) -> pl.Series:
    """The basis of each place of residence in an edition; of regions and groups, mixed.

    `places` holds what the source's codes mean at present.
    """
    codes = {place: basis_of(text) for place, text in letters_of(edition).items()}
    return places.cast(pl.String).replace_strict(
        codes, default=UNSTATED, return_dtype=schema()["basis"]
    )


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
