"""The address of a published cell, and the figure id that is made of it."""

from __future__ import annotations

from dataclasses import dataclass

SHORT = 12  # hex digits of the sha256 that stand in an id


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of one snapshot.

    `row` counts from 1 with the header as a row, as a spreadsheet shows it; in JSON files it is the
    number of the record, counted from 0 as in a JSON pointer. `column` is the spreadsheet letter, or
    the field name in JSON files. `sheet` is None outside workbooks.
    """

    snapshot: str
    sheet: str | None
    row: int
    column: str

    @property
    def id(self) -> str:
        """The figure id, e.g. `a1b2c3d4e5f6.17.L.Table_1`."""
        parts = [self.snapshot[:SHORT], str(self.row), self.column]
        if self.sheet is not None:
            parts.append(self.sheet.replace(" ", "_"))
        return ".".join(parts)

    def __str__(self) -> str:
        if self.column.startswith("/"):
            return f"line {self.row}, {self.column}"
        place = f"{self.column}{self.row}" if self.column.isupper() else f"{self.row}/{self.column}"
        return f"{self.sheet}!{place}" if self.sheet else place


class NotAFigureId(ValueError):
    """The text is not of the form `a1b2c3d4e5f6.17.L` or `a1b2c3d4e5f6.17.L.Table_1`."""


def parse_id(text: str) -> Cell:
    """The cell that an id names; `sheet` keeps its underscores, `snapshot` its short form."""
    parts = text.strip().split(".", 3)
    well_formed = (
        len(parts) >= 3
        and len(parts[0]) == SHORT
        and all(c in "0123456789abcdef" for c in parts[0])
        and parts[1].isdigit()
        and parts[2] != ""
    )
    if not well_formed:
        raise NotAFigureId(
            f"{text!r} is not a figure id; an id looks like a1b2c3d4e5f6.17.L or "
            'a1b2c3d4e5f6.17.L.Table_1 and stands in every --json answer as "id"'
        )
    return Cell(parts[0], parts[3] if len(parts) == 4 else None, int(parts[1]), parts[2])


def letters(number: int) -> str:
    """Spreadsheet letters of a column counted from 1: 1 is A, 27 is AA."""
    if number < 1:
        raise ValueError(f"columns count from 1, not {number}")
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def number(column: str) -> int:
    """The number of a column given in letters: A is 1, AA is 27."""
    total = 0
    for char in column:
        if not "A" <= char <= "Z":
            raise ValueError(f"{column!r} is not a spreadsheet column")
        total = total * 26 + ord(char) - 64
    return total
