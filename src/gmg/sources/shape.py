"""From a table of text to figures in the observation contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from gmg.records.observation import schema
from gmg.sources.forms.table import ROW, Table
from gmg.sources.reading import Reading

TEXT = "as_published"
CELL = "column"
STAMP = ("agency", "dataset", "edition", "snapshot")
CITED = ("agency", "dataset", "edition")  # brought by the figures where a file cites others


def melt(table: Table, index: Sequence[str], measures: Sequence[str], empty: str) -> pl.DataFrame:
    """One row a cell of the measure columns: `index` columns, `row`, `column` (its name), `as_published`.

    Empty cells are left out and counted under `empty`, which says what an empty cell means here.
    """
    long = table.frame.unpivot(
        on=list(measures), index=[ROW, *index], variable_name=CELL, value_name=TEXT
    )
    kept = long.filter(pl.col(TEXT).is_not_null())
    if table.sheet is None:
        table.ignore("empty cells", long.height - kept.height, empty)
    return kept


def numbers(
    table: Table,
    long: pl.DataFrame,
    *,
    markers: Mapping[str, str] | None = None,
    thousands: bool = False,
    negative: bool = False,
) -> pl.DataFrame:
    """Add `value` and `status` to molten cells.

    `markers` maps texts that stand for a missing number to the status letter they mean (`..` to O);
    `thousands` allows commas; `negative` allows numbers below zero. Raises Refused at the first cell
    that is neither a number nor a known marker, or is below zero where that cannot be.
    """
    text = pl.col(TEXT).str.strip_chars()
    if thousands:
        text = text.str.replace_all(",", "", literal=True)
    marks = markers or {}
    value = text.cast(pl.Float64, strict=False)
    if marks:  # a marker such as `NaN` would pass for a number
        value = pl.when(~text.is_in(list(marks))).then(value)
    frame = long.with_columns(value=value)
    strange = frame.filter(
        (pl.col("value").is_null() & ~text.is_in(list(marks)))
        | pl.col("value").is_nan()
        | pl.col("value").is_infinite()
    )
    if strange.height:
        at = strange.row(0, named=True)
        raise table.refuse(
            at[ROW],
            at[CELL],
            f"{at[TEXT]!r} stands where a number was expected ({strange.height} such cells)",
            "say in the reader what this marker means, or fetch the file again",
        )
    if not negative:
        below = frame.filter(pl.col("value") < 0)
        if below.height:
            at = below.row(0, named=True)
            raise table.refuse(
                at[ROW],
                at[CELL],
                f"{at[TEXT]!r} is below zero where people, events or money are counted",
                "ask the publisher; if it is meant, allow it in the reader and say why",
            )
    status = (
        pl.lit("A")
        if not marks
        else text.replace_strict(dict(marks), default="A", return_dtype=pl.String)
    )
    return frame.with_columns(status=status)


def detail(**parts: str | pl.Expr) -> pl.Expr:
    """The `detail` of a figure: `name=value` in the order of the names, joined by `; `."""
    pieces = [
        pl.concat_str([pl.lit(f"{name}="), _expression(parts[name])], ignore_nulls=False)
        for name in sorted(parts)
    ]
    return pl.concat_str(pieces, separator="; ", ignore_nulls=True)


def _expression(value: str | pl.Expr) -> pl.Expr:
    return pl.lit(value) if isinstance(value, str) else value


def check_unique(table: Table, keys: Sequence[str]) -> None:
    """Refuse a second record with the same key, naming the first one."""
    if table.frame.select(pl.struct(keys).hash().n_unique()).item() == table.frame.height:
        return  # as many hashes as records: every key stands once
    if table.frame.select(pl.struct(keys).is_duplicated().any()).item():
        twice = (
            table.frame.filter(pl.struct(keys).is_duplicated())
            .sort(keys, maintain_order=True)
            .head(2)
        )
        first, second = twice.rows(named=True)
        what = ", ".join(f"{key}={second[key]!r}" for key in keys)
        raise table.refuse(
            second[ROW],
            keys[0],
            f"the key {what} stands a second time (first in row {first[ROW]})",
            "ask the publisher which record holds; until then the file cannot be read without guessing",
        )


def reading(
    table: Table, *frames: pl.DataFrame, records: int | None = None, **constants: Any
) -> Reading:
    """The reading of one table: frames put into the contract, with the account of the rest.

    `constants` are contract columns with one value for the whole table. Column names become their
    letters. Enum columns refuse any word outside the vocabulary. Who published it, in which edition
    and in which bytes is added by `stamped`.
    """
    figures = [in_contract(table, frame, constants) for frame in frames]
    if table.sheet is None and table.header:
        table.ignore("header", len(table.address), "names of the columns")
    return Reading(
        figures=pl.concat(figures),
        records=table.frame.height if records is None else records,
        holds=table.holds,
        ignored=tuple(table.ignored),
        rejected=tuple(table.rejected),
        remarks=tuple(table.remarks),
    )


def set_aside(table: Table, why: str) -> Reading:
    """The reading of a sheet that holds no figures: all its cells are left out by name."""
    table.ignore(f"sheet {table.sheet}" if table.sheet else "all cells", table.holds, why)
    nothing = pl.DataFrame(schema={n: k for n, k in schema().items() if n not in STAMP})
    return Reading(nothing, 0, table.holds, tuple(table.ignored))


def together(*readings: Reading) -> Reading:
    """The readings of several sheets of one file as the reading of the file."""
    return Reading(
        figures=pl.concat([item.figures for item in readings]),
        records=sum(item.records for item in readings),
        holds=sum(item.holds for item in readings),
        ignored=tuple(ignored for item in readings for ignored in item.ignored),
        rejected=tuple(rejected for item in readings for rejected in item.rejected),
        remarks=tuple(remark for item in readings for remark in item.remarks),
    )


def in_contract(table: Table, frame: pl.DataFrame, constants: Mapping[str, Any]) -> pl.DataFrame:
    """The frame with the contract's columns, typed, less those that `stamped` adds."""
    defaults: dict[str, Any] = {"sex": "total", "age": "all", "sheet": table.sheet, **constants}
    columns = []
    for name, kind in schema().items():
        if name in STAMP:
            continue
        if name == CELL:
            names, codes = list(table.address), list(table.address.values())
            columns.append(
                pl.col(CELL).cast(pl.String).replace_strict(names, codes, return_dtype=pl.String)
            )
        elif name in frame.columns:
            columns.append(pl.col(name).cast(kind))
        elif isinstance(defaults.get(name), pl.Expr):
            columns.append(defaults[name].cast(kind).alias(name))
        else:
            columns.append(pl.lit(defaults.get(name), dtype=kind).alias(name))
    return frame.select(columns)


def stamped(
    records: pl.DataFrame,
    columns: Sequence[str],
    *,
    agency: str,
    dataset: str,
    edition: str,
    snapshot: str,
) -> pl.DataFrame:
    """The records with publisher, data set, edition and snapshot, in the order of their contract.

    Records that bring publisher, data set and edition of their own keep them.
    """
    values = {"agency": agency, "dataset": dataset, "edition": edition, "snapshot": snapshot}
    return records.with_columns(
        pl.lit(value, dtype=pl.Enum([value])).alias(name)
        for name, value in values.items()
        if name not in records.columns
    ).select(columns)
