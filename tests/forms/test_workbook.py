"""Workbooks as text under spreadsheet letters, and damaged ones that would send a reader round in rings."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlrd
import xlsxwriter

from gmg.records.cell import letters
from gmg.sources.forms.compound import CELLS, Damaged, allocation, check_container, check_record
from gmg.sources.forms.workbook import Workbook, check_cells, check_extent
from gmg.sources.reading import Refused
from helpers import snapshot_of

OLD = "worldbank/API_SM.POP.NETM_DS2_en_excel_v2_782.xls"


def book(cells: dict[str, object], sheet: str = "Table 1") -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    page = made.add_worksheet(sheet)
    for at, value in cells.items():
        page.write(at, value)
    made.close()
    return out.getvalue()


def test_cells_stand_under_their_letters_and_numbers() -> None:
    content = book({"C2": "Kenya", "D2": 12, "D3": "..", "E3": 0.1, "F3": 1 / 3, "C4": " "})
    table = Workbook(snapshot_of("a.xlsx", content)).sheet("Table 1")
    known = {
        (row["row"], column): row[column]
        for row in table.frame.rows(named=True)
        for column in table.address
        if row[column] is not None
    }
    assert known == {
        (2, "C"): "Kenya",
        (2, "D"): "12",
        (3, "D"): "..",
        (3, "E"): "0.1",
        (3, "F"): repr(1 / 3),
    }
    assert table.holds == 5


def test_landmarks() -> None:
    table = Workbook(snapshot_of("a.xlsx", book({"B2": "2019 "}))).sheet("Table 1")
    check_cells(table, {"B2": "2019"})
    with pytest.raises(Refused, match=r"cell Table 1!B2: holds '2019 ' where '2020' stood"):
        check_cells(table, {"B2": "2020"})


def test_a_renamed_sheet_lists_those_there_are() -> None:
    with pytest.raises(Refused, match=r"a\.xlsx: there is no sheet 'Table 1'.*'Tabelle 1'"):
        Workbook(snapshot_of("a.xlsx", book({"A1": 1}, "Tabelle 1"))).sheet("Table 1")


def test_two_readers_see_the_same_numbers(data: Path) -> None:
    raw = (data / "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx").read_bytes()
    table = Workbook(snapshot_of("a.xlsx", raw)).sheet("Table 1").frame
    other = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)["Table 1"]
    seen = 0
    for number, row in enumerate(other.iter_rows(min_row=1, max_row=60, values_only=True), start=1):
        ours = table.row(number - 1, named=True)
        for at, value in enumerate(row, start=1):
            if isinstance(value, int | float):
                assert float(ours[letters(at)]) == value
                seen += 1
    assert seen > 500


def test_an_old_workbook_is_read_as_another_reader_reads_it(data: Path) -> None:
    raw = (data / OLD).read_bytes()
    table = Workbook(snapshot_of("a.xls", raw)).sheet("Data").frame
    sheet = xlrd.open_workbook(file_contents=raw).sheet_by_name("Data")
    for number in range(4, 60):
        ours = table.row(number, named=True)
        for at, value in enumerate(sheet.row_values(number), start=1):
            text = ours[letters(at)]
            assert (text is None and value == "") or text == value or float(text) == value


# --- containers that lie -----------------------------------------------------------------------


def container(raw: bytes, sector: int, follows: int) -> bytes:
    """The old workbook with one entry of its table of sectors changed."""
    width = 1 << int.from_bytes(raw[30:32], "little")
    place = int.from_bytes(raw[76 + 4 * (sector // (width // 4)) :][:4], "little")
    at = 512 + place * width + 4 * (sector % (width // 4))
    return raw[:at] + struct.pack("<I", follows) + raw[at + 4 :]


def test_a_ring_of_sectors_is_refused_at_once(data: Path) -> None:
    raw = (data / OLD).read_bytes()
    check_container(raw)
    table = allocation(raw)
    sector = next(at for at, follows in enumerate(table) if follows == at + 1)
    ring = container(raw, sector, sector)
    with pytest.raises(
        Refused, match=r"a\.xls: not a whole Excel workbook \(its sectors run in a ring"
    ):
        Workbook(snapshot_of("a.xls", ring))


@pytest.mark.parametrize("keep", [8, 40, 600, 3000])
def test_a_container_cut_off_is_refused(keep: int, data: Path) -> None:
    with pytest.raises(Refused, match="not a whole Excel workbook"):
        Workbook(snapshot_of("a.xls", (data / OLD).read_bytes()[:keep]))


def test_cells_and_texts_that_no_file_can_hold() -> None:
    for kind in sorted(CELLS):
        check_record(kind, struct.pack("<HHHH", 1, 255, 0, 255), 100)
        with pytest.raises(Damaged, match="column 65,001"):
            check_record(kind, struct.pack("<HHHH", 1, 65_000, 0, 65_000), 100)
    with pytest.raises(Damaged, match="4,294,967,295 texts"):
        check_record(0xFC, struct.pack("<II", 1, 2**32 - 1), 1000)


def test_a_sheet_that_would_unfold_without_end_is_refused() -> None:
    check_extent(b'<c r="A1"><v>1</v></c><c r="AAB200000"><v>1</v></c>' * 2_000_000)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book({"A1": 1, "B2": 2}))) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in archive.namelist():
            content = archive.read(name).replace(b'r="B2"', b'r="XFD1048576"')
            target.writestr(name, content)
    with pytest.raises(Refused, match="2 cells are spread over room for 17,179,869,184"):
        Workbook(snapshot_of("a.xlsx", out.getvalue()))
