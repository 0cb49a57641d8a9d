"""Palestine refugees on UNRWA's register."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gmg.evidence.checks import check_totals
from gmg.sources.unrwa.registered import SOURCE
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,total"


def test_the_field_is_the_place() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot(
            "unrwa.csv",
            HEADER,
            "1952,Palestinian,GAZ,PSE,State of Palestine,GAZ,PSE,206014",
            "2025,Palestinian,GAZ,PSE,Unknown,UKN,UNK,495764",
            packed=True,
        ),
    )
    assert reading.figures.select("place", "counterpart", "value", "note").rows() == [
        ("PSE", "PSE", 206014.0, None),
        ("_UNK", "PSE", 495764.0, None),
    ]
    first = reading.figures.row(0, named=True)
    assert (first["concept"], first["basis"]) == ("palestine-refugees", "unrwa-registered")
    assert (first["time_from"], first["time_kind"]) == (date(1952, 12, 31), "point")
    assert SOURCE.agency == "UNRWA"


def test_the_published_file_gives_its_control_total(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    assert reading.records == reading.figures.height == 296
    assert check_totals(FILE.path, reading.figures, FILE.totals)[0].found == 5_914_401
    assert reading.figures["time_to"].dt.year().min() == 1952
