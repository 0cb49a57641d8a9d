"""Thirteen series of the World Bank in long form."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.reading import Refused
from gmg.sources.worldbank.development_indicators_package import SOURCE, VARIABLES
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = "geo,var,t,v"


def test_each_variable_is_a_series_with_its_own_method() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot(
            "wdi.csv",
            HEADER,
            "USA,pop,2022,341534042.9999999",
            "NAM,nmig,2022,-3015",
            "ANT,polstb,2004,0.8161661624908447",
            "CHI,unem,2022,6.147",
            "XKX,remin,2022,0",
            packed=True,
        ),
    )
    columns = ("place", "concept", "basis", "value", "unit", "time_kind", "row")
    assert sorted(reading.figures.select(columns).rows(), key=lambda row: int(row[-1])) == [
        ("USA", "population", "population-estimate", 341534042.9999999, "persons", "point", 2),
        ("NAM", "net-migration", "modelled", -3015.0, "persons", "interval", 3),
        ("ANHH", "political-stability", "perceptions", 0.8161661624908447, "index", "interval", 4),
        ("XCI", "unemployment-rate", "modelled-ilo-estimate", 6.147, "per cent", "interval", 5),
        ("XKX", "remittances-received", "balance-of-payments", 0.0, "USD", "interval", 6),
    ]
    people = reading.figures.filter(concept="population").row(0, named=True)
    assert people["as_published"] == "341534042.9999999"
    assert people["time_to"] == date(2022, 7, 1)
    assert people["note"] == "taken over from World Population Prospects 2024 (UN DESA)"
    assert reading.figures["note"].null_count() == 4
    assert reading.holds == 6 * 4


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("ATL,pop,2022,1",), r"cell A2: unknown area .*'ATL'"),
        ((",pop,2022,1",), "cell A2: is empty"),
        (("NAM,gini,2022,1",), "cell B2: unknown variable 'gini'"),
        (("NAM,pop,22,1",), "cell C2: '22'"),
        (("NAM,pop,2022,some",), "cell D2: 'some' stands where a number"),
        (("NAM,pop,2022,-1",), "cell D2: '-1' is below zero"),
        (("NAM,pop,2022,1", "NAM,pop,2022,2"), "cell A3: the key .* second time"),
        (("NAM,pop,2022,1", "NAM,pop,20"), "row 3: has 3 fields"),
    ],
)
def test_what_makes_no_sense_is_refused(lines: tuple[str, ...], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(FILE, csv_snapshot("wdi.csv", HEADER, *lines))


def test_moved_headers_and_web_pages_are_refused() -> None:
    with pytest.raises(Refused, match="cell B1: the header says 't'"):
        read_checked(FILE, csv_snapshot("wdi.csv", "geo,t,var,v", "NAM,2022,pop,1"))
    with pytest.raises(Refused, match="web page"):
        read_checked(FILE, csv_snapshot("wdi.csv", "<html></html>"))


def test_the_published_file_gives_its_control_totals(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    assert reading.records == reading.figures.height == 92_435
    assert len(check_totals(FILE.path, reading.figures, FILE.totals)) == 2
    assert reading.figures["concept"].n_unique() == len(VARIABLES) == 13
    net = reading.figures.filter(
        pl.col("concept") == "net-migration", pl.col("time_to").dt.year() == 2023
    )
    assert net["value"].sum() == pytest.approx(36_425, abs=0.5)
