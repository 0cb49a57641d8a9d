"""The Refugee Data Finder's download by country of origin."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.reading import Refused
from gmg.sources.unhcr import population
from gmg.sources.unhcr.data_finder import SOURCE
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = (
    'Year,"Country of Asylum","Country of Origin","Country of Asylum ISO","Country of Origin ISO",'
    'Refugees,Asylum-seekers,IDPs,"Stateless persons","Host community","Others of concern"'
)


def test_all_countries_of_asylum_together_are_the_world() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot(
            "poc.csv",
            HEADER,
            "2010,-,Afghanistan,-,AFG,3054699,37101,351907,0,0,839323",
            "2010,-,Sudan,-,SDN,5,6,7,0,-,",
        ),
    )
    figures = reading.figures
    assert figures["place"].unique().to_list() == ["M49-001"]
    assert figures["counterpart"].unique(maintain_order=True).to_list() == ["AFG", "SDN736"]
    refugees = figures.filter(concept="refugees", counterpart="AFG").row(0, named=True)
    assert (refugees["value"], refugees["row"], refugees["column"]) == (3054699.0, 2, "F")
    assert (refugees["time_to"], refugees["time_kind"]) == (date(2010, 12, 31), "point")
    assert reading.balance() == 0


def test_a_dash_is_no_value_and_an_empty_cell_no_figure() -> None:
    reading = read_checked(
        FILE, csv_snapshot("poc.csv", HEADER, "2010,-,Sudan,-,SDN,5,6,7,0,-,", packed=True)
    )
    dash = reading.figures.filter(concept="host-community")
    assert dash.select("value", "status", "as_published").rows() == [(None, "O", "-")]
    assert reading.figures.height == 5
    assert [item.cells for item in reading.ignored if item.what == "empty cells"] == [1]


GOOD = "2010,-,Albania,-,ALB,7,0,0,0,0,0"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((HEADER, GOOD.replace("ALB", "ATL")), r"cell E2: unknown area .* 'ATL'"),
        ((HEADER, GOOD.replace("-,ALB", ",ALB")), "cell D2: is empty"),
        ((HEADER, GOOD.replace("-,ALB", "-,")), "cell E2: is empty"),
        ((HEADER, GOOD.replace("2010", "20x0")), "cell A2: .* a year was expected"),
        ((HEADER, GOOD.replace(",7,", ",seven,")), "cell F2: 'seven' stands where a number"),
        ((HEADER, GOOD.replace(",7,", ",-7,")), "cell F2: .* below zero"),
        ((HEADER, GOOD, GOOD), r"cell A3: the key .* second time"),
        ((HEADER.replace("IDPs", "Displaced"), GOOD), "cell H1: the header says 'Displaced'"),
        ((HEADER, GOOD, "2010,-,Alge"), "row 3: has 3 fields"),
        (("<html><body>Service unavailable</body></html>",), "web page"),
    ],
)
def test_what_makes_no_sense_is_refused(lines: tuple[str, ...], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(FILE, csv_snapshot("poc.csv", *lines))


def test_the_published_file_gives_its_control_totals(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    assert reading.records == 2_973
    assert reading.figures.height == 2_973 * 6
    assert len(check_totals(FILE.path, reading.figures, FILE.totals)) == 6


def test_it_agrees_with_the_population_figures_but_for_three_sums(data: Path) -> None:
    other = population.SOURCE.editions[0].files[0]
    ours, theirs = (
        read_checked(file, real(data, file.path))
        .figures.with_columns(pl.col("time_to").dt.year().alias("year"))
        .group_by("concept", "year")
        .agg(pl.col("value").sum())
        for file in (FILE, other)
    )
    both = ours.join(theirs, on=["concept", "year"], suffix="_there")
    assert both.height == 6 * 15
    odd = both.with_columns(off=pl.col("value") - pl.col("value_there")).filter(pl.col("off") != 0)
    assert sorted(odd.select("concept", "year", "off").rows()) == [
        ("asylum-seekers", 2022, 7.0),
        ("asylum-seekers", 2023, -1.0),
        ("stateless", 2023, -7.0),
    ]
