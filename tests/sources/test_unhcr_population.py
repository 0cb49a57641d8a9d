"""UNHCR's population figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.reading import Reading
from gmg.sources.unhcr.population import SOURCE
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = (
    "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,"
    "refugees,asylum_seekers,returned_refugees,idps,returned_idps,stateless,ooc,oip,hst"
)


def test_every_cell_is_a_figure_or_accounted_for() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot(
            "population.csv",
            HEADER,
            "2017,Syrian Arab Rep.,SYR,SYR,Türkiye,TUR,TUR,1001,12,340,0,0,0,5,,6",
            "2018,Syrian Arab Rep.,SYR,SYR,Syrian Arab Rep.,SYR,SYR,0,0,0,6200,780,0,0,9,0",
            packed=True,
        ),
    )
    assert (reading.records, reading.holds, reading.figures.height) == (2, 48, 17)
    assert {item.what: item.cells for item in reading.ignored} == {
        **{f"column {name}": 2 for name in HEADER.split(",")[:7]},
        "empty cells": 1,
        "header": 16,
    }
    assert reading.rejected == ()
    refugees = reading.figures.filter(concept="refugees", counterpart="SYR", place="TUR")
    assert refugees.select("value", "unit", "status", "row", "column", "as_published").rows() == [
        (1001.0, "persons", "A", 2, "H", "1001")
    ]


def test_returns_are_counted_over_the_year_and_all_others_at_its_end() -> None:
    figures = read_checked(
        FILE,
        csv_snapshot(
            "population.csv",
            HEADER,
            "2017,Syrian Arab Rep.,SYR,SYR,Türkiye,TUR,TUR,7,7,7,7,7,7,7,7,7",
        ),
    ).figures
    flows = figures.filter(time_kind="interval")
    assert set(flows["concept"]) == {"returned-refugees", "returned-internally-displaced"}
    assert flows.select("time_from", "time_to").unique().rows() == [
        (date(2017, 1, 1), date(2017, 12, 31))
    ]
    points = figures.filter(time_kind="point")
    assert points.select("time_from", "time_to").unique().rows() == [
        (date(2017, 12, 31), date(2017, 12, 31))
    ]
    assert points.height == 7


def test_people_displaced_inside_stand_on_their_own_basis() -> None:
    figures = read_checked(
        FILE,
        csv_snapshot(
            "population.csv", HEADER, "2018,Yemen,YEM,YEM,Yemen,YEM,YEM,0,0,0,62,78,0,0,,0"
        ),
    ).figures
    inside = figures.filter(pl.col("basis") == "conflict-unhcr-operations")
    assert sorted(inside["value"]) == [62.0, 78.0]
    assert set(inside["place"]) == set(inside["counterpart"]) == {"YEM"}


@pytest.fixture(scope="module")
def published(data: Path) -> Reading:
    return read_checked(FILE, real(data, FILE.path))


def test_the_published_file_gives_its_control_totals(published: Reading) -> None:
    assert published.records == 138_893
    assert len(check_totals(FILE.path, published.figures, FILE.totals)) == 21
    assert published.figures.height == 138_893 * 9 - 138_738


def test_no_protected_figure_stands_in_the_published_file(published: Reading) -> None:
    protected = published.figures.filter(
        pl.col("concept").cast(pl.String).is_in(["refugees", "asylum-seekers", "stateless"])
    )
    assert protected["value"].is_between(1, 4).sum() == 0


def test_records_with_refugees_in_their_own_country(published: Reading) -> None:
    both = published.figures.filter(
        pl.col("place").cast(pl.String) == pl.col("counterpart").cast(pl.String),
        pl.col("concept") == "refugees",
        pl.col("value") > 0,
    )
    assert both.height == 83
    assert both.filter(pl.col("place") == "_UNK").height == 42
    assert both["note"].null_count() == 42
