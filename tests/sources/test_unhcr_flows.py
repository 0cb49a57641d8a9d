"""UNHCR's flows of forced displacement."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gmg.evidence.checks import check_totals
from gmg.sources.unhcr.flows import SOURCE
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]
HEADER = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,refugees,asylum_seekers,refugee_like,oip"


def test_an_empty_cell_is_no_figure_and_a_nought_is_one() -> None:
    reading = read_checked(
        FILE,
        csv_snapshot(
            "flows.csv",
            HEADER,
            "1962,Angola,ANG,AGO,Namibia,NAM,NAM,277,,,",
            "2024,Angola,ANG,AGO,Namibia,NAM,NAM,,0,8,9",
            packed=True,
        ),
    )
    assert reading.figures.select("basis", "value", "row", "column").rows() == [
        ("new-refugees", 277.0, 2, "H"),
        ("new-asylum-seekers", 0.0, 3, "I"),
        ("new-refugee-like", 8.0, 3, "J"),
        ("new-others-in-need-of-protection", 9.0, 3, "K"),
    ]
    empty = next(item for item in reading.ignored if item.what == "empty cells")
    assert (empty.cells, empty.why) == (4, "not reported, which is not nought")
    first = reading.figures.row(0, named=True)
    assert (first["concept"], first["time_kind"]) == ("forced-displacement-flow", "interval")
    assert (first["time_from"], first["time_to"]) == (date(1962, 1, 1), date(1962, 12, 31))


def test_the_published_file_gives_its_control_totals(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    assert reading.records == 105_868
    assert reading.figures.height == 5_848 + 102_175 + 593 + 101
    assert len(check_totals(FILE.path, reading.figures, FILE.totals)) == 4
    assert reading.figures.filter(counterpart="_TIB").height >= 35
