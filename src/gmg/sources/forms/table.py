"""A table of text cells with the address of each, whatever file it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from gmg.records.cell import letters
from gmg.sources.reading import Ignored, Refused, Rejected

ROW = "row"


@dataclass(slots=True)
class Table:
    """Text cells: one frame row a record, `row` its number in the file, columns by name.

    `address` gives the letter (or JSON field) of each column; `holds` counts the cells of the file
    or sheet. What a reader leaves out it says through `ignore` and `reject`. `header` is False where
    no row of names stands above the records, as in JSON.
    """

    file: str
    sheet: str | None
    frame: pl.DataFrame
    address: dict[str, str]
    holds: int
    ignored: list[Ignored] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    header: bool = True

    def ignore(self, what: str, cells: int, why: str) -> None:
        """Say that so many cells are left out, and why."""
        if cells:
            self.ignored.append(Ignored(what, int(cells), why))

    def ignore_columns(self, names: Iterable[str], why: str) -> None:
        """Leave whole columns out by name, data cells only (the header is counted as such)."""
        for name in names:
            self.ignore(f"column {name}", self.frame.height, why)

    def ignore_filled(
        self, what: str, why: str, columns: Iterable[str], rows: pl.Expr | None = None
    ) -> None:
        """Leave out the cells of a sheet that are not blank in these columns, in all rows or some."""
        frame = self.frame if rows is None else self.frame.filter(rows)
        blank = frame.select(columns).null_count()
        self.ignore(what, frame.height * blank.width - sum(blank.row(0)), why)

    def reject(self, row: int, column: str, as_published: str, why: str) -> None:
        """Refuse one cell and keep the rest."""
        self.rejected.append(Rejected(self.cell(row, column), as_published, why))

    def cell(self, row: int, column: str) -> str:
        """A cell in words: `Table 1!L17`, `B17`, `12/numberMales`."""
        at = self.address.get(column, column)
        place = f"{at}{row}" if at.isupper() and at.isalpha() else f"{row}/{at}"
        return f"{self.sheet}!{place}" if self.sheet else place

    def refuse(self, row: int, column: str, problem: str, remedy: str) -> Refused:
        """An error to raise that names the cell."""
        return Refused(self.file, f"cell {self.cell(row, column)}", problem, remedy)

    def keep(self, condition: pl.Expr, what: str, why: str, columns: int | None = None) -> None:
        """Drop the records that do not meet the condition, by name and counted."""
        kept = self.frame.filter(condition)
        lost = self.frame.height - kept.height
        self.ignore(what, lost * (columns if columns is not None else len(self.address)), why)
        self.frame = kept


def spreadsheet_address(columns: Sequence[str]) -> dict[str, str]:
    """Column names to spreadsheet letters, in order."""
    return {name: letters(number) for number, name in enumerate(columns, start=1)}


def check_header(file: str, found: Sequence[str], expected: Sequence[str], row: int) -> None:
    """Refuse a header that is not the one this reader was written for, naming the first difference."""
    for number, (have, want) in enumerate(zip(found, expected, strict=False), start=1):
        if have != want:
            raise Refused(
                file,
                f"cell {letters(number)}{row}",
                f"the header says {have!r} where {want!r} stood",
                "the publisher has moved or renamed a column: compare with the last edition and "
                "adapt the reader, or fetch the file again",
            )
    if len(found) != len(expected):
        raise Refused(
            file,
            f"row {row}",
            f"the header has {len(found)} columns, not {len(expected)}",
            f"first not expected or missing: {sorted(set(found) ^ set(expected))[:3]}",
        )


def check_given(table: Table, columns: Iterable[str]) -> None:
    """Refuse the first record with an empty cell in a column that every record fills."""
    for column in columns:
        empty = table.frame.filter(pl.col(column).is_null())
        if empty.height:
            raise table.refuse(
                empty[ROW][0],
                column,
                f"is empty where every record has a {column} ({empty.height} such cells)",
                "without it nobody knows what the figure is about: fetch the file again",
            )


def mapped(
    table: Table, column: str, mapping: Mapping[str, str], what: str, remedy: str
) -> pl.Series:
    """The column with each text replaced by what the mapping says, empty cells left empty.

    Raises Refused at the first text that the mapping does not know.
    """
    texts = table.frame[column]
    known = pl.DataFrame(
        {"text": list(mapping), "code": list(mapping.values())},
        schema={"text": pl.String, "code": pl.String},
    )
    distinct = texts.drop_nulls().unique()
    unknown = distinct.filter(~distinct.is_in(known["text"].implode()))
    if len(unknown):
        at = table.frame.filter(pl.col(column).is_in(unknown.implode())).row(0, named=True)
        raise table.refuse(at[ROW], column, f"unknown {what} {at[column]!r}", remedy)
    return texts.replace_strict(known["text"], known["code"], default=None, return_dtype=pl.String)
