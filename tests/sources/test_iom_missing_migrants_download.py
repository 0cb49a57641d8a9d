"""IOM's one-day download of dead and missing migrants."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.records.observation import KEY
from gmg.sources.iom.missing_migrants_download import HEADER, SOURCE
from gmg.sources.reading import Refused
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
LINE = (
    '2014-01-06,2014-01,2014-Q1,Incident,Central Mediterranean Route,LBY,5,Drowning,2,"{nat}",'
    '"off Zuwara, Libya",12.1,33.1'
)


def test_nationalities_are_the_other_end_or_stand_in_the_detail() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot(
            "mmp.csv",
            ",".join(HEADER),
            LINE.format(nat="ERI"),
            LINE.format(nat="UNK"),
            LINE.format(nat="CIV,GIN,UNK"),
            packed=True,
        ),
    )
    assert (reading.records, reading.holds, reading.figures.height) == (3, 52, 6)
    assert reading.figures["counterpart"].to_list() == ["ERI", "_UNK", "_VAR"] * 2
    assert "nationalities=CIV,GIN,UNK" in reading.figures["detail"][2]
    assert "nationalities" not in reading.figures["detail"][0]
    assert set(reading.figures["concept"]) == {"migrant-deaths", "migrant-survivors"}


def test_a_repeat_and_a_record_without_country_say_so() -> None:
    line = LINE.format(nat="ERI")
    figures = read_checked(
        FILE,
        csv_snapshot("mmp.csv", ",".join(HEADER), line, line, line.replace(",LBY,", ",,")),
    ).figures
    deaths = figures.filter(concept="migrant-deaths")
    assert deaths["note"].to_list() == [
        None,
        "row 2 of this file is the same word for word",
        "no country stands in the record",
    ]
    assert deaths["place"].to_list() == ["LBY", "LBY", "_UNK"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (LINE.format(nat="XYZ"), r"cell J2: unknown nationality 'XYZ'"),
        (LINE.format(nat="ERI,XYZ"), r"cell J2: unknown nationality 'XYZ' in 'ERI,XYZ'"),
        (LINE.format(nat="ERI").replace("LBY", "LIB"), r"cell F2: unknown area"),
        (LINE.format(nat="ERI").replace(",5,", ",five,"), r"cell G2: 'five' stands where"),
        (LINE.format(nat="ERI").replace("2014-01-06", "06.01.14"), r"cell A2: .* is not a day"),
        ("2014-01-06,2014-01", "fields where the header has 13"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(line: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(FILE, csv_snapshot("mmp.csv", ",".join(HEADER), line))


def test_a_moved_header_is_refused() -> None:
    header = ("m", "t", *HEADER[2:])
    with pytest.raises(Refused, match="cell A1: the header says 'm' where 't' stood"):
        read_checked(FILE, csv_snapshot("mmp.csv", ",".join(header), LINE.format(nat="ERI")))


def test_the_published_download_gives_its_totals(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    assert reading.records == 18_660
    check_totals(FILE.path, reading.figures, FILE.totals)
    assert not reading.figures.select(pl.struct(KEY).is_duplicated().any()).item()
    deaths = reading.figures.filter(concept="migrant-deaths")
    assert deaths.filter(pl.col("detail").str.contains("nationalities=")).height == 852
    assert deaths.filter(place="_UNK").height == 1
