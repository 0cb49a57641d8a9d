"""ILOSTAT's bulk download with labels."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.ilo.ilostat import SOURCE
from gmg.sources.reading import Refused
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = ",".join(
    f'"{name}"'
    for name in (
        "ref_area.label",
        "source.label",
        "indicator.label",
        "sex.label",
        "time",
        "obs_value",
        "obs_status.label",
        "note_indicator.label",
        "note_source.label",
    )
)
RATE = '"Informal employment rate by sex (%)"'
LFS = '"LFS - Labour Force Survey"'
REPOSITORY = "Repository: ILO-STATISTICS - Micro data processing"


def line(
    value: str = "86.395",
    area: str = "Afghanistan",
    sex: str = "Total",
    year: str = "2021",
    status: str = "",
    note: str = "",
    source: str = LFS,
    rate: str = RATE,
) -> str:
    """One record of the download."""
    return (
        f'"{area}",{source},{rate},"Sex: {sex}","{year}",{value},{status},{note},'
        f'"{REPOSITORY} | Geographical coverage: Urban areas only"'
    )


def test_labels_become_codes_and_a_flag_the_status() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot(
            "EMP.csv",
            HEADER,
            line(),
            line("0", sex="Other", status="Unreliable"),
            line("7", sex="Male", status='"Break in series"', note='"Methodology, revised"'),
            line("", sex="Female", status="Unreliable"),
            line("9", area="Tanzania, United Republic of", source='"PC - Population Census"'),
            encoding="utf-8-sig",
        ),
    )
    columns = ("place", "basis", "sex", "value", "status", "row", "column")
    assert reading.figures.select(columns).rows() == [
        ("AFG", "survey", "total", 86.395, "A", 2, "F"),
        ("AFG", "survey", "other", 0.0, "U", 3, "F"),
        ("AFG", "survey", "male", 7.0, "B", 4, "F"),
        ("TZA", "reported", "total", 9.0, "A", 6, "F"),
    ]
    first, _, broken, _ = reading.figures.rows(named=True)
    assert (first["concept"], first["unit"]) == ("informal-employment-rate", "per cent")
    assert first["detail"] == "source=LFS - Labour Force Survey"
    assert first["note"] == "Geographical coverage: Urban areas only"
    assert broken["note"] == "Methodology, revised; Geographical coverage: Urban areas only"
    assert (first["time_from"], first["time_to"]) == (date(2021, 1, 1), date(2021, 12, 31))
    assert reading.remarks == ("row 5 says 'Unreliable' and holds no value",)
    assert {item.what: item.cells for item in reading.ignored}["empty cells"] == 1
    assert reading.holds == 6 * 9


def test_the_repository_alone_is_no_note() -> None:
    bare = line().replace(" | Geographical coverage: Urban areas only", "")
    reading = read_checked(FILE, csv_snapshot("EMP.csv", HEADER, bare))
    assert reading.figures["note"].to_list() == [None]


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ((line(area="Atlantis"),), r"cell A2: unknown area .*'Atlantis'"),
        ((line(area=""),), "cell A2: is empty"),
        ((line(source='"XY - Guess"'),), "cell B2: unknown kind of source 'XY - Guess'"),
        ((line(rate='"Another rate"'),), "cell C2: unknown indicator 'Another rate'"),
        ((line(sex="Women"),), "cell D2: unknown sex 'Sex: Women'"),
        ((line(year="2021Q1"),), "cell E2: '2021Q1'"),
        ((line("many"),), "cell F2: 'many' stands where a number"),
        ((line("-1"),), "cell F2: '-1' is below zero"),
        ((line(status="Odd"),), "cell G2: unknown status 'Odd'"),
        ((line(), line("7")), "cell A3: the key .* second time"),
        ((line(), '"Albania",'), "row 3: has 2 fields"),
    ],
)
def test_what_makes_no_sense_is_refused(records: tuple[str, ...], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(FILE, csv_snapshot("EMP.csv", HEADER, *records))


def test_moved_headers_and_web_pages_are_refused() -> None:
    with pytest.raises(Refused, match="cell A1: the header says 'ref_area'"):
        read_checked(FILE, csv_snapshot("EMP.csv", HEADER.replace("ref_area.label", "ref_area")))
    with pytest.raises(Refused, match="web page"):
        read_checked(FILE, csv_snapshot("EMP.csv", "<html>maintenance</html>"))


def test_the_published_file_gives_its_control_totals(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    figures = reading.figures
    assert (reading.records, figures.height) == (3_559, 3_558)
    assert len(check_totals(FILE.path, figures, FILE.totals)) == 1
    assert figures["place"].n_unique() == 141
    assert figures.filter(status="B").height == 369
    assert figures.filter(status="U").height == 20
    assert figures.filter(sex="other").height == 6
