"""Delimited text: every cell keeps what stood there."""

from __future__ import annotations

import pytest

from gmg.sources.forms.csv import read_csv
from gmg.sources.reading import Refused
from helpers import csv_snapshot, snapshot_of

HEADER = ("place", "n")


def test_text_stays_as_it_is() -> None:
    table = read_csv(csv_snapshot("a.csv", "place,n", "NA,007", '"a,b",1e3', "x,"), HEADER)
    assert table.frame.rows() == [(2, "NA", "007"), (3, "a,b", "1e3"), (4, "x", None)]
    assert table.holds == 8 and table.address == {"place": "A", "n": "B"}
    assert table.cell(3, "n") == "B3"


def test_byte_order_mark_lines_above_and_code_page() -> None:
    assert read_csv(snapshot_of("a.csv", b"\xef\xbb\xbfplace,n\nx,1\n"), HEADER).frame.height == 1
    above = csv_snapshot("a.csv", "A title", "", "place,n", "x,1")
    assert read_csv(above, HEADER, skip=2).frame.row(0) == (4, "x", "1")
    paged = csv_snapshot("a.csv", "place,n", "Côte,1", encoding="cp1252")
    assert read_csv(paged, HEADER, encoding="cp1252").frame["place"].to_list() == ["Côte"]


def test_quotes_may_hold_lines() -> None:
    table = read_csv(csv_snapshot("a.csv", "place,n", '"two', 'lines",1', "x,2"), HEADER)
    assert table.frame["place"].to_list() == ["two\nlines", "x"]
    assert table.frame["n"].to_list() == ["1", "2"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (("n,place", "1,x"), "cell A1: the header says 'n' where 'place' stood"),
        (("place", "x"), "row 1: the header has 1 columns, not 2"),
        (("place,n,more", "x,1,2"), "row 1: the header has 3 columns, not 2"),
        (("place,n", "x,1", "y"), "row 3: has 1 fields where the header has 2"),
        (("<!doctype html>", "<p>"), "line 1: this is a web page"),
        (("  <HTML>", ""), "line 1: this is a web page"),
    ],
)
def test_refusals_name_the_place(lines: tuple[str, ...], problem: str) -> None:
    with pytest.raises(Refused) as refused:
        read_csv(csv_snapshot("a.csv", *lines), HEADER)
    assert f"a.csv, {problem}" in str(refused.value)


def test_a_record_with_too_many_fields_is_refused() -> None:
    with pytest.raises(Refused, match="a\\.csv"):
        read_csv(csv_snapshot("a.csv", "place,n", "x,1,2"), HEADER)


def test_bytes_of_another_code_page_are_refused() -> None:
    with pytest.raises(Refused, match=r"line 2: byte 0x81 is not cp1252"):
        read_csv(snapshot_of("a.csv", b"place,n\n\x81,1\n"), HEADER, encoding="cp1252")
    with pytest.raises(Refused, match=r"a\.csv"):
        read_csv(snapshot_of("a.csv", b"place,n\n\xf4x,1\n"), HEADER)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refused, match="empty"):
        read_csv(snapshot_of("a.csv", b""), HEADER)
