"""IOM's monthly arrivals in Europe."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.iom.arrivals import SOURCE
from gmg.sources.reading import Refused
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]


def test_routes_stand_inside_spain_and_a_month_is_an_interval() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot(
            "med.csv",
            "t,q,geo,n",
            "2024-02,2024-Q1,ESP,30",
            "2024-02,2024-Q1,ESP-WMR,10",
            "2024-02,2024-Q1,ESP-WAAR,20",
        ),
    )
    assert reading.figures.select("place", "detail", "value", "unit").rows() == [
        ("ESP", None, 30.0, "arrivals"),
        ("ESP", "route=Western Mediterranean", 10.0, "arrivals"),
        ("ESP", "route=Western African Atlantic", 20.0, "arrivals"),
    ]
    assert reading.figures.select("time_from", "time_to").unique().rows() == [
        (date(2024, 2, 1), date(2024, 2, 29))
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["2024-02,2024-Q1,ESP-NEW,30"], r"cell C2: unknown area"),
        (["2024-13,2024-Q1,ESP,30"], r"cell A2: '2024-13' is not a day"),
        (["2024-02,2024-Q1,ESP,-3"], r"cell D2: '-3' is below zero"),
        (["2024-02,2024-Q1,ESP,n/a"], r"cell D2: 'n/a' stands where a number"),
        (["2024-02,2024-Q1,ESP,1", "2024-02,2024-Q1,ESP,2"], r"cell A3: the key .* second time"),
        (["2024-02,2024-Q1"], "fields where the header has 4"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(lines: list[str], message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(FILE, csv_snapshot("med.csv", "t,q,geo,n", *lines))


def test_the_published_file_gives_its_totals(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    check_totals(FILE.path, reading.figures, FILE.totals)
    routes = reading.figures.filter(pl.col("detail").is_not_null())
    assert (reading.records, routes["value"].sum()) == (928, 625_435)
    assert routes["place"].unique().to_list() == ["ESP"]
