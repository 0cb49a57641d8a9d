"""Addresses of cells, and the ids made of them."""

from __future__ import annotations

import openpyxl.utils
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.records.cell import Cell, NotAFigureId, letters, number, parse_id

HASH = "0123456789abcdef" * 4


@given(st.integers(1, 18_278))
def test_letters_are_those_of_a_spreadsheet(at: int) -> None:
    assert letters(at) == openpyxl.utils.get_column_letter(at)
    assert number(letters(at)) == at


@pytest.mark.parametrize("wrong", ["a", "A1", "É", " "])
def test_what_is_no_column(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a spreadsheet column"):
        number(wrong)
    with pytest.raises(ValueError, match="count from 1"):
        letters(0)


@given(
    st.integers(0, 10**6),
    st.from_regex(r"[A-Z]{1,3}|[a-z][A-Za-z_]*", fullmatch=True),
    st.none() | st.text("AZaz09 .-_", min_size=1),
)
def test_an_id_names_its_cell(row: int, column: str, sheet: str | None) -> None:
    cell = Cell(HASH, sheet, row, column)
    parsed = parse_id(cell.id)
    assert (parsed.row, parsed.column, parsed.snapshot) == (row, column, HASH[:12])
    assert parsed.sheet == (None if sheet is None else sheet.replace(" ", "_"))
    assert parsed.id == cell.id


@pytest.mark.parametrize(
    "text", ["", "banana", "0123456789ab", "0123456789ab.x.A", "0123456789ab.1.", "0123.1.A"]
)
def test_what_is_no_id(text: str) -> None:
    with pytest.raises(NotAFigureId, match="an id looks like"):
        parse_id(text)


def test_a_cell_in_words() -> None:
    assert str(Cell(HASH, "Table 1", 17, "L")) == "Table 1!L17"
    assert str(Cell(HASH, None, 12, "numberMales")) == "12/numberMales"
