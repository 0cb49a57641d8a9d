"""UNHCR's solutions: returns, resettlement, naturalisation."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from gmg.evidence.checks import check_totals
from gmg.sources.unhcr import population
from gmg.sources.unhcr.pairs import SAME_PLACE
from gmg.sources.unhcr.solutions import SOURCE
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = (
    "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,"
    "returned_refugees,resettlement,naturalisation,returned_idps"
)


def test_each_solution_is_a_flow_of_the_year() -> None:
    figures = read_checked(
        FILE,
        csv_snapshot(
            "solutions.csv",
            HEADER,
            "1959,Albania,ALB,ALB,Canada,CAN,CAN,8,17,6,",
            "2025,Syrian Arab Rep.,SYR,SYR,Syrian Arab Rep.,SYR,SYR,,,5,1964201",
        ),
    ).figures
    assert figures.select("concept", "value", "note").sort("value").rows() == [
        ("naturalisation", 5.0, SAME_PLACE),
        ("naturalisation", 6.0, None),
        ("returned-refugees", 8.0, None),
        ("resettlement", 17.0, None),
        ("returned-internally-displaced", 1964201.0, None),
    ]
    assert figures["time_kind"].unique().to_list() == ["interval"]
    assert figures["basis"].unique().to_list() == ["solutions-recorded"]


def test_the_published_file_gives_its_control_totals(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    assert reading.records == 21_258
    assert len(check_totals(FILE.path, reading.figures, FILE.totals)) == 4


def test_returns_are_those_of_the_population_figures(data: Path) -> None:
    other = population.SOURCE.editions[0].files[0]
    keys = ["concept", "place", "counterpart", "time_from", "time_to"]
    kinds = ["returned-refugees", "returned-internally-displaced"]
    ours, theirs = (
        read_checked(file, real(data, file.path))
        .figures.filter(pl.col("concept").cast(pl.String).is_in(kinds), pl.col("value") > 0)
        .select(*keys, "value")
        for file in (FILE, other)
    )
    assert ours.height > 6_000
    assert ours.join(theirs, on=[*keys, "value"], how="anti").height == 0
