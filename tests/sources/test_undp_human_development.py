"""The composite indices of the Human Development Report, one column an index and year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.reading import Refused
from gmg.sources.undp.human_development import COLUMNS, SOURCE
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = (
    "iso3,country,hdicode,region,hdi_rank_2022,hdi_f_1990,rankdiff_hdi_phdi_2022,pop_total_1990"
)


def test_a_column_is_parted_at_its_last_underscore_and_groups_are_places() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot(
            "HDR.csv",
            HEADER,
            "CIV,Côte d'Ivoire,Medium,SSA,166,0.35,-12,NaN",
            "TUR,Türkiye,Very High,ECA,45,,3,54.3",
            "ZZK.WORLD,World,,,,0.5,,5293.3",
            encoding="cp1252",
        ),
    )
    figures = reading.figures.sort("column", "row")
    columns = ("place", "concept", "sex", "value", "unit", "status", "row", "column")
    assert figures.select(columns).rows() == [
        ("CIV", "hdi-rank", "total", 166.0, "rank", "A", 2, "E"),
        ("TUR", "hdi-rank", "total", 45.0, "rank", "A", 3, "E"),
        ("CIV", "hdi", "female", 0.35, "index", "A", 2, "F"),
        ("M49-001", "hdi", "female", 0.5, "index", "A", 4, "F"),
        ("CIV", "planetary-pressures-rank-difference", "total", -12.0, "ranks", "A", 2, "G"),
        ("TUR", "planetary-pressures-rank-difference", "total", 3.0, "ranks", "A", 3, "G"),
        ("CIV", "population", "total", None, "million persons", "O", 2, "H"),
        ("TUR", "population", "total", 54.3, "million persons", "A", 3, "H"),
        ("M49-001", "population", "total", 5293.3, "million persons", "A", 4, "H"),
    ]
    rank, people = figures.row(0, named=True), figures.row(8, named=True)
    assert (rank["time_from"], rank["time_to"]) == (date(2022, 1, 1), date(2022, 12, 31))
    assert (people["time_kind"], people["time_to"]) == ("point", date(1990, 7, 1))
    assert (rank["basis"], people["basis"]) == ("composite", "population-estimate")
    assert figures["as_published"][6] == "NaN"
    assert sum(item.cells for item in reading.ignored if item.what == "empty cells") == 3
    assert reading.holds == 4 * 8


@pytest.mark.parametrize(
    ("records", "says"),
    [
        (("ATL,Atlantis,,,1,0.5,1,1",), r"cell A2: unknown area .*'ATL'"),
        ((",Atlantis,,,1,0.5,1,1",), "cell A2: is empty"),
        (("CIV,,,,1,many,1,1",), "cell F2: 'many' stands where a number"),
        (("CIV,,,,-1,0.5,1,1",), "cell E2: '-1' is below zero"),
        (("CIV,,,,1,0.5,1,1",) * 2, "cell A3: the key .* second time"),
        (("CIV,,,,1,0.5,1,1", "TUR,,,"), "row 3: has 4 fields"),
    ],
)
def test_what_makes_no_sense_is_refused(records: tuple[str, ...], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(FILE, csv_snapshot("HDR.csv", HEADER, *records))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("country,iso3,hdicode,region,hdi_1990", "cell A1: the header says 'country'"),
        ("iso3,country,hdicode,region,happiness_1990", "cell E1: unknown index 'happiness_1990'"),
        ("iso3,country,hdicode,region,hdi_2023", r"cell E1: 'hdi_2023' does not end in a year"),
        ("iso3,country,hdicode,region,hdi_rank", "cell E1: 'hdi_rank' does not end in a year"),
    ],
)
def test_another_header_is_refused(header: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(FILE, csv_snapshot("HDR.csv", header, "CIV,,,,0.5"))


def test_a_web_page_and_bytes_of_no_text_are_refused() -> None:
    with pytest.raises(Refused, match="web page"):
        read_checked(FILE, csv_snapshot("HDR.csv", "<!doctype html><title>404</title>"))
    with pytest.raises(Refused, match="byte 0x9d is not cp1252"):
        read_checked(FILE, csv_snapshot("HDR.csv", HEADER, "CIV,\x9d,,,1,1,1,1", encoding="latin1"))


def test_the_published_file_gives_its_control_totals(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    figures = reading.figures
    assert (reading.records, reading.holds) == (206, 207 * 1_076)
    assert len(check_totals(FILE.path, figures, FILE.totals)) == 3
    assert figures["concept"].n_unique() == len({index.concept for index in COLUMNS.values()})
    countries = figures["place"].cast(pl.String).unique()
    assert len(countries) == 206
    assert (countries.str.len_chars() == 3).sum() == 195
    assert figures.filter(pl.col("value").is_null()).select("place", "row", "column").rows() == [
        ("RWA", 147, "AJM")
    ]
