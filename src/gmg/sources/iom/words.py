"""Words of IOM's records as they enter the detail and the meaning of a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from gmg.sources.forms.table import Table


class Meaning(NamedTuple):
    """What the figures of one column count."""

    concept: str
    basis: str
    sex: str = "total"
    age: str = "all"


def meaning(columns: Mapping[str, Meaning]) -> list[pl.Expr]:
    """`concept`, `basis`, `sex` and `age` by the name of the column a figure stood in."""
    names = list(columns)
    return [
        pl.col("column")
        .replace_strict(names, [getattr(item, part) for item in columns.values()])
        .alias(part)
        for part in Meaning._fields
    ]


def blank_is_missing(table: Table) -> None:
    """Turn texts of nothing but blanks into missing ones: JSON feeds of text write "" for unknown."""
    text = pl.col(pl.String)
    table.frame = table.frame.with_columns(
        pl.when(text.str.strip_chars() != "").then(text).name.keep()
    )


def plain(column: str) -> pl.Expr:
    """A text fit for `detail`: trimmed, entities undone, `;` turned into `,` as `; ` parts details."""
    entities = {"&#039;": "'", "&quot;": '"', "&amp;": "&"}
    text = pl.col(column).str.strip_chars().str.replace_all(r"\s+", " ")
    for entity, sign in entities.items():
        text = text.str.replace_all(entity, sign, literal=True)
    return text.str.replace_all(";", ",", literal=True)


def notes(remarks: Sequence[pl.Expr]) -> pl.Expr:
    """The note of a figure: the remarks that apply, or null where none does."""
    joined = pl.concat_str(remarks, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)
