"""UNHCR's asylum decisions."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.reading import Reading, Refused
from gmg.sources.unhcr.asylum_decisions import NOT_THE_SUM, SOURCE
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = (
    "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,procedure_type,dec_level,dec_pc,"
    "dec_recognized,dec_other,dec_rejected,dec_closed,dec_total"
)
WHO = "2000,Armenia,ARM,ARM,Czechia,CZE,CZE"


def test_the_outcome_is_the_basis() -> None:
    reading = read_checked(FILE, csv_snapshot("d.csv", HEADER, f"{WHO},G,NA,P,15,1,21,5,42"))
    figures = reading.figures
    assert dict(zip(figures["basis"], figures["value"], strict=True)) == {
        "decisions-recognised": 15.0,
        "decisions-other-protection": 1.0,
        "decisions-rejected": 21.0,
        "decisions-closed": 5.0,
        "decisions-total": 42.0,
    }
    assert figures["unit"].unique().to_list() == ["decisions"]
    assert figures["detail"].unique().to_list() == ["count=persons; level=NA; procedure=government"]
    assert figures["note"].null_count() == 5
    assert reading.remarks == ()


def test_a_total_that_is_not_the_sum_is_kept_and_said() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot("d.csv", HEADER, f"{WHO},G,AR,C,15,0,21,5,43", f"{WHO},U,AR,C,15,0,21,5,41"),
    )
    odd = reading.figures.filter(pl.col("note").is_not_null())
    assert odd.select("row", "column", "value", "unit", "note").rows() == [
        (2, "O", 43.0, "cases", NOT_THE_SUM)
    ]
    assert reading.remarks == ("in 1 records dec_total is not the sum of the four outcomes",)


@pytest.mark.parametrize(("how", "cell"), [("X,FI,P", "H2"), ("G,X,P", "I2"), ("G,FI,", "J2")])
def test_an_unknown_or_empty_code_is_refused(how: str, cell: str) -> None:
    with pytest.raises(Refused, match=f"cell {cell}: "):
        read_checked(FILE, csv_snapshot("d.csv", HEADER, f"{WHO},{how},5,0,0,0,5"))


@pytest.fixture(scope="module")
def published(data: Path) -> Reading:
    return read_checked(FILE, real(data, FILE.path))


def test_the_published_file_gives_its_control_totals(published: Reading) -> None:
    assert published.records == 113_929
    assert published.figures.height == 113_929 * 5
    assert len(check_totals(FILE.path, published.figures, FILE.totals)) == 5
    assert published.figures.filter(pl.col("unit") == "cases").height == 7_463 * 5


def test_totals_and_codes_of_the_published_file(published: Reading) -> None:
    notes = published.figures["note"].drop_nulls()
    assert notes.str.starts_with(NOT_THE_SUM).sum() == 444
    assert published.figures["detail"].str.contains("level=NA;").sum() == 2_139 * 5
