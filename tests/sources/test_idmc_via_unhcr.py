"""IDMC's figures as UNHCR carries them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.idmc.via_unhcr import ALONE, SOURCE
from gmg.sources.reading import Refused
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,total"


def test_one_figure_for_the_world_is_said_to_be_one() -> None:
    figures = read_checked(
        FILE,
        csv_snapshot(
            "idmc.csv",
            HEADER,
            "1990,Unknown,UKN,UNK,Unknown,UKN,UNK,21300000",
            "2017,Unknown,UKN,UNK,Unknown,UKN,UNK,2",
            "2017,Yemen,YEM,YEM,Yemen,YEM,YEM,2014000",
            "2018,Yemen,YEM,YEM,Yemen,YEM,YEM,2324000",
        ),
    ).figures
    assert figures.select("place", "value", "note").rows() == [
        ("_UNK", 21300000.0, ALONE),
        ("_UNK", 2.0, None),
        ("YEM", 2014000.0, None),
        ("YEM", 2324000.0, None),
    ]
    assert figures.select("concept", "basis", "time_kind").unique().rows() == [
        ("internally-displaced", "conflict", "point")
    ]


def test_people_who_crossed_no_border_have_one_country() -> None:
    record = "2018,Yemen,YEM,YEM,Oman,OMN,OMN,5"
    with pytest.raises(Refused, match="cell G2: origin 'YEM' and country 'OMN' differ"):
        read_checked(FILE, csv_snapshot("idmc.csv", HEADER, record))


def test_the_published_file_gives_its_control_total(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    assert reading.records == reading.figures.height == 934
    assert check_totals(FILE.path, reading.figures, FILE.totals)[0].found == 73_573_201
    assert (reading.figures["note"] == ALONE).sum() == 19
    assert reading.figures.filter(place="AB9").height > 0
