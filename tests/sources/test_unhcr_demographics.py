"""UNHCR's table by place, accommodation, sex and age."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.reading import Reading, Refused
from gmg.sources.unhcr.demographics import CAME_BACK, NO_SPLIT, NOT_THE_SUM, SOURCE
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = (
    "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,pop_type,location,loc_type,acc_type,"
    "f_0_4,f_5_11,f_12_17,f_18_59,f_60,f_other,f_total,"
    "m_0_4,m_5_11,m_12_17,m_18_59,m_60,m_other,m_total,total"
)
WHO = "2025,Colombia,COL,COL,Aruba,ABW,ABW"
PLACE = "Harare [Admin 3: PRP],U,I"


def test_each_cell_says_sex_and_age() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot("demo.csv", HEADER, f"{WHO},REF,{PLACE},1,2,3,4,5,6,21,7,8,9,10,11,12,57,78"),
    )
    assert reading.figures.select("sex", "age", "value").rows() == [
        ("female", "0-4", 1.0),
        ("female", "5-11", 2.0),
        ("female", "12-17", 3.0),
        ("female", "18-59", 4.0),
        ("female", "60+", 5.0),
        ("female", "unknown", 6.0),
        ("female", "all", 21.0),
        ("male", "0-4", 7.0),
        ("male", "5-11", 8.0),
        ("male", "12-17", 9.0),
        ("male", "18-59", 10.0),
        ("male", "60+", 11.0),
        ("male", "unknown", 12.0),
        ("male", "all", 57.0),
        ("total", "all", 78.0),
    ]
    first = reading.figures.row(0, named=True)
    assert first["detail"] == "accommodation=individual; area=urban; location=Harare [Admin 3: PRP]"
    assert (first["concept"], first["time_from"]) == ("refugees", date(2025, 12, 31))
    assert reading.figures["note"].null_count() == 15


def test_sexes_that_do_not_add_up_are_kept_and_said() -> None:
    none, some = ",".join(["0"] * 14), "0,0,0,4,0,0,4,0,0,0,5,0,0,5"
    reading = read_checked(
        FILE,
        csv_snapshot(
            "demo.csv",
            HEADER,
            f"{WHO},OOC,{PLACE},{none},168",
            f"{WHO},ASY,{PLACE},{some},11",
            f"{WHO},OIP,{PLACE},{none},0",
        ),
    )
    figures = reading.figures
    unsplit = figures.filter(concept="others-of-concern")
    assert unsplit.filter(pl.col("sex") != "total")["note"].unique().to_list() == [NO_SPLIT]
    assert unsplit.filter(sex="total").select("value", "note").rows() == [(168.0, None)]
    partly = figures.filter(concept="asylum-seekers")
    assert partly.filter(pl.col("note").is_not_null()).select("sex", "value", "note").rows() == [
        ("total", 11.0, NOT_THE_SUM)
    ]
    assert figures.filter(concept="others-in-need-of-protection")["note"].null_count() == 15
    assert reading.remarks == (
        "in 2 records women and men do not add up to the total; 1 of these have no split by sex",
    )


def test_returns_are_flows_of_the_year_counted_where_people_are_now() -> None:
    here = "2025,Colombia,COL,COL,Colombia,COL,COL"
    cells = "0,0,0,4,0,0,4,0,0,0,5,0,0,5,9"
    figures = read_checked(
        FILE,
        csv_snapshot(
            "demo.csv",
            HEADER,
            *(f"{here},{kind},{PLACE},{cells}" for kind in ("RET", "RDP", "IDP")),
        ),
    ).figures
    kinds = figures.select("concept", "time_kind", "note").unique().sort("concept").rows()
    assert sorted(kinds) == [
        ("internally-displaced", "point", None),
        ("returned-internally-displaced", "interval", None),
        ("returned-refugees", "interval", CAME_BACK),
    ]


@pytest.mark.parametrize(
    ("how", "cell"),
    [("XXX,Cairo,U,I", "H2"), ("REF,Cairo,X,I", "J2"), ("REF,Cairo,U,X", "K2"), ("REF,a,U,", "K2")],
)
def test_an_unknown_or_empty_code_is_refused(how: str, cell: str) -> None:
    with pytest.raises(Refused, match=f"cell {cell}: "):
        read_checked(FILE, csv_snapshot("demo.csv", HEADER, f"{WHO},{how}{',0' * 15}"))


@pytest.fixture(scope="module")
def published(data: Path) -> Reading:
    return read_checked(FILE, real(data, FILE.path))


def test_the_published_file_gives_its_control_totals(published: Reading) -> None:
    assert published.records == 20_771
    assert published.figures.height == 20_771 * 15
    assert len(check_totals(FILE.path, published.figures, FILE.totals)) == 4


def test_records_of_the_published_file_that_do_not_add_up(published: Reading) -> None:
    assert published.remarks == (
        "in 3,630 records women and men do not add up to the total; "
        "3,308 of these have no split by sex",
    )
    notes = published.figures["note"].drop_nulls()
    assert notes.str.starts_with(NO_SPLIT).sum() == 3_308 * 14
    assert notes.str.starts_with(NOT_THE_SUM).sum() == 3_630 - 3_308
