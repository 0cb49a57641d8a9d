"""The sample edition: a few hundred published figures in a table of our own, each with its citation.

It lets a machine without the agencies' files answer real questions. Every figure keeps the agency,
data set and edition it was published in; the cell it leads back to is the one in our table, and
`note` says which published table it was written down from. It is a choice, so what is absent from
it says nothing about what the agencies publish.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from gmg.axes import where
from gmg.evidence.snapshots import Snapshot
from gmg.sources.description import Edition, File, Licence, Source
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import ROW, Table, mapped
from gmg.sources.reading import Reading
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


def published() -> dict[tuple[str, str], str]:
    """The agency of every data set and edition that gmg knows."""
    from gmg.sources import sources

    return {(item.id, edition.id): item.agency for item in sources() for edition in item.editions}


def check_citations(table: Table, known: Mapping[tuple[str, str], str]) -> None:
    """Refuse a figure that cites an edition nobody published, or names another publisher for it."""
    for row in table.frame.select(ROW, *CITED).iter_rows(named=True):
        agency = known.get((row["dataset"], row["edition"]))
        if agency is None:
            raise table.refuse(
                row[ROW],
                "edition",
                f"no edition {row['dataset']}@{row['edition']}",
                "cite one that `gmg sources` lists",
            )
        if agency != row["agency"]:
            raise table.refuse(
                row[ROW], "agency", f"{row['dataset']} is published by {agency}", "name it so"
            )


def refuse_empty(table: Table, column: str, remedy: str) -> None:
    """Refuse the first record in which the column is empty."""
    empty = table.frame.filter(pl.col(column).is_null())
    if empty.height:
        raise table.refuse(empty[ROW][0], column, "is empty", remedy)


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


def cited(folder: Path) -> list[Source]:
    """The sources that the sample in the folder cites."""
    from gmg.sources import source

    names = pl.read_csv(folder / FIGURES, columns=["dataset"])["dataset"].unique().sort()
    return [source(name) for name in names]


SOURCE = Source(
    id="gmg.sample",
    agency="GMG",
    title="Sample edition",
    counts="a choice of figures of the agencies, for machines without their files",
    cadence="with gmg",
    home="docs/sample.md",
    licence=Licence(
        code="see each figure",
        url="",
        attribution="gmg, sample edition",
        confidence="stated",
        note="the terms are those of the data set each figure cites; `gmg licences` lists them",
    ),
    editions=(
        Edition(
            id="1",
            title="Sample edition of gmg",
            published="2026-11",
            address="docs/sample.md",
            files=(File(FIGURES, "figures written down one by one", read),),
            note="not a publication of any agency, and never a substitute for one",
        ),
    ),
)
SOURCES = (SOURCE,)
