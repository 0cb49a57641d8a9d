"""Figures of the sample edition: each keeps the agency, data set and edition it was published in.

The cell it leads back to is the one in our table; `note` says which published table it was written
down from.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from gmg.axes import where
from gmg.evidence.snapshots import Snapshot
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import ROW, Table, mapped
from gmg.sources.reading import Reading
from gmg.sources.sample.citations import check_citations, published, refuse_empty
from gmg.sources.shape import CELL, CITED, TEXT, check_unique, numbers, reading

FIGURES = "figures.csv"
HEADER = (
    "concept",
    "basis",
    "place",
    "counterpart",
    "sex",
    "age",
    "detail",
    "time_from",
    "time_to",
    "time_kind",
    "value",
    "unit",
    "status",
    "agency",
    "dataset",
    "edition",
    "table_cited",
    "as_published",
    "note",
)
MARKERS = {"..": "O", "<5": "Q"}
KEY = [name for name in HEADER[:10] if name != "time_kind"] + ["unit", *CITED]


def read(snapshot: Snapshot) -> Reading:
    """One figure a record; its cell is the one that holds the text as published."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, KEY)
    check_citations(table, published())
    for name in ("place", "counterpart"):
        table.frame = table.frame.with_columns(
            mapped(table, name, {code: code for code in where.codes()}, "place", "write its code")
        )
    refuse_empty(table, TEXT, "write down what stood in the published cell")
    refuse_empty(table, "table_cited", "say which published table the figure was taken from")
    table.ignore_columns([name for name in HEADER if name != TEXT], "say which figure it is")
    cells = table.frame.with_columns(pl.lit(TEXT).alias(CELL))
    check_values(table, cells)
    result = reading(
        table,
        cells.with_columns(
            pl.col("value").cast(pl.Float64),
            pl.col("time_from", "time_to").str.to_date("%Y-%m-%d", strict=True),
            note=pl.concat_str(
                pl.lit("sample edition, written down from "),
                "table_cited",
                pl.when(pl.col("note").is_null())
                .then(pl.lit(""))
                .otherwise(pl.concat_str(pl.lit("; "), "note")),
            ),
        ),
    )
    cited = [cells[name].cast(pl.Enum(cells[name].unique().sort())) for name in CITED]
    return replace(result, figures=result.figures.with_columns(cited))


def check_values(table: Table, cells: pl.DataFrame) -> None:
    """Refuse a record whose `value` is not the number that `as_published` reads as."""
    read_as = numbers(
        table, cells.drop("value", "status"), markers=MARKERS, thousands=True, negative=True
    )
    other = cells.filter(cells["value"].cast(pl.Float64, strict=False).ne_missing(read_as["value"]))
    if other.height:
        at = other.row(0, named=True)
        raise table.refuse(
            at[ROW],
            "value",
            f"{at['value']!r} is not what {at[TEXT]!r} says",
            "write the number of the published cell, in its own unit",
        )
