"""IDMC's movements within a year and people displaced at its end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.idmc.displacement import HAZARDS, SOURCE
from gmg.sources.reading import Refused
from helpers import csv_snapshot, read_checked, real

FLOWS, STOCKS = SOURCE.editions[0].files
HEAD_FLOWS, HEAD_STOCKS = "geo,t,cause,n", "geo,t,cause,sex,age,n"


def test_flows_are_movements_by_cause_and_hazard() -> None:
    reading = read_checked(
        FLOWS,
        csv_snapshot(
            "flows.csv",
            HEAD_FLOWS,
            "AB9,2014,conflict,0",
            "XKX,2014,mass movement,40",
            "SDN,2010,flood,7",
            "SDN,2011,flood,8",
        ),
    )
    figures = reading.figures
    assert figures.select("place", "basis", "detail", "value").rows() == [
        ("AB9", "conflict", None, 0.0),
        ("XKX", "disaster", "hazard=mass movement", 40.0),
        ("SDN736", "disaster", "hazard=flood", 7.0),
        ("SDN", "disaster", "hazard=flood", 8.0),
    ]
    assert figures["unit"].unique().to_list() == ["movements"]
    assert figures["counterpart"].null_count() == 4
    first = figures.row(0, named=True)
    assert (first["concept"], first["time_kind"]) == ("internal-displacements", "interval")
    assert (first["time_from"], first["time_to"]) == (date(2014, 1, 1), date(2014, 12, 31))
    assert (reading.holds, reading.balance()) == (20, 0)


def test_stocks_are_people_by_sex_and_age() -> None:
    figures = read_checked(
        STOCKS,
        csv_snapshot(
            "stocks.csv",
            HEAD_STOCKS,
            "AB9,2014,conflict,unknown,unknown,20000",
            "COL,2023,disaster,female,12-17,30",
            "COL,2023,conflict,male,60+,0",
        ),
    ).figures
    assert figures.select("place", "basis", "sex", "age", "value").rows() == [
        ("AB9", "conflict", "unknown", "unknown", 20000.0),
        ("COL", "disaster", "female", "12-17", 30.0),
        ("COL", "conflict", "male", "60+", 0.0),
    ]
    assert figures.select("concept", "unit", "time_kind").unique().rows() == [
        ("internally-displaced", "persons", "point")
    ]
    assert figures["time_to"][1] == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("ATL,2014,flood,7",), r"cell A2: unknown area .* 'ATL'"),
        ((",2014,flood,7",), "cell A2: is empty"),
        (("COL,2014,,7",), "cell C2: is empty"),
        (("COL,2014,disaster,7",), "cell C2: unknown cause 'disaster'"),
        (("COL,x,flood,7",), "cell B2: .* a year was expected"),
        (("COL,2014,flood,many",), "cell D2: 'many' stands where a number"),
        (("COL,2014,flood,-7",), "cell D2: .* below zero"),
        (("COL,2014,flood,7", "COL,2014,flood,8"), r"cell B3: the key .* second time"),
        (("COL,2014,flood,7", "COL,2014"), "row 3: has 2 fields"),
    ],
)
def test_flows_that_make_no_sense_are_refused(lines: tuple[str, ...], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(FLOWS, csv_snapshot("flows.csv", HEAD_FLOWS, *lines))


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ("COL,2014,flood,female,0-4,7", "cell C2: unknown cause 'flood'"),
        ("COL,2014,conflict,women,0-4,7", "cell D2: unknown sex 'women'"),
        ("COL,2014,conflict,female,0-5,7", "cell E2: unknown age group '0-5'"),
        ("COL,2014,conflict,,0-4,7", "cell D2: is empty"),
        ("COL,2014,conflict,female,0-4,..", r"cell F2: '\.\.' stands where a number"),
    ],
)
def test_stocks_that_make_no_sense_are_refused(record: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(STOCKS, csv_snapshot("stocks.csv", HEAD_STOCKS, record))


def test_moved_headers_and_web_pages_are_refused() -> None:
    with pytest.raises(Refused, match="cell B1: the header says 'cause' where 't' stood"):
        read_checked(FLOWS, csv_snapshot("flows.csv", "geo,cause,t,n", "COL,flood,2014,7"))
    with pytest.raises(Refused, match="web page"):
        read_checked(STOCKS, csv_snapshot("stocks.csv", "<html><title>Not found</title></html>"))


def test_the_published_flows_give_their_control_totals(data: Path) -> None:
    reading = read_checked(FLOWS, real(data, FLOWS.path))
    assert reading.records == reading.figures.height == 4_071
    assert len(check_totals(FLOWS.path, reading.figures, FLOWS.totals)) == 2
    hazards = reading.figures["detail"].drop_nulls().unique()
    assert sorted(hazards) == sorted(f"hazard={hazard}" for hazard in HAZARDS)


def test_the_published_stocks_give_their_control_totals(data: Path) -> None:
    reading = read_checked(STOCKS, real(data, STOCKS.path))
    assert reading.records == reading.figures.height == 12_682
    assert len(check_totals(STOCKS.path, reading.figures, STOCKS.totals)) == 2
    unsplit = reading.figures.filter(pl.col("sex") == "unknown")
    assert unsplit.height == 12
    assert unsplit["place"].unique().to_list() == ["AB9"]
