"""UNHCR's asylum applications."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.reading import Reading, Refused
from gmg.sources.unhcr.asylum_applications import SOURCE
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = (
    "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,"
    "procedure_type,app_type,dec_level,app_pc,applied"
)
WHO = "2006,Albania,ALB,ALB,Australia,AUL,AUS"


def test_persons_and_cases_are_of_different_units() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot("a.csv", HEADER, f"{WHO},G,N,NA,P,21", f"{WHO},J,A,AR,C,8", packed=True),
    )
    assert reading.figures.select("concept", "basis", "value", "unit", "detail").rows() == [
        (
            "asylum-applications",
            "lodged",
            21.0,
            "applications",
            "application=N; count=persons; level=NA; procedure=government",
        ),
        (
            "asylum-applications",
            "lodged",
            8.0,
            "cases",
            "application=A; count=cases; level=AR; procedure=joint",
        ),
    ]
    assert reading.figures.select("time_from", "time_to", "time_kind").unique().rows() == [
        (date(2006, 1, 1), date(2006, 12, 31), "interval")
    ]
    assert (reading.holds, reading.balance()) == (36, 0)


def test_one_pair_in_several_procedures_is_no_second_record() -> None:
    ways = [
        f"{WHO},{how},5" for how in ("G,N,FI,P", "U,N,FI,P", "G,R,FI,P", "G,N,NA,P", "G,N,FI,C")
    ]
    assert read_checked(FILE, csv_snapshot("a.csv", HEADER, *ways)).figures.height == 5


@pytest.mark.parametrize(
    ("how", "cell"),
    [
        ("X,N,FI,P", "H2"),
        ("G,X,FI,P", "I2"),
        ("G,N,X,P", "J2"),
        ("G,N,FI,X", "K2"),
        ("G,,FI,P", "I2"),
        ("G,N,,P", "J2"),
    ],
)
def test_an_unknown_or_empty_code_is_refused(how: str, cell: str) -> None:
    with pytest.raises(Refused, match=f"cell {cell}: "):
        read_checked(FILE, csv_snapshot("a.csv", HEADER, f"{WHO},{how},5"))


@pytest.fixture(scope="module")
def published(data: Path) -> Reading:
    return read_checked(FILE, real(data, FILE.path))


def test_the_published_file_gives_its_control_totals(published: Reading) -> None:
    assert published.records == published.figures.height == 120_597
    assert check_totals(FILE.path, published.figures, FILE.totals)[0].found == 3_421_776
    assert published.figures.filter(pl.col("unit") == "cases").height == 6_962


def test_the_text_na_stays_a_code(published: Reading) -> None:
    details = published.figures["detail"]
    assert details.str.contains("level=NA;", literal=True).sum() == 2_180
    assert details.str.contains("application=NA;", literal=True).sum() == 358
