"""Bilateral matrices of the World Bank: a sheet with countries down and across, totals at the ends.

Row 1 holds the title, row 2 the names across, then a row a country, the row of the world and, after
a blank row, notes. The totals are formulas: their stored values are read. Which side is which
differs between matrices, so the reader of each says what down and across mean.
https://www.knomad.org/data/remittances
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from gmg.axes import where
from gmg.evidence.snapshots import Snapshot
from gmg.sources.forms.table import ROW, Table, check_given
from gmg.sources.forms.workbook import Workbook, check_cells
from gmg.sources.places import places
from gmg.sources.reading import Refused
from gmg.sources.shape import CELL, check_unique, melt

SCHEME = "worldbank-name"
WORLD = "M49-001"
HEADER = 2


def read_matrix(
    snapshot: Snapshot, sheet: str, corner: str, total: str, others: Mapping[str, str]
) -> tuple[Table, pl.DataFrame]:
    """The sheet, and its cells with the places `down` and `across`.

    `corner` is the text in A2, `total` the name of the world at both ends. `others` names the sheets
    left out, and why. A blank cell inside gives no figure and a remark. Raises Refused for a name that
    is missing, unknown or stands twice, for a matrix without its totals (cut off), and for a sheet
    that is not known.
    """
    book = Workbook(snapshot)
    table = book.sheet(sheet)
    check_cells(table, {f"A{HEADER}": corner})
    for name in book.sheets:
        ignore_sheet(table, book, name, sheet, others)
    across = names_across(table, total)
    last = row_of_total(table, total)
    inside = pl.col(ROW).is_between(HEADER + 1, last)
    columns = list(table.address)
    table.ignore_filled("title", "names the matrix", columns, pl.col(ROW) < HEADER)
    table.ignore_filled("header", "names across", columns, pl.col(ROW) == HEADER)
    table.ignore_filled("notes", "below the matrix", columns, pl.col(ROW) > last)
    table.frame = table.frame.filter(inside)
    table.ignore_filled("column A", "names down", ["A"])
    check_given(table, ["A"])
    check_unique(table, ["A"])
    remark_blank(table, list(across))
    table.frame = table.frame.with_columns(places(table, "A", SCHEME).alias("down"))
    cells = melt(table, ["down"], list(across), "")
    return table, cells.with_columns(
        across=pl.col(CELL).replace_strict(list(across), list(across.values()))
    )


def ignore_sheet(
    table: Table, book: Workbook, name: str, sheet: str, others: Mapping[str, str]
) -> None:
    """Leave out a sheet by name; refuse one that is not known."""
    if name == sheet:
        return
    if name not in others:
        raise Refused(book.file, f"sheet {name!r}", "is not known", "say in the reader what it is")
    cells = book.sheet(name).holds
    table.holds += cells
    table.ignore(f"sheet {name}", cells, others[name])


def names_across(table: Table, total: str) -> dict[str, str]:
    """Column letter to the place named above it, to the world in the last column."""
    known = where.mapping(SCHEME)
    letters = list(table.address)[1:]
    names = table.frame.row(HEADER - 1)[2:]
    if names[-1] != total:
        raise table.refuse(
            HEADER,
            letters[-1],
            f"holds {names[-1]!r}, not the total {total!r}",
            "columns were cut off or added: fetch the file again, or adapt the reader",
        )
    seen: dict[str, str] = {}
    for letter, name in zip(letters, names, strict=True):
        if name not in known:
            raise table.refuse(
                HEADER,
                letter,
                f"unknown area {name!r} (scheme {SCHEME})",
                "if it is a spelling of a place that gmg knows, add a row to "
                "axes/facts/place_codes.csv; if it is a new area, add it to places.csv first",
            )
        if known[name] in seen.values():
            raise table.refuse(
                HEADER, letter, f"{name!r} stands a second time", "ask the publisher which holds"
            )
        seen[letter] = known[name]
    return seen


def row_of_total(table: Table, total: str) -> int:
    """The row of the world, which ends the matrix."""
    found = table.frame.filter((pl.col("A") == total) & (pl.col(ROW) > HEADER))
    if found.height != 1:
        raise Refused(
            table.file,
            f"cell {table.sheet}!A{table.frame.height}",
            f"the row {total!r} that ends the matrix stands {found.height} times in column A",
            "the file was cut off, or the total was renamed: compare with the last edition",
        )
    return int(found.item(0, ROW))


def remark_blank(table: Table, across: list[str]) -> None:
    """Say which cells inside the matrix are blank: they hold no figure, not even a mark."""
    blank = [
        table.cell(row, column)
        for column in across
        for row in table.frame.filter(pl.col(column).is_null())[ROW]
    ]
    if blank:
        table.remarks.append(
            f"{len(blank)} cells of the matrix are blank and give no figure: {', '.join(blank[:9])}"
        )


def counterpart(column: str) -> pl.Expr:
    """The place of the other side: null where it is the world, the sum of all."""
    return pl.when(pl.col(column) != WORLD).then(pl.col(column)).otherwise(None)
