"""From tables of text to acts in the treaty act contract, for every depositary."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import polars as pl

from gmg.axes import what
from gmg.records.treaty_act import COLUMNS
from gmg.sources.forms.table import Table
from gmg.sources.reading import Reading
from gmg.sources.shape import CELL, STAMP


def acts(table: Table, *frames: pl.DataFrame, **constants: Any) -> Reading:
    """The reading of one table of acts: frames put into the contract, with the account of the rest.

    `constants` are contract columns with one value for the whole table. Enum columns refuse any act
    outside the vocabulary. Who published it, in which edition and bytes is added by `stamped`.
    """
    found = pl.concat([_in_contract(table, frame, constants) for frame in frames])
    if table.header:
        table.ignore("header", len(table.address), "names of the columns")
    return Reading(
        figures=found.sort("row", "column", maintain_order=True),
        records=table.frame.height,
        holds=table.holds,
        ignored=tuple(table.ignored),
        rejected=tuple(table.rejected),
        remarks=tuple(table.remarks),
    )


def _in_contract(table: Table, frame: pl.DataFrame, constants: dict[str, Any]) -> pl.DataFrame:
    if "date" in frame.columns and "year" not in frame.columns:
        frame = frame.with_columns(year=pl.col("date").dt.year())
    columns = []
    for name, kind in COLUMNS.items():
        if name in STAMP:
            continue
        if name == CELL:
            columns.append(pl.col(CELL).replace_strict(table.address, return_dtype=pl.String))
        elif name in frame.columns:
            columns.append(pl.col(name).cast(kind))
        else:
            columns.append(pl.lit(constants.get(name), dtype=kind).alias(name))
    return frame.select(columns)


def instrument_of(treaty: str) -> str | None:
    """The code of the instrument that the depositary files under that reference, `IV-13`."""
    return _by_reference().get(treaty)


@lru_cache(maxsize=1)
def _by_reference() -> dict[str, str]:
    return {item.untc: item.code for item in what.instruments() if item.untc}


def reference(stem: str) -> str:
    """The depositary's reference from digits: `18-12-a` is `XVIII-12-a`.

    Raises ValueError for anything else.
    """
    chapter, _, rest = stem.partition("-")
    if not chapter.isdigit() or not 0 < int(chapter) < 40 or not rest:
        raise ValueError(f"{stem!r} is not chapter and number of a treaty, as in 4-13")
    return f"{roman(int(chapter))}-{rest}"


def roman(number: int) -> str:
    """A number below 40 in Roman numerals, as chapters of the collection are numbered."""
    numerals = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, letters in numerals:
        while number >= value:
            text, number = text + letters, number - value
    return text
