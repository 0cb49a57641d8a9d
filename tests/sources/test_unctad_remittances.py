"""UNCTADstat's remittances: on tables made here, as no published file was at hand."""

from __future__ import annotations

import io
from datetime import date

import py7zr
import pytest

from gmg.evidence.snapshots import Snapshot
from gmg.records.cell import Cell
from gmg.sources.forms.look import cells_around
from gmg.sources.reading import Refused
from gmg.sources.unctad.remittances import MONEY, SHARE, SOURCE
from helpers import csv_snapshot, read_checked, snapshot_of

PACKED, PLAIN = SOURCE.editions[0].files
HEADER = ",".join(
    ["Year", "Economy", "Economy Label", "Flow", "Flow Label"]
    + [f"{name}{extra}" for name in (MONEY, SHARE) for extra in ("", " Footnote", " Missing value")]
)
LINES = (
    "2020,0000,World,1,Inward,700000.5,,,0.8,,",
    "2020,484,Mexico,1,Inward,42878.4,Estimated,,3.9,,",
    "2020,484,Mexico,2,Outward,908.1,,,,,",
    "2020,004,Afghanistan,1,Inward,,,Not available,,,Not available",
    "2020,5100,Africa,1,Inward,80000,,,3.1,,",
)


def archive(*members: tuple[str, str]) -> bytes:
    raw = io.BytesIO()
    with py7zr.SevenZipFile(raw, "w") as packed:
        for name, text in members:
            packed.writestr(text, name)
    return raw.getvalue()


def packed(*lines: str) -> Snapshot:
    text = "\n".join((HEADER, *lines)) + "\n"
    return snapshot_of("us-remittances.7z", archive(("US_Remittances.csv", text)))


def test_money_and_shares_of_both_directions() -> None:
    reading = read_checked(PACKED, packed(*LINES))
    assert (reading.records, reading.holds, reading.figures.height) == (4, 66, 7)
    rows = reading.figures.select("concept", "place", "value", "unit", "status", "row", "column")
    assert rows.rows() == [
        ("remittances-received", "M49-001", 700000.5, "million USD", "A", 2, "F"),
        ("remittances-received", "MEX", 42878.4, "million USD", "A", 3, "F"),
        ("remittances-paid", "MEX", 908.1, "million USD", "A", 4, "F"),
        ("remittances-received", "AFG", None, "million USD", "O", 5, "H"),
        ("remittances-received-share", "M49-001", 0.8, "per cent", "A", 2, "I"),
        ("remittances-received-share", "MEX", 3.9, "per cent", "A", 3, "I"),
        ("remittances-received-share", "AFG", None, "per cent", "O", 5, "K"),
    ]
    assert reading.figures["note"].to_list()[1] == "Estimated"
    assert reading.figures["as_published"].to_list()[3] == "Not available"
    first = reading.figures.row(0, named=True)
    assert (first["time_from"], first["time_to"]) == (date(2020, 1, 1), date(2020, 12, 31))
    groups = next(item for item in reading.ignored if item.what == "groups of economies")
    assert groups.cells == 11


def test_a_figure_of_an_archive_leads_back_to_its_cell() -> None:
    snapshot = packed(*LINES)
    seen = cells_around(snapshot, Cell(snapshot.sha256, None, 3, "F"))
    assert seen.text == "42878.4"


def test_the_unpacked_table_reads_the_same() -> None:
    plain = read_checked(PLAIN, csv_snapshot("us-remittances.csv", HEADER, *LINES))
    assert plain.figures.equals(read_checked(PACKED, packed(*LINES)).figures)


def test_columns_of_notes_may_be_missing() -> None:
    header = f"Year,Economy,Economy Label,Flow,Flow Label,{MONEY}"
    plain = read_checked(
        PLAIN, csv_snapshot("us-remittances.csv", header, "2020,484,Mexico,1,Inward,42878.4")
    )
    assert plain.figures.height == 1
    assert plain.figures["note"].to_list() == [None]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2020,999,Nowhere,1,Inward,1,,,,,", "cell B2: unknown economy '999'"),
        ("2020,484,Mexico,1,Sideways,1,,,,,", "cell E2: unknown direction"),
        ("20x0,484,Mexico,1,Inward,1,,,,,", "cell A2: '20x0'"),
        ("2020,484,Mexico,1,Inward,much,,,,,", "cell F2: 'much' stands where a number"),
        ("2020,484,Mexico,1,Inward,-5,,,,,", "cell F2: '-5' is below zero"),
        ("2020,484,Mexico", "fields where the header has 11"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(line: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(PACKED, packed(line))


def test_another_table_is_refused() -> None:
    with pytest.raises(Refused, match=r"columns missing \['Flow', 'Flow Label'.*not known \['X'\]"):
        read_checked(PLAIN, csv_snapshot("a.csv", "Year,Economy,Economy Label,X", "1,2,3,4"))


def test_archives_that_are_not_one_whole_table_are_refused() -> None:
    whole = archive(("US_Remittances.csv", "\n".join((HEADER, *LINES))))
    cases = {
        whole[:-40]: "not a whole 7z archive",
        archive(("readme.txt", "hello")): "holds 0 files that end in .csv",
        archive(("a.csv", "x"), ("b.csv", "y")): "holds 2 files that end in .csv",
        archive(("a.csv", "0" * 30_000_000)): "unpacks to 30,000,000 bytes",
    }
    for raw, message in cases.items():
        with pytest.raises(Refused, match=message):
            read_checked(PACKED, snapshot_of("us-remittances.7z", raw))


def test_the_description_says_that_no_file_was_at_hand() -> None:
    assert "without a real file" in SOURCE.editions[0].note
