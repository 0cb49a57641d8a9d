"""The workbooks of 2019 and 2020: six tables by sex and destination, with notes and types of data.

Quirks: regions, groups and countries stand in one column, and a region may stand twice under two
codes (or twice under one) with equal figures; rows that head a block of groups have no code and
`..` in every cell; `~` protects figures that are or come from fewer than five people, and since no
nought is shown beside it, it may hide one. Table 2 is in thousands, and of the areas of today: the
population of Sudan leaves South Sudan out where its migrants take it in.
https://www.un.org/development/desa/pd/content/international-migrant-stock
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.records.cell import letters, number
from gmg.sources.dates import mid_year, years_between
from gmg.sources.forms.table import ROW, Table, mapped
from gmg.sources.forms.workbook import Workbook, check_cells
from gmg.sources.places import dated, places
from gmg.sources.reading import Reading
from gmg.sources.shape import melt, numbers, reading, set_aside, together
from gmg.sources.undesa.migrant_stock.counted_elsewhere import (
    HEADINGS,
    MISSING,
    missing_status,
)
from gmg.sources.undesa.migrant_stock.data_type import LETTERS, basis_of_letters
from gmg.sources.undesa.repeats import check_rows, remark_repeats

NAME, NOTE, CODE, TYPE = "B", "C", "D", "E"
BY_TYPE = "by type of data"
REFUGEES = "refugees-and-asylum-seekers"
MARKERS = {**MISSING, "~": "Q"}
PROTECTED = {
    "refugees": "protected by the publisher: fewer than five",
    "refugee-share-of-stock": "protected by the publisher: drawn from fewer than five people",
    "refugees-growth": "protected by the publisher: drawn from fewer than five people",
}


@dataclass(frozen=True, slots=True)
class Block:
    """Adjoining columns of one measure: the heading above them, and what it means."""

    heading: str
    concept: str
    unit: str
    sex: str = "total"
    basis: str = BY_TYPE
    periods: bool = False  # the columns are periods of growth, not years


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the tables of one edition stand; `blocks` in the order of the sheets Table 1 to 6."""

    years: tuple[int, ...]
    heading_row: int
    years_row: int
    first_row: int
    blocks: tuple[tuple[Block, ...], ...]
    first_columns: tuple[str, ...]
    notes_sheet: str
    text_sheets: tuple[str, ...]
    schemes: tuple[str, ...]  # what the codes of each table mean

    @property
    def periods(self) -> tuple[str, ...]:
        """The headings of growth columns, `1990-1995`."""
        return tuple(f"{a}-{b}" for a, b in pairwise(self.years))

    def columns_of(self, table: int) -> list[tuple[Block, list[tuple[str, str]]]]:
        """The blocks of a table (counted from 0) with letter and heading of each column."""
        at = number(self.first_columns[table])
        placed = []
        for block in self.blocks[table]:
            heads = self.periods if block.periods else tuple(str(year) for year in self.years)
            placed.append((block, [(letters(at + n), head) for n, head in enumerate(heads)]))
            at += len(heads)
        return placed


BOTH = ("total", "male", "female")
MEASURES = (
    tuple(("migrant-stock", "persons", sex, BY_TYPE, False) for sex in BOTH),
    tuple(("population", "thousand persons", sex, "de-facto-population", False) for sex in BOTH),
    tuple(("migrant-stock-share", "per cent", sex, BY_TYPE, False) for sex in BOTH),
    (("migrant-stock-female-share", "per cent", "total", BY_TYPE, False),),
    tuple(("migrant-stock-growth", "per cent a year", sex, BY_TYPE, True) for sex in BOTH),
    (
        ("refugees", "persons", "total", REFUGEES, False),
        ("refugee-share-of-stock", "per cent", "total", REFUGEES, False),
        ("refugees-growth", "per cent a year", "total", REFUGEES, True),
    ),
)


def six_tables(*headings: tuple[str, ...]) -> tuple[tuple[Block, ...], ...]:
    """The blocks of Table 1 to 6 under the headings that an edition gives them."""
    return tuple(
        tuple(Block(name, *measure) for name, measure in zip(names, measures, strict=True))
        for names, measures in zip(headings, MEASURES, strict=True)
    )


def reader(layout: Layout) -> Callable[[Snapshot], Reading]:
    """A reader of all six tables of a workbook of that layout."""

    def read(snapshot: Snapshot) -> Reading:
        """One figure a cell of the six tables; the other sheets are text."""
        book = Workbook(snapshot)
        notes = _notes(book.sheet(layout.notes_sheet))
        tables = [
            _read_table(book.sheet(f"Table {n + 1}"), layout, n, notes)
            for n in range(len(layout.blocks))
        ]
        texts = [set_aside(book.sheet(name), "text, no figures") for name in layout.text_sheets]
        return together(*tables, *texts)

    return read


def _read_table(table: Table, layout: Layout, which: int, notes: dict[str, str]) -> Reading:
    blocks = layout.columns_of(which)
    check_cells(table, _landmarks(layout, blocks))
    labels = [name for name in "ABCDE" if number(name) < number(layout.first_columns[which])]
    _leave_out_surroundings(table, layout.first_row, labels)
    check_rows(table, CODE, [at for _, columns in blocks for at, _ in columns])
    scheme = layout.schemes[which]
    _with_rows(table, labels, notes, scheme)
    frames = [_read_block(table, block, columns, scheme) for block, columns in blocks]
    return reading(table, *frames)


def _landmarks(layout: Layout, blocks: list[tuple[Block, list[tuple[str, str]]]]) -> dict[str, str]:
    headings = {f"{cols[0][0]}{layout.heading_row}": block.heading for block, cols in blocks}
    heads = {f"{at}{layout.years_row}": head for _, cols in blocks for at, head in cols}
    return headings | heads


def _leave_out_surroundings(table: Table, first_row: int, labels: list[str]) -> None:
    """Keep the rows of data; account for the cells above them and for the labels."""
    cells = list(table.address)
    above = pl.col(ROW) < first_row
    table.ignore_filled("title and headings", "say what the figures are", cells, above)
    table.frame = table.frame.filter(~above & pl.any_horizontal(pl.col(cells).is_not_null()))
    for name in labels:
        table.ignore_filled(f"column {name}", "says which figure it is", [name])


def _with_rows(table: Table, labels: list[str], notes: dict[str, str], scheme: str) -> None:
    """Add place, basis and note of each row."""
    kind = pl.col(TYPE) if TYPE in labels else pl.lit(None, dtype=pl.String)
    table.frame = table.frame.with_columns(
        pl.col(NAME).str.strip_chars().alias("name"), kind.alias("letters")
    )
    _check_letters(table)
    headings = pl.when(pl.col(CODE).is_null()).then("name").alias("heading")
    table.frame = table.frame.with_columns(headings)
    table.address["heading"] = NAME
    remedy = "a row without a location code must be one of the headings that the reader knows"
    table.frame = table.frame.with_columns(
        place=places(table, CODE, scheme),
        group=mapped(table, "heading", HEADINGS, "heading of a block of groups", remedy),
        note=mapped(table, NOTE, notes, "note", "the sheet with the notes does not have it"),
    ).with_columns(
        place=pl.coalesce("place", "group"),
        by_type=basis_of_letters(table.frame["letters"]),
    )
    del table.address["heading"]
    remark_repeats(table, CODE, "place")


def _check_letters(table: Table) -> None:
    for row, text in table.frame.select(ROW, "letters").drop_nulls().iter_rows():
        if not set(text) - {" ", ","} <= LETTERS:
            raise table.refuse(
                row,
                TYPE,
                f"unknown type of data {text!r}",
                "the notes of the workbook say what its letters mean: add them to the reader",
            )


def _read_block(
    table: Table, block: Block, columns: list[tuple[str, str]], scheme: str
) -> pl.DataFrame:
    names = [name for name, _ in columns]
    blank = table.frame.filter(pl.any_horizontal(pl.col(names).is_null()))
    if blank.height:
        at = blank.row(0, named=True)
        name = next(name for name in names if at[name] is None)
        raise table.refuse(
            at[ROW],
            name,
            "is blank, where a figure or a marker stood",
            "the sheet may be cut off: compare it with the published one",
        )
    cells = melt(table, [CODE, "place", "by_type", "note"], names, "")
    head = pl.col("column").replace_strict(dict(columns), return_dtype=pl.String)
    first = head.str.slice(0, 4)
    times = years_between(first, head.str.slice(5, 4)) if block.periods else mid_year(head)
    found = numbers(table, cells, markers=MARKERS, negative=block.periods)
    basis = pl.col("by_type") if block.basis == BY_TYPE else pl.lit(block.basis)
    counted = block.concept in ("migrant-stock", "refugees")
    place = dated("place", "first", scheme, CODE, "destination")
    return (
        found.with_columns(first=first, **times)
        .with_columns(
            status=missing_status(scheme, counts=counted),
            note=_with_protection(block.concept),
        )
        .with_columns(
            place=pl.col("place") if block.concept == "population" else place,
            basis=basis,
            concept=pl.lit(block.concept),
            unit=pl.lit(block.unit),
            sex=pl.lit(block.sex),
        )
    )


def _with_protection(concept: str) -> pl.Expr:
    said = pl.lit(PROTECTED.get(concept, "protected by the publisher"))
    return (
        pl.when(pl.col("status") == "Q")
        .then(pl.concat_str([said, pl.col("note")], separator="; ", ignore_nulls=True))
        .otherwise("note")
    )


def _notes(table: Table) -> dict[str, str]:
    """Mark to text of the publisher's notes: `24`, `b`."""
    return {
        mark.strip("()"): " ".join(text.split())
        for mark, text in table.frame.select("A", "B").drop_nulls().iter_rows()
    }
