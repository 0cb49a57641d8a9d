"""UN DESA's workbook of 2024 by origin: on sheets made here, as no published one was at hand."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from gmg.evidence.snapshots import Snapshot
from gmg.records.cell import Cell
from gmg.sources.description import File
from gmg.sources.forms.look import cells_around
from gmg.sources.reading import Refused
from gmg.sources.undesa.migrant_stock.origin_workbook import YEARS, read
from helpers import read_checked, snapshot_of

FILE = File("live/undesa/*.xlsx", "by origin", read)
LABELS = [
    "Index",
    "Region, development group, country or area of destination",
    "Coverage",
    "Data type",
    "Location code of destination",
    "Region, development group, country or area of origin",
    "Location code of origin",
]
SEXES = ["both sexes combined", "male", "female"]


def block(*values: Any) -> list[Any]:
    """Eight figures for each sex, the first given and the rest `..`."""
    return [cell for value in values for cell in [value, *[".."] * (len(YEARS) - 1)]]


def workbook(
    *rows: list[Any],
    labels: list[str] = LABELS,
    sexes: list[str] = SEXES,
    years: tuple[str, ...] = YEARS,
    sheets: tuple[str, ...] = ("Table of contents", "NOTES"),
) -> Snapshot:
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw) as book:
        sheet = book.add_worksheet("Table 1")
        sheet.write(2, 1, "United Nations")
        for number, sex in enumerate(sexes):
            at = len(labels) + number * len(years)
            sheet.write(9, at, f"International migrant stock at mid-year ({sex})")
        sheet.write_row(10, 0, labels)
        sheet.write_row(10, len(labels), [int(year) for year in years] * 3)
        for number, row in enumerate(rows):
            sheet.write_row(11 + number, 0, row)
        for name in sheets:
            book.add_worksheet(name).write(0, 0, "text")
    return snapshot_of("live/undesa/stock.xlsx", raw.getvalue())


LIBYA = [1, "  Libya*", None, "B R", 434, "Sudan", 729, *block(60, 40, 20)]
WORLD = [2, "WORLD", None, None, 900, "World", 900, *block(153916063, "..", "..")]
OTHERS = [3, "Libya", None, "B R", 434, "Others", 2003, *block(5, 3, 2)]
HEADING = [4, "Geographic regions", None, None, None, "World", None, *block("..", "..", "..")]


def test_a_cell_is_a_figure_of_one_sex_and_year() -> None:
    snapshot = workbook(LIBYA, WORLD, OTHERS, HEADING)
    reading = read_checked(FILE, snapshot)
    assert (reading.records, reading.figures.height) == (3, 72)
    there = reading.figures.filter(as_published="60").row(0, named=True)
    assert (there["place"], there["counterpart"], there["sex"]) == ("LBY", "SDN", "total")
    assert (there["basis"], there["time_from"]) == (
        "foreign-born-refugees-added",
        date(1990, 7, 1),
    )
    assert (there["sheet"], there["row"], there["column"]) == ("Table 1", 12, "H")
    assert reading.figures.filter(as_published="40")["sex"].to_list() == ["male"]
    assert reading.figures.filter(as_published="20")["sex"].to_list() == ["female"]
    world = reading.figures.filter(as_published="153916063").row(0, named=True)
    assert (world["place"], world["counterpart"]) == ("M49-001", None)
    assert set(reading.figures.filter(row=14)["counterpart"]) == {"_OTH"}
    assert set(reading.figures.filter(as_published="..")["status"]) == {"O"}
    seen = cells_around(snapshot, Cell(snapshot.sha256, "Table 1", 12, "H"))
    assert seen.text == "60"


def test_sudan_before_2011_is_the_former_one_where_people_live_there() -> None:
    figures = read_checked(
        FILE, workbook([1, "Sudan", None, "B", 729, "Libya", 434, *block(60, 40, 20)])
    ).figures
    assert figures.filter(time_from=date(1990, 7, 1))["place"].unique().to_list() == ["SDN736"]
    assert figures.filter(time_from=date(2024, 7, 1))["place"].unique().to_list() == ["SDN"]


def changed(**cells: Any) -> list[Any]:
    row = list(LIBYA)
    for at, value in cells.items():
        row[int(at.removeprefix("c"))] = value
    return row


@pytest.mark.parametrize(
    ("snapshot", "message"),
    [
        (workbook(changed(c4=999999)), "Table 1!E12: unknown location code"),
        (workbook(changed(c6=999999)), "Table 1!G12: unknown location code"),
        (workbook(changed(c7="many")), "Table 1!H12: 'many' stands where a number"),
        (workbook(changed(c7=-4)), "Table 1!H12: '-4' is below zero"),
        (workbook(changed(c4=None)), "a row with figures lacks a location code"),
        (workbook(LIBYA, LIBYA), "stands a second time"),
        (workbook(changed(c3="Z")), "'Z' is no type of data"),
        (workbook(LIBYA, labels=[*LABELS[:-1], "Code"]), "no row names"),
        (workbook(LIBYA, labels=["Colour", *LABELS[1:]]), "unknown heading 'Colour'"),
        (workbook(LIBYA, sexes=["both sexes", "female", "male"]), "does not say male"),
        (workbook(LIBYA, years=(*YEARS[:-1], "2028")), "unknown heading '2028'"),
        (workbook(LIBYA, years=YEARS[:-1]), "not 1990 to 2024 three times"),
        (workbook(LIBYA, sheets=("Table 2",)), "sheet 'Table 2'.* is not known"),
        (snapshot_of("a.xlsx", b"<html>down"), "a web page"),
        (snapshot_of("a.xlsx", workbook(LIBYA).raw[:-60]), "the workbook is damaged"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(snapshot: Snapshot, message: str) -> None:
    with pytest.raises((Refused, ValueError), match=message):
        read_checked(FILE, snapshot)
